#include "nt/ntstatus.h"

#include <iterator>

#include "winerror.h"

namespace berth::nt {

namespace {

struct Row {
    uint32_t status;
    DWORD error;
    DWORD socket_error;
};

// The first row with an error code is the status that such a failure gets.
// https://learn.microsoft.com/openspecs/windows_protocols/ms-erref/596a1078-e883-4972-9bbc-49e60bebca55
constexpr Row kRows[] = {
    {kStatusPending, ERROR_IO_PENDING, ERROR_IO_INCOMPLETE},
    {kStatusCancelled, ERROR_OPERATION_ABORTED, ERROR_OPERATION_ABORTED},
    {0xC000020D, ERROR_NETNAME_DELETED, WSAECONNRESET},       // STATUS_CONNECTION_RESET
    {0xC0000241, ERROR_CONNECTION_ABORTED, WSAECONNABORTED},  // STATUS_CONNECTION_ABORTED
    {0xC0000236, ERROR_CONNECTION_REFUSED, WSAECONNREFUSED},  // STATUS_CONNECTION_REFUSED
    {0xC00000B5, ERROR_SEM_TIMEOUT, WSAETIMEDOUT},            // STATUS_IO_TIMEOUT
    {0xC000023C, ERROR_NETWORK_UNREACHABLE, WSAENETUNREACH},  // STATUS_NETWORK_UNREACHABLE
    {0xC000023D, ERROR_HOST_UNREACHABLE, WSAEHOSTUNREACH},    // STATUS_HOST_UNREACHABLE
    {0xC00000C9, ERROR_NETNAME_DELETED, WSAENETRESET},        // STATUS_NETWORK_NAME_DELETED
    {kStatusBufferOverflow, ERROR_MORE_DATA, WSAEMSGSIZE},
    {0xC0000206, ERROR_INVALID_USER_BUFFER, WSAEMSGSIZE},           // STATUS_INVALID_BUFFER_SIZE
    {0xC000009A, ERROR_NO_SYSTEM_RESOURCES, WSAENOBUFS},            // STATUS_INSUFFICIENT_RESOURCES
    {0xC0000017, ERROR_NOT_ENOUGH_MEMORY, WSAENOBUFS},              // STATUS_NO_MEMORY
    {0xC0000005, ERROR_NOACCESS, WSAEFAULT},                        // STATUS_ACCESS_VIOLATION
    {0xC000000D, ERROR_INVALID_PARAMETER, WSAEINVAL},               // STATUS_INVALID_PARAMETER
    {0xC0000008, ERROR_INVALID_HANDLE, WSAENOTSOCK},                // STATUS_INVALID_HANDLE
    {0xC0000022, ERROR_ACCESS_DENIED, WSAEACCES},                   // STATUS_ACCESS_DENIED
    {0xC000020A, ERROR_ADDRESS_ALREADY_ASSOCIATED, WSAEADDRINUSE},  // ..._ADDRESS_ALREADY_EXISTS
    {0xC0000207, ERROR_INVALID_NETNAME, WSAEADDRNOTAVAIL},     // STATUS_INVALID_ADDRESS_COMPONENT
    {0xC0000140, ERROR_UNEXP_NET_ERR, WSAENOTCONN},            // STATUS_INVALID_CONNECTION
    {0xC00000B0, ERROR_PIPE_NOT_CONNECTED, WSAESHUTDOWN},      // STATUS_PIPE_DISCONNECTED
    {0xC00000BB, ERROR_NOT_SUPPORTED, WSAEOPNOTSUPP},          // STATUS_NOT_SUPPORTED
    {0xC0000235, ERROR_INVALID_HANDLE, WSAENOTSOCK},           // STATUS_HANDLE_NOT_CLOSABLE
    {0xC000013B, ERROR_NETNAME_DELETED, WSAECONNABORTED},      // STATUS_LOCAL_DISCONNECT
    {0xC000013C, ERROR_NETNAME_DELETED, WSAECONNRESET},        // STATUS_REMOTE_DISCONNECT
    {0xC0000237, ERROR_GRACEFUL_DISCONNECT, WSAEDISCON},       // STATUS_GRACEFUL_DISCONNECT
    {0xC000023F, ERROR_PORT_UNREACHABLE, WSAECONNRESET},       // STATUS_PORT_UNREACHABLE
    {0xC000023E, ERROR_PROTOCOL_UNREACHABLE, WSAENETUNREACH},  // STATUS_PROTOCOL_UNREACHABLE
    {0xC0000240, ERROR_REQUEST_ABORTED, WSAEINTR},             // STATUS_REQUEST_ABORTED
    {kStatusEndOfFile, ERROR_HANDLE_EOF, ERROR_HANDLE_EOF},
    {0xC000014B, ERROR_BROKEN_PIPE, ERROR_BROKEN_PIPE},        // STATUS_PIPE_BROKEN
    {0xC00000B1, ERROR_NO_DATA, ERROR_NO_DATA},                // STATUS_PIPE_CLOSING
    {0xC00000B2, ERROR_PIPE_CONNECTED, ERROR_PIPE_CONNECTED},  // STATUS_PIPE_CONNECTED
    {0xC00000B3, ERROR_PIPE_LISTENING, ERROR_PIPE_LISTENING},  // STATUS_PIPE_LISTENING
    {0xC000007F, ERROR_DISK_FULL, ERROR_DISK_FULL},            // STATUS_DISK_FULL
    {0xC0000043, ERROR_SHARING_VIOLATION, WSAEADDRINUSE},      // STATUS_SHARING_VIOLATION
    {0xC0000054, ERROR_LOCK_VIOLATION, ERROR_LOCK_VIOLATION},  // STATUS_FILE_LOCK_CONFLICT
    {0xC0000010, ERROR_INVALID_FUNCTION, WSAEOPNOTSUPP},       // STATUS_INVALID_DEVICE_REQUEST
    {0xC0000001, ERROR_GEN_FAILURE, WSAENOBUFS},               // STATUS_UNSUCCESSFUL
};

// Codes without a status of their own travel inside one: facility NTWIN32.
constexpr uint32_t kCarrier = 0xC0070000;
constexpr uint32_t kCarrierMask = 0xFFFF0000;

const Row* row_of(uint32_t status) {
    for (const Row& row : kRows) {
        if (row.status == status)
            return &row;
    }
    return nullptr;
}

}  // namespace

DWORD error_from_status_slowly(uint32_t status) {
    if ((status & kCarrierMask) == kCarrier)
        return status & ~kCarrierMask;
    const Row* const row = row_of(status);
    return row ? row->error : DWORD{ERROR_MR_MID_NOT_FOUND};
}

DWORD socket_error_from_status(uint32_t status) {
    if (status == kStatusSuccess)
        return 0;
    if ((status & kCarrierMask) == kCarrier)
        return status & ~kCarrierMask;
    const Row* const row = row_of(status);
    return row ? row->socket_error : DWORD{WSAENOBUFS};
}

uint32_t status_from_error(DWORD error) {
    if (error == 0)
        return kStatusSuccess;
    for (const Row& row : kRows) {
        if (error == (error >= WSABASEERR ? row.socket_error : row.error))
            return row.status;
    }
    return kCarrier | (error & ~kCarrierMask);
}

}  // namespace berth::nt
