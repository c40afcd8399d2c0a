#include "ws2_32/non_ifs_request.h"

#include "berth/winbase_file.h"
#include "nt/completion_port.h"
#include "nt/descriptor_port.h"
#include "nt/ntstatus.h"
#include "nt/overlapped.h"
#include "ws2_32/socket_table.h"
#include "winerror.h"

namespace berth::ws2 {
namespace {

// A call that starts a request, while the provider is inside. A provider completes a request by the
// upcall whether it ends at once or later, and only what it returns says which it was. So where the
// program wants no packet of what succeeded at once, the packet waits here for the call's end.
class StartingCall {
  public:
    explicit StartingCall(const OVERLAPPED* overlapped) : overlapped_(overlapped), outer_(current) {
        current = this;
    }
    StartingCall(const StartingCall&) = delete;
    StartingCall& operator=(const StartingCall&) = delete;
    ~StartingCall() { current = outer_; }

    static StartingCall* of(const OVERLAPPED* overlapped) {
        return current && current->overlapped_ == overlapped ? current : nullptr;
    }
    void keep(nt::PortTarget target, OVERLAPPED* overlapped, DWORD bytes) {
        target_ = std::move(target);
        ended_ = overlapped;
        bytes_ = bytes;
    }
    int end(int result) {
        if (result != 0 && target_.port)
            target_.port->post_values(target_.key, ended_, bytes_);
        return result;
    }

  private:
    static constinit thread_local StartingCall* current __attribute__((tls_model("initial-exec")));
    const OVERLAPPED* const overlapped_;
    StartingCall* const outer_;
    nt::PortTarget target_;
    OVERLAPPED* ended_ = nullptr;
    DWORD bytes_ = 0;
};

constinit thread_local StartingCall* StartingCall::current
    __attribute__((tls_model("initial-exec"))) = nullptr;

// `call` gets the provider's procedures.
template <typename Call>
int request_start(SOCKET s, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                  LPINT error, Call call) {
    const Route* const route = socket_routes.get(s);
    if (!route || !route->base) {
        if (error)
            *error = WSAENOTSOCK;
        return SOCKET_ERROR;
    }
    const WSPPROC_TABLE& procs = route->base->procs;
    if (!overlapped || routine)
        return call(procs);
    StartingCall here(overlapped);
    return here.end(call(procs));
}

int WSPAPI send_start(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags,
                      LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                      LPWSATHREADID thread, LPINT error) {
    return request_start(s, overlapped, routine, error, [&](const WSPPROC_TABLE& procs) {
        return procs.lpWSPSend(s, buffers, count, sent, flags, overlapped, routine, thread, error);
    });
}

int WSPAPI send_to_start(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags,
                         const sockaddr* to, int to_length, LPWSAOVERLAPPED overlapped,
                         LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                         LPINT error) {
    return request_start(s, overlapped, routine, error, [&](const WSPPROC_TABLE& procs) {
        return procs.lpWSPSendTo(s, buffers, count, sent, flags, to, to_length, overlapped, routine,
                                 thread, error);
    });
}

int WSPAPI receive_start(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                         LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                         LPWSATHREADID thread, LPINT error) {
    return request_start(s, overlapped, routine, error, [&](const WSPPROC_TABLE& procs) {
        return procs.lpWSPRecv(s, buffers, count, received, flags, overlapped, routine, thread,
                               error);
    });
}

int WSPAPI receive_from_start(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received,
                              LPDWORD flags, sockaddr* from, LPINT from_length,
                              LPWSAOVERLAPPED overlapped,
                              LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                              LPINT error) {
    return request_start(s, overlapped, routine, error, [&](const WSPPROC_TABLE& procs) {
        return procs.lpWSPRecvFrom(s, buffers, count, received, flags, from, from_length,
                                   overlapped, routine, thread, error);
    });
}

int WSPAPI ioctl_start(SOCKET s, DWORD code, LPVOID in, DWORD in_length, LPVOID out,
                       DWORD out_length, LPDWORD returned, LPWSAOVERLAPPED overlapped,
                       LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                       LPINT error) {
    return request_start(s, overlapped, routine, error, [&](const WSPPROC_TABLE& procs) {
        return procs.lpWSPIoctl(s, code, in, in_length, out, out_length, returned, overlapped,
                                routine, thread, error);
    });
}

}  // namespace

DWORD non_ifs_request_end(SOCKET s, OVERLAPPED& overlapped, DWORD error, DWORD bytes) {
    nt::PortTarget target = nt::descriptor_port_target(s);
    nt::CompletionPort* port = target.port.get();
    const ULONG_PTR key = target.key;
    StartingCall* const call =
        port && error == 0 && (target.modes & FILE_SKIP_COMPLETION_PORT_ON_SUCCESS) != 0
            ? StartingCall::of(&overlapped)
            : nullptr;
    constexpr uintptr_t no_packet = 1;
    if (call && (reinterpret_cast<uintptr_t>(overlapped.hEvent) & no_packet) == 0) {
        call->keep(std::move(target), &overlapped, bytes);
        port = nullptr;
    }
    return nt::overlapped_end(overlapped, port, key, nt::status_from_error(error), bytes);
}

void non_ifs_calls_set(WSPPROC_TABLE* procs) {
    procs->lpWSPSend = send_start;
    procs->lpWSPSendTo = send_to_start;
    procs->lpWSPRecv = receive_start;
    procs->lpWSPRecvFrom = receive_from_start;
    procs->lpWSPIoctl = ioctl_start;
}

}  // namespace berth::ws2
