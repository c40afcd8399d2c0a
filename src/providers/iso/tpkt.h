// TPKT: what makes packets of TCP's stream. RFC 1006, section 6: an octet 3, an octet 0, and the
// length of header and TPDU together in two octets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace berth::iso {

using Octets = std::span<const uint8_t>;

inline constexpr size_t kTpktHeader = 4;
inline constexpr size_t kTpktMin = 7;  // the header, and a TPDU of three octets
inline constexpr size_t kTpktMax = 65535;
inline constexpr uint8_t kTpktVersion = 3;

enum class TpktState : uint8_t {
    kIncomplete,  // `length` octets are needed before it is worth asking again
    kComplete,    // the first `length` octets are one TPKT, and the TPDU all behind its header
    kBad,         // no TPKT begins here: another version, or a length below 7 or above `limit`
};

struct Tpkt {
    TpktState state;
    size_t length;
    Octets tpdu;  // of a complete one
};

// Looks at what was received and not used up yet. The reserved octet is not looked at, as RFC 1006
// leaves it free. What is bad is known as early as the octet that is.
inline Tpkt tpkt_look(Octets received, size_t limit = kTpktMax) {
    if (!received.empty() && received[0] != kTpktVersion)
        return {TpktState::kBad, 0, {}};
    if (received.size() < kTpktHeader)
        return {TpktState::kIncomplete, kTpktHeader, {}};
    const size_t length = size_t{received[2]} << 8 | received[3];
    if (length < kTpktMin || length > limit)
        return {TpktState::kBad, length, {}};
    if (received.size() < length)
        return {TpktState::kIncomplete, length, {}};
    return {TpktState::kComplete, length, received.subspan(kTpktHeader, length - kTpktHeader)};
}

inline void tpkt_header_write(uint8_t* out, size_t length) {
    out[0] = kTpktVersion;
    out[1] = 0;
    out[2] = static_cast<uint8_t>(length >> 8);
    out[3] = static_cast<uint8_t>(length);
}

}  // namespace berth::iso
