// What the catalog says of this provider.
#include "berth/builtin_provider.h"
#include "providers/iso/protocols.h"
#include "providers/iso/startup.h"
#include "wshisotp.h"

namespace berth::iso {
namespace {

constexpr GUID kProvider = {
    0x3f0e6c52, 0x9a1d, 0x4b0c, {0x8e, 0x27, 0x64, 0xd1, 0x5b, 0x90, 0x2c, 0x7e}};

constexpr DWORD kServices = XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_MESSAGE_ORIENTED |
                            XP1_EXPEDITED_DATA | XP1_CONNECT_DATA | XP1_DISCONNECT_DATA |
                            XP1_QOS_SUPPORTED | XP1_PARTIAL_MESSAGE;
constexpr DWORD kNoLimit = 0xFFFFFFFF;  // of a message's size

constexpr WSAPROTOCOL_INFOW protocol_make(int protocol, DWORD flags, const WCHAR* name) {
    WSAPROTOCOL_INFOW info{};
    info.dwServiceFlags1 = kServices;
    info.dwProviderFlags = flags;
    info.ProviderId = kProvider;
    info.ProtocolChain.ChainLen = BASE_PROTOCOL;
    info.iVersion = 2;
    info.iAddressFamily = AF_ISO;
    info.iMaxSockAddr = sizeof(sockaddr_tp);
    info.iMinSockAddr = offsetof(sockaddr_tp, tp_addr);
    info.iSocketType = SOCK_SEQPACKET;
    info.iProtocol = protocol;
    info.iNetworkByteOrder = BIGENDIAN;
    info.iSecurityScheme = SECURITY_PROTOCOL_NONE;
    info.dwMessageSize = kNoLimit;
    for (int i = 0; name[i] != 0; ++i)
        info.szProtocol[i] = name[i];
    return info;
}

constexpr WSAPROTOCOL_INFOW kProtocols[] = {
    protocol_make(ISOPROTO_TP0, PFL_MATCHES_PROTOCOL_ZERO, L"Berth ISO transport class 0 over TCP"),
    protocol_make(ISOPROTO_TP2, 0, L"Berth ISO transport class 2 over TCP"),
};

}  // namespace

const WSAPROTOCOL_INFOW& protocol_find(int protocol) {
    return kProtocols[protocol == ISOPROTO_TP0 ? 0 : 1];
}

}  // namespace berth::iso

extern "C" const berth_builtin_provider berth_provider_iso = {L"berth:iso", berth::iso::kProtocols,
                                                              ARRAYSIZE(berth::iso::kProtocols),
                                                              berth::iso::WSPStartup};
