// berth run: compile a program and run it, leaving nothing behind.
#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "commands.h"
#include "driver.h"
#include "process.h"

namespace berth::tool {

int command_run(const Arguments& arguments) {
    const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
    Arguments compile{arguments.begin(), dashes};
    if (compile.empty() || compile.front() == "--help" || compile.front() == "-h") {
        fmt::print("usage: berth run [COMPILER OPTIONS] FILE... [-- ARGUMENTS OF THE PROGRAM]\n");
        return compile.empty() ? 2 : 0;
    }
    const TemporaryDirectory place;
    const std::string program = (place.path() / "program").string();
    compile.insert(compile.begin(), "-g");
    compile.insert(compile.end(), {"-o", program});
    if (const int failed = Driver{Language::Cxx}.run(compile); failed != 0)
        return failed;
    Arguments command{program};
    if (dashes != arguments.end())
        command.insert(command.end(), std::next(dashes), arguments.end());
    return process_run(command);
}

}  // namespace berth::tool
