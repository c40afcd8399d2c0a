#include "rio.h"

// RIONotify by an event: once each, at once where a result is there, never for RIO_MSG_DONT_NOTIFY.
SCENARIO(rio_notify_event) {
#ifdef HAVE_RIO
    RIO_NOTIFICATION_COMPLETION notification = {};
    notification.Type = RIO_EVENT_COMPLETION;
    notification.Event.EventHandle = WSACreateEvent();
    notification.Event.NotifyReset = TRUE;
    HANDLE event = notification.Event.EventHandle;
    Rio rio(AF_INET, &notification);
    done("quiet send", rio.send(0, 1, 1, RIO_MSG_DONT_NOTIFY));
    error("notify", rio.f.RIONotify(rio.queue));
    error("again", rio.f.RIONotify(rio.queue));
    truth("set", WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
    done("send", rio.send(0, 1, 2));
    truth("set", WaitForSingleObject(event, 10000) == WAIT_OBJECT_0);
    rio.results(2);
    done("send", rio.send(0, 1, 3));
    error("notify", rio.f.RIONotify(rio.queue));
    truth("set", WaitForSingleObject(event, 10000) == WAIT_OBJECT_0);
    rio.results(1);
    error("notify", rio.f.RIONotify(rio.queue));
    truth("set", WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
#else
    skip("these headers have no Registered I/O");
#endif
}
