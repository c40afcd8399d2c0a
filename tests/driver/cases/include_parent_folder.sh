# Microsoft's compiler looks beside the files that include the includer, too.
mkdir -p app inc
echo '#define CONFIG 7' >app/config.h
echo '#include "config.h"' >inc/lib.h
echo '#include "../inc/lib.h"
int main() { return CONFIG; }' >app/a.cpp
silent berth c++ app/a.cpp -o a
run ./a
[[ $code -eq 7 ]] || fail "exit code $code"
