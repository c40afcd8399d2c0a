# Windows' library names on the command line stand for ours.
echo 'int main() { return 0; }' >a.cpp
silent berth c++ a.cpp -o a -lws2_32 -lmswsock -lwsock32 -lkernel32 -luser32 -ladvapi32 -lwinmm -lshell32 -l Ws2_32
silent berth c++ a.cpp Ws2_32.lib -o a
silent berth c++ -c a.cpp
silent berth c++ a.o -lwsock32 -o a
