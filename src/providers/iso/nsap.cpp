#include "providers/iso/nsap.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "nt/memory_probe.h"

namespace berth::iso {
namespace {

// RFC 1277: AFI 54 (telex numbers, decimal), the number 007 28722, the prefix 03 for RFC 1006, then
// the IPv4 address with three digits a byte, and optionally a port and a set of transports, five
// digits each. Two digits an octet; an odd one out is followed by 1111.
constexpr uint8_t kAfiTelex = 0x54;
constexpr uint8_t kTelexNumber[] = {0x00, 0x72, 0x87, 0x22};
constexpr uint8_t kPrefixRfc1006 = 0x03;
constexpr size_t kTelexHeader = 1 + sizeof kTelexNumber + 1;
constexpr size_t kIpv4Digits = 12;
constexpr size_t kPortDigits = 5;
constexpr unsigned kTransportTcp = 1;

// RFC 4548: AFI 35 (Internet code points), a code point of four digits, the IP address; IPv6 and
// an octet 0 make twenty, the most that an NSAP has. There is no room for a port: one that is not
// the default follows behind, in two octets.
constexpr uint8_t kAfiCodePoint = 0x35;
constexpr uint8_t kCodePointIpv6 = 0;
constexpr uint8_t kCodePointIpv4 = 1;
constexpr size_t kCodePointHeader = 3;
constexpr size_t kIpv6Nsap = 20;
static_assert(kIpv6Nsap + 2 == kNsapMax);

class DigitWriter {
  public:
    explicit DigitWriter(uint8_t* out) : out_(out) {}
    void number(unsigned value, size_t digits) {
        unsigned unit = 1;
        for (size_t i = 1; i < digits; ++i)
            unit *= 10;
        for (; unit > 0; unit /= 10)
            half(static_cast<uint8_t>(value / unit % 10));
    }
    // The octets written, the last one filled up.
    size_t finish() {
        if (halves_ % 2 != 0)
            half(0x0F);
        return halves_ / 2;
    }

  private:
    void half(uint8_t value) {
        uint8_t& octet = out_[halves_ / 2];
        octet = halves_ % 2 == 0 ? static_cast<uint8_t>(value << 4)
                                 : static_cast<uint8_t>(octet | value);
        ++halves_;
    }
    uint8_t* out_;
    size_t halves_ = 0;
};

class DigitReader {
  public:
    explicit DigitReader(Octets octets) : octets_(octets), halves_(octets.size() * 2) {
        if (halves_ > 0 && half(halves_ - 1) == 0x0F)
            --halves_;
    }
    size_t left() const { return halves_ - at_; }
    // False where there are too few, or one is no digit.
    bool number(size_t digits, unsigned* value) {
        if (left() < digits)
            return false;
        *value = 0;
        for (size_t end = at_ + digits; at_ < end; ++at_) {
            const unsigned digit = half(at_);
            if (digit > 9)
                return false;
            *value = *value * 10 + digit;
        }
        return true;
    }

  private:
    unsigned half(size_t index) const {
        const uint8_t octet = octets_[index / 2];
        return index % 2 == 0 ? octet >> 4 : octet & 0x0F;
    }
    Octets octets_;
    size_t halves_;
    size_t at_ = 0;
};

int telex_read(Octets nsap, USHORT default_port, IsoAddress* address) {
    if (nsap.size() < kTelexHeader)
        return WSAEINVAL;
    if (std::memcmp(&nsap[1], kTelexNumber, sizeof kTelexNumber) != 0 ||
        nsap[kTelexHeader - 1] != kPrefixRfc1006)
        return WSAEADDRNOTAVAIL;
    DigitReader digits(nsap.subspan(kTelexHeader));
    uint8_t ip[4];
    for (uint8_t& byte : ip) {
        unsigned value = 0;
        if (!digits.number(kIpv4Digits / 4, &value) || value > 0xFF)
            return WSAEINVAL;
        byte = static_cast<uint8_t>(value);
    }
    unsigned port = default_port;
    if (digits.left() > 0 && (!digits.number(kPortDigits, &port) || port > 0xFFFF))
        return WSAEINVAL;
    if (digits.left() > 0) {
        unsigned transports = 0;
        if (!digits.number(kPortDigits, &transports) || digits.left() > 0)
            return WSAEINVAL;
        if ((transports & kTransportTcp) == 0)
            return WSAEADDRNOTAVAIL;
    }
    address->family = AF_INET;
    address->port = static_cast<USHORT>(port);
    std::memcpy(address->ip, ip, sizeof ip);
    return 0;
}

int code_point_read(Octets nsap, USHORT default_port, IsoAddress* address) {
    if (nsap.size() < kCodePointHeader)
        return WSAEINVAL;
    if (nsap[1] != 0 || nsap[2] > kCodePointIpv4)
        return WSAEADDRNOTAVAIL;
    const bool is_ipv6 = nsap[2] == kCodePointIpv6;
    const size_t ip_length = is_ipv6 ? 16 : 4;
    const size_t end = kCodePointHeader + ip_length;
    const bool has_port = is_ipv6 && nsap.size() == kNsapMax;
    if (nsap.size() < end || (nsap.size() > kIpv6Nsap && !has_port))
        return WSAEINVAL;
    const Octets filler = nsap.first(std::min(nsap.size(), kIpv6Nsap)).subspan(end);
    if (std::any_of(filler.begin(), filler.end(), [](uint8_t octet) { return octet != 0; }))
        return WSAEINVAL;
    address->family = is_ipv6 ? AF_INET6 : AF_INET;
    address->port =
        has_port ? static_cast<USHORT>(nsap[kIpv6Nsap] << 8 | nsap[kIpv6Nsap + 1]) : default_port;
    std::memcpy(address->ip, &nsap[kCodePointHeader], ip_length);
    return 0;
}

}  // namespace

size_t nsap_write(const IsoAddress& address, USHORT default_port, uint8_t* out) {
    // Whoever reads it may not know the protocol, and takes what is missing for RFC 1277's 102.
    const bool has_port = address.port != default_port || default_port != kPortClass0;
    if (address.family == AF_INET6) {
        std::memset(out, 0, kNsapMax);
        out[0] = kAfiCodePoint;
        out[2] = kCodePointIpv6;
        std::memcpy(out + kCodePointHeader, address.ip, 16);
        if (!has_port)
            return kIpv6Nsap;
        out[kIpv6Nsap] = static_cast<uint8_t>(address.port >> 8);
        out[kIpv6Nsap + 1] = static_cast<uint8_t>(address.port);
        return kNsapMax;
    }
    if (address.family != AF_INET)
        return 0;
    out[0] = kAfiTelex;
    std::memcpy(out + 1, kTelexNumber, sizeof kTelexNumber);
    out[kTelexHeader - 1] = kPrefixRfc1006;
    DigitWriter digits(out + kTelexHeader);
    for (size_t i = 0; i < 4; ++i)
        digits.number(address.ip[i], kIpv4Digits / 4);
    if (has_port)
        digits.number(address.port, kPortDigits);
    return kTelexHeader + digits.finish();
}

int nsap_read(Octets nsap, USHORT default_port, IsoAddress* address) {
    address->family = AF_UNSPEC;
    address->port = default_port;
    std::memset(address->ip, 0, sizeof address->ip);
    if (nsap.empty())
        return 0;
    if (nsap[0] == kAfiTelex)
        return telex_read(nsap, default_port, address);
    if (nsap[0] == kAfiCodePoint)
        return code_point_read(nsap, default_port, address);
    return WSAEADDRNOTAVAIL;
}

int iso_address_read(const sockaddr* name, int length, USHORT default_port, IsoAddress* address) {
    constexpr size_t header = offsetof(sockaddr_tp, tp_addr);
    USHORT family = AF_UNSPEC;
    if (nt::memory_is_null_page(name) || length < static_cast<int>(sizeof family))
        return WSAEFAULT;
    std::memcpy(&family, name, sizeof family);
    if (family != AF_ISO)
        return WSAEAFNOSUPPORT;
    if (length < static_cast<int>(header))
        return WSAEFAULT;
    sockaddr_tp tp{};
    std::memcpy(&tp, name, std::min(static_cast<size_t>(length), sizeof tp));
    if (tp.tp_addr_type != ISO_HIERARCHICAL || tp.tp_taddr_len > ISO_MAX_ADDR_LENGTH ||
        tp.tp_tsel_len > tp.tp_taddr_len || tp.tp_tsel_len > sizeof address->selector)
        return WSAEINVAL;
    if (static_cast<size_t>(length) < header + tp.tp_taddr_len)
        return WSAEFAULT;
    *address = IsoAddress{};
    address->selector_length = static_cast<uint8_t>(tp.tp_tsel_len);
    std::memcpy(address->selector, tp.tp_addr, tp.tp_tsel_len);
    return nsap_read(
        Octets(tp.tp_addr + tp.tp_tsel_len, static_cast<size_t>(tp.tp_taddr_len - tp.tp_tsel_len)),
        default_port, address);
}

sockaddr_tp iso_address_store(const IsoAddress& address, USHORT default_port) {
    sockaddr_tp tp{};
    tp.tp_family = AF_ISO;
    tp.tp_addr_type = ISO_HIERARCHICAL;
    tp.tp_tsel_len = address.selector_length;
    std::memcpy(tp.tp_addr, address.selector, address.selector_length);
    tp.tp_taddr_len = static_cast<u_short>(
        tp.tp_tsel_len + nsap_write(address, default_port, tp.tp_addr + tp.tp_tsel_len));
    return tp;
}

int iso_address_write(const IsoAddress& address, USHORT default_port, sockaddr* name, int* length) {
    constexpr int size = sizeof(sockaddr_tp);
    if (nt::memory_is_null_page(name) || nt::memory_is_null_page(length) || *length < size)
        return WSAEFAULT;
    const sockaddr_tp tp = iso_address_store(address, default_port);
    std::memcpy(name, &tp, sizeof tp);
    *length = size;
    return 0;
}

}  // namespace berth::iso
