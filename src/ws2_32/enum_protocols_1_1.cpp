// EnumProtocols: the catalog in version 1.1's terms.
// https://learn.microsoft.com/windows/win32/api/nspapi/nf-nspapi-enumprotocolsa
#include <type_traits>

#include "ws2_32/service_1_1.h"

namespace berth::ws2 {
namespace {

// The flags that both versions have, with the same values.
constexpr DWORD kCommonFlags = XP_CONNECTIONLESS | XP_GUARANTEED_DELIVERY | XP_GUARANTEED_ORDER |
                               XP_MESSAGE_ORIENTED | XP_PSEUDO_STREAM | XP_GRACEFUL_CLOSE |
                               XP_EXPEDITED_DATA | XP_CONNECT_DATA | XP_DISCONNECT_DATA |
                               XP_SUPPORTS_BROADCAST | XP_SUPPORTS_MULTICAST;

int catalog_read(const INT* protocols, std::vector<WSAPROTOCOL_INFOW>* entries) {
    std::vector<int> wanted = protocols_read(protocols);
    wanted.push_back(0);
    DWORD size = 0;
    for (;;) {
        const int count = WSAEnumProtocolsW(protocols ? wanted.data() : nullptr,
                                            entries->empty() ? nullptr : entries->data(), &size);
        if (count != SOCKET_ERROR) {
            entries->resize(static_cast<size_t>(count));
            return 0;
        }
        if (WSAGetLastError() != WSAENOBUFS)
            return WSAGetLastError();
        entries->resize(size / sizeof(WSAPROTOCOL_INFOW) + 1);
        size = static_cast<DWORD>(entries->size() * sizeof(WSAPROTOCOL_INFOW));
    }
}

// Both transports of the Internet hide the network's packet size.
DWORD flags_1_1(const WSAPROTOCOL_INFOW& entry) {
    const bool internet = entry.iAddressFamily == AF_INET || entry.iAddressFamily == AF_INET6;
    return (entry.dwServiceFlags1 & kCommonFlags) | (internet ? DWORD{XP_FRAGMENTATION} : 0);
}

template <typename Info>
INT protocols_call(const INT* protocols, void* buffer, DWORD* length) {
    return service_call([&](int* result) -> int {
        if (!nt::memory_is_mapped(length, sizeof *length) ||
            (protocols && !nt::memory_is_mapped(protocols, sizeof *protocols)))
            return WSAEFAULT;
        std::vector<WSAPROTOCOL_INFOW> entries;
        if (const int error = catalog_read(protocols, &entries))
            return error;
        *result = static_cast<int>(entries.size());
        return answer_write(buffer, length, [&](RecordWriter& writer) {
            Info* const list = writer.take<Info>(entries.size());
            for (size_t i = 0; i < entries.size(); ++i) {
                const WSAPROTOCOL_INFOW& from = entries[i];
                Info none{};
                Info& to = list ? list[i] : none;
                to.dwServiceFlags = flags_1_1(from);
                to.iAddressFamily = from.iAddressFamily;
                to.iMaxSockAddr = from.iMaxSockAddr;
                to.iMinSockAddr = from.iMinSockAddr;
                to.iSocketType = from.iSocketType;
                to.iProtocol = from.iProtocol;
                to.dwMessageSize = from.dwMessageSize;
                writer.text(text_utf8(from.szProtocol), &to.lpProtocol);
            }
        });
    });
}

}  // namespace
}  // namespace berth::ws2

using namespace berth;

INT WSAAPI EnumProtocolsA(LPINT lpiProtocols, LPVOID lpProtocolBuffer, LPDWORD lpdwBufferLength) {
    return ws2::protocols_call<PROTOCOL_INFOA>(lpiProtocols, lpProtocolBuffer, lpdwBufferLength);
}

INT WSAAPI EnumProtocolsW(LPINT lpiProtocols, LPVOID lpProtocolBuffer, LPDWORD lpdwBufferLength) {
    return ws2::protocols_call<PROTOCOL_INFOW>(lpiProtocols, lpProtocolBuffer, lpdwBufferLength);
}
