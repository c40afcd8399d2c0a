# A failed compile shows the compiler's own message, and one line of help where the cause is known.
says() { # says TEXT SOURCE
  printf '%s\n' "$2" >h.cpp
  fails berth c++ -c h.cpp
  has "$err" "h.cpp"
  has "$err" "berth: help: "
  has "$err" "$1"
}
says "MFC" '#include <afxwin.h>'
says "DirectX" '#include <d3d9.h>'
says "third-party" '#include <boost/nowhere.hpp>'
says "no header nowhere/at_all.h" '#include "nowhere/at_all.h"'
says "parentheses" '#include <windef.h>
int main() { return sizeof long; }'
says "DWORD" '#include <windef.h>
void f(LPDWORD); int main() { unsigned long n; f(&n); }'
says "no user interface" 'int main() { MessageBoxA(0, "a", "b", 0); }'
echo 'int main() { return 0 }' >h.cpp
fails berth c++ h.cpp
has_not "$err" "berth: help"
echo '#include <afxwin.h>' >h.cpp
BERTH_QUIET=1 fails berth c++ h.cpp
has_not "$err" "berth: help"
