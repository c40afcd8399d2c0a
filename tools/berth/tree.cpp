#include "tree.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>

#include "process.h"

namespace fs = std::filesystem;

namespace berth::tool {
namespace {

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream{text};
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

std::vector<std::string> variable_words(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::vector<std::string>{} : words_of(value);
}

/// "clang++-14" for "clang-14" and the other way round; empty when the name is of another make.
std::vector<std::string> sibling_of(std::vector<std::string> compiler, std::string_view from,
                                    std::string_view to) {
    if (compiler.empty())
        return {};
    std::string& program = compiler.back();
    const size_t name_start = program.rfind('/') + 1;
    const size_t at = program.find(from, name_start);
    if (at == std::string::npos)
        return {};
    program.replace(at, from.size(), to);
    return compiler;
}

std::vector<std::string> choose(const char* own, const char* other, std::string_view clang_from,
                                std::string_view clang_to, std::string_view gnu_from,
                                std::string_view gnu_to) {
    if (auto compiler = variable_words(own); !compiler.empty())
        return compiler;
    const auto sibling = variable_words(other);
    if (auto compiler = sibling_of(sibling, clang_from, clang_to); !compiler.empty())
        return compiler;
    if (auto compiler = sibling_of(sibling, gnu_from, gnu_to); !compiler.empty())
        return compiler;
    return {std::string{gnu_to}};
}

}  // namespace

fs::path Tree::prelude() const {
    for (const fs::path& directory : include) {
        std::error_code error;
        if (fs::path file = directory / "berth" / "prelude.h"; fs::exists(file, error))
            return file;
    }
    return {};
}

Tree tree_find() {
    const fs::path bin = fs::read_symlink("/proc/self/exe").parent_path();
    const fs::path prefix = bin.parent_path();
    Tree tree;
    if (std::ifstream description{prefix / "berth-tree"}) {
        tree.lib = prefix / "lib";
        for (std::string line; std::getline(description, line);) {
            const size_t equals = line.find('=');
            if (equals == std::string::npos)
                continue;
            if (line.starts_with("include="))
                tree.include.emplace_back(line.substr(equals + 1));
            if (line.starts_with("flag="))
                tree.flags.push_back(line.substr(equals + 1));
        }
        return tree;
    }
    tree.include.push_back(prefix / BERTH_INSTALLED_INCLUDE);
    tree.lib = prefix / BERTH_INSTALLED_LIB;
    return tree;
}

std::vector<std::string> compiler_cxx() {
    return choose("BERTH_CXX", "BERTH_CC", "clang", "clang++", "gcc", "g++");
}

std::vector<std::string> compiler_cc() {
    return choose("BERTH_CC", "BERTH_CXX", "clang++", "clang", "g++", "gcc");
}

bool compiler_is_clang(const std::vector<std::string>& compiler) {
    const std::string name = fs::path{compiler.back()}.filename().string();
    if (name.find("clang") != std::string::npos)
        return true;
    if (name.find("g++") != std::string::npos || name.find("gcc") != std::string::npos)
        return false;
    std::vector<std::string> question = compiler;
    question.emplace_back("--version");
    return process_read(question).text.find("clang") != std::string::npos;
}

}  // namespace berth::tool
