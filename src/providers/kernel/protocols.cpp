#include "providers/kernel/protocols.h"

#include <cstring>
#include <vector>

#include "afunix.h"
#include "berth/builtin_provider.h"
#include "providers/kernel/startup.h"
#include "ws2spi.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

constexpr GUID kIpv4Provider = {
    0xe70f1aa0, 0xab8b, 0x11cf, {0x8c, 0xa3, 0x00, 0x80, 0x5f, 0x48, 0xa1, 0x92}};
constexpr GUID kIpv6Provider = {
    0xf9eab0c0, 0x26d4, 0x11d0, {0xbb, 0xbf, 0x00, 0xaa, 0x00, 0x6c, 0x34, 0xe4}};
constexpr GUID kUnixProvider = {
    0xa00943d9, 0x9c2e, 0x4633, {0x9b, 0x59, 0x00, 0x57, 0xa3, 0x16, 0x09, 0x94}};

constexpr DWORD kTcpServices = XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_GRACEFUL_CLOSE |
                               XP1_EXPEDITED_DATA | XP1_IFS_HANDLES;
constexpr DWORD kDatagramServices = XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED |
                                    XP1_SUPPORT_BROADCAST | XP1_SUPPORT_MULTIPOINT |
                                    XP1_IFS_HANDLES;
constexpr DWORD kUnixServices =
    XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_GRACEFUL_CLOSE | XP1_IFS_HANDLES;
constexpr DWORD kMessageSize = 65467;  // what Windows' catalog says

struct Kind {
    DWORD services;
    DWORD provider_flags;
    GUID provider;
    int family;
    int address_max;
    int address_min;
    int type;
    int protocol;
    int protocol_offset;
    DWORD message_size;
    const WCHAR* name;
};

constexpr WSAPROTOCOL_INFOW protocol_make(const Kind& kind) {
    WSAPROTOCOL_INFOW info{};
    info.dwServiceFlags1 = kind.services;
    info.dwProviderFlags = kind.provider_flags;
    info.ProviderId = kind.provider;
    info.ProtocolChain.ChainLen = BASE_PROTOCOL;
    info.iVersion = 2;
    info.iAddressFamily = kind.family;
    info.iMaxSockAddr = kind.address_max;
    info.iMinSockAddr = kind.address_min;
    info.iSocketType = kind.type;
    info.iProtocol = kind.protocol;
    info.iProtocolMaxOffset = kind.protocol_offset;
    info.iNetworkByteOrder = BIGENDIAN;
    info.iSecurityScheme = SECURITY_PROTOCOL_NONE;
    info.dwMessageSize = kind.message_size;
    for (int i = 0; kind.name[i] != 0; ++i)
        info.szProtocol[i] = kind.name[i];
    return info;
}

constexpr int kIn = sizeof(sockaddr_in);
constexpr int kIn6 = sizeof(sockaddr_in6);
constexpr WSAPROTOCOL_INFOW kProtocols[] = {
    protocol_make({kTcpServices, PFL_MATCHES_PROTOCOL_ZERO, kIpv4Provider, AF_INET, kIn, kIn,
                   SOCK_STREAM, IPPROTO_TCP, 0, 0, L"MSAFD Tcpip [TCP/IP]"}),
    protocol_make({kDatagramServices, PFL_MATCHES_PROTOCOL_ZERO, kIpv4Provider, AF_INET, kIn, kIn,
                   SOCK_DGRAM, IPPROTO_UDP, 0, kMessageSize, L"MSAFD Tcpip [UDP/IP]"}),
    protocol_make({kDatagramServices, PFL_MATCHES_PROTOCOL_ZERO, kIpv4Provider, AF_INET, kIn, kIn,
                   SOCK_RAW, IPPROTO_IP, 255, kMessageSize, L"MSAFD Tcpip [RAW/IP]"}),
    protocol_make({kTcpServices, PFL_MATCHES_PROTOCOL_ZERO, kIpv6Provider, AF_INET6, kIn6, kIn6,
                   SOCK_STREAM, IPPROTO_TCP, 0, 0, L"MSAFD Tcpip [TCP/IPv6]"}),
    protocol_make({kDatagramServices, PFL_MATCHES_PROTOCOL_ZERO, kIpv6Provider, AF_INET6, kIn6,
                   kIn6, SOCK_DGRAM, IPPROTO_UDP, 0, kMessageSize, L"MSAFD Tcpip [UDP/IPv6]"}),
    protocol_make({kDatagramServices, PFL_MATCHES_PROTOCOL_ZERO, kIpv6Provider, AF_INET6, kIn6,
                   kIn6, SOCK_RAW, IPPROTO_IP, 255, kMessageSize, L"MSAFD Tcpip [RAW/IPv6]"}),
    protocol_make({kUnixServices, PFL_MATCHES_PROTOCOL_ZERO, kUnixProvider, AF_UNIX,
                   sizeof(sockaddr_un), offsetof(sockaddr_un, sun_path), SOCK_STREAM, 0, 0, 0,
                   L"AF_UNIX"}),
};

// What ws2_32's catalog holds now, by the public enumeration.
std::vector<WSAPROTOCOL_INFOW> catalog_read() {
    DWORD bytes = 0;
    int error = 0;
    WSCEnumProtocols(nullptr, nullptr, &bytes, &error);
    std::vector<WSAPROTOCOL_INFOW> entries(bytes / sizeof(WSAPROTOCOL_INFOW));
    int count = WSCEnumProtocols(nullptr, entries.data(), &bytes, &error);
    entries.resize(count > 0 ? static_cast<size_t>(count) : 0);
    return entries;
}

template <typename Predicate>
int catalog_pick(WSAPROTOCOL_INFOW* entry, Predicate wanted) {
    for (const WSAPROTOCOL_INFOW& candidate : catalog_read()) {
        if (wanted(candidate)) {
            *entry = candidate;
            return 0;
        }
    }
    return WSAENOTSOCK;
}

}  // namespace

const WSAPROTOCOL_INFOW* protocol_find(int family, int type, int protocol) {
    for (const WSAPROTOCOL_INFOW& info : kProtocols) {
        if (info.iAddressFamily == family && info.iSocketType == type &&
            protocol >= info.iProtocol && protocol <= info.iProtocol + info.iProtocolMaxOffset)
            return &info;
    }
    return nullptr;
}

int protocol_catalog_entry(const WSAPROTOCOL_INFOW& protocol, WSAPROTOCOL_INFOW* entry) {
    return catalog_pick(entry, [&](const WSAPROTOCOL_INFOW& candidate) {
        return std::memcmp(&candidate.ProviderId, &protocol.ProviderId, sizeof(GUID)) == 0 &&
               candidate.iSocketType == protocol.iSocketType &&
               candidate.iProtocol == protocol.iProtocol &&
               candidate.ProtocolChain.ChainLen == BASE_PROTOCOL;
    });
}

int protocol_catalog_entry(DWORD catalog_entry_id, WSAPROTOCOL_INFOW* entry) {
    return catalog_pick(entry, [&](const WSAPROTOCOL_INFOW& candidate) {
        return candidate.dwCatalogEntryId == catalog_entry_id;
    });
}

}  // namespace berth::kernel

extern "C" const berth_builtin_provider berth_provider_kernel = {
    L"berth:kernel", berth::kernel::kProtocols, ARRAYSIZE(berth::kernel::kProtocols),
    berth::kernel::WSPStartup};
