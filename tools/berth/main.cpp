// berth: the compiler driver and the tools around it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iterator>
#include <string>

#include "commands.h"

namespace berth::tool {
namespace {

struct Command {
    const char* name;
    const char* arguments;
    const char* about;
    int (*run)(const Arguments&);
};

constexpr std::array kCommands{
    Command{"c++", "ARGUMENTS...", "compile and link as g++ or clang++ would ($BERTH_CXX chooses)",
            command_cxx},
    Command{"cc", "ARGUMENTS...", "the same for C ($BERTH_CC chooses)", command_cc},
    Command{"run", "FILE... [-- ARGS]", "compile a program and run it", command_run},
    Command{"catalog", "[list|install|remove|order]", "show and change the catalog of providers",
            command_catalog},
    Command{"doctor", "[--clean]", "tell what this machine allows, and what to do about the rest",
            command_doctor},
    Command{"env", "", "print what the driver adds to a compiler's command line", command_env},
};

/// The command line up to the command's name is CLI11's; what follows belongs to the command, which
/// for a compiler driver must not be interpreted by anybody else.
int berth_main(const Arguments& arguments) {
    CLI::App app{"Berth: Windows Sockets 2 for Linux", "berth"};
    app.set_version_flag("--version", "berth " BERTH_VERSION);
    app.require_subcommand(1);
    for (const Command& command : kCommands)
        app.add_subcommand(command.name, command.about)->prefix_command();

    auto name = std::find_if(arguments.begin(), arguments.end(),
                             [](const std::string& word) { return !word.starts_with('-'); });
    if (name != arguments.end()) {
        for (const Command& command : kCommands) {
            if (*name == command.name)
                return command.run({std::next(name), arguments.end()});
        }
    }
    try {
        app.parse(Arguments{arguments.rbegin(), arguments.rend()});
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
    return 0;
}

}  // namespace
}  // namespace berth::tool

int main(int argc, char** argv) {
    using namespace berth::tool;
    try {
        const Arguments arguments{argv + 1, argv + argc};
        const std::string called_as = std::filesystem::path{argv[0]}.filename().string();
        if (called_as == "berth-c++")
            return command_cxx(arguments);
        if (called_as == "berth-cc")
            return command_cc(arguments);
        return berth_main(arguments);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "berth: error: %s\n", error.what());
        return 1;
    }
}
