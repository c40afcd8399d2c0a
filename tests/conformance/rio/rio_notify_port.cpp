#include "rio.h"

// RIONotify by a completion port.
SCENARIO(rio_notify_port) {
#ifdef HAVE_RIO
    OVERLAPPED overlapped = {};
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
    RIO_NOTIFICATION_COMPLETION notification = {};
    notification.Type = RIO_IOCP_COMPLETION;
    notification.Iocp.IocpHandle = port;
    notification.Iocp.CompletionKey = Rio::numbered(7);
    notification.Iocp.Overlapped = &overlapped;
    Rio rio(AF_INET, &notification);
    done("receive", rio.receive(0, 8, 1));
    error("notify", rio.f.RIONotify(rio.queue));
    send_text(rio.client, "x");
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* got = nullptr;
    truth("packet", GetQueuedCompletionStatus(port, &bytes, &key, &got, 10000));
    value("key", static_cast<long long>(key));
    truth("overlapped", got == &overlapped);
    rio.results(1);
    truth("another", GetQueuedCompletionStatus(port, &bytes, &key, &got, 0));
#else
    skip("these headers have no Registered I/O");
#endif
}
