// Where the driver finds Berth's headers and library: in the build tree that it was built in, or in
// the prefix that it was installed to, told apart by what lies beside the executable itself.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace berth::tool {

struct Tree {
    std::vector<std::filesystem::path> include;  ///< system include directories, in order
    std::filesystem::path lib;                   ///< where libws2_32.so and libberth_main.a are
    std::vector<std::string> flags;  ///< what the library was built with and programs share

    std::filesystem::path prelude() const;  ///< empty if there is none
};

Tree tree_find();

/// The compilers behind the driver: $BERTH_CXX and $BERTH_CC, or g++ and gcc; the one follows the
/// other when only one is set. A value may carry words of its own, as in "ccache clang++".
std::vector<std::string> compiler_cxx();
std::vector<std::string> compiler_cc();

/// Whether the compiler is Clang: by its name, and where that does not say, by asking it.
bool compiler_is_clang(const std::vector<std::string>& compiler);

}  // namespace berth::tool
