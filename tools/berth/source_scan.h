// Reads a C or C++ source as text and notes what the driver acts upon: its #include lines, the
// libraries that it asks for, how it spells main, and what would silently mean something else on
// LP64. It is no preprocessor: it knows comments, strings and raw strings, continued lines and the
// conditions that every program for Windows asks (_WIN32, _MSC_VER, 0); a condition that it cannot
// tell counts as true.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace berth::tool {

struct IncludeLine {
    std::string spelling;  ///< between the quotes or angle brackets
    bool quoted = false;
    int line = 0;
};

struct LibraryLine {
    std::string name;
    int line = 0;
};

struct Warning {
    std::string text;
    int line = 0;
};

/// A variadic macro whose text has a comma right before __VA_ARGS__.
struct CommaMacro {
    std::string name;
    int named = 0;  ///< parameters before the ellipsis
};

/// A call of a function-like macro, or of a function: F(a, b).
struct Call {
    std::string name;
    int arguments = 0;
};

struct SourceScan {
    std::vector<IncludeLine> includes;
    std::vector<LibraryLine> libraries;
    std::vector<Warning> warnings;
    int structured_exceptions = 0;  ///< line of the first __try, 0 if there is none
    bool bare_sizeof = false;       ///< has `sizeof TYPE` without parentheses
    bool thrown_types = false;      ///< has `throw(TYPE)` after a function's parameters
    bool old_annotations = false;   ///< uses __in, __out and their like
    std::string void_main;          ///< which of main, wmain, _tmain is declared to return void
    std::vector<CommaMacro> comma_macros;
    std::vector<Call> calls;
    std::set<std::string> own_types;  ///< names of libc's types that it declares itself
};

SourceScan source_scan(std::string_view text);

/// A file's text in UTF-8, without a byte order mark; empty if it cannot be read.
std::string source_read(const std::filesystem::path& file);

bool source_is_utf16(const std::filesystem::path& file);

}  // namespace berth::tool
