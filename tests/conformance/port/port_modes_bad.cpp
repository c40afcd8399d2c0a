#include "../scenario.h"

// SetFileCompletionNotificationModes with bad input.
#include "port.h"
SCENARIO(port_modes_bad) {
    HANDLE event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    success("no handle", SetFileCompletionNotificationModes(nullptr, 1));
    success("a closed handle", SetFileCompletionNotificationModes(bad_handle(), 1));
    success("an event", SetFileCompletionNotificationModes(event, 1));
    success("a socket",
            SetFileCompletionNotificationModes(reinterpret_cast<HANDLE>(new_socket(AF_INET)), 3));
}
