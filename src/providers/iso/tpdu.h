// TPDUs of ISO transport, classes 0 and 2, between octets and values. ISO 8073 / X.224; RFC 905 is
// the public text, whose clause 13 has the formats. RFC 1006 adds expedited data to class 0, in the
// form of its DT. Nothing here allocates: what a Tpdu points to lies in the octets it was read
// from.
#pragma once

#include <optional>

#include "providers/iso/tpkt.h"

namespace berth::iso {

enum class TpduKind : uint8_t {
    kExpedited = 0x10,
    kExpeditedAck = 0x20,
    kDataAck = 0x60,
    kError = 0x70,
    kDisconnectRequest = 0x80,
    kDisconnectConfirm = 0xC0,
    kConnectConfirm = 0xD0,
    kConnectRequest = 0xE0,
    kData = 0xF0,
};

inline constexpr size_t kConnectDataMax = 32;     // user data of CR and CC
inline constexpr size_t kDisconnectDataMax = 64;  // of DR
inline constexpr size_t kExpeditedDataMax = 16;   // of ED, at least 1
inline constexpr size_t kSelectorMax = 32;        // TSAP-ID
inline constexpr size_t kAlternativeMax = 5;      // there are five classes
// Header and all, of anything but DT: a TPKT header, a length indicator of 254, user data.
inline constexpr size_t kControlTpktMax = kTpktHeader + 255 + kDisconnectDataMax;

// ER's reject cause, 13.12.
enum class RejectCause : uint8_t { kNotSpecified, kParameterCode, kTpduType, kParameterValue };

// DR's reason, 13.5.3. Those below 128 are for every class.
enum class DisconnectReason : uint8_t {
    kNotSpecified = 0,
    kCongestionAtSelector = 1,
    kNobodyAtSelector = 2,  // session entity not attached to TSAP
    kAddressUnknown = 3,
    kNormal = 128,
    kCongestion = 129,         // at connect request time
    kNegotiationFailed = 130,  // no proposed class is supported
    kDuplicateReference = 131,
    kMismatchedReferences = 132,
    kProtocolError = 133,
    kReferenceOverflow = 135,
    kRefused = 136,  // on this network connection
    kLengthInvalid = 138,
};

// Bits of the class' options.
inline constexpr uint8_t kNoExplicitFlowControl = 0x01;
inline constexpr uint8_t kExtendedFormats = 0x02;
// Bits of the additional options parameter (0xC6).
inline constexpr uint8_t kUseExpedited = 0x01;
inline constexpr uint8_t kAdditionalDefault = 0x01;  // where the parameter is absent

// Octets a second; 2^24 - 1 is any number. "Calling" is who sent the CR.
struct ThroughputRange {
    uint32_t target_to_called, minimum_to_called;
    uint32_t target_to_calling, minimum_to_calling;
    bool operator==(const ThroughputRange&) const = default;
};
// Milliseconds, for a TSDU of 128 octets; 2^16 - 1 is any number.
struct DelayRange {
    uint16_t target_to_called, maximum_to_called;
    uint16_t target_to_calling, maximum_to_calling;
    bool operator==(const DelayRange&) const = default;
};
// 10^-target and 10^-minimum errors, for a TSDU of 2^size octets.
struct ErrorRate {
    uint8_t target, minimum, size;
    bool operator==(const ErrorRate&) const = default;
};

// What of the quality of service travels in CR and CC: quality.h has it as a QOS structure.
struct QualityParameters {
    std::optional<ThroughputRange> throughput;          // 0x89, the maximum
    std::optional<ThroughputRange> throughput_average;  // its second half; never without the first
    std::optional<DelayRange> delay;                    // 0x88
    std::optional<ErrorRate> error_rate;                // 0x86
    std::optional<uint16_t> priority;                   // 0x87; 0 is the highest
    bool any() const { return throughput || delay || error_rate || priority; }
    bool operator==(const QualityParameters&) const = default;
};

// The variable part of CR and CC. Data that is null (not merely empty) stands for an absent one.
struct ConnectParameters {
    Octets calling_selector;            // 0xC1
    Octets called_selector;             // 0xC2
    uint8_t size_code = 0;              // 0xC0: TPDUs of up to 2^n octets, 7 to 13; 0 is absent
    uint32_t preferred_size = 0;        // 0xF0: in units of 128 octets; 0 is absent
    std::optional<uint8_t> version;     // 0xC4
    std::optional<uint8_t> additional;  // 0xC6
    Octets alternative_classes;         // 0xC7: an octet each, the class in its upper half
    Octets security;                    // 0xC5
    std::optional<uint16_t> ack_time;   // 0x85, milliseconds; class 4's
    std::optional<uint16_t> reassign;   // 0x8B, seconds; class 1's and 3's
    QualityParameters quality;
};

struct Tpdu {
    TpduKind kind{};
    uint8_t credit = 0;            // CR, CC, AK
    uint16_t dst_ref = 0;          // 0 in CR, and in DT and ED of class 0
    uint16_t src_ref = 0;          // CR, CC, DR, DC
    uint8_t transport_class = 0;   // CR (preferred), CC (selected)
    uint8_t options = 0;           // CR, CC: kNoExplicitFlowControl, kExtendedFormats
    DisconnectReason reason{};     // DR
    RejectCause cause{};           // ER
    uint8_t number = 0;            // DT, ED, EA, AK: 7 bits
    bool end = false;              // DT, ED: the TSDU's last (EOT)
    ConnectParameters parameters;  // CR, CC
    Octets information;            // DR: additional information (0xE0); ER: invalid TPDU (0xC1)
    Octets user_data;              // CR, CC, DR, DT, ED
    size_t size = 0;  // of the octets it was read from; those behind it are another TPDU (class 2)
};

// What a received TPDU has to be.
struct TpduRules {
    bool agreed = false;          // CC was sent or received; else only CR, CC, DR, ER make sense
    uint8_t transport_class = 0;  // 0 or 2, once agreed
    bool explicit_flow_control = false;        // class 2: AK is a TPDU
    bool expedited = false;                    // ED and EA are TPDUs
    uint16_t local_ref = 0;                    // DST-REF of all but CR; not looked at where 0
    uint16_t remote_ref = 0;                   // SRC-REF of DR, DC; not looked at where 0
    size_t tpdu_max = kTpktMax - kTpktHeader;  // TPDU size agreed, of DT
};

// Why a TPDU is refused, and what to answer.
struct Reject {
    enum class Answer : uint8_t { kDisconnect, kError } answer;
    RejectCause cause;        // for an ER: 6.22
    DisconnectReason reason;  // for a DR
    size_t octets;            // ER's invalid TPDU: all up to and including the wrong octet
    uint16_t peer_ref;        // DST-REF of the answer, where the TPDU tells it (CR, CC); else 0
};

// Reads the first TPDU of a TPKT. What is refused is refused with the first wrong octet.
[[nodiscard]] std::optional<Reject> tpdu_read(Octets octets, const TpduRules& rules, Tpdu* tpdu);

// DT, the hot one: a well-formed DT of these rules, or false: then tpdu_read says what it is.
struct DataTpdu {
    Octets user_data;
    bool end;
};
inline bool data_read(Octets octets, const TpduRules& rules, DataTpdu* data) {
    const size_t header = rules.transport_class == 0 ? 3 : 5;
    if (octets.size() < header || octets.size() > rules.tpdu_max || octets[0] != header - 1 ||
        octets[1] != static_cast<uint8_t>(TpduKind::kData))
        return false;
    if (header == 5 && (octets[2] << 8 | octets[3]) != rules.local_ref)
        return false;
    *data = {octets.subspan(header), (octets[header - 1] & 0x80) != 0};
    return true;
}

// Writes the TPKT that carries `tpdu`. The class is that of the connection for DT, ED, EA, AK.
// Returns its length; 0 where it does not fit `out`, or a field is beyond what the format has.
// kControlTpktMax octets are enough for everything but DT.
size_t tpdu_write(const Tpdu& tpdu, uint8_t transport_class, std::span<uint8_t> out);

// The header of a DT's TPKT, for a gathered write: the user data follows it. Returns the header's
// length, 7 in class 0 and 9 in class 2.
inline constexpr size_t kDataHeaderMax = 9;
inline size_t data_header_write(uint8_t* out, uint8_t transport_class, uint16_t dst_ref, bool end,
                                size_t user_data_length) {
    const size_t header = transport_class == 0 ? 3 : 5;
    tpkt_header_write(out, kTpktHeader + header + user_data_length);
    out[4] = static_cast<uint8_t>(header - 1);
    out[5] = static_cast<uint8_t>(TpduKind::kData);
    if (header == 5) {
        out[6] = static_cast<uint8_t>(dst_ref >> 8);
        out[7] = static_cast<uint8_t>(dst_ref);
    }
    out[kTpktHeader + header - 1] = end ? 0x80 : 0;
    return kTpktHeader + header;
}

// The most user data that a DT of a connection with this TPDU size carries.
inline size_t data_max(size_t tpdu_max, uint8_t transport_class) {
    return tpdu_max - (transport_class == 0 ? 3 : 5);
}

// The answer to what was refused, as octets: a DR or an ER to `dst_ref` (Reject::peer_ref where the
// connection has none yet). `octets` is what was refused.
size_t reject_write(const Reject& reject, Octets octets, uint16_t dst_ref, uint16_t src_ref,
                    std::span<uint8_t> out);

// The class to answer a CR with, of those it allows (6.5, table 3) the highest up to `best` (0 or
// 2); nothing where none will do. Class 2 is ours only without explicit flow control (RFC 2126).
std::optional<uint8_t> class_choose(const Tpdu& request, uint8_t best);
// Whether a CC's class is an answer to this CR.
bool class_is_allowed(const Tpdu& request, uint8_t transport_class);

// The TPDU size in octets of a CR's or CC's parameters; RFC 1006's 65531 where they say nothing.
inline constexpr size_t kTpduSizeDefault = kTpktMax - kTpktHeader;
size_t tpdu_size(const ConnectParameters& parameters);
// Those that ask for `size` octets at most: the preferred size, and for peers that do not know it
// the size code (which RFC 1006's default needs no parameter for).
void tpdu_size_set(ConnectParameters* parameters, size_t size);
// The responder's: what to say in CC to a CR of `request`, where `ours` octets are the most that
// we take. Returns the size agreed.
size_t tpdu_size_answer(const ConnectParameters& request, size_t ours, ConnectParameters* answer);

}  // namespace berth::iso
