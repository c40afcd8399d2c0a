// Command lines by the rules of Microsoft's C runtime.
// https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace berth::nt {

std::vector<std::string> command_line_split(std::string_view line);
std::string command_line_join(const std::vector<std::string>& arguments);

// The program's path (/proc/self/exe).
std::string program_path();

}  // namespace berth::nt
