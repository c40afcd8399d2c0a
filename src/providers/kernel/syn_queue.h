// The queue in which the kernel holds connection requests (TCP's SYN) until it has a verdict on
// each (nfnetlink_queue), and what else can be done about such a request: refusing it, and asking
// what became of its handshake.
#pragma once

#include <compare>
#include <cstdint>

#include "providers/kernel/netfilter.h"

namespace berth::kernel {

// Who calls whom: in network order, an IPv4 address in the first four bytes.
struct SynPath {
    bool v6 = false;
    uint16_t peer_port = 0;
    uint16_t local_port = 0;
    uint8_t peer[16] = {};
    uint8_t local[16] = {};

    auto operator<=>(const SynPath&) const = default;
};

struct QueuedSyn {
    SynPath path;
    uint32_t id = 0;         // the queue's name for it
    uint32_t sequence = 0;   // its initial sequence number: one that was sent again has the same
    uint32_t interface = 0;  // on which it came
};

class SynQueue {
  public:
    // Takes a free number. At most `bound` requests are held; what is beyond is dropped. 0 or an
    // errno.
    int open(uint32_t bound);
    void close();
    int fd() const { return socket_.fd(); }
    uint16_t number() const { return number_; }

    // The next one without waiting for it; what is no such packet is let pass. False: there is
    // none.
    bool take(QueuedSyn* syn);
    enum class Verdict : uint8_t { drop, pass };
    void decide(uint32_t id, Verdict verdict);

  private:
    int bind(uint16_t number);
    int configure(uint32_t bound);

    NetfilterSocket socket_;
    uint16_t number_ = 0;
};

// A raw socket of a family, which sends resets; it receives nothing. -1 with errno set.
int syn_reset_open(bool v6);
// Refuses the request: the peer gets the reset that a closed port answers with.
void syn_reset_send(int raw, const QueuedSyn& syn);

// What has become of the handshake of a request that was let pass.
enum class Handshake : uint8_t { under_way, gone, unknown };
Handshake syn_handshake(const SynPath& path);

}  // namespace berth::kernel
