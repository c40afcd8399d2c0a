// __argv, __wargv and their kin. The dynamic linker passes a library's constructors what main gets.
#include <unistd.h>

#include <climits>
#include <memory>
#include <string>
#include <vector>

#include "berth/crt_stdlib.h"
#include "crt/invalid_parameter.h"
#include "crt/utf8_string.h"

int __argc = 0;
char** __argv = nullptr;
wchar_t** __wargv = nullptr;
wchar_t** _wenviron = nullptr;
char* _pgmptr = nullptr;
wchar_t* _wpgmptr = nullptr;

namespace berth::crt {
namespace {

// A list of wide strings that ends with a null, as main's arguments do.
class WideList {
  public:
    explicit WideList(char** narrow) {
        for (char** at = narrow; at && *at; ++at)
            texts_.push_back(wide_from_utf8(*at));
        for (std::wstring& text : texts_)
            pointers_.push_back(text.data());
        pointers_.push_back(nullptr);
    }
    wchar_t** data() { return pointers_.data(); }

  private:
    std::vector<std::wstring> texts_;
    std::vector<wchar_t*> pointers_;
};

struct Arguments {
    Arguments(char** argv, char** environment) : wide(argv), wide_environment(environment) {
        program.resize(PATH_MAX);
        const ssize_t length = readlink("/proc/self/exe", program.data(), program.size());
        if (length > 0)
            program.resize(static_cast<size_t>(length));
        else
            program = argv && argv[0] ? argv[0] : "";
        wide_program = wide_from_utf8(program);
        for (char** at = argv && argv[0] ? argv + 1 : nullptr; at && *at; ++at) {
            if (!tail.empty())
                tail += ' ';
            const std::string text = *at;
            const bool quotes = text.empty() || text.find_first_of(" \t\"") != std::string::npos;
            tail += quotes ? quoted(text) : text;
        }
        wide_tail = wide_from_utf8(tail);
    }

    // As Microsoft's start-up code splits them: backslashes double before a quote only.
    static std::string quoted(const std::string& text) {
        std::string result = "\"";
        size_t backslashes = 0;
        for (const char c : text) {
            if (c == '"')
                result.append(backslashes + 1, '\\');
            backslashes = c == '\\' ? backslashes + 1 : 0;
            result += c;
        }
        return result.append(backslashes, '\\') + '"';
    }

    WideList wide;
    WideList wide_environment;
    std::string program;
    std::wstring wide_program;
    std::string tail;
    std::wstring wide_tail;
};

// Never destroyed: a program's own destructors may still look.
Arguments* arguments = nullptr;

[[gnu::constructor(101)]] void arguments_keep(int argc, char** argv, char** environment) {
    auto kept = std::make_unique<Arguments>(argv, environment);
    __argc = argc;
    __argv = argv;
    __wargv = kept->wide.data();
    _wenviron = kept->wide_environment.data();
    _pgmptr = kept->program.data();
    _wpgmptr = kept->wide_program.data();
    arguments = kept.release();
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

char* berth_winmain_arguments() {
    return arguments->tail.data();
}
wchar_t* berth_wwinmain_arguments() {
    return arguments->wide_tail.data();
}

errno_t _get_pgmptr(char** value) {
    if (!value)
        return invalid_parameter("_get_pgmptr", EINVAL);
    *value = _pgmptr;
    return 0;
}

errno_t _get_wpgmptr(wchar_t** value) {
    if (!value)
        return invalid_parameter("_get_wpgmptr", EINVAL);
    *value = _wpgmptr;
    return 0;
}
