echo '#include "N.h"
int main() { return N; }' >a.cpp
echo '#define N 0' >n.h
echo 'int f() { return 1; }' >b.cpp
silent berth c++ -E a.cpp
has "$out" "return 0"
silent berth c++ -S a.cpp
[[ -s a.s ]]
silent berth c++ a.s -o a
silent ./a
silent berth c++ -fsyntax-only a.cpp b.cpp
silent berth c++ -c a.cpp b.cpp
[[ -s a.o && -s b.o ]]
fails berth c++ -c a.cpp b.cpp -o c.o
silent berth c++ -shared -fPIC b.cpp -o libb.so
silent berth c++ a.cpp -L. -lb -Wl,-rpath,"$PWD" -o a
ar rcs libc1.a b.o
echo 'int f(); int main() { return f(); }' >main.cpp
silent berth c++ main.cpp libc1.a -o a
run ./a
[[ $code -eq 1 ]] || fail "exit code $code"
silent berth c++ -M a.cpp
has "$out" "a.o:"
