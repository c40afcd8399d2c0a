# Dependencies name the headers themselves and nothing of the driver's.
mkdir -p src
echo '#define ONE 1' >src/one.h
echo '#include "One.h"
int main() { return ONE - 1; }' >src/a.cpp
silent berth c++ -MMD -c src/a.cpp -o a.o
deps=$(cat a.d)
has "$deps" "src/one.h"
has_not "$deps" ".cache"
silent berth c++ -MD -MP -MF deps.mk -MT target -c src/a.cpp -o a.o
deps=$(cat deps.mk)
has "$deps" "target:"
has "$deps" "src/one.h:"
has_not "$deps" ".cache"
passes berth c++ -MM src/a.cpp
has "$out" "src/one.h"
printf 'a.o: src/a.cpp\n\tberth c++ -MD -MP -c src/a.cpp -o a.o\n-include a.d\n' >Makefile
if command -v make >/dev/null; then
  rm -f a.o
  passes make
  prints "make: 'a.o' is up to date." make
  touch -d '+2 seconds' src/one.h
  passes make
  has "$out" "berth c++"
fi
