// The network events of one socket: what the program wants to be told (WSAEventSelect,
// WSAAsyncSelect), what was told and waits for the function that re-enables it. The socket knows
// what holds; this knows whether it is news.
// https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsaasyncselect#remarks
#pragma once

#include <array>

#include "nt/event.h"
#include "winsock2.h"

namespace berth::iso {

class Socket;

struct EventRegistration {
    nt::Ref<nt::Event> event;  // WSAEventSelect: an event that is closed meanwhile is harmless
    HWND window = nullptr;     // WSAAsyncSelect
    unsigned message = 0;
    long wanted = 0;  // FD_ bits; none: not registered
};

// All under the socket's lock.
class NetworkEvents {
  public:
    explicit NetworkEvents(Socket& socket) : socket_(socket) {}

    const EventRegistration& registration() const { return registration_; }
    // Replaces the registration and forgets what was recorded; what holds already is told at once.
    // The old one is let go by the caller, without the lock.
    void assign(EventRegistration& registration);
    // WSPEnumNetworkEvents.
    void take(WSANETWORKEVENTS* events, nt::Event* reset);

    // Tells what holds and has not been told. A request that is deferred counts when `deferred_too`
    // says so.
    void look(bool deferred_too = false);
    // A function that re-enables these was called; look() follows.
    void enable(long events) { told_ &= ~events; }
    // A send found no room: FD_WRITE is due when there is some.
    void write_blocked() {
        told_ &= ~FD_WRITE;
        write_awaited_ = true;
    }
    // A connect begins: its end is to be told.
    void connect_begins();
    // The end of a connect that the call itself has told.
    void connect_told() { connect_awaited_ = false; }
    // The quality of service has changed.
    void quality_changed() { quality_changed_ = true; }

  private:
    void record(int bit, int code = 0);

    Socket& socket_;
    EventRegistration registration_;
    long told_ = 0;  // and not re-enabled yet
    long recorded_ = 0;
    std::array<int, FD_MAX_EVENTS> codes_{};
    bool write_awaited_ = true;
    bool connect_awaited_ = false;
    bool connect_heard_ = false;  // the program has had it: once is enough
    bool quality_changed_ = false;
};

}  // namespace berth::iso
