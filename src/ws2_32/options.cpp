// getsockopt, setsockopt, ioctlsocket, WSAIoctl.
#include "mswsock.h"
#include "nt/memory_probe.h"
#include "winsock2.h"
#include "ws2_32/open_type.h"
#include "ws2_32/protocol_info.h"
#include "ws2_32/socket_table.h"
#include "ws2_32/startup.h"
#include "ws2_32/thread_id.h"

using namespace berth;

namespace {

// Providers know WSAPROTOCOL_INFO in its wide form only.
int protocol_info_option(const ws2::Route* route, SOCKET s, char* value, int* length) {
    if (!nt::memory_is_mapped(length, sizeof *length) ||
        *length < static_cast<int>(sizeof(WSAPROTOCOL_INFOA)) ||
        !nt::memory_is_mapped(value, sizeof(WSAPROTOCOL_INFOA)))
        return ws2::socket_fail(WSAEFAULT);
    WSAPROTOCOL_INFOW wide{};
    int wide_length = sizeof wide;
    int error = 0;
    if (route->procs.lpWSPGetSockOpt(s, SOL_SOCKET, SO_PROTOCOL_INFOW,
                                     reinterpret_cast<char*>(&wide), &wide_length,
                                     &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    *reinterpret_cast<WSAPROTOCOL_INFOA*>(value) = ws2::protocol_info_narrow(wide);
    *length = sizeof(WSAPROTOCOL_INFOA);
    return 0;
}

// SO_OPENTYPE belongs to the thread and needs no socket; one that is given must be one.
int open_type_socket_check(SOCKET s) {
    if (s == INVALID_SOCKET)
        return ws2::startup_check();
    return ws2::socket_route(s) ? 0 : WSAGetLastError();
}

}  // namespace

int WSAAPI getsockopt(SOCKET s, int level, int optname, char* optval, int* optlen) {
    if (level == SOL_SOCKET && optname == SO_OPENTYPE) {
        int code = open_type_socket_check(s);
        code = code == 0 ? ws2::open_type_get(optval, optlen) : code;
        return code == 0 ? 0 : ws2::socket_fail(code);
    }
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    if (level == SOL_SOCKET && optname == SO_PROTOCOL_INFOA)
        return protocol_info_option(route, s, optval, optlen);
    int error = 0;
    if (route->procs.lpWSPGetSockOpt(s, level, optname, optval, optlen, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

int WSAAPI setsockopt(SOCKET s, int level, int optname, const char* optval, int optlen) {
    if (level == SOL_SOCKET && optname == SO_OPENTYPE) {
        int code = open_type_socket_check(s);
        code = code == 0 ? ws2::open_type_set(optval, optlen) : code;
        return code == 0 ? 0 : ws2::socket_fail(code);
    }
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    int error = 0;
    if (route->procs.lpWSPSetSockOpt(s, level, optname, optval, optlen, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

int WSAAPI WSAIoctl(SOCKET s, DWORD dwIoControlCode, LPVOID lpvInBuffer, DWORD cbInBuffer,
                    LPVOID lpvOutBuffer, DWORD cbOutBuffer, LPDWORD lpcbBytesReturned,
                    LPWSAOVERLAPPED lpOverlapped,
                    LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    ws2::ThreadId thread(lpOverlapped);
    int error = 0;
    if (route->procs.lpWSPIoctl(s, dwIoControlCode, lpvInBuffer, cbInBuffer, lpvOutBuffer,
                                cbOutBuffer, lpcbBytesReturned, lpOverlapped, lpCompletionRoutine,
                                thread.get(), &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}

int WSAAPI ioctlsocket(SOCKET s, long cmd, u_long* argp) {
    const ws2::Route* route = ws2::socket_route(s);
    if (!route)
        return SOCKET_ERROR;
    if (!argp)
        return ws2::socket_fail(WSAEFAULT);
    auto code = static_cast<DWORD>(cmd);
    bool takes = (code & IOC_IN) != 0;
    bool gives = (code & IOC_OUT) != 0;
    DWORD returned = 0;
    int error = 0;
    if (route->procs.lpWSPIoctl(s, code, takes ? argp : nullptr, takes ? sizeof *argp : 0,
                                gives ? argp : nullptr, gives ? sizeof *argp : 0, &returned,
                                nullptr, nullptr, nullptr, &error) == SOCKET_ERROR)
        return ws2::socket_fail(error);
    return 0;
}
