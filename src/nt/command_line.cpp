#include "nt/command_line.h"

#include <unistd.h>
#include <algorithm>
#include <climits>
#include <cstdio>
#include <cstring>
#include <memory>
#include <utility>

#include "berth/winbase_memory.h"
#include "nt/api.h"
#include "nt/lasting.h"
#include "nt/text.h"
#include "processenv.h"
#include "shellapi.h"

namespace berth::nt {

namespace {

bool blank(char c) {
    return c == ' ' || c == '\t';
}

// The program's name: quotes group, backslashes are nothing special.
std::string program_take(std::string_view& line) {
    std::string name;
    bool quoted = false;
    while (!line.empty() && (quoted || !blank(line[0]))) {
        if (line[0] == '"')
            quoted = !quoted;
        else
            name.push_back(line[0]);
        line.remove_prefix(1);
    }
    return name;
}

std::string argument_take(std::string_view& line) {
    std::string argument;
    bool quoted = false;
    while (!line.empty() && (quoted || !blank(line[0]))) {
        const size_t slashes = std::min(line.find_first_not_of('\\'), line.size());
        line.remove_prefix(slashes);
        if (line.empty() || line[0] != '"') {
            argument.append(slashes, '\\');
            if (!line.empty() && (quoted || !blank(line[0]))) {
                argument.push_back(line[0]);
                line.remove_prefix(1);
            }
            continue;
        }
        // Before a quote two backslashes stand for one; an odd one makes the quote a character.
        argument.append(slashes / 2, '\\');
        line.remove_prefix(1);
        if (slashes % 2 != 0) {
            argument.push_back('"');
        } else if (quoted && !line.empty() && line[0] == '"') {
            argument.push_back('"');
            line.remove_prefix(1);
        } else {
            quoted = !quoted;
        }
    }
    return argument;
}

std::string argument_quote(const std::string& argument) {
    if (!argument.empty() && argument.find_first_of(" \t\n\v\"") == std::string::npos)
        return argument;
    std::string quoted = "\"";
    size_t slashes = 0;
    for (const char c : argument) {
        if (c == '"')
            quoted.append(slashes + 1, '\\');
        slashes = c == '\\' ? slashes + 1 : 0;
        quoted.push_back(c);
    }
    quoted.append(slashes, '\\');
    return quoted + '"';
}

std::string command_line_read() {
    std::vector<std::string> arguments;
    const std::unique_ptr<FILE, int (*)(FILE*)> file(fopen("/proc/self/cmdline", "re"), fclose);
    std::string argument;
    for (int c = 0; file && (c = fgetc(file.get())) != EOF;) {
        if (c == 0)
            arguments.push_back(std::exchange(argument, {}));
        else
            argument.push_back(static_cast<char>(c));
    }
    return command_line_join(arguments);
}

// Made once; the program may keep the pointers.
struct OwnCommandLine {
    std::string narrow = command_line_read();
    std::wstring wide = wide_from_utf8(narrow);
};
OwnCommandLine& own_command_line() {
    static Lasting<OwnCommandLine> lasting;
    OwnCommandLine& line = lasting.get();
    return line;
}

}  // namespace

std::vector<std::string> command_line_split(std::string_view line) {
    std::vector<std::string> arguments;
    arguments.push_back(program_take(line));
    for (;;) {
        while (!line.empty() && blank(line[0]))
            line.remove_prefix(1);
        if (line.empty())
            return arguments;
        arguments.push_back(argument_take(line));
    }
}

std::string command_line_join(const std::vector<std::string>& arguments) {
    std::string line;
    for (const std::string& argument : arguments) {
        if (!line.empty())
            line += ' ';
        line += argument_quote(argument);
    }
    return line;
}

std::string program_path() {
    char path[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof(path));
    return length > 0 ? std::string(path, static_cast<size_t>(length)) : std::string();
}

}  // namespace berth::nt

using namespace berth::nt;

extern "C" {

LPSTR WINAPI GetCommandLineA(void) {
    return api_call<LPSTR>(nullptr, [] { return own_command_line().narrow.data(); });
}

LPWSTR WINAPI GetCommandLineW(void) {
    return api_call<LPWSTR>(nullptr, [] { return own_command_line().wide.data(); });
}

LPWSTR* WINAPI CommandLineToArgvW(LPCWSTR line, int* count) {
    return api_call<LPWSTR*>(nullptr, [&]() -> LPWSTR* {
        if (!line || !count)
            return api_fail<LPWSTR*>(ERROR_INVALID_PARAMETER, nullptr);
        std::vector<std::string> arguments = command_line_split(utf8_from_wide(line));
        if (!*line)
            arguments = {program_path()};
        std::vector<std::wstring> texts;
        size_t characters = 0;
        for (const std::string& argument : arguments) {
            texts.push_back(wide_from_utf8(argument));
            characters += texts.back().size() + 1;
        }
        const size_t list = (texts.size() + 1) * sizeof(LPWSTR);
        auto* pointers =
            static_cast<LPWSTR*>(LocalAlloc(LMEM_FIXED, list + characters * sizeof(wchar_t)));
        if (!pointers)
            return nullptr;
        auto* at = reinterpret_cast<wchar_t*>(pointers + texts.size() + 1);
        for (size_t index = 0; index < texts.size(); ++index) {
            pointers[index] = at;
            memcpy(at, texts[index].c_str(), (texts[index].size() + 1) * sizeof(wchar_t));
            at += texts[index].size() + 1;
        }
        pointers[texts.size()] = nullptr;
        *count = static_cast<int>(texts.size());
        return pointers;
    });
}

}  // extern "C"
