// Addresses of ISO transport over TCP: a transport selector, an IP address and a port, and how
// sockaddr_tp and text say that. The network address in tp_addr is an NSAP: RFC 1277 for IPv4, RFC
// 4548 for IPv6. Windows documents neither; docs/iso.md does.
#pragma once

#include "providers/iso/tpkt.h"
#include "winsock2.h"
#include "ws2spi.h"
#include "wshisotp.h"

namespace berth::iso {

inline constexpr USHORT kPortClass0 = 102;
inline constexpr USHORT kPortClass2 = 399;

struct IsoAddress {
    uint8_t selector[32]{};
    uint8_t selector_length = 0;
    USHORT family = AF_UNSPEC;  // AF_INET, AF_INET6; AF_UNSPEC where there is no network address
    USHORT port = 0;            // host order
    uint8_t ip[16]{};           // network order, the first 4 for IPv4

    Octets selector_octets() const { return {selector, selector_length}; }
    bool operator==(const IsoAddress&) const = default;
};

inline constexpr size_t kNsapMax = 22;

// An NSAP without a port means the default: kPortClass0 or kPortClass2, by the socket's protocol.
// Only the first is left out where an address is written. One can also say port 0, for bind to
// choose.

// Writes an NSAP to `out` (kNsapMax octets) and returns its length: 0 where there is no network
// address.
size_t nsap_write(const IsoAddress& address, USHORT default_port, uint8_t* out);
// Reads one into family, ip and port. 0, WSAEADDRNOTAVAIL (an NSAP, but of another network),
// WSAEINVAL (not one).
int nsap_read(Octets nsap, USHORT default_port, IsoAddress* address);

// sockaddr_tp, as a program gave it. 0, WSAEFAULT (bad pointer, or shorter than its parts),
// WSAEAFNOSUPPORT, WSAEINVAL (inner lengths, type), WSAEADDRNOTAVAIL. `length` may end behind the
// last octet that tp_taddr_len counts.
int iso_address_read(const sockaddr* name, int length, USHORT default_port, IsoAddress* address);
// As getsockname does: 0 or WSAEFAULT (missing or too small), in which case nothing was written.
// *length becomes sizeof(sockaddr_tp).
int iso_address_write(const IsoAddress& address, USHORT default_port, sockaddr* name, int* length);
sockaddr_tp iso_address_store(const IsoAddress& address, USHORT default_port);

// WSPAddressToString and WSPStringToAddress; sizes in characters, with the terminator. The text is
// SELECTOR@IP:PORT, an IPv6 address in brackets. To read, the port may be missing (the default of
// info's protocol, ISOPROTO_TP0's without info), and "SELECTOR@" has no network address. A selector
// is its characters where all are printable ASCII other than '@' and it does not begin with "0x";
// else "0x" and two hexadecimal digits an octet.
int WSPAPI address_to_string(sockaddr* address, DWORD address_length, LPWSAPROTOCOL_INFOW info,
                             LPWSTR text, LPDWORD text_length, LPINT error);
int WSPAPI string_to_address(LPWSTR text, INT family, LPWSAPROTOCOL_INFOW info, sockaddr* address,
                             LPINT address_length, LPINT error);

}  // namespace berth::iso
