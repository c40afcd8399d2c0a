// The network events of one socket. The socket knows what holds; this knows whether it is news.
// https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsaasyncselect#remarks
#pragma once

#include "providers/common/event_record.h"
#include "winsock2.h"

namespace berth::iso {

class Socket;

using provider::EventRegistration;

// All under the socket's lock.
class NetworkEvents : private provider::EventRecord {
  public:
    explicit NetworkEvents(Socket& socket) : socket_(socket) {}

    using EventRecord::registration;
    // Replaces the registration and forgets what was recorded; what holds already is told at once.
    // The old one is let go by the caller, without the lock.
    void assign(EventRegistration& registration);
    // WSPEnumNetworkEvents.
    void take(WSANETWORKEVENTS* events, nt::Event* reset) { take_recorded(events, reset); }

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
    bool write_awaited_ = true;
    bool connect_awaited_ = false;
    bool quality_changed_ = false;
};

}  // namespace berth::iso
