#include "providers/kernel/accept_request.h"

#include <cerrno>
#include <cstring>
#include <mutex>

#include "providers/kernel/accept_address.h"
#include "providers/kernel/connect_state.h"
#include "providers/kernel/error.h"
#include "providers/kernel/option_carry.h"
#include "providers/kernel/request_take.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/socket_watch.h"
#include "providers/kernel/transfer.h"

namespace berth::kernel {

namespace {

// Guards every listener's list of those that wait for data, and is held while one of them
// completes: a listener that closes waits for that. Taken last.
constinit nt::FutexMutex accepted_lock;

}  // namespace

AcceptRequest::AcceptRequest(SocketWatch& listener, SocketWatch& into, const AcceptBuffer& buffer)
    : listener_(listener), into_(into), buffer_(buffer) {
    into_.ref();
}

AcceptRequest::~AcceptRequest() {
    into_.unref();
}

int AcceptRequest::claim() {
    const std::lock_guard guard(into_.lock);
    if (into_.ended)
        return WSAENOTSOCK;
    const Socket& socket = into_.socket();
    if (into_.acceptor || socket.bound || socket.connected)
        return WSAEINVAL;
    listener_.ref();
    into_.acceptor = &listener_;
    return 0;
}

// Under the lock of `into_`, which has not ended.
void AcceptRequest::acceptor_forget() {
    into_.acceptor = nullptr;
    listener_.unref();  // not the last: the listener's lock is held
}

Request::Step AcceptRequest::perform(SocketWatch&) {
    return connected_ ? data_take() : connection_take();
}

Request::Step AcceptRequest::connection_take() {
    const std::lock_guard guard(into_.lock);
    if (into_.ended)
        return done(WSA_OPERATION_ABORTED);
    Address peer;
    int fd = -1;
    const size_t takers = listener_.socket().gate ? listener_.receiving.count() + 1 : 1;
    int code = request_take_now(listener_.socket(), into_.socket().nonblocking, takers, &peer, &fd);
    if (code == WSAEWOULDBLOCK)
        return Step::kLater;
    if (code == 0)
        code = connection_install(fd);
    acceptor_forget();
    if (code != 0)
        return done(code);
    connected_ = true;
    addresses_write(peer);
    return buffer_.receive_length == 0 ? done(0) : data_wait();
}

// The connection takes the place of the socket's own descriptor, and its number.
int AcceptRequest::connection_install(int fd) {
    Socket& socket = into_.socket();
    if (listener_.socket().options_set)
        socket.options_set = true;
    if (socket.options_set)
        options_carry(socket, socket.fd, fd);
    into_.unregister();
    int installed = 0;
    do {
        installed = lnx::sys_dup3(fd, socket.fd, lnx::kSockCloexec);
    } while (installed < 0 && (errno == EBUSY || errno == EINTR));
    const int number = errno;
    lnx::sys_close(fd);
    if (installed < 0)
        return error_from_errno(number);
    socket.failure = 0;
    socket.connected_at = connect_clock();
    socket.context_missing = true;
    socket.bound = true;
    socket.connected = true;
    socket.plain_update();
    if (into_.rare())
        into_.rare()->events.renewed();
    if (const NetworkEvents* const events = listener_.events_wanted()) {
        if (int code = into_.rare_make())
            return code;
        into_.rare()->from_listener = events->registration();
    } else if (into_.rare()) {
        into_.rare()->from_listener = {};
    }
    // It hears of what it was registered for itself.
    return into_.is_told() ? into_.register_with_reactor(listener_.reactor()) : 0;
}

void AcceptRequest::addresses_write(const Address& peer) {
    char* const addresses = buffer_.data + buffer_.receive_length;
    if (buffer_.local_length != 0) {
        Address local;
        address_of_socket(into_.socket().fd, &local);
        accept_address_write(local, addresses);
    }
    accept_address_write(peer, addresses + buffer_.local_length);
}

// WSAEWOULDBLOCK, or how the first receive ended.
int AcceptRequest::data_try() {
    lnx::IoVec room{};
    IoVector data(&room);
    const WSABUF buffer{buffer_.receive_length, buffer_.data};
    data.fill(&buffer, 1);
    bool truncated = false;
    return socket_receive(into_.socket(), data, lnx::kMsgDontWait, nullptr, nullptr, &transferred_,
                          &truncated);
}

// Under both locks.
Request::Step AcceptRequest::data_wait() {
    int code = data_try();
    if (code != WSAEWOULDBLOCK)
        return done(code);
    // The threads that wait for the listener's completions hear of the data.
    code = listener_.rare_make();
    if (code == 0)
        code = listener_.register_with_reactor();
    if (code == 0)
        code = into_.register_with_reactor(listener_.reactor());
    if (code != 0)
        return done(code);
    {
        const std::lock_guard guard(accepted_lock);
        next_accepted_ = listener_.rare()->accepted;
        if (next_accepted_)
            next_accepted_->previous_accepted_ = this;
        listener_.rare()->accepted = this;
    }
    into_.move_here(*this, into_.receiving);
    return Step::kMoved;
}

// Under the lock of `into_` alone.
Request::Step AcceptRequest::data_take() {
    const int code = data_try();
    if (code == WSAEWOULDBLOCK)
        return Step::kLater;
    const std::lock_guard guard(accepted_lock);
    if (unlink()) {
        done(code);
        tell(Told::kLater);
    }
    return Step::kMoved;
}

// Under `accepted_lock`. False: who ends it has taken it.
bool AcceptRequest::unlink() {
    if (taken_)
        return false;
    (previous_accepted_ ? previous_accepted_->next_accepted_ : listener_.rare()->accepted) =
        next_accepted_;
    if (next_accepted_)
        next_accepted_->previous_accepted_ = previous_accepted_;
    return true;
}

bool AcceptRequest::cancelled() {
    if (connected_) {
        const std::lock_guard guard(accepted_lock);
        if (unlink())
            abort();
        return false;
    }
    const std::lock_guard guard(into_.lock);
    if (!into_.ended)
        acceptor_forget();
    return true;
}

bool accepted_cancel(SocketWatch& listener, const RequestFilter& filter) {
    if (!listener.rare())
        return false;
    AcceptRequest* found = nullptr;
    {
        const std::lock_guard guard(accepted_lock);
        AcceptRequest* next = nullptr;
        for (AcceptRequest* request = listener.rare()->accepted; request; request = next) {
            next = request->next_accepted_;
            if (!filter.matches(*request))
                continue;
            request->unlink();
            request->taken_ = true;
            request->next_accepted_ = found;
            found = request;
        }
    }
    const bool any = found != nullptr;
    while (AcceptRequest* request = found) {
        found = request->next_accepted_;
        {
            const std::lock_guard guard(request->into_.lock);
            if (!request->into_.ended)
                request->into_.move_away(*request, request->into_.receiving);
        }
        request->abort();
    }
    return any;
}

void acceptor_leave(SocketWatch& into) {
    SocketWatch* listener = std::exchange(into.acceptor, nullptr);
    if (!listener)
        return;
    {
        const std::lock_guard guard(listener->lock);
        if (!listener->ended)
            listener->cancel_into(into);
    }
    listener->unref();
}

}  // namespace berth::kernel
