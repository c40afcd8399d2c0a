#include "help.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <regex>
#include <sstream>

namespace berth::tool {
namespace {

struct Cause {
    const char* pattern;  ///< of one line of messages, without colours, with plain quotes
    const char* advice;   ///< {} stands for the pattern's first group
};

constexpr std::array kCauses{
    Cause{R"(fatal error: '?(afx\w*\.h|afxwin|stdafx_mfc\.h))",
          "{} belongs to MFC, which Berth does not have: windows and dialogs are out of its scope"},
    Cause{R"(fatal error: '?(atl\w*\.h))",
          "{} belongs to ATL, which comes with Microsoft's compiler only"},
    Cause{R"(fatal error: '?(d3d\w*\.h|dxgi\w*\.h|ddraw\.h|dsound\.h|dinput\.h|xinput\.h))",
          "{} belongs to DirectX, which Berth does not have"},
    Cause{
        R"(fatal error: '?((?:commctrl|commdlg|gdiplus|richedit|uxtheme|prsht|resource|shlobj)\.h))",
        "{} is for windows and dialogs; Berth has what sockets need and no user interface"},
    Cause{
        R"(fatal error: '?((?:openssl|curl|boost|zlib|event2|uv|json|sqlite3|mysql|lua|nlohmann|asio|spdlog|fmt|google|gtest)(?:\.h|[/.][\w/.+-]*)?)'?[ :])",
        "{} is a third-party header: install the library's Debian package (lib...-dev), or add -I"},
    Cause{R"(fatal error: '?([^\s:']+)'?(?:: No such file| file not found))",
          "Berth has no header {}; if it is the project's own, add its folder with -I, and if it "
          "is a library's, install the library's -dev package"},
    Cause{R"((?:include <|/)sys/socket\.h.*(?:error|#error)|error:.*sys/socket\.h)",
          "<sys/socket.h> and <winsock2.h> cannot share a source file (AF_INET6 is 10 there and 23 "
          "here): keep the Linux branch of the source out with #ifdef _WIN32"},
    Cause{
        R"(expected (?:primary-)?expression before '?(DWORD|WORD|BYTE|ULONG|LONG|USHORT|SOCKET|SOCKADDR_IN|SOCKADDR|WSADATA|INT|UINT|HANDLE|int|struct|char|long)'?)",
        "if the source says sizeof {0}, write sizeof({0}): a type's size needs the parentheses"},
    // The compiler shows the line; its message is about what follows the type.
    Cause{R"(^ +[0-9]+ \|.*\bsizeof +([A-Z_][A-Z0-9_]*)\b)",
          "if {0} is a type, write sizeof({0}): a type's size needs the parentheses"},
    Cause{R"(expected parentheses around type name in sizeof)",
          "a type's size needs parentheses: sizeof(TYPE)"},
    Cause{
        R"((?:cannot convert|invalid conversion from|incompatible pointer|no known conversion from).*'(?:long unsigned int|unsigned long) ?\*'.*(?:LPDWORD|DWORD|PDWORD|ULONG|u_long|unsigned int))",
        "unsigned long is 64 bits wide on Linux: declare the variable as DWORD (or ULONG, u_long)"},
    Cause{
        R"((?:cannot convert|invalid conversion from|incompatible pointer|no known conversion from).*'long(?: int)? ?\*'.*(?:LONG|int \*))",
        "long is 64 bits wide on Linux: declare the variable as LONG"},
    Cause{
        R"((?:cannot convert|invalid conversion from|incompatible|no known conversion).*(?:char16_t|WCHAR|wchar_t).*(?:char16_t|unsigned short|short unsigned int))",
        "WCHAR is wchar_t, four bytes here: a string of 16-bit units (char16_t, unsigned short) "
        "has "
        "to be converted first"},
    Cause{R"(error:.*\b(__asm|_asm)\b|expected '\('.*__asm)",
          "Microsoft's inline assembly is for its 32-bit compiler; use an intrinsic or C"},
    Cause{R"(stray '\\(?:377|376)' in program|source file is not valid UTF-8|UTF-16)",
          "the source is UTF-16: convert it, iconv -f UTF-16 -t UTF-8"},
    Cause{R"(stray '\\32' in program|<U\+001A>)",
          "the file ends with DOS's end-of-file mark (Ctrl-Z): sed -i 's/\\x1a$//' takes it out"},
    Cause{R"(cannot find -l(ws2_32|berth_main))",
          "-static cannot work: Berth is a shared library (lib{}.so)"},
    Cause{R"(undefined reference to `?(WinMain|wWinMain|DllMain))",
          "the program has no main that the linker knows ({})"},
    Cause{R"(undefined reference to `?'?((?:SSL|EVP|CRYPTO|BIO|ERR|X509)_\w+))",
          "{} is OpenSSL's: link with -lssl -lcrypto"},
    Cause{R"(undefined reference to `?'?(curl_\w+))", "{} is libcurl's: link with -lcurl"},
    Cause{R"(undefined reference to `?'?((?:deflate|inflate|compress)\w*)')",
          "{} is zlib's: link with -lz"},
    Cause{
        R"(error:.*'((?:Reg(?:Open|Query|Set|Create|Close)\w+)|(?:(?:Open|Create|Start|Delete|Control)S(?:ervice|CManager)\w*))' was not declared)",
        "{} (registry, services) is not among what Berth provides: only what sockets need is "
        "there"},
    Cause{
        R"(error:.*'((?:MessageBox|DialogBox|CreateDialog|LoadIcon|LoadCursor|BeginPaint|TextOut|GetDlgItem|SetDlgItem|SendDlgItem|ShowWindow|UpdateWindow)\w*)')",
        "{} draws or asks on a screen; Berth has no user interface"},
    Cause{
        R"((?:error|warning):.*(?:'((?:[A-Z][a-z0-9]+){2,}[AW]?)' was not declared|use of undeclared identifier '((?:[A-Z][a-z0-9]+){2,}[AW]?)'|implicit declaration of function '((?:[A-Z][a-z0-9]+){2,}[AW]?)'))",
        "if {} is a function of Windows, Berth does not have it; docs/functions.md lists what it "
        "has"},
};

/// Colours out, curly quotes straight, one line at a time.
std::string plain(const std::string& line) {
    static const std::regex escape{"\x1b\\[[0-9;]*[mK]|\x1b\\]8;;[^\x07\x1b]*(?:\x07|\x1b\\\\)"};
    std::string text = std::regex_replace(line, escape, "");
    for (const std::string_view quote : {"\xe2\x80\x98", "\xe2\x80\x99"}) {
        for (size_t at = text.find(quote); at != std::string::npos; at = text.find(quote, at))
            text.replace(at, quote.size(), 1, '\'');
    }
    return text;
}

std::string advice_for(const std::string& line, const Cause& cause) {
    std::smatch match;
    if (!std::regex_search(line, match, std::regex{cause.pattern}))
        return {};
    std::string name;
    for (size_t group = 1; group < match.size() && name.empty(); ++group)
        name = match[group];
    return fmt::format(fmt::runtime(cause.advice), name);
}

}  // namespace

std::vector<std::string> help_for(std::string_view messages) {
    constexpr size_t kEnough = 4;
    constexpr size_t kLongestLine = 2000;
    std::vector<std::string> advice;
    std::istringstream stream{std::string{messages}};
    for (std::string raw; advice.size() < kEnough && std::getline(stream, raw);) {
        const bool may_tell = raw.find("error") != std::string::npos ||
                              raw.find("undefined reference") != std::string::npos ||
                              raw.find("stray") != std::string::npos ||
                              raw.find("sizeof") != std::string::npos ||
                              raw.find("cannot find") != std::string::npos ||
                              raw.find("implicit declaration") != std::string::npos ||
                              raw.find("no known conversion") != std::string::npos;
        if (!may_tell)
            continue;
        const std::string line = plain(raw.substr(0, kLongestLine));
        for (const Cause& cause : kCauses) {
            std::string text = advice_for(line, cause);
            if (text.empty())
                continue;
            if (std::find(advice.begin(), advice.end(), text) == advice.end())
                advice.push_back(std::move(text));
            break;
        }
    }
    return advice;
}

}  // namespace berth::tool
