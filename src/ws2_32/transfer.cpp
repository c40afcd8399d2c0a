// send, recv, sendto, recvfrom and their WSA forms.
#include "winsock2.h"
#include "mswsock.h"
#include "ws2_32/socket_table.h"
#include "ws2_32/thread_id.h"

using namespace berth;

namespace {

// The end of a connection that carries messages is an error to WSARecv, where a message may be
// empty, and no octets to recv.
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsarecv#remarks
[[gnu::noinline]] int receive_fail(int error) {
    return error == WSAEDISCON ? 0 : ws2::socket_fail(error);
}

// The first call for a descriptor that Winsock has not seen, and every call for one that is no
// socket. Apart, so that the calls below keep nothing across it.
[[gnu::noinline]] int send_miss(SOCKET s, const char* buf, int len, int flags) {
    return ws2::socket_route_miss(s) ? send(s, buf, len, flags) : SOCKET_ERROR;
}
[[gnu::noinline]] int recv_miss(SOCKET s, char* buf, int len, int flags) {
    return ws2::socket_route_miss(s) ? recv(s, buf, len, flags) : SOCKET_ERROR;
}

// recv and its like: "(for byte stream sockets only) len was zero or negative" is WSAEINVAL. No
// bytes are taken as by WSARecv, which waits for data with an empty buffer.
[[gnu::noinline]] int receive_length_fail(SOCKET s) {
    int type = 0;
    int size = sizeof type;
    if (getsockopt(s, SOL_SOCKET, SO_TYPE, reinterpret_cast<char*>(&type), &size) == SOCKET_ERROR)
        return SOCKET_ERROR;
    return ws2::socket_fail(type == SOCK_STREAM ? WSAEINVAL : WSAEFAULT);
}

}  // namespace

int WSAAPI send(SOCKET s, const char* buf, int len, int flags) {
    const ws2::Route* route = ws2::socket_routes.get(s);
    if (!route) [[unlikely]]
        return send_miss(s, buf, len, flags);
    if (len < 0) [[unlikely]]
        return ws2::socket_fail(WSAEFAULT);
    WSABUF buffer{static_cast<ULONG>(len), const_cast<char*>(buf)};
    DWORD sent;  // set by the provider when it succeeds
    int error = 0;
    if (route->procs.lpWSPSend(s, &buffer, 1, &sent, static_cast<DWORD>(flags), nullptr, nullptr,
                               nullptr, &error) == SOCKET_ERROR) [[unlikely]]
        return ws2::socket_fail(error);
    return static_cast<int>(sent);
}

int WSAAPI recv(SOCKET s, char* buf, int len, int flags) {
    const ws2::Route* route = ws2::socket_routes.get(s);
    if (!route) [[unlikely]]
        return recv_miss(s, buf, len, flags);
    if (len < 0) [[unlikely]]
        return receive_length_fail(s);
    WSABUF buffer{static_cast<ULONG>(len), buf};
    DWORD received;
    DWORD in_flags = static_cast<DWORD>(flags);
    int error = 0;
    if (route->procs.lpWSPRecv(s, &buffer, 1, &received, &in_flags, nullptr, nullptr, nullptr,
                               &error) == SOCKET_ERROR) [[unlikely]]
        return receive_fail(error);
    // recv has no way to tell that a message was only received in part, save this error.
    if (in_flags & MSG_PARTIAL) [[unlikely]]
        return ws2::socket_fail(WSAEMSGSIZE);
    return static_cast<int>(received);
}

int WSAAPI sendto(SOCKET s, const char* buf, int len, int flags, const struct sockaddr* to,
                  int tolen) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    if (len < 0)
        return ws2::socket_fail(WSAEFAULT);
    WSABUF buffer{static_cast<ULONG>(len), const_cast<char*>(buf)};
    DWORD sent = 0;
    int error = 0;
    if (route->procs.lpWSPSendTo(s, &buffer, 1, &sent, static_cast<DWORD>(flags), to, tolen,
                                 nullptr, nullptr, nullptr, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return static_cast<int>(sent);
}

int WSAAPI recvfrom(SOCKET s, char* buf, int len, int flags, struct sockaddr* from, int* fromlen) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    if (len < 0)
        return receive_length_fail(s);
    WSABUF buffer{static_cast<ULONG>(len), buf};
    DWORD received = 0;
    DWORD in_flags = static_cast<DWORD>(flags);
    int error = 0;
    if (route->procs.lpWSPRecvFrom(s, &buffer, 1, &received, &in_flags, from, fromlen, nullptr,
                                   nullptr, nullptr, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    if (in_flags & MSG_PARTIAL)
        return ws2::socket_fail(WSAEMSGSIZE);
    return static_cast<int>(received);
}

int WSAAPI WSASend(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesSent,
                   DWORD dwFlags, LPWSAOVERLAPPED lpOverlapped,
                   LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    ws2::ThreadId thread(lpOverlapped);
    int error = 0;
    if (route->procs.lpWSPSend(s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags,
                               lpOverlapped, lpCompletionRoutine, thread.get(),
                               &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

int WSAAPI WSARecv(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesRecvd,
                   LPDWORD lpFlags, LPWSAOVERLAPPED lpOverlapped,
                   LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    ws2::ThreadId thread(lpOverlapped);
    int error = 0;
    if (route->procs.lpWSPRecv(s, lpBuffers, dwBufferCount, lpNumberOfBytesRecvd, lpFlags,
                               lpOverlapped, lpCompletionRoutine, thread.get(),
                               &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

int WSAAPI WSASendTo(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesSent,
                     DWORD dwFlags, const struct sockaddr* lpTo, int iTolen,
                     LPWSAOVERLAPPED lpOverlapped,
                     LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    ws2::ThreadId thread(lpOverlapped);
    int error = 0;
    if (route->procs.lpWSPSendTo(s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags, lpTo,
                                 iTolen, lpOverlapped, lpCompletionRoutine, thread.get(),
                                 &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

int WSAAPI WSARecvFrom(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
                       LPDWORD lpNumberOfBytesRecvd, LPDWORD lpFlags, struct sockaddr* lpFrom,
                       LPINT lpFromlen, LPWSAOVERLAPPED lpOverlapped,
                       LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    ws2::ThreadId thread(lpOverlapped);
    int error = 0;
    if (route->procs.lpWSPRecvFrom(s, lpBuffers, dwBufferCount, lpNumberOfBytesRecvd, lpFlags,
                                   lpFrom, lpFromlen, lpOverlapped, lpCompletionRoutine,
                                   thread.get(), &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

// The SPI has no entry for it: like WSARecvMsg it is an extension that the provider hands out.
int WSAAPI WSASendMsg(SOCKET Handle, LPWSAMSG lpMsg, DWORD dwFlags, LPDWORD lpNumberOfBytesSent,
                      LPWSAOVERLAPPED lpOverlapped,
                      LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
    GUID id = WSAID_WSASENDMSG;
    LPFN_WSASENDMSG function = nullptr;
    DWORD returned = 0;
    if (WSAIoctl(Handle, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function,
                 sizeof function, &returned, nullptr, nullptr) == SOCKET_ERROR)
        return SOCKET_ERROR;
    return function(Handle, lpMsg, dwFlags, lpNumberOfBytesSent, lpOverlapped, lpCompletionRoutine);
}
