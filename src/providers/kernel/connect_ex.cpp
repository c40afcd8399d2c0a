// ConnectEx.
// https://learn.microsoft.com/windows/win32/api/mswsock/nc-mswsock-lpfn_connectex
#include <cerrno>
#include <mutex>

#include "nt/last_error.h"
#include "nt/memory_probe.h"
#include "providers/kernel/address.h"
#include "providers/kernel/connect_request.h"
#include "providers/kernel/connect_state.h"
#include "providers/kernel/error.h"
#include "providers/kernel/extension.h"
#include "providers/kernel/request_start.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {

ConnectRequest::ConnectRequest(const WSABUF& data) : data_(room_) {
    data_.fill(&data, 1);
}

Request::Step ConnectRequest::perform(SocketWatch& watch) {
    Socket& socket = watch.socket();
    if (!connected_) {
        const std::lock_guard guard(socket.lock);
        const int code = connect_settle(socket);
        if (code == WSAEALREADY)
            return Step::kLater;
        if (code != 0)
            return done(code);
        connected_ = true;
        socket.context_missing = true;
    }
    if (data_.total() == 0)
        return done(0);
    const size_t left = data_.total();
    DWORD sent = 0;
    const int code = socket_send(socket, data_, lnx::kMsgDontWait, nullptr, nullptr, &sent);
    if (code == WSAEWOULDBLOCK)
        return Step::kLater;
    transferred_ += sent;
    return code != 0 || sent >= left ? done(code) : Step::kLater;
}

namespace {

int connect_start(SOCKET s, const sockaddr* name, int name_length, const WSABUF& data, DWORD* sent,
                  OVERLAPPED* overlapped) {
    SocketUse socket(s);
    if (!socket)
        return socket_missing();
    if (!overlapped)
        return WSA_INVALID_PARAMETER;
    Address address;
    if (int code = address_read(name, name_length, socket->family, &address))
        return code;
    if (!socket->is_stream())
        return WSAEOPNOTSUPP;
    if (data.len != 0 && !nt::memory_is_mapped(data.buf, data.len))
        return WSAEFAULT;
    auto request = request_make<ConnectRequest>(0, data);
    SocketWatch* watch = nullptr;
    if (!request)
        return WSAENOBUFS;
    if (int code = socket_watch_get(*socket, &watch))
        return code;
    {
        const std::lock_guard guard(watch->lock);
        if (int code = connect_begin(*socket, address))
            return code;
        if (watch->rare())
            watch->rare()->events.connect_begins();
    }
    const int code =
        request_start(*socket, &SocketWatch::sending, {overlapped}, std::move(request), sent);
    const std::lock_guard guard(watch->lock);
    if (NetworkEvents* const events = watch->events_wanted())
        events->connect_goes_on();
    return code;
}

}  // namespace

BOOL PASCAL connect_ex(SOCKET s, const sockaddr* name, int name_length, PVOID buffer, DWORD length,
                       LPDWORD sent, LPOVERLAPPED overlapped) {
    const WSABUF data{buffer ? length : 0, static_cast<char*>(buffer)};
    return nt::last_error_result(static_cast<DWORD>(
        connect_start(s, name, name_length, data, buffer ? sent : nullptr, overlapped)));
}

}  // namespace berth::kernel
