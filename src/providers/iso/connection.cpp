#include "providers/iso/connection.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>

namespace berth::iso {
namespace {

constexpr size_t kReadAtOnce = 65536;

// One for each thread that reads: connections keep octets only where they have to.
constinit thread_local uint8_t* buffer_now __attribute__((tls_model("initial-exec"))) = nullptr;

[[gnu::noinline]] uint8_t* thread_buffer_make() {
    static thread_local const std::unique_ptr<uint8_t[]> buffer(new uint8_t[kReadAtOnce]);
    return buffer_now = buffer.get();
}

uint8_t* thread_buffer() {
    return buffer_now ? buffer_now : thread_buffer_make();
}

}  // namespace

TcpAddress tcp_address_of(const IsoAddress& address) {
    TcpAddress tcp;
    tcp.v6 = address.family == AF_INET6;
    tcp.port = address.port;
    std::memcpy(tcp.ip.data(), address.ip, sizeof address.ip);
    return tcp;
}

void tcp_address_store(const TcpAddress& from, IsoAddress* to) {
    to->family = from.v6 ? AF_INET6 : AF_INET;
    to->port = from.port;
    std::memcpy(to->ip, from.ip.data(), sizeof to->ip);
}

long TpktStream::fill(int fd, bool* short_read) {
    if (rest_.empty()) {
        const long count = tcp_read(fd, thread_buffer(), kReadAtOnce);
        fresh_ = count > 0 ? static_cast<size_t>(count) : 0;
        *short_read = count > 0 && fresh_ < kReadAtOnce;
        return count;
    }
    const size_t before = rest_.size();
    const Tpkt begun = tpkt_look(rest_);
    // To the end of the TPKT that is under way, and what there is room for then.
    const size_t room = std::max<size_t>(begun.length > before ? begun.length - before : 0, 4096);
    rest_.resize(before + room);
    const long count = tcp_read(fd, rest_.data() + before, room);
    rest_.resize(before + (count > 0 ? static_cast<size_t>(count) : 0));
    *short_read = count > 0 && static_cast<size_t>(count) < room;
    return count;
}

Octets TpktStream::octets() const {
    return rest_.empty() ? Octets(thread_buffer(), fresh_) : Octets(rest_);
}

void TpktStream::keep(size_t used) {
    if (!rest_.empty()) {
        rest_.erase(rest_.begin(), rest_.begin() + static_cast<ptrdiff_t>(used));
        if (rest_.empty())
            rest_.shrink_to_fit();
    } else if (used < fresh_) {
        rest_.assign(thread_buffer() + used, thread_buffer() + fresh_);
    }
    fresh_ = 0;
}

uint16_t reference_next() {
    static std::atomic<uint16_t> last{0};
    uint16_t reference = 0;
    while (reference == 0)
        reference = static_cast<uint16_t>(last.fetch_add(1, std::memory_order_relaxed) + 1);
    return reference;
}

}  // namespace berth::iso
