// AcceptEx.
// https://learn.microsoft.com/windows/win32/api/mswsock/nf-mswsock-acceptex
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "berth/accept_buffer.h"
#include "nt/last_error.h"
#include "nt/memory_probe.h"
#include "providers/iso/accept.h"
#include "providers/iso/extension.h"

namespace berth::iso {
namespace {

struct AcceptBuffer {
    char* data;
    DWORD receive_length;
    DWORD local_length;
    DWORD remote_length;

    size_t size() const { return size_t{receive_length} + local_length + remote_length; }
};

void address_leave(const IsoAddress& address, USHORT default_port, char* stretch) {
    const sockaddr_tp name = iso_address_store(address, default_port);
    const int length = sizeof name;
    std::memcpy(stretch, &length, sizeof length);
    std::memcpy(stretch + BERTH_ACCEPT_ADDRESS, &name, sizeof name);
}

// First a request of the listener; with a connection, and data to wait for, one of the accepting
// socket, whose lock comes after the listener's.
class AcceptExRequest final : public Request {
  public:
    AcceptExRequest(Socket& listener, SocketRef into, const AcceptBuffer& buffer)
        : listener_(listener.handle()), into_(std::move(into)), buffer_(buffer) {}

    bool perform(Socket& socket) override {
        return &socket == into_.get() ? data_take(socket) : connection_take(socket);
    }

    bool moved(Socket& socket) override {
        if (!waits_ || &socket == into_.get())
            return false;
        const Lock guard(into_->lock);
        into_->receives.push(*this);
        socket.listener->accepted_wait(*into_);
        return true;
    }

    void withdraw(Socket& socket) override {
        if (&socket == into_.get())
            return;
        const Lock guard(into_->lock);
        into_->acceptor_set({});
    }

    bool is_into(const Socket& accepting) const override { return into_.get() == &accepting; }

  private:
    SOCKET started_on(SOCKET) const override { return listener_; }

    bool connection_take(Socket& listener) {
        const Lock guard(into_->lock);
        if (into_->is_closed()) {
            error = WSA_OPERATION_ABORTED;
            return true;
        }
        if (has_waited() && !listener.has_request(true))
            return false;
        if (has_waited() && !nt::memory_is_mapped(buffer_.data, buffer_.size())) {
            error = WSAEFAULT;
            into_->acceptor_set({});
            return true;
        }
        int code = 0;
        ConnectionRequestRef request;
        do {
            request = listener.listener->take(&code);
        } while (request && code != 0);  // withdrawn: the next
        if (!request)
            return false;
        Confirmation confirmation;
        confirmation.quality = request->request().parameters.quality;
        request_accept(*request, *into_, confirmation);
        into_->context_missing = true;
        char* const addresses = buffer_.data + buffer_.receive_length;
        if (buffer_.local_length != 0)
            address_leave(into_->connection.local, into_->default_port(), addresses);
        address_leave(into_->connection.peer, into_->default_port(),
                      addresses + buffer_.local_length);
        waits_ = buffer_.receive_length != 0;
        into_->changed();
        return true;
    }

    bool data_take(Socket& socket) {
        WSABUF room{buffer_.receive_length, buffer_.data};
        Buffers buffers;
        if ((error = buffers.assign(&room, 1, true)) != 0)
            return true;
        if (!socket.data_take(buffers, 0, this))
            return false;
        if (error == WSAEDISCON)
            error = 0;  // no data: AcceptEx has a connection all the same
        return true;
    }

    const SOCKET listener_;
    const SocketRef into_;
    const AcceptBuffer buffer_;
    bool waits_ = false;
};

int buffer_check(const AcceptBuffer& buffer) {
    constexpr DWORD kLeast = sizeof(sockaddr_tp) + BERTH_ACCEPT_ADDRESS;
    if (buffer.remote_length == 0)
        return WSAEINVAL;
    if ((buffer.local_length != 0 && buffer.local_length < kLeast) || buffer.remote_length < kLeast)
        return WSAEFAULT;
    return nt::memory_is_mapped(buffer.data, buffer.size()) ? 0 : WSAEFAULT;
}

int accepting_claim(Socket& listener, Socket& accepting) {
    if (&listener == &accepting)
        return WSAEINVAL;
    const Lock guard(accepting.lock);
    if (accepting.is_closed())
        return WSAENOTSOCK;
    if (accepting.phase() != Phase::kFresh || accepting.bound || accepting.acceptor() ||
        accepting.protocol != listener.protocol)
        return WSAEINVAL;
    accepting.acceptor_set(SocketRef::share(&listener));
    return 0;
}

int accept_start(SOCKET s, SOCKET into, const AcceptBuffer& buffer, DWORD* received,
                 OVERLAPPED* overlapped) {
    if (!overlapped)
        return WSA_INVALID_PARAMETER;
    const SocketRef listener = socket_find(s);
    const SocketRef accepting = socket_find(into);
    if (!listener || !accepting)
        return WSAENOTSOCK;
    const Lock guard(listener->lock);
    if (listener->is_closed())
        return WSAENOTSOCK;
    int code = listener->phase() == Phase::kListening ? buffer_check(buffer) : WSAEINVAL;
    if (code == 0)
        code = accepting_claim(*listener, *accepting);
    if (code == 0) {
        code = listener->start(listener->accepts,
                               std::make_unique<AcceptExRequest>(*listener, accepting, buffer),
                               {overlapped}, received, nullptr);
        if (code != 0 && code != WSA_IO_PENDING) {
            const Lock own(accepting->lock);
            accepting->acceptor_set({});
        }
    }
    listener->events.enable(FD_ACCEPT);
    listener->changed(true);
    return code;
}

}  // namespace

BOOL PASCAL accept_ex(SOCKET listener, SOCKET accepting, PVOID buffer, DWORD receive_length,
                      DWORD local_length, DWORD remote_length, LPDWORD received,
                      LPOVERLAPPED overlapped) {
    const AcceptBuffer place{static_cast<char*>(buffer), receive_length, local_length,
                             remote_length};
    int code = WSAENOBUFS;
    try {
        code = accept_start(listener, accepting, place, received, overlapped);
    } catch (const std::bad_alloc&) {
        code = WSAENOBUFS;
    }
    return nt::last_error_result(static_cast<DWORD>(code));
}

}  // namespace berth::iso
