# One spelling, two files: said once, with the place.
mkdir one two
echo '#define A 1' >one/x.h
echo '#define B 2' >two/x.h
echo '#include "X.h"' >one/a.h
echo '#include "X.h"' >two/b.h
echo '#include "one/a.h"
#include "two/b.h"
int main() { return A; }' >a.cpp
passes berth c++ a.cpp -o a
has "$err" 'berth: warning: two/b.h:1: "X.h" stands for two/x.h here'
