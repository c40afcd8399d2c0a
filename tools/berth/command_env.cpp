// berth env: what the driver adds, for build systems that want to do it themselves.
#include <fmt/core.h>
#include <fmt/ranges.h>

#include "commands.h"
#include "driver.h"

namespace berth::tool {

int command_env(const Arguments&) {
    const Driver driver{Language::Cxx};
    fmt::print("BERTH_CXX={}\n", fmt::join(driver.compiler(Language::Cxx), " "));
    fmt::print("BERTH_CC={}\n", fmt::join(driver.compiler(Language::C), " "));
    fmt::print("CXXFLAGS={}\n", fmt::join(driver.compile_flags(Language::Cxx), " "));
    fmt::print("CFLAGS={}\n", fmt::join(driver.compile_flags(Language::C), " "));
    fmt::print("LDLIBS={}\n", fmt::join(driver.link_flags(), " "));
    return 0;
}

}  // namespace berth::tool
