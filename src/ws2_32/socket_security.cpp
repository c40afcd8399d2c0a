// WSASetSocketSecurity and its kin: each "simplifies having to call the WSAIoctl function".
// https://learn.microsoft.com/windows/win32/winsock/winsock-secure-socket-extensions
#include "nt/memory_probe.h"
#include "ws2_32/socket_table.h"
#include "ws2tcpip.h"

namespace {

using namespace berth;

int control(SOCKET s, DWORD code, const void* in, ULONG in_length, LPWSAOVERLAPPED overlapped,
            LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
    DWORD returned = 0;
    return WSAIoctl(s, code, const_cast<void*>(in), in_length, nullptr, 0, &returned, overlapped,
                    routine);
}

// Whether there could be a peer to act as. 0 or a WSA code.
int peer_check(SOCKET s, const sockaddr* peer, ULONG length) {
    WSAPROTOCOL_INFOW info{};
    int size = sizeof info;
    if (getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, reinterpret_cast<char*>(&info), &size) != 0)
        return WSAGetLastError();
    if (info.iAddressFamily != AF_INET && info.iAddressFamily != AF_INET6)
        return WSAEAFNOSUPPORT;
    if (info.iSocketType == SOCK_STREAM) {
        SOCKADDR_STORAGE address;
        int room = sizeof address;
        return getpeername(s, reinterpret_cast<sockaddr*>(&address), &room) == 0
                   ? WSAEOPNOTSUPP
                   : WSAGetLastError();
    }
    if (info.iSocketType != SOCK_DGRAM)
        return WSAEINVAL;
    if (!nt::memory_is_mapped(peer, sizeof *peer))
        return WSAEFAULT;
    if (length < static_cast<ULONG>(info.iMinSockAddr))
        return WSAEMSGSIZE;
    return WSAEOPNOTSUPP;
}

}  // namespace

int WSAAPI WSASetSocketSecurity(SOCKET Socket, const SOCKET_SECURITY_SETTINGS* SecuritySettings,
                                ULONG SecuritySettingsLen, LPWSAOVERLAPPED Overlapped,
                                LPWSAOVERLAPPED_COMPLETION_ROUTINE CompletionRoutine) {
    return control(Socket, SIO_SET_SECURITY, SecuritySettings, SecuritySettingsLen, Overlapped,
                   CompletionRoutine);
}

int WSAAPI WSAQuerySocketSecurity(SOCKET Socket,
                                  const SOCKET_SECURITY_QUERY_TEMPLATE* SecurityQueryTemplate,
                                  ULONG SecurityQueryTemplateLen,
                                  SOCKET_SECURITY_QUERY_INFO* SecurityQueryInfo,
                                  ULONG* SecurityQueryInfoLen, LPWSAOVERLAPPED Overlapped,
                                  LPWSAOVERLAPPED_COMPLETION_ROUTINE CompletionRoutine) {
    if (!ws2::socket_route(Socket))
        return SOCKET_ERROR;
    if (!nt::memory_is_mapped(SecurityQueryInfoLen, sizeof *SecurityQueryInfoLen))
        return ws2::socket_fail(WSAEFAULT);
    DWORD returned = 0;
    const int outcome = WSAIoctl(Socket, SIO_QUERY_SECURITY,
                                 const_cast<SOCKET_SECURITY_QUERY_TEMPLATE*>(SecurityQueryTemplate),
                                 SecurityQueryTemplateLen, SecurityQueryInfo, *SecurityQueryInfoLen,
                                 &returned, Overlapped, CompletionRoutine);
    if (returned != 0)
        *SecurityQueryInfoLen = returned;
    return outcome;
}

int WSAAPI WSASetSocketPeerTargetName(SOCKET Socket, const SOCKET_PEER_TARGET_NAME* PeerTargetName,
                                      ULONG PeerTargetNameLen, LPWSAOVERLAPPED Overlapped,
                                      LPWSAOVERLAPPED_COMPLETION_ROUTINE CompletionRoutine) {
    return control(Socket, SIO_SET_PEER_TARGET_NAME, PeerTargetName, PeerTargetNameLen, Overlapped,
                   CompletionRoutine);
}

int WSAAPI WSADeleteSocketPeerTargetName(SOCKET Socket, const struct sockaddr* PeerAddr,
                                         ULONG PeerAddrLen, LPWSAOVERLAPPED Overlapped,
                                         LPWSAOVERLAPPED_COMPLETION_ROUTINE CompletionRoutine) {
    return control(Socket, SIO_DELETE_PEER_TARGET_NAME, PeerAddr, PeerAddrLen, Overlapped,
                   CompletionRoutine);
}

int WSAAPI WSAImpersonateSocketPeer(SOCKET Socket, const struct sockaddr* PeerAddr,
                                    ULONG PeerAddrLen) {
    return ws2::socket_fail(peer_check(Socket, PeerAddr, PeerAddrLen));
}

int WSAAPI WSARevertImpersonation(void) {
    const int error = ws2::startup_check();
    return error == 0 ? 0 : ws2::socket_fail(error);
}
