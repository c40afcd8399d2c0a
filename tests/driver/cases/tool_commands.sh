silent berth --version
has "$out" "berth 0."
silent berth --help
has "$out" "c++"
silent berth env
has "$out" "CXXFLAGS=-D_WIN32"
has "$out" "BERTH_CXX=$BERTH_CXX"
passes berth c++ --version
passes berth-c++ -dumpmachine
passes berth-cc --version
fails berth
fails berth nonsense
fails berth c++
BERTH_CXX=/nowhere/g++ fails berth c++ a.cpp
has "$err" "cannot run /nowhere/g++"
