#include "driver.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <sstream>
#include <string_view>
#include <system_error>

#include "forwarders.h"
#include "help.h"
#include "process.h"

namespace fs = std::filesystem;

namespace berth::tool {
namespace {

void append(std::vector<std::string>& to, const std::vector<std::string>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

bool is_set(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr && *value != '\0' && std::string_view{value} != "0";
}

std::vector<std::string> architecture_flags() {
#if defined(__x86_64__)
    return {"-D_M_X64=100", "-D_M_AMD64=100"};
#elif defined(__aarch64__)
    return {"-D_M_ARM64=1"};
#else
    return {};
#endif
}

/// The directories that a compiler searches by itself.
std::vector<fs::path> compiler_directories(std::vector<std::string> compiler, Language language) {
    append(compiler, {"-E", "-v", "-x", language == Language::C ? "c" : "c++", "/dev/null"});
    std::istringstream text{process_read(compiler).text};
    std::vector<fs::path> directories;
    bool listing = false;
    for (std::string line; std::getline(text, line);) {
        if (line.starts_with("End of search list"))
            break;
        if (listing && line.starts_with(' '))
            directories.emplace_back(line.substr(1));
        listing |= line.starts_with("#include <...>");
    }
    return directories;
}

/// Warnings that a program written in Microsoft's dialect cannot help, unless the user asks for
/// them.
std::vector<std::string> dialect_warnings(const CommandLine& line, Language language, bool clang) {
    std::vector<std::string> flags;
    auto without = [&](std::string_view warning) {
        if (!line.says_prefix("-W" + std::string{warning}))
            flags.push_back("-Wno-" + std::string{warning});
    };
    without("unknown-pragmas");
    without("format");  // printf's dialect is Microsoft's: %I64d, %S
    if (language == Language::Cxx)
        without("narrowing");
    if (clang) {
        if (language == Language::Cxx)
            without("c++11-narrowing");
        without("microsoft");
        without("ignored-attributes");
        without("ignored-pragmas");
        without("pragma-pack");
        without("nonportable-include-path");
    }
    return flags;
}

}  // namespace

Driver::Driver(Language called_as)
    : called_as_(called_as),
      tree_(tree_find()),
      cxx_(compiler_cxx()),
      cc_(compiler_cc()),
      cxx_is_clang_(compiler_is_clang(cxx_)),
      cc_is_clang_(compiler_is_clang(cc_)),
      quiet_(is_set("BERTH_QUIET")) {}

const std::vector<std::string>& Driver::compiler(Language language) const {
    return language == Language::C ? cc_ : cxx_;
}

bool Driver::is_clang(Language language) const {
    return language == Language::C ? cc_is_clang_ : cxx_is_clang_;
}

std::vector<std::string> Driver::compile_flags(Language language) const {
    std::vector<std::string> flags;
    if (language == Language::Other)
        return flags;
    append(flags, {"-D_WIN32", "-D_WIN64", "-DWIN32"});
    append(flags, architecture_flags());
    // A Windows program may call its variables so, and its buffers are its own affair.
    append(flags, {"-Ulinux", "-Uunix", "-U_FORTIFY_SOURCE", "-fms-extensions"});
    // Microsoft's compiler gives signed overflow and type punning the meaning that programs expect.
    append(flags, {"-fno-strict-aliasing", "-fwrapv", "-fvisibility=default", "-pthread"});
    // -std=c99 would hide from our headers what they need of the C library's.
    if (language == Language::C)
        append(flags, {"-fcommon", "-D_DEFAULT_SOURCE"});
    // Clang's -fms-compatibility would be its like, but breaks the system's C++ library.
    if (language == Language::Cxx && !is_clang(language))
        flags.emplace_back("-fpermissive");
    if (!is_clang(language)) {
        // GCC would guess lengths from formats that are not its own.
        flags.emplace_back("-fno-printf-return-value");
        append(flags, tree_.flags);
    }
    for (const fs::path& directory : tree_.include)
        append(flags, {"-isystem", directory.string()});
    if (const fs::path prelude = tree_.prelude(); !prelude.empty())
        append(flags, {"-include", prelude.string()});
    return flags;
}

std::vector<std::string> Driver::link_flags() const {
    std::vector<std::string> flags{"-L" + tree_.lib.string(), "-Wl,-rpath," + tree_.lib.string()};
    std::error_code error;
    if (fs::exists(tree_.lib / "libberth_main.a", error))
        flags.emplace_back("-lberth_main");
    // Last, after what needs it: some linkers drop what nobody needed yet.
    append(flags, {"-lws2_32", "-pthread"});
    return flags;
}

Language Driver::link_language(const CommandLine& line) const {
    for (const Item* source : line.sources()) {
        if (source->language == Language::Cxx)
            return Language::Cxx;
    }
    return called_as_;
}

int Driver::run(const std::vector<std::string>& arguments) {
    const CommandLine line = command_line_parse(arguments, called_as_);
    if (!line.has_input) {  // a question: --version, -print-search-dirs
        std::vector<std::string> command = compiler(called_as_);
        append(command, arguments);
        return process_run(command);
    }
    const size_t sources = line.sources().size();
    if (sources == 0)
        return link(line, {});
    if (sources == 1)
        return compile(line, *line.sources().front(), {});
    return compile_each(line);
}

int Driver::compile_each(const CommandLine& line) {
    const bool links = line.stage == Stage::Link;
    if (!links && !line.output.empty()) {
        fmt::print(stderr, "berth: error: cannot specify -o with several files unless linking\n");
        return 1;
    }
    const TemporaryDirectory objects;
    std::vector<fs::path> written;
    int result = 0;
    for (const Item* source : line.sources()) {
        fs::path object;
        if (links) {
            const std::string name = fs::path{source->words.front()}.stem().string();
            object = objects.path() / fmt::format("{}-{}.o", name, written.size());
            written.push_back(object);
        }
        if (const int failed = compile(line, *source, object); failed != 0)
            result = failed;
    }
    if (result != 0 || !links)
        return result;
    return link(line, written);
}

/// Compiles one source as far as the command line says, or to the object that is given.
int Driver::compile(const CommandLine& line, const Item& source, const fs::path& object) {
    const Language language = source.language;
    const bool precompiles = source.forced.ends_with("-header");
    const bool links = line.stage == Stage::Link && object.empty() && !precompiles;
    ForwardDirectories forwards;
    SourceCopies copies;
    std::vector<std::string> command =
        compiler(language == Language::Other ? called_as_ : language);
    if (links && link_language(line) == Language::Cxx && language == Language::C) {
        // One run of gcc compiles and links a program of C, but with C++'s runtime if so called.
        return [&] {
            const TemporaryDirectory objects;
            const fs::path file = objects.path() / "1.o";
            const int failed = compile(line, source, file);
            return failed != 0 ? failed : link(line, {file});
        }();
    }
    if (language != Language::Other && source.words.front() != "-") {
        const WalkResult walked = look_at(line, source);
        warn(line, walked);
        forwards = forwarders_write(walked.forwards);
        if (!forwards.quote.empty())
            append(command, {"-iquote", forwards.quote.string()});
        if (!forwards.angle.empty())
            append(command, {"-I", forwards.angle.string()});
        if (!forwards.system.empty())
            append(command, {"-isystem", forwards.system.string()});
        if (!precompiles)
            copies = copies_write(source.words.front(), walked.needs_copy, walked.edges,
                                  walked.optional_commas);
        if (walked.old_annotations)
            command.emplace_back("-DBERTH_OLD_SAL");
        if (!walked.own_types.empty())
            command.emplace_back("-DBERTH_OWN_TYPES");
        for (const std::string& type : walked.own_types)
            command.push_back("-DBERTH_OWN_" + type);
        if (!walked.void_main.empty() && !line.shared) {
            command.push_back("-Dmain=berth_void_main");
            command.push_back("-Dwmain=berth_void_wmain");
        }
    }
    const std::string_view default_standard =
        language == Language::C ? "-std=gnu17" : "-std=gnu++20";
    if (language != Language::Other)
        command.emplace_back(default_standard);

    fs::path output = object;
    for (const Item& item : line.items) {
        switch (item.kind) {
            case Item::Kind::Source:
                if (&item == &source) {
                    // The user's -std may be meant for the other language of a mixture.
                    append(command, compile_flags(language));
                    append(command, {"-x", !item.forced.empty()        ? item.forced
                                           : language == Language::C   ? "c"
                                           : language == Language::Cxx ? "c++"
                                                                       : "none"});
                    if (const auto copy = copies.find(item.words.front()); copy != copies.end())
                        command.push_back(copy->second.string());
                    else
                        append(command, item.words);
                    append(command, {"-x", "none"});
                }
                break;
            case Item::Kind::Standard: {
                const bool for_cxx = item.words.front().find("++") != std::string::npos;
                const bool for_both = item.words.front() == "-ansi";
                if (for_both || for_cxx == (language != Language::C))
                    append(command, item.words);
                break;
            }
            case Item::Kind::Output:
                if (object.empty())
                    append(command, item.words);
                output = line.output;
                break;
            case Item::Kind::Linker:
                if (links)
                    append(command, item.words);
                break;
            case Item::Kind::Depend:
            case Item::Kind::Option:
                append(command, item.words);
                break;
            case Item::Kind::Language:
            case Item::Kind::Library:
                break;
        }
    }
    append(command, dialect_warnings(line, language, is_clang(language)));
    if (!object.empty())
        append(command, {"-c", "-o", object.string()});
    if (links) {
        if (language == Language::Other && !is_clang(called_as_))
            append(command, tree_.flags);
        append_link_flags(line, command);
    }
    const int result = execute(line, command);
    if (result == 0 && line.writes_dependencies) {
        fs::path file = line.dependency_output;
        if (file.empty() && !output.empty())
            file = fs::path{output}.replace_extension(".d");
        if (file.empty())
            file = fs::path{source.words.front()}.filename().replace_extension(".d");
        std::error_code error;
        if (fs::is_regular_file(file, error)) {
            forwarders_strip(file, forwards);
            copies_restore(file, copies);
        }
    }
    return result;
}

int Driver::link(const CommandLine& line, const std::vector<fs::path>& objects) {
    const Language language = link_language(line);
    std::vector<std::string> command = compiler(language);
    if (!is_clang(language))
        append(command, tree_.flags);
    size_t next_object = 0;
    for (const Item& item : line.items) {
        if (item.kind == Item::Kind::Source)
            command.push_back(objects.at(next_object++).string());
        else if (item.kind == Item::Kind::Linker || item.kind == Item::Kind::Option ||
                 item.kind == Item::Kind::Output)
            append(command, item.words);
    }
    append_link_flags(line, command);
    return execute(line, command);
}

void Driver::append_link_flags(const CommandLine& line, std::vector<std::string>& command) const {
    if (line.relocatable || line.stage != Stage::Link)
        return;
    if (line.shared)  // what calls its DllMain
        command.emplace_back("-Wl,-u,berth_dll_main");
    append(command, link_flags());
}

WalkResult Driver::look_at(const CommandLine& line, const Item& source) {
    SearchPath path;
    path.quote = line.quote_directories;
    path.normal = line.directories;
    path.system = line.system_directories;
    path.berth = tree_.include;
    const Language language = source.language;
    path.compiler = [this, language] { return compiler_directories(compiler(language), language); };
    return IncludeWalk{std::move(path)}.walk(source.words.front(), line.forced_includes,
                                             line.libraries);
}

void Driver::warn(const CommandLine& line, const WalkResult& walked) {
    const bool for_people = line.stage != Stage::Preprocess && line.stage != Stage::Dependencies;
    if (quiet_ || line.silent || !for_people)
        return;
    for (const Remark& remark : walked.remarks) {
        const std::string text = fmt::format("berth: warning: {}:{}: {}\n", remark.file.string(),
                                             remark.line, remark.text);
        // One remark of a kind is enough where the place does not matter.
        if (warned_.insert(remark.once ? remark.text : text).second)
            fmt::print(stderr, "{}", text);
    }
}

int Driver::execute(const CommandLine& line, const std::vector<std::string>& command) const {
    std::vector<std::string> with_color = command;
    // The compiler writes into our pipe: whether there is a terminal behind it, only we can tell.
    const char* terminal = std::getenv("TERM");
    if (isatty(STDERR_FILENO) == 1 && terminal != nullptr && std::string_view{terminal} != "dumb" &&
        !line.says_prefix("-fdiagnostics-color") && !line.says_prefix("-fno-diagnostics-color"))
        with_color.emplace_back("-fdiagnostics-color=always");
    if (is_set("BERTH_VERBOSE")) {
        for (const std::string& word : with_color)
            fmt::print(stderr, "{} ", word);
        fmt::print(stderr, "\n");
    }
    const Finished finished = process_run_watched(with_color);
    if (finished.exit_code != 0 && !quiet_) {
        for (const std::string& advice : help_for(finished.text))
            fmt::print(stderr, "berth: help: {}\n", advice);
    }
    return finished.exit_code;
}

}  // namespace berth::tool
