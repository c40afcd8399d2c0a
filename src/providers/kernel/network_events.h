// The network events of one socket: what the kernel's readiness means in WSAEventSelect's terms.
// https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsaasyncselect#remarks
#pragma once

#include <cstdint>

#include "providers/common/event_record.h"
#include "winsock2.h"

namespace berth::kernel {

struct Socket;
class SocketWatch;

using provider::EventRegistration;

// A part of SocketWatch, and all under its lock.
class NetworkEvents : private provider::EventRecord {
  public:
    explicit NetworkEvents(Socket& socket) : socket_(socket) {}

    using EventRecord::registration;
    // Replaces the registration and forgets what was recorded; what holds already is told at once.
    // The old one is let go by the caller, without the lock.
    void assign(EventRegistration& registration);
    // The registration that an accepted socket has from its listener.
    void inherit(EventRegistration registration);
    // WSPEnumNetworkEvents.
    void take(WSANETWORKEVENTS* events, nt::Event* reset);

    // poll(2)'s bits of this moment, from the reactor. Somebody is registered.
    void ready(uint32_t events) { look(events, Occasion::edge); }

    // After a call of the re-enabling functions. `empty`: nothing is left behind what the call
    // took.
    void receive_ended(bool empty);
    void send_ended(bool blocked);
    void accept_ended(bool empty);
    // A connect is about to begin; it has ended at once.
    void connect_begins();
    void connect_ended(bool connected);
    // ... or goes on as an overlapped request, whatever has come of it so far.
    void connect_goes_on() { look_now(Occasion::enabled); }

    // Another descriptor has taken the place of the socket's: a connection of its own, or none yet.
    void renewed();

    // SIO_ADDRESS_LIST_CHANGE, SIO_ROUTING_INTERFACE_CHANGE, and the change: it is told once,
    // perhaps to a registration that comes later.
    void change_awaited(int bit);
    void changed(int bit);

    // FD_QOS: the quality of service is another now; SIO_GET_QOS has told which.
    void quality_changed();
    void quality_read() { told_ &= ~FD_QOS; }

  private:
    // When a connection request that is deferred counts as one to be told of.
    enum class Occasion { edge, enabled };
    enum class Next { data, end, nothing };

    void look(uint32_t events, Occasion occasion);
    void look_now(Occasion occasion);
    void look_listener(uint32_t events, Occasion occasion);
    void look_datagram(uint32_t events);
    void look_stream(uint32_t events);
    bool connect_look();
    bool end_look(uint32_t events, Next* next);
    Next next_look();
    bool is_urgent_apart() const;
    void writable();
    void changes_record();
    void record(int bit, int code = 0);

    Socket& socket_;
    long changed_ = 0;              // happened, and not told yet
    bool write_awaited_ = false;    // FD_WRITE is due when the socket becomes writable
    bool connect_awaited_ = false;  // FD_CONNECT is due
    bool connect_begun_ = false;    // ... and was asked for since the registration
    bool peer_done_ = false;        // poll has told of the peer's end, or of a failure
    bool urgent_ = false;           // ... of urgent data
};

// A receive of a socket that may have a registration, from before its system call to its end.
class ReceiveCall {
  public:
    explicit ReceiveCall(Socket& socket);
    ~ReceiveCall() {
        if (watch_) [[unlikely]]
            end();
    }
    ReceiveCall(const ReceiveCall&) = delete;
    ReceiveCall& operator=(const ReceiveCall&) = delete;

    // What the call has come to: a stream that gave less than there was room for is empty.
    void ended(int code, DWORD received, size_t room, bool stream, bool peeked) {
        empty_ = code == WSAEWOULDBLOCK ||
                 (code == 0 && stream && !peeked && received > 0 && received < room);
    }

  private:
    void end();

    SocketWatch* watch_;
    uint32_t edges_ = 0;
    bool empty_ = false;
};

// A send, in the same way.
class SendCall {
  public:
    explicit SendCall(Socket& socket);
    ~SendCall() {
        if (watch_) [[unlikely]]
            end();
    }
    SendCall(const SendCall&) = delete;
    SendCall& operator=(const SendCall&) = delete;

    // Windows takes all or nothing; after a part, as Linux takes it, programs wait for FD_WRITE
    // too.
    void ended(int code, DWORD sent, size_t length) {
        blocked_ = code == WSAEWOULDBLOCK || (code == 0 && sent < length);
    }

  private:
    void end();

    SocketWatch* watch_;
    bool blocked_ = false;
};

// An accept of a listener, of any kind.
class AcceptCall {
  public:
    explicit AcceptCall(Socket& listener);
    AcceptCall(const AcceptCall&) = delete;
    AcceptCall& operator=(const AcceptCall&) = delete;

    // While the listener is in use. A request that was deferred is told of no further.
    void ended(int code);

  private:
    Socket& listener_;
    uint32_t edges_ = 0;
};

}  // namespace berth::kernel
