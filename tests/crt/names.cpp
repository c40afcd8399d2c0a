// The names that Microsoft's standard headers have, each used once the way programs use it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <malloc.h>
#include <direct.h>
#include <io.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/timeb.h>
#include <conio.h>
#include <crtdbg.h>
#include <share.h>
#include <signal.h>
#include <tchar.h>
#include <strsafe.h>
#include <specstrings.h>
#include <sdkddkver.h>
#include <windef.h>
#include <string>
#include <algorithm>
#include <csignal>
#include "check.h"

static void format(char* to, size_t size, _Printf_format_string_ const char* text, ...) {
    va_list arguments;
    va_start(arguments, text);
    vsprintf_s(to, size, text, arguments);
    va_end(arguments);
}

static int caught = 0;
static void catch_signal(int number) {
    caught = number;
}

int main() {
    _CrtSetDbgFlag(_CRTDBG_ALLOC_MEM_DF | _CRTDBG_LEAK_CHECK_DF);
    char text[64];
    CHECK(strcpy_s(text, "abc") == 0 && strcat_s(text, _countof(text), "DEF") == 0);
    CHECK(_stricmp(text, "ABCdef") == 0 && stricmp(text, "x") < 0);
    CHECK(_strnicmp(text, "ABx", 2) == 0);
    CHECK(sprintf_s(text, "%d-%s", 5, "x") == 3 && strcmp(text, "5-x") == 0);
    format(text, sizeof text, "%I64u", 1ull << 63);
    CHECK(strcmp(text, "9223372036854775808") == 0);
    CHECK(strcmp(itoa(255, text, 16), "ff") == 0);
    wchar_t wide[16];
    CHECK(swprintf_s(wide, L"%s %d", L"a", 1) == 3);
    CHECK(swprintf(wide, L"%hs", "legacy") == 6);
    CHECK(_wtoi(L"42") == 42);
    char* context = nullptr;
    char list[] = "a,b";
    CHECK(strcmp(strtok_s(list, ",", &context), "a") == 0);

    tm date;
    const time_t when = 0;
    CHECK(gmtime_s(&date, &when) == 0 && date.tm_year == 70);
    CHECK(localtime_s(&date, &when) == 0 && _mktime64(&date) == 0);
    struct _timeb now;
    _ftime(&now);
    CHECK(now.time > 0 && CLOCKS_PER_SEC == 1000 && clock() >= 0 && _time64(nullptr) > 0);

    CHECK(_mkdir("crt_names.dir") == 0 || errno == EEXIST);
    FILE* file = nullptr;
    CHECK(fopen_s(&file, "crt_names.dir\\file.txt", "wt") == 0);
    fprintf_s(file, "%s", "text");
    CHECK(_fileno(file) > 2);
    fclose(file);
    CHECK(_access("crt_names.dir\\file.txt", 0) == 0);
    struct _stat found;
    CHECK(_stat("crt_names.dir/file.txt", &found) == 0 && (found.st_mode & _S_IFREG) != 0);
    struct _finddata_t entry;
    const intptr_t search = _findfirst("crt_names.dir\\*.TXT", &entry);
    CHECK(search != -1 && strcmp(entry.name, "file.txt") == 0 && entry.size == 4);
    CHECK(_findnext(search, &entry) == -1 && _findclose(search) == 0);
    const int descriptor = _open("crt_names.dir\\file.txt", _O_RDONLY | _O_BINARY);
    CHECK(_filelength(descriptor) == 4 && _read(descriptor, text, 4) == 4 && _eof(descriptor) == 1);
    CHECK(_close(descriptor) == 0 && remove("crt_names.dir\\file.txt") == 0);
    CHECK(_rmdir("crt_names.dir") == 0);
    CHECK(_setmode(_fileno(stdout), _O_U16TEXT) != -1);

    void* block = _aligned_malloc(10, 32);
    CHECK(((uintptr_t)block & 31) == 0);
    _aligned_free(block);
    char* stack = (char*)_alloca(10);
    memset(stack, 0, 10);
    CHECK(_putenv_s("CRT_NAMES", "1") == 0);
    char* value = nullptr;
    CHECK(_dupenv_s(&value, nullptr, "CRT_NAMES") == 0 && strcmp(value, "1") == 0);
    free(value);
    CHECK(__argc == 1 && __argv[0] && __wargv[0]);

    CHECK(max(1, 2u) == 2u && min(3, 4) == 3 && std::max(5, 6) == 6 && __max(1, 2) == 2);
    _TCHAR buffer[8];
    _tcscpy_s(buffer, _T("abc"));
    CHECK(_tcslen(buffer) == 3 && _tcsicmp(buffer, _T("ABC")) == 0 && _ttoi(_T("7")) == 7);
    CHECK(StringCchPrintf(text, 64, "%d", 9) == 0);
    CHECK(signal(SIGBREAK, catch_signal) == SIG_DFL && raise(SIGBREAK) == 0 && caught == SIGBREAK);
    CHECK(std::signal(SIGBREAK, SIG_IGN) == SIG_DFL);
    return _kbhit() != 0 ? 0 : 0;
}
