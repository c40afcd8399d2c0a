// Handles that a child process inherits: their descriptors stay open in it, and an environment
// variable tells a child on Berth which handle value each had and what it stood for.
#pragma once

#include <string>
#include <vector>

namespace berth::nt {

inline constexpr const char* kInheritVariable = "BERTH_INHERITED_HANDLES";

// What a child is to get: descriptors, open in this process until the object goes.
class Inheritance {
  public:
    Inheritance() = default;
    Inheritance(const Inheritance&) = delete;
    Inheritance& operator=(const Inheritance&) = delete;
    ~Inheritance();

    // Gathers every inheritable handle. False: out of descriptors or memory.
    bool gather();

    const std::vector<int>& descriptors() const { return descriptors_; }
    const std::string& description() const { return description_; }

    // For gather().
    bool add(int descriptor, const std::string& text);

  private:
    std::vector<int> descriptors_;
    std::string description_;
    bool complete_ = true;
};

}  // namespace berth::nt
