// WSPStartup, and the procedures that fill its table: each in the file of its concept.
#pragma once

#include "winsock2.h"
#include "ws2spi.h"

namespace berth::kernel {

int WSPAPI WSPStartup(WORD version, LPWSPDATA data, LPWSAPROTOCOL_INFOW protocol,
                      WSPUPCALLTABLE upcall_table, LPWSPPROC_TABLE procs);

// What ws2_32 handed over at the last WSPStartup.
const WSPUPCALLTABLE& upcalls();

// What an extension function, which is called without ws2_32, says where there is no such socket:
// WSAENOTSOCK or WSANOTINITIALISED. The procedures of the table know the former alone.
int socket_missing();
bool is_started();

// accept.cpp, bind.cpp, close.cpp, connect.cpp, disconnect.cpp, listen.cpp, open.cpp
SOCKET WSPAPI accept_request(SOCKET s, sockaddr* address, LPINT length, LPCONDITIONPROC condition,
                             DWORD_PTR callback_data, LPINT error);
int WSPAPI bind_socket(SOCKET s, const sockaddr* name, int length, LPINT error);
int WSPAPI close_socket(SOCKET s, LPINT error);
int WSPAPI connect_socket(SOCKET s, const sockaddr* name, int length, LPWSABUF caller_data,
                          LPWSABUF callee_data, LPQOS sqos, LPQOS gqos, LPINT error);
int WSPAPI shutdown_socket(SOCKET s, int how, LPINT error);
int WSPAPI send_disconnect(SOCKET s, LPWSABUF data, LPINT error);
int WSPAPI receive_disconnect(SOCKET s, LPWSABUF data, LPINT error);
int WSPAPI listen_socket(SOCKET s, int backlog, LPINT error);
SOCKET WSPAPI open_socket(int family, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP group,
                          DWORD flags, LPINT error);
int WSPAPI socket_name(SOCKET s, sockaddr* name, LPINT length, LPINT error);
int WSPAPI peer_name(SOCKET s, sockaddr* name, LPINT length, LPINT error);
SOCKET WSPAPI join_leaf(SOCKET s, const sockaddr* name, int length, LPWSABUF caller_data,
                        LPWSABUF callee_data, LPQOS sqos, LPQOS gqos, DWORD flags, LPINT error);

// transfer_send.cpp, transfer_receive.cpp
int WSPAPI send_data(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags,
                     LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                     LPWSATHREADID thread, LPINT error);
int WSPAPI receive_data(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                        LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                        LPWSATHREADID thread, LPINT error);
int WSPAPI send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags,
                   const sockaddr* to, int to_length, LPWSAOVERLAPPED overlapped,
                   LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error);
int WSPAPI receive_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                        sockaddr* from, LPINT from_length, LPWSAOVERLAPPED overlapped,
                        LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                        LPINT error);

// event_select.cpp
int WSPAPI async_select(SOCKET s, HWND window, unsigned int message, long events, LPINT error);
int WSPAPI event_select(SOCKET s, WSAEVENT event, long events, LPINT error);
int WSPAPI enum_network_events(SOCKET s, WSAEVENT event, LPWSANETWORKEVENTS events, LPINT error);
// overlapped_result.cpp
BOOL WSPAPI overlapped_result(SOCKET s, LPWSAOVERLAPPED overlapped, LPDWORD transferred, BOOL wait,
                              LPDWORD flags, LPINT error);

// option_get.cpp, option_set.cpp, ioctl.cpp, select.cpp, duplicate.cpp, address_text.cpp
int WSPAPI get_option(SOCKET s, int level, int name, char* value, LPINT length, LPINT error);
int WSPAPI set_option(SOCKET s, int level, int name, const char* value, int length, LPINT error);
int WSPAPI control(SOCKET s, DWORD code, LPVOID in, DWORD in_length, LPVOID out, DWORD out_length,
                   LPDWORD returned, LPWSAOVERLAPPED overlapped,
                   LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error);
int WSPAPI select_sockets(int count, fd_set* readable, fd_set* writable, fd_set* exceptional,
                          const timeval* timeout, LPINT error);
int WSPAPI duplicate_socket(SOCKET s, DWORD process, LPWSAPROTOCOL_INFOW info, LPINT error);
int WSPAPI address_to_string(sockaddr* address, DWORD address_length, LPWSAPROTOCOL_INFOW info,
                             LPWSTR text, LPDWORD text_length, LPINT error);
int WSPAPI string_to_address(LPWSTR text, INT family, LPWSAPROTOCOL_INFOW info, sockaddr* address,
                             LPINT address_length, LPINT error);

// What a procedure returns when it fails.
template <typename Result = int>
Result fail(LPINT error, int code, Result failure = static_cast<Result>(SOCKET_ERROR)) {
    if (error)
        *error = code;
    return failure;
}

}  // namespace berth::kernel
