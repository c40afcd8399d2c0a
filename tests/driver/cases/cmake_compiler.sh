# Drop-in for CMake: a project that knows nothing of Berth.
cat >CMakeLists.txt <<'X'
cmake_minimum_required(VERSION 3.20)
project(Outside LANGUAGES C CXX)
add_library(part STATIC part.c)
add_executable(program main.cpp)
target_link_libraries(program PRIVATE part ws2_32)
X
echo '#include "Part.h"
int part(void) { return (int)sizeof(DWORD); }' >part.c
echo '#include <WinDef.h>' >part.h
echo '#include "PART.h"
extern "C" int part(void);
int main() { return part() - 4; }' >main.cpp
passes cmake -S . -B out -G Ninja -DCMAKE_CXX_COMPILER=berth-c++ -DCMAKE_C_COMPILER=berth-cc
passes cmake --build out
silent ./out/program
passes cmake --build out
has "$out" "no work to do"
touch -d '+2 seconds' part.h
passes cmake --build out
has_not "$out" "no work to do"
