# -I, -iquote and -isystem folders are searched without regard to case, in their order.
mkdir one two three
echo '#define ONE 1' >one/First.h
echo '#define ONE 9' >two/first.H
echo '#define TWO 2' >two/Second.h
echo '#define THREE 3' >three/third.h
cat >a.cpp <<'X'
#include <FIRST.h>
#include "SECOND.h"
#include <Third.h>
int main() { return ONE + TWO + THREE; }
X
silent berth c++ -Ione -I two -isystem three a.cpp -o a
run ./a
[[ $code -eq 6 ]] || fail "exit code $code"
