// File mappings: what CreateFileMapping makes and views are taken of.
#pragma once

#include <string>

#include "nt/handle.h"
#include "nt/shared_name.h"

namespace berth::nt {

class FileMapping final : public Object {
  public:
    static constexpr ObjectType kType{"Section", false};

    // Takes over the descriptor. `protection` is the PAGE_* that CreateFileMapping was given.
    FileMapping(int descriptor, uint64_t offset, uint64_t size, DWORD protection, SharedName name)
        : Object(kType),
          descriptor_(descriptor),
          offset_(offset),
          size_(size),
          protection_(protection),
          name_(std::move(name)) {}

    int descriptor() const { return descriptor_; }
    uint64_t offset() const {
        return offset_;
    }  // where in the descriptor's file the mapping starts
    uint64_t size() const { return size_; }
    DWORD protection() const { return protection_; }
    const SharedName& name() const { return name_; }

  private:
    ~FileMapping() override;
    // A view keeps the memory, but the name goes with the last handle.
    void on_last_handle() override { name_.close(); }

    int descriptor_;
    uint64_t offset_;
    uint64_t size_;
    DWORD protection_;
    SharedName name_;
};

}  // namespace berth::nt
