// Filters of the kernel on what a socket receives: classic BPF,
// https://docs.kernel.org/networking/filter.html
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "providers/kernel/linux_option.h"

namespace berth::kernel {

class PacketFilter {
  public:
    // Where a load reads: the packet from its IP header on, and what the kernel says of it.
    static constexpr uint32_t kHeader = 0xfff00000;      // SKF_NET_OFF
    static constexpr uint32_t kPacketType = 0xfffff004;  // SKF_AD_OFF + SKF_AD_PKTTYPE
    static constexpr uint32_t kInterface = 0xfffff008;   // SKF_AD_OFF + SKF_AD_IFINDEX
    static constexpr uint32_t kProtocol4 = kHeader + 9, kDestination4 = kHeader + 16,
                              kDestination6 = kHeader + 24;
    static constexpr uint32_t kLoopbackIndex = 1;

    void load_word(uint32_t offset) { add(0x20, offset); }
    void load_byte(uint32_t offset) { add(0x30, offset); }
    void mask(uint32_t bits) { add(0x54, bits); }
    // Skips so many instructions where the accumulator is another value.
    void unless_equal_skip(uint32_t value, uint8_t skipped) { add(0x15, value, skipped); }
    void skip(size_t skipped) { add(0x05, static_cast<uint32_t>(skipped)); }
    void accept() { add(0x06, 0xffffffff); }
    void drop() { add(0x06, 0); }
    void drop_if_equal(uint32_t value) {
        unless_equal_skip(value, 1);
        drop();
    }
    void append(const PacketFilter& other) {
        text_.insert(text_.end(), other.text_.begin(), other.text_.end());
    }
    size_t size() const { return text_.size(); }

    // An errno, or 0.
    int attach(int fd) const {
        const struct {
            uint16_t count;
            const Instruction* first;
        } program{static_cast<uint16_t>(text_.size()), text_.data()};
        return lnx::sys_setsockopt(fd, lnx::kSolSocket, lnx::kSoAttachFilter, &program,
                                   sizeof program) == 0
                   ? 0
                   : errno;
    }

  private:
    struct Instruction {
        uint16_t code;
        uint8_t if_true, if_false;
        uint32_t operand;
    };
    void add(uint16_t code, uint32_t operand, uint8_t if_false = 0) {
        text_.push_back({code, 0, if_false, operand});
    }
    std::vector<Instruction> text_;
};

}  // namespace berth::kernel
