mkdir -p app common/deep
echo '#define LOG 40' >common/log.h
echo '#include "..\log.h"' >common/deep/x.h
echo '#define Y 2' >common/deep/y.h
cat >app/a.cpp <<'X'
#include "..\common\log.h"
#include "..\Common\Deep\X.h"
#include <deep\Y.h>
int main() { return LOG + Y; }
X
silent berth c++ -Wall -Icommon app/a.cpp -o a
run ./a
[[ $code -eq 42 ]] || fail "exit code $code"
