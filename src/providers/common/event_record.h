// What every provider keeps of a socket's network events: what the program wants to be told
// (WSAEventSelect, WSAAsyncSelect), what was told and waits for the function that re-enables it. A
// provider's NetworkEvents derives from it and knows what holds; this knows whether it is news.
// https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsaasyncselect#remarks
#pragma once

#include <array>
#include <utility>

#include "nt/event.h"
#include "ws2spi.h"

namespace berth::provider {

struct EventRegistration {
    nt::Ref<nt::Event> event;  // WSAEventSelect: an event that is closed meanwhile is harmless
    HWND window = nullptr;     // WSAAsyncSelect
    unsigned message = 0;
    long wanted = 0;  // FD_ bits; none: not registered
};

// What a call of WSPEventSelect, or of WSPAsyncSelect, asks for. 0, WSAEINVAL.
int registration_make(WSAEVENT event, long events, EventRegistration* registration);
int registration_make(HWND window, unsigned message, long events, EventRegistration* registration);
// Who waits for the event, or for the window's messages, drives the provider's sockets meanwhile.
void registration_drive(const EventRegistration& registration, nt::Parker* driver);

// All under the lock of the socket's events.
class EventRecord {
  public:
    const EventRegistration& registration() const { return registration_; }

  protected:
    // Forgets what was recorded. The old registration is let go by the caller, without the lock.
    void replace(EventRegistration& registration) {
        std::swap(registration_, registration);
        told_ = 0;
        recorded_ = 0;
    }
    // WSPEnumNetworkEvents.
    void take_recorded(WSANETWORKEVENTS* events, nt::Event* reset) {
        events->lNetworkEvents = std::exchange(recorded_, 0);
        for (size_t bit = 0; bit < codes_.size(); ++bit) {
            if (events->lNetworkEvents & (1L << bit))
                events->iErrorCode[bit] = codes_[bit];
        }
        if (events->lNetworkEvents & FD_CONNECT)
            connect_told_ = true;
        if (reset)
            reset->reset();
    }
    // Tells what is wanted and not told yet. True: the window is to be told, by post().
    bool record_or_post(int bit, int code) {
        const long event = 1L << bit;
        if ((registration_.wanted & event) == 0 || (told_ & event) != 0)
            return false;
        told_ |= event;
        if (!registration_.event)
            return true;
        recorded_ |= event;
        codes_[static_cast<size_t>(bit)] = code;
        registration_.event->set();
        return false;
    }
    void post(const WSPUPCALLTABLE& upcalls, SOCKET s, int bit, int code);

    EventRegistration registration_;
    long told_ = 0;  // and not re-enabled yet
    long recorded_ = 0;
    std::array<int, FD_MAX_EVENTS> codes_{};
    bool connect_told_ = false;  // the program has had it: once is enough
};

}  // namespace berth::provider
