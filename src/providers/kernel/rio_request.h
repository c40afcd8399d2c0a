// One request of Registered I/O: what it transfers, and what the kernel's answer means.
#pragma once

#include <memory>

#include "winsock2.h"
#include "mswsock.h"
#include "providers/kernel/rio_ring.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

struct RioMessage;
struct RioSide;

// What RIOReceive, RIOSend and their Ex forms are given.
struct RioCall {
    bool sending;
    const RIO_BUF* data;
    ULONG count;
    DWORD flags;
    void* context;
    const RIO_BUF* local = nullptr;
    const RIO_BUF* remote = nullptr;
    const RIO_BUF* control = nullptr;
    const RIO_BUF* flags_out = nullptr;

    bool has_message() const { return local || remote || control || flags_out; }
};

struct RioRequest {
    RioRequest* next = nullptr;
    RioSide* side = nullptr;
    uint64_t queue = 0;  // its request queue's number
    ULONGLONG socket_context = 0;
    ULONGLONG request_context = 0;
    char* data = nullptr;
    uint32_t length = 0;
    uint32_t done = 0;  // bytes so far; of a datagram what there was room for
    LONG status = 0;
    bool sending = false;
    bool notifies = true;
    bool waits_for_all = false;
    char peeked = 0;
    bool peeks = false;  // a stream's receive without room: told of data, takes none
    std::unique_ptr<RioMessage> message;  // the Ex forms'

    // With the slices resolved. 0, WSAEFAULT, WSAEINVAL or WSAENOBUFS.
    static int make(const RioCall& call, std::unique_ptr<RioRequest>* request);
    RioRequest();
    ~RioRequest();
    RioRequest(const RioRequest&) = delete;
    RioRequest& operator=(const RioRequest&) = delete;

    // From memory that each thread keeps (nt/small_block.h).
    static void* operator new(size_t size, const std::nothrow_t&) noexcept;
    static void operator delete(void* memory) noexcept;
    static void operator delete(void* memory, const std::nothrow_t&) noexcept;

    // ---- for the socket that it is on, which is not being closed ----

    // Whether the socket can do such a thing at all; takes what a send needs of the program's
    // buffers. 0 or a WSA code.
    int prepare(Socket& socket, const RioCall& call);
    // The transfer that is to be tried next. False: there is none, and `result` says why.
    bool transfer(Socket& socket, RioTransfer* transfer, ssize_t* result);
    enum class Step : uint8_t {
        kDone,
        kAgain,  // at once
        kLater   // would block
    };
    // The transfer gave `result`. `drained`: a stream has nothing left to receive.
    Step ended(Socket& socket, ssize_t result, bool* drained);

  private:
    Step done_with(int error) {
        status = error;
        return Step::kDone;
    }
    Step receive_ended(Socket& socket, ssize_t result, bool* drained);
    Step send_ended(Socket& socket, ssize_t result);
    int message_prepare(Socket& socket, const RioCall& call);
    int message_received(const Socket& socket);
};

class RioRequestList {
  public:
    bool empty() const { return first_ == nullptr; }
    RioRequest* front() const { return first_; }
    void push(RioRequest& request) {
        request.next = nullptr;
        (last_ ? last_->next : first_) = &request;
        last_ = &request;
    }
    RioRequest* pop() {
        RioRequest* request = first_;
        if (request) {
            first_ = request->next;
            if (!first_)
                last_ = nullptr;
        }
        return request;
    }

  private:
    RioRequest* first_ = nullptr;
    RioRequest* last_ = nullptr;
};

}  // namespace berth::kernel
