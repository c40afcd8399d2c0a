// ConnectEx, DisconnectEx.
// https://learn.microsoft.com/windows/win32/api/mswsock/nc-mswsock-lpfn_connectex
#include <memory>
#include <new>
#include <utility>

#include "nt/last_error.h"
#include "nt/memory_probe.h"
#include "providers/iso/extension.h"
#include "providers/iso/peer_address.h"
#include "providers/iso/send_request.h"

namespace berth::iso {
namespace {

// A connect, and then a send.
class ConnectExRequest final : public SendRequest {
  public:
    ConnectExRequest() : SendRequest(0) {}

    bool perform(Socket& socket) override {
        if (connected_)
            return SendRequest::perform(socket);
        if (socket.phase() == Phase::kConnecting)
            return false;
        error = socket.connect_error();
        connected_ = error == 0;
        socket.context_missing = connected_;
        return true;
    }

    bool moved(Socket& socket) override {
        if (!connected_ || sends_ || buffers.total() == 0)
            return false;
        sends_ = true;
        socket.sends.push(*this);
        return true;
    }

  private:
    bool connected_ = false;
    bool sends_ = false;
};

int connect_start(SOCKET s, const sockaddr* name, int name_length, const WSABUF& data, DWORD* sent,
                  OVERLAPPED* overlapped) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return WSAENOTSOCK;
    if (!overlapped)
        return WSA_INVALID_PARAMETER;
    IsoAddress to;
    if (const int code = peer_address_read(*socket, name, name_length, &to))
        return code;
    auto request = std::make_unique<ConnectExRequest>();
    if (data.len != 0) {
        if (!nt::memory_is_mapped(data.buf, data.len))
            return WSAEFAULT;
        if (const int code = request->buffers.assign(&data, 1, false))
            return code;
    }
    const Lock guard(socket->lock);
    if (socket->is_closed())
        return WSAENOTSOCK;
    if (!socket->bound && socket->phase() == Phase::kFresh)
        return WSAEINVAL;
    const Octets caller_data(reinterpret_cast<const uint8_t*>(socket->connect_data.data()),
                             socket->connect_data.size());
    if (const int code = socket->connect_begin(to, caller_data,
                                               socket->quality_set ? &socket->quality : nullptr))
        return code;
    return socket->start(socket->connects, std::move(request), {overlapped}, sent, nullptr);
}

// Until the connection is released.
class DisconnectRequest final : public Request {
  public:
    explicit DisconnectRequest(bool reuse) : reuse_(reuse) {}
    bool perform(Socket& socket) override {
        if (!socket.is_released())
            return false;
        socket.disconnected = true;
        if (reuse_)
            socket.renew();
        return true;
    }

  private:
    const bool reuse_;
};

int disconnect_start(SOCKET s, OVERLAPPED* overlapped, DWORD flags, DWORD reserved) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return WSAENOTSOCK;
    if ((flags & ~DWORD{TF_REUSE_SOCKET}) || reserved != 0)
        return WSAEINVAL;
    auto request = std::make_unique<DisconnectRequest>((flags & TF_REUSE_SOCKET) != 0);
    Lock guard(socket->lock);
    if (socket->is_closed())
        return WSAENOTSOCK;
    if (!socket->was_connected() || socket->disconnected)
        return WSAENOTCONN;
    socket->send_shutdown({});
    if (overlapped && (socket->flags & WSA_FLAG_OVERLAPPED))
        return socket->start(socket->connects, std::move(request), {overlapped}, nullptr, nullptr);
    return request->perform(*socket) ? 0
                                     : socket->wait(guard, socket->connects, *request, nt::kNever);
}

}  // namespace

BOOL PASCAL connect_ex(SOCKET s, const sockaddr* name, int name_length, PVOID buffer, DWORD length,
                       LPDWORD sent, LPOVERLAPPED overlapped) {
    const WSABUF data{buffer ? length : 0, static_cast<char*>(buffer)};
    int code = WSAENOBUFS;
    try {
        code = connect_start(s, name, name_length, data, sent, overlapped);
    } catch (const std::bad_alloc&) {
        code = WSAENOBUFS;
    }
    return nt::last_error_result(static_cast<DWORD>(code));
}

// https://learn.microsoft.com/windows/win32/api/mswsock/nc-mswsock-lpfn_disconnectex
BOOL PASCAL disconnect_ex(SOCKET s, LPOVERLAPPED overlapped, DWORD flags, DWORD reserved) {
    int code = WSAENOBUFS;
    try {
        code = disconnect_start(s, overlapped, flags, reserved);
    } catch (const std::bad_alloc&) {
        code = WSAENOBUFS;
    }
    return nt::last_error_result(static_cast<DWORD>(code));
}

}  // namespace berth::iso
