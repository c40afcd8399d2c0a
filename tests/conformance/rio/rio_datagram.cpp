#include "rio.h"

// Datagrams with the addresses of both sides, and one that is too long.
SCENARIO_INET(rio_datagram) {
#ifdef HAVE_RIO
    Rio rio(AF_INET);
    SOCKET s = WSASocketW(family, SOCK_DGRAM, 0, nullptr, 0, WSA_FLAG_REGISTERED_IO);
    const Address any = loopback(family);
    result("bind", bind(s, any.get(), any.length));
    const Address own = name_of(s);
    rio.f.RIOResizeCompletionQueue(rio.queue, 16);
    rio.requests = rio.f.RIOCreateRequestQueue(s, 2, 1, 2, 1, rio.queue, rio.queue, nullptr);
    SOCKADDR_INET target = {};
    memcpy(&target, own.get(), static_cast<size_t>(own.length));
    memcpy(rio.memory + 1024, &target, sizeof target);
    memcpy(rio.memory + 2048, "datagram", 8);
    RIO_BUF data = {rio.buffer, 0, 4};
    RIO_BUF local = {rio.buffer, 256, sizeof target};
    RIO_BUF remote = {rio.buffer, 512, sizeof target};
    RIO_BUF to = {rio.buffer, 1024, sizeof target};
    RIO_BUF out = {rio.buffer, 2048, 8};
    done("receive", rio.f.RIOReceiveEx(rio.requests, &data, 1, &local, &remote, nullptr, nullptr, 0,
                                       Rio::numbered(1)));
    done("nowhere", rio.f.RIOSend(rio.requests, &out, 1, 0, nullptr));
    done("wait for all", rio.receive(0, 8, 2, RIO_MSG_WAITALL));
    done("send", rio.f.RIOSendEx(rio.requests, &out, 1, nullptr, &to, nullptr, nullptr,
                                 RIO_MSG_DEFER, Rio::numbered(2)));
    rio.nothing("deferred");
    done("commit", rio.f.RIOSend(rio.requests, nullptr, 0, RIO_MSG_COMMIT_ONLY, nullptr));
    rio.results(2);
    text("data", rio.memory, 4);
    address("local", rio.memory + 256);
    address("remote", rio.memory + 512);
#else
    skip("these headers have no Registered I/O");
#endif
}
