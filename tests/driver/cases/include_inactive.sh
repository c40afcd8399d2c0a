# What stands in comments, strings and branches that are not taken is not looked for.
cat >a.cpp <<'X'
#if 0
#include "Nowhere.h"
#endif
#ifdef SOMETHING_UNKNOWN
#include <No\Where.h>
#endif
/* #include "Gone.h" */
// #include "Gone.h" \
#include "Gone.h"
const char* text = R"x(
#include "Gone.h"
)x";
#ifdef _MSC_VER
#pragma comment(lib, "nowhere.lib")
#endif
int main() { return 0; }
X
silent berth c++ a.cpp -o a
