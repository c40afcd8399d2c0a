#include "ws2_32/handle_inherit.h"

#include <array>
#include <atomic>
#include <cstdint>

namespace berth::ws2 {
namespace {

constexpr SOCKET kDescriptors = SOCKET{1} << 22;
std::array<std::atomic<uint64_t>, kDescriptors / 64> inherited;

}  // namespace

void handle_inherit_set(SOCKET s, bool inherit) {
    if (s >= kDescriptors)
        return;
    uint64_t bit = uint64_t{1} << (s % 64);
    if (inherit)
        inherited[s / 64].fetch_or(bit, std::memory_order_relaxed);
    else
        inherited[s / 64].fetch_and(~bit, std::memory_order_relaxed);
}

bool handle_inherit_get(SOCKET s) {
    return s < kDescriptors &&
           (inherited[s / 64].load(std::memory_order_relaxed) >> (s % 64) & 1) != 0;
}

}  // namespace berth::ws2
