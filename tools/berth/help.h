// What a porter should know about an error that the compiler or the linker reports.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace berth::tool {

/// One line for each known cause that the messages show, in order of first appearance; a handful at
/// most.
std::vector<std::string> help_for(std::string_view messages);

}  // namespace berth::tool
