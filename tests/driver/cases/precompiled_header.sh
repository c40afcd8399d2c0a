mkdir src
echo '#include <WinDef.h>
#include "Values.h"' >src/stdafx.h
echo '#define VALUE 0' >src/values.h
echo '#include "stdafx.h"
int main() { return VALUE; }' >src/a.cpp
silent berth c++ -x c++-header src/stdafx.h -o src/stdafx.h.gch
[[ -s src/stdafx.h.gch ]]
silent berth c++ src/stdafx.h -o src/stdafx.h.gch
clang || silent berth c++ -Winvalid-pch -Werror src/a.cpp -o a
clang && silent berth c++ -include-pch src/stdafx.h.gch src/a.cpp -o a
silent ./a
