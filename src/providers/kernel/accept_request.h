// AcceptEx: waits in the listener's queue for a connection, which then takes the place of the
// accepting socket's descriptor; and, where the program gave room for it, in the accepting socket's
// queue for the first data. All the while it is a request of the listener: ended by the listener's
// close, or by the accepting socket's.
#pragma once

#include "providers/kernel/address.h"
#include "providers/kernel/request.h"

namespace berth::kernel {

struct AcceptBuffer {
    char* data;
    DWORD receive_length;
    DWORD local_length;
    DWORD remote_length;
};

class AcceptRequest final : public Request {
  public:
    // Takes a reference of the watch that accepts.
    AcceptRequest(SocketWatch& listener, SocketWatch& into, const AcceptBuffer& buffer);
    ~AcceptRequest() override;

    Step perform(SocketWatch& watch) override;
    bool cancelled() override;
    bool is_of(const SocketWatch& watch) const override { return &watch == &listener_; }
    bool is_into(const SocketWatch& watch) const override { return &watch == &into_; }

    // From start to connection the socket is spoken for. WSAEINVAL: it is already, or bound;
    // WSAENOTSOCK: it was closed.
    int claim() override;

  private:
    friend bool accepted_cancel(SocketWatch& listener, const RequestFilter& filter);

    Step connection_take();
    int connection_install(int fd);
    void addresses_write(const Address& peer);
    Step data_wait();
    Step data_take();
    int data_try();
    bool unlink();
    void acceptor_forget();

    // The listener ends its requests before it goes.
    SocketWatch& listener_;
    SocketWatch& into_;  // a reference
    const AcceptBuffer buffer_;
    bool connected_ = false;
    // While it waits for data; under a lock of their own.
    bool taken_ = false;  // by who ends it
    AcceptRequest* next_accepted_ = nullptr;
    AcceptRequest* previous_accepted_ = nullptr;
};

// Ends the listener's requests that wait for data, under the listener's lock. False: there was
// none.
bool accepted_cancel(SocketWatch& listener, const RequestFilter& filter);
// When a socket has been closed: the request that was to accept into it ends. No lock.
void acceptor_leave(SocketWatch& into);

}  // namespace berth::kernel
