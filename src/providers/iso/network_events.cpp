#include "providers/iso/network_events.h"

#include <utility>

#include "providers/iso/socket.h"
#include "providers/iso/startup.h"

namespace berth::iso {

void NetworkEvents::assign(EventRegistration& registration) {
    std::swap(registration_, registration);
    told_ = 0;
    recorded_ = 0;
    write_awaited_ = true;
    if (!connect_heard_ && socket_.connect_was_begun())
        connect_awaited_ = true;
    look(true);
}

void NetworkEvents::take(WSANETWORKEVENTS* events, nt::Event* reset) {
    events->lNetworkEvents = std::exchange(recorded_, 0);
    for (size_t bit = 0; bit < codes_.size(); ++bit) {
        if (events->lNetworkEvents & (1L << bit))
            events->iErrorCode[bit] = codes_[bit];
    }
    if (events->lNetworkEvents & FD_CONNECT)
        connect_heard_ = true;
    if (reset)
        reset->reset();
}

void NetworkEvents::record(int bit, int code) {
    const long event = 1L << bit;
    if ((registration_.wanted & event) == 0 || (told_ & event) != 0)
        return;
    told_ |= event;
    if (registration_.event) {
        recorded_ |= event;
        codes_[static_cast<size_t>(bit)] = code;
        registration_.event->set();
        return;
    }
    if (event == FD_CONNECT)
        connect_heard_ = true;
    upcalls().lpWPUPostMessage(registration_.window, registration_.message,
                               static_cast<WPARAM>(socket_.handle()),
                               WSAMAKESELECTREPLY(event, code));
}

void NetworkEvents::look(bool deferred_too) {
    if (registration_.wanted == 0)
        return;
    if (socket_.phase() == Phase::kListening) {
        if (socket_.has_request(deferred_too))
            record(FD_ACCEPT_BIT);
        return;
    }
    if (socket_.phase() == Phase::kConnecting)
        return;
    if (std::exchange(connect_awaited_, false))
        record(FD_CONNECT_BIT, socket_.connect_error());
    if (!socket_.was_connected())
        return;
    if (socket_.has_expedited())
        record(FD_OOB_BIT);
    if (socket_.has_data())
        record(FD_READ_BIT);
    if (write_awaited_ && socket_.has_room()) {
        write_awaited_ = false;
        record(FD_WRITE_BIT);
    }
    if (quality_changed_ && (registration_.wanted & FD_QOS)) {
        quality_changed_ = false;
        record(FD_QOS_BIT);
    }
    if (socket_.has_ended())
        record(FD_CLOSE_BIT, socket_.close_code());
}

void NetworkEvents::connect_begins() {
    told_ &= ~(FD_CONNECT | FD_WRITE | FD_CLOSE);
    connect_awaited_ = true;
    connect_heard_ = false;
    write_awaited_ = true;
}

}  // namespace berth::iso
