#include "providers/iso/network_events.h"

#include <utility>

#include "providers/iso/socket.h"
#include "providers/iso/startup.h"

namespace berth::iso {

void NetworkEvents::assign(EventRegistration& registration) {
    replace(registration);
    write_awaited_ = true;
    if (!connect_told_ && socket_.connect_was_begun())
        connect_awaited_ = true;
    look(true);
}

void NetworkEvents::record(int bit, int code) {
    if (record_or_post(bit, code))
        post(upcalls(), socket_.handle(), bit, code);
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
    connect_told_ = false;
    write_awaited_ = true;
}

}  // namespace berth::iso
