# The system's headers in Windows' spelling, and not the project's String.h for them.
mkdir inc
echo '#error "taken for string.h"' >inc/String.h
cat >a.cpp <<'X'
#include <Stdio.h>
#include <string>
#include <string.h>
int main() { puts(std::string(strlen("abc"), 'x').c_str()); }
X
silent berth c++ -Iinc a.cpp -o a
prints xxx ./a
