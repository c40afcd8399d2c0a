// tchar.h with _UNICODE: the wide half of everything, _tmain included.
#define UNICODE
#define _UNICODE
#include <tchar.h>
#include <conio.h>
#include <io.h>
#include <stdio.h>
#include <sys/stat.h>
#include "check.h"

int _tmain(int argc, _TCHAR* argv[]) {
    static_assert(sizeof(_TCHAR) == sizeof(wchar_t), "wide");
    CHECK(argc == 1 && _tcslen(argv[0]) > 0);
    TCHAR text[32];
    CHECK(_stprintf_s(text, _T("%s=%d"), _T("a"), 5) == 3 && _tcscmp(text, _T("a=5")) == 0);
    CHECK(_stprintf(text, _T("%hs"), "x") == 1);
    CHECK(_sntprintf_s(text, _countof(text), _TRUNCATE, _T("%d"), 12) == 2);
    CHECK(_tcsicmp(_T("ABC"), _T("abc")) == 0 && _ttoi(_T("12")) == 12);
    TCHAR* context = nullptr;
    TCHAR list[] = _T("a b");
    CHECK(_tcscmp(_tcstok_s(list, _T(" "), &context), _T("a")) == 0);
    int number = 0;
    CHECK(_stscanf_s(_T("n 7"), _T("%s %d"), text, 32u, &number) == 2 && number == 7);
    CHECK(_taccess(_T("/"), 0) == 0);
    FILE* file = nullptr;
    CHECK(_tfopen_s(&file, _T("NUL"), _T("w")) == 0);
    _ftprintf(file, _T("%s"), _T("gone"));
    fclose(file);
    _tprintf(_T("%s %S\n"), _T("wide"), "narrow");
    return 0;
}
