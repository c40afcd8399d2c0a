// What follows a socket's readiness: the one who hears from the reactor, for the socket's life. It
// outlives the Socket for a moment, when a thread is just telling it something; it knows the
// descriptor, which stays open until the watch has ended.
#pragma once

#include "nt/futex.h"
#include "providers/kernel/network_events.h"
#include "reactor/reactor.h"

namespace berth::kernel {

struct Socket;

class SocketWatch final : public reactor::Watch {
  public:
    SocketWatch(Socket& socket, int fd, reactor::Reactor& reactor)
        : events(socket), fd_(fd), reactor_(reactor) {}

    void ready(uint32_t events) override;

    int fd() const { return fd_; }
    reactor::Reactor& reactor() const { return reactor_; }

    // Guards all that follows, and is held while a request's system call is tried: whoever holds it
    // and finds the watch not ended may use the descriptor. Never held while a program's code runs.
    nt::FutexMutex lock;
    bool ended = false;
    NetworkEvents events;  // knows the socket, which lives until the watch has ended

  private:
    ~SocketWatch() override = default;

    const int fd_;
    reactor::Reactor& reactor_;
};

// The socket's watch, registered with the reactor if it was not yet. 0 or a WSA code. The caller
// holds a SocketUse; the pointer is good as long.
int socket_watch(Socket& socket, SocketWatch** watch);

// When the socket is closed, after nobody is inside a call on it any more and before its descriptor
// is closed.
void socket_watch_end(Socket& socket);

}  // namespace berth::kernel
