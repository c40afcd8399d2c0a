// The wire's side of one transport connection: the TCP descriptor, what was agreed, and the octets
// that are on their way in and out.
#pragma once

#include <cerrno>
#include <string>
#include <vector>

#include "providers/iso/nsap.h"
#include "providers/iso/quality.h"
#include "providers/iso/tcp.h"
#include "providers/iso/tpdu.h"

namespace berth::iso {

TcpAddress tcp_address_of(const IsoAddress& address);
void tcp_address_store(const TcpAddress& from, IsoAddress* to);

// Where the octets of a stream become TPKTs. What of one has arrived is kept; nothing is, while
// none is under way.
class TpktStream {
  public:
    enum class End : uint8_t {
        kDrained,  // nothing more is there now
        kPaused,   // `take` wants no more
        kStream,   // the peer has ended it
        kBroken,   // `number` says why
        kBad       // no TPKT
    };
    struct Outcome {
        End end;
        int number = 0;
    };

    // Reads what is there, at most `limit` octets a TPKT, and gives each TPKT's octets (without the
    // header) to `take`, which answers whether it wants the next.
    template <typename Take>
    Outcome read(int fd, size_t limit, Take take) {
        for (;;) {
            if (fresh_ != 0 || !rest_.empty()) {
                if (const Outcome kept = parse(limit, take); kept.end != End::kDrained)
                    return kept;
            }
            bool short_read = false;
            const long count = fill(fd, &short_read);
            if (count <= 0)
                return count == 0         ? Outcome{End::kStream}
                       : -count == EAGAIN ? Outcome{End::kDrained}
                                          : Outcome{End::kBroken, static_cast<int>(-count)};
            if (short_read)
                return parse(limit, take);
        }
    }

  private:
    template <typename Take>
    Outcome parse(size_t limit, Take take) {
        Outcome outcome{End::kDrained};
        size_t used = 0;
        const Octets all = octets();
        while (used < all.size()) {
            const Tpkt tpkt = tpkt_look(all.subspan(used), limit);
            if (tpkt.state == TpktState::kBad)
                outcome = {End::kBad};
            if (tpkt.state != TpktState::kComplete)
                break;
            used += tpkt.length;
            if (!take(tpkt.tpdu)) {
                outcome = {End::kPaused};
                break;
            }
        }
        keep(used);
        return outcome;
    }

    long fill(int fd, bool* short_read);
    Octets octets() const;
    void keep(size_t used);

    std::vector<uint8_t> rest_;  // not used up yet
    size_t fresh_ = 0;           // how many octets of the thread's buffer are to be looked at
};

// What both ends know.
struct Connection {
    TcpDescriptor tcp;
    TpduRules rules;
    IsoAddress local;
    IsoAddress peer;
    TpktStream stream;
    QualityParameters quality;  // as agreed
    bool called = false;        // this side was

    size_t payload_max() const { return data_max(peer_tpdu_max, rules.transport_class); }
    size_t peer_tpdu_max = kTpduSizeDefault;
};

// A reference for a new connection of this end: never 0.
uint16_t reference_next();

}  // namespace berth::iso
