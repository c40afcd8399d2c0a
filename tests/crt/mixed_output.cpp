// Narrow and wide functions and streams take turns on stdout and stdin.
#include <stdio.h>
#include <wchar.h>
#include <inttypes.h>
#include <iostream>
#include <string>

int wmain(int argc, wchar_t* argv[]) {
    printf("printf %s %S %I64d %p\n", "narrow", L"wide", 1ll << 40, (void*)0);
    wprintf(L"wprintf %s %S %ld\n", L"wide \u4e16", "narrow", 5L);
    std::wcout << L"wcout \u00e9" << std::endl;
    std::cout << "cout\n";
    fputws(L"fputws\n", stdout);
    putwchar(L'\u20ac');
    puts("");
    std::printf("%" PRId64 " %" PRIuPTR " %" PRIx32 "\n", (int64_t)-1, (uintptr_t)7, (uint32_t)255);
    std::wstring line;
    std::getline(std::wcin, line);
    std::wcout << line.size() << L' ' << line << L'\n';
    wchar_t word[16];
    int number = 0;
    wscanf_s(L"%s %d", word, 16u, &number);
    wprintf(L"%s %d\n", word, number);
    wprintf(L"%d %s\n", argc, argv[1]);
    int (*print)(const char*, ...) = std::printf;
    print("%ws\n", L"through a pointer");
    return 0;
}
