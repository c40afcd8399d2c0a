// WSPIoctl. What has no row is not supported.
// https://learn.microsoft.com/windows/win32/winsock/winsock-ioctls
#include <cstring>

#include "mswsock.h"
#include "nt/memory_probe.h"
#include "providers/iso/extension.h"
#include "providers/iso/socket.h"
#include "providers/iso/startup.h"

namespace berth::iso {
namespace {

struct IoctlCall {
    DWORD code;
    const void* in;
    DWORD in_length;
    void* out;
    DWORD out_length;
    DWORD* returned;

    template <typename Value>
    int read(Value* value) const {
        if (in_length < sizeof *value || !nt::memory_is_mapped(in, sizeof *value))
            return WSAEFAULT;
        std::memcpy(value, in, sizeof *value);
        return 0;
    }
    template <typename Value>
    int write(const Value& value) const {
        if (out_length < sizeof value || !nt::memory_is_mapped(out, sizeof value))
            return WSAEFAULT;
        std::memcpy(out, &value, sizeof value);
        *returned = sizeof value;
        return 0;
    }
};

int mode_set(Socket& socket, const IoctlCall& call) {
    u_long on = 0;
    if (const int code = call.read(&on))
        return code;
    if (on == 0 && socket.events.registration().wanted != 0)
        return WSAEINVAL;  // WSAEventSelect or WSAAsyncSelect is to be undone first
    socket.nonblocking = on != 0;
    return 0;
}

int quality_get(Socket& socket, const IoctlCall& call) {
    socket.events.enable(FD_QOS);
    QOS unspecified = quality_to_qos({});
    return call.write(socket.quality_set ? socket.quality : unspecified);
}

// For the connect that follows; an established connection keeps what was agreed.
int quality_change(Socket& socket, const IoctlCall& call) {
    QOS wanted{};
    if (const int code = call.read(&wanted))
        return code;
    if (const int code = quality_check(wanted))
        return code;
    if (socket.phase() != Phase::kFresh)
        return WSAEOPNOTSUPP;
    socket.quality = wanted;
    socket.quality_set = true;
    return 0;
}

int extension_function(const IoctlCall& call) {
    GUID id{};
    if (const int code = call.read(&id))
        return code;
    const void* function = extension_find(id);
    return function ? call.write(function) : WSAEINVAL;
}

int socket_control(Socket& socket, const IoctlCall& call) {
    switch (call.code) {
        case static_cast<DWORD>(FIONBIO):
            return mode_set(socket, call);
        case static_cast<DWORD>(FIONREAD):
            return call.write(static_cast<u_long>(socket.first_message_size()));
        case static_cast<DWORD>(SIOCATMARK):
            return call.write(BOOL{!socket.has_expedited()});
        case SIO_GET_QOS:
            return quality_get(socket, call);
        case SIO_SET_QOS:
            return quality_change(socket, call);
        case SIO_GET_EXTENSION_FUNCTION_POINTER:
            return extension_function(call);
        case SIO_BASE_HANDLE:
        case SIO_BSP_HANDLE:
        case SIO_BSP_HANDLE_SELECT:
        case SIO_BSP_HANDLE_POLL:
            return call.write(socket.handle());
        case SIO_FLUSH:
        case SIO_SET_GROUP_QOS:
        case SIO_GET_GROUP_QOS:
        case SIO_ENABLE_CIRCULAR_QUEUEING:
            return WSAENOPROTOOPT;
        default:
            return WSAEOPNOTSUPP;
    }
}

// An overlapped call whose work is done.
class DoneRequest final : public Request {
  public:
    bool perform(Socket&) override { return true; }
};

}  // namespace

int WSPAPI control(SOCKET s, DWORD code, LPVOID in, DWORD in_length, LPVOID out, DWORD out_length,
                   LPDWORD returned, LPWSAOVERLAPPED overlapped,
                   LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const OverlappedCall call{(socket->flags & WSA_FLAG_OVERLAPPED) ? overlapped : nullptr, routine,
                              thread};
    DWORD own = 0;
    if (call.overlapped && !returned)
        returned = &own;
    if (!nt::memory_is_mapped(returned, sizeof *returned))
        return fail(error, WSAEFAULT);
    *returned = 0;
    const Lock guard(socket->lock);
    int outcome = socket_control(
        *socket, {code, in, in ? in_length : 0, out, out ? out_length : 0, returned});
    if (outcome == 0 && call.overlapped) {
        auto request = std::make_unique<DoneRequest>();
        request->transferred = *returned;
        RequestQueue none;
        outcome = socket->start(none, std::move(request), call, nullptr, nullptr);
    }
    return result(error, outcome);
}

}  // namespace berth::iso
