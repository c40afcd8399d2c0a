// Forwarding headers: files named exactly as an #include spells them, with one line that includes
// the file that is meant. They lie in the user's cache under a name made of their contents, so that
// a set is written once, never grows stale, and stays where a Makefile's dependencies say it is.
#pragma once

#include <filesystem>
#include <vector>

#include "include_walk.h"

namespace berth::tool {

/// Directories to pass to the compiler; empty where there is nothing in them.
struct ForwardDirectories {
    std::filesystem::path root;  ///< the three are below it
    std::filesystem::path quote;
    std::filesystem::path angle;
    std::filesystem::path system;
};

ForwardDirectories forwarders_write(const std::vector<Forward>& forwards);

/// Takes the forwarding headers out of a file of dependencies that the compiler wrote.
void forwarders_strip(const std::filesystem::path& dependency_file,
                      const ForwardDirectories& directories);

}  // namespace berth::tool
