// berth catalog: the program berth-catalog, which lies beside this one.
#include <filesystem>

#include "commands.h"
#include "process.h"

namespace berth::tool {

int command_catalog(const Arguments& arguments) {
    const auto self = std::filesystem::read_symlink("/proc/self/exe");
    Arguments command{self.parent_path() / "berth-catalog"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return process_run(command);
}

}  // namespace berth::tool
