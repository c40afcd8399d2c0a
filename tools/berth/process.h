// Running other programs.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace berth::tool {

struct Finished {
    int exit_code = 0;
    std::string text;  ///< what the program wrote, where it was asked for
};

/// Runs a program with our standard input, output and error; returns its exit code (128 + n for
/// signal n, 127 if it cannot be started).
int process_run(const std::vector<std::string>& command);

/// The same, and keeps a copy of what passes by on standard error.
Finished process_run_watched(const std::vector<std::string>& command);

/// Runs a program without input and returns all that it writes, both streams together.
Finished process_read(const std::vector<std::string>& command);

/// A directory that disappears with its owner.
class TemporaryDirectory {
  public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace berth::tool
