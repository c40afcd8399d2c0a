/* The C face of the names: no overloads, and TCHAR narrow. */
#include <windef.h>
#include <tchar.h>
#include <io.h>
#include <conio.h>
#include <direct.h>
#include <crtdbg.h>
#include <strsafe.h>
#include <sys/timeb.h>
#include <time.h>
#include <signal.h>
#include "check.h"

int _tmain(int argc, _TCHAR* argv[]) {
    char text[32];
    struct tm date;
    time_t when = 0;
    DWORD stored[2] = {0, 7};
    (void)argv;
    CHECK(argc == 1);
    CHECK(sprintf_s(text, sizeof text, "%I64d %lu", 1ll << 40, 5ul) == 15);
    CHECK(strcpy_s(text, _countof(text), "abc") == 0 && _stricmp(text, "ABC") == 0);
    CHECK(gmtime_s(&date, &when) == 0 && date.tm_mday == 1);
    CHECK(sscanf_s("12 x", "%lu %s", &stored[0], text, (unsigned)sizeof text) == 2);
    CHECK(stored[0] == 12 && stored[1] == 7);
    CHECK(max(1, 2) == 2);
    CHECK(StringCbPrintf(text, sizeof text, _T("%ws"), L"w") == 0 && text[0] == 'w');
    CHECK(signal(SIGTERM, SIG_IGN) == SIG_DFL && raise(SIGTERM) == 0);
    CHECK(signal(SIGTERM, SIG_GET) == SIG_IGN);
    _ASSERTE(argc == 1);
    return 0;
}
