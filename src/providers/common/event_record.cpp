#include "providers/common/event_record.h"

#include "nt/handle.h"
#include "nt/message_queue.h"
#include "winnt.h"

namespace berth::provider {

int registration_make(WSAEVENT event, long events, EventRegistration* registration) {
    registration->wanted = events;
    if (events == 0)
        return 0;
    registration->event = nt::handle_get<nt::Event>(event, EVENT_MODIFY_STATE);
    return registration->event && !(events & ~long{FD_ALL_EVENTS}) ? 0 : WSAEINVAL;
}

int registration_make(HWND window, unsigned message, long events, EventRegistration* registration) {
    registration->wanted = events;
    if (events == 0)
        return 0;
    registration->window = window;
    registration->message = message;
    return nt::message_queue_of_window(window) && !(events & ~long{FD_ALL_EVENTS}) ? 0 : WSAEINVAL;
}

void registration_drive(const EventRegistration& registration, nt::Parker* driver) {
    if (registration.event && !registration.event->driver())
        registration.event->drive_with(driver);
    if (const auto queue = nt::message_queue_of_window(registration.window);
        queue && !queue->driver())
        queue->drive_with(driver);
}

void EventRecord::post(const WSPUPCALLTABLE& upcalls, SOCKET s, int bit, int code) {
    const long event = 1L << bit;
    if (event == FD_CONNECT)
        connect_told_ = true;
    if (upcalls.lpWPUPostMessage)
        upcalls.lpWPUPostMessage(registration_.window, registration_.message,
                                 static_cast<WPARAM>(s), WSAMAKESELECTREPLY(event, code));
}

}  // namespace berth::provider
