// The commands of `berth`. Each is one file, command_NAME.cpp: a function that takes the arguments
// after the command's name and returns the exit code, and its row in main.cpp's table.
#pragma once

#include <string>
#include <vector>

namespace berth::tool {

using Arguments = std::vector<std::string>;

int command_catalog(const Arguments& arguments);
int command_cc(const Arguments& arguments);
int command_cxx(const Arguments& arguments);
int command_doctor(const Arguments& arguments);
int command_env(const Arguments& arguments);
int command_run(const Arguments& arguments);

}  // namespace berth::tool
