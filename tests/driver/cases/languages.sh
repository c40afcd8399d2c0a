# Each source in its own language, whichever command compiles it.
cat >c.c <<'X'
int class = 3;
int from_c(void) { return class; }
X
cat >m.cpp <<'X'
#include <string>
extern "C" int from_c();
int main() { return from_c() + (int)std::string("abcd").size(); }
X
for how in "c++" cc "c++ -std=c++17" "cc -std=c99" "c++ -std=gnu11 -std=c++20"; do
  # shellcheck disable=SC2086
  silent berth $how c.c m.cpp -o m
  run ./m
  [[ $code -eq 7 ]] || fail "$how: exit code $code"
done
silent berth c++ -c c.c m.cpp
silent berth c++ c.o m.o -o m
cp c.c plain.txt
silent berth c++ -c -x c plain.txt -o plain.o
silent berth c++ plain.o m.cpp -o m
echo 'int main() { return 0; }' | silent berth c++ -x c++ - -o from_stdin
