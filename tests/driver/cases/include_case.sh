# Windows spellings of the project's headers and of Berth's.
mkdir -p src/Common/Net
echo '#define PRE 1' >src/stdafx.h
echo '#define LOG 2' >src/Common/Log.h
echo '#include "LOG.h"' >src/Common/all.H
echo '#define NET 3' >src/Common/Net/socket.hpp
cat >src/a.cpp <<'X'
#include "StdAfx.h"
#include "common/ALL.h"
#include "COMMON/net/Socket.HPP"
#include <WinDef.h>
#include <WINNT.H>
int main() { DWORD d = PRE + LOG + NET; return (int)d; }
X
silent berth c++ -Wall -Wextra src/a.cpp -o a
run ./a
[[ $code -eq 6 ]] || fail "exit code $code"
(cd src && silent berth c++ a.cpp -o ../a)
