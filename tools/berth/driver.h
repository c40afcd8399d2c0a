// The compiler driver: runs the system's compiler with what Windows source needs.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "command_line.h"
#include "include_walk.h"
#include "tree.h"

namespace berth::tool {

class Driver {
  public:
    /// called_as says what `berth c++` and `berth cc` differ in: whose runtime a program is linked
    /// with.
    explicit Driver(Language called_as);

    int run(const std::vector<std::string>& arguments);

    /// What is added to a compile, and to a link; `berth env` prints them.
    std::vector<std::string> compile_flags(Language language) const;
    std::vector<std::string> link_flags() const;
    const Tree& tree() const { return tree_; }
    const std::vector<std::string>& compiler(Language language) const;

  private:
    bool is_clang(Language language) const;
    Language link_language(const CommandLine& line) const;
    int compile(const CommandLine& line, const Item& source, const std::filesystem::path& object);
    int compile_each(const CommandLine& line);
    int link(const CommandLine& line, const std::vector<std::filesystem::path>& objects);
    void append_link_flags(const CommandLine& line, std::vector<std::string>& command) const;
    WalkResult look_at(const CommandLine& line, const Item& source);
    void warn(const CommandLine& line, const WalkResult& walked);
    int execute(const CommandLine& line, const std::vector<std::string>& command) const;

    Language called_as_;
    Tree tree_;
    std::vector<std::string> cxx_;
    std::vector<std::string> cc_;
    bool cxx_is_clang_;
    bool cc_is_clang_;
    bool quiet_;
    std::set<std::string> warned_;
};

}  // namespace berth::tool
