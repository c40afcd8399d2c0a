// A base provider without IFS handles: what is sent on a socket is received on it. It lives in
// memory and gets its handles from WPUCreateSocketHandle. An overlapped receive waits for what is
// sent; shutdown of the sending side ends the stream; urgent data is only counted.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "berth/socket_requests.h"
#include "handleapi.h"
#include "mswsock.h"
#include "processthreadsapi.h"
#include "provider_table.h"
#include "synchapi.h"

namespace {

struct PendingReceive {
    WSABUF buffer;
    LPWSAOVERLAPPED overlapped;
    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine;
    WSATHREADID thread;
};

struct Echo {
    std::string bytes;
    std::deque<PendingReceive> receives;
    bool ended = false;
    bool urgent = false;
    SOCKET beneath = INVALID_SOCKET;  // as if this were a layer over that socket
};

WSPUPCALLTABLE upcalls;
std::mutex lock;
std::condition_variable changed;
// Who leaves a socket to the last WSPCleanup leaves its part here.
std::map<Echo*, std::unique_ptr<Echo>> echoes;

Echo* echo_of(SOCKET s, LPINT error) {
    DWORD_PTR context = 0;
    if (upcalls.lpWPUQuerySocketHandleContext(s, &context, error) != 0)
        return nullptr;
    return reinterpret_cast<Echo*>(context);
}

int fail(LPINT error, int code) {
    *error = code;
    return SOCKET_ERROR;
}

SOCKET WSPAPI echo_socket(int, int, int, LPWSAPROTOCOL_INFOW info, GROUP, DWORD, LPINT error) {
    auto echo = std::make_unique<Echo>();
    const std::lock_guard guard(lock);
    const SOCKET s = upcalls.lpWPUCreateSocketHandle(
        info->dwCatalogEntryId, reinterpret_cast<DWORD_PTR>(echo.get()), error);
    if (s != INVALID_SOCKET)
        echoes.emplace(echo.get(), std::move(echo));
    return s;
}

// A completion routine and what it is called with, on its way to the thread that asked.
struct RoutineCall {
    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine;
    LPWSAOVERLAPPED overlapped;
    DWORD count;
};

void CALLBACK routine_run(DWORD_PTR context) {
    const std::unique_ptr<RoutineCall> call(reinterpret_cast<RoutineCall*>(context));
    call->routine(call->overlapped->OffsetHigh, call->count, call->overlapped, 0);
}

// As the documentation of WPUCompleteOverlappedRequest has it: the error in OffsetHigh, the flags
// in Offset.
int complete(SOCKET s, const PendingReceive& request, int code, DWORD count, LPINT error) {
    LPWSAOVERLAPPED const overlapped = request.overlapped;
    overlapped->OffsetHigh = static_cast<DWORD>(code);
    overlapped->Offset = 0;
    if (!request.routine)
        return WPUCompleteOverlappedRequest(s, overlapped, static_cast<DWORD>(code), count, error);
    overlapped->InternalHigh = count;
    overlapped->Internal = 0;
    WSATHREADID thread = request.thread;
    auto call = std::make_unique<RoutineCall>(RoutineCall{request.routine, overlapped, count});
    const int result =
        upcalls.lpWPUQueueApc(&thread, routine_run, reinterpret_cast<DWORD_PTR>(call.get()), error);
    if (result == 0)
        static_cast<void>(call.release());
    return result;
}

// Under the lock.
void receives_serve(SOCKET s, Echo& echo) {
    int ignored = 0;
    while (!echo.receives.empty() && (!echo.bytes.empty() || echo.ended)) {
        const PendingReceive request = echo.receives.front();
        echo.receives.pop_front();
        const size_t count = std::min<size_t>(request.buffer.len, echo.bytes.size());
        echo.bytes.copy(request.buffer.buf, count);
        echo.bytes.erase(0, count);
        complete(s, request, 0, static_cast<DWORD>(count), &ignored);
    }
}

int WSPAPI echo_close(SOCKET s, LPINT error) {
    const std::lock_guard guard(lock);
    Echo* const echo = echo_of(s, error);
    if (!echo)
        return SOCKET_ERROR;
    for (const PendingReceive& request : echo->receives)
        complete(s, request, WSA_OPERATION_ABORTED, 0, error);
    const int result = upcalls.lpWPUCloseSocketHandle(s, error);
    echoes.erase(echo);
    changed.notify_all();
    return result;
}

int WSPAPI echo_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags,
                     LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE, LPWSATHREADID,
                     LPINT error) {
    const std::lock_guard guard(lock);
    Echo* echo = echo_of(s, error);
    if (!echo)
        return SOCKET_ERROR;
    if (flags & MSG_OOB)
        echo->urgent = true;
    DWORD total = 0;
    for (DWORD i = 0; i < count; ++i) {
        if (!(flags & MSG_OOB))
            echo->bytes.append(buffers[i].buf, buffers[i].len);
        total += buffers[i].len;
    }
    receives_serve(s, *echo);
    changed.notify_all();
    if (sent)
        *sent = total;
    if (!overlapped)
        return 0;
    if (complete(s, {{}, overlapped, nullptr, {}}, 0, total, error) != 0)
        return SOCKET_ERROR;
    // A provider may say so of what has in fact ended.
    return flags & spi_test::kEchoSaysPending ? fail(error, WSA_IO_PENDING) : 0;
}

int WSPAPI echo_recv(SOCKET s, LPWSABUF buffers, DWORD, LPDWORD received, LPDWORD flags,
                     LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                     LPWSATHREADID thread, LPINT error) {
    const std::lock_guard guard(lock);
    Echo* echo = echo_of(s, error);
    if (!echo)
        return SOCKET_ERROR;
    if (overlapped) {
        // The structure is copied, and good for WPUQueueApc from any thread.
        const PendingReceive request{buffers[0], overlapped, routine, *thread};
        overlapped->Internal = WSS_OPERATION_IN_PROGRESS;
        echo->receives.push_back(request);
        const bool at_once = !echo->bytes.empty() || echo->ended;
        receives_serve(s, *echo);
        if (!at_once)
            return fail(error, WSA_IO_PENDING);
        if (received)
            *received = static_cast<DWORD>(overlapped->InternalHigh);
        return 0;
    }
    const size_t total = std::min<size_t>(buffers[0].len, echo->bytes.size());
    echo->bytes.copy(buffers[0].buf, total);
    echo->bytes.erase(0, total);
    *received = static_cast<DWORD>(total);
    *flags = 0;
    return 0;
}

BOOL WSPAPI echo_result(SOCKET, LPWSAOVERLAPPED overlapped, LPDWORD count, BOOL wait, LPDWORD flags,
                        LPINT error) {
    if (overlapped->Internal == WSS_OPERATION_IN_PROGRESS) {
        if (!wait)
            return fail(error, WSA_IO_INCOMPLETE) == 0;
        WaitForSingleObject(overlapped->hEvent, INFINITE);
    }
    *count = static_cast<DWORD>(overlapped->InternalHigh);
    *flags = overlapped->Offset;
    *error = static_cast<int>(overlapped->OffsetHigh);
    return *error == 0;
}

BOOL requests_overlapped(SOCKET) {
    return TRUE;
}

DWORD requests_cancel(SOCKET s, LPWSAOVERLAPPED overlapped, DWORD) {
    const std::lock_guard guard(lock);
    int error = 0;
    Echo* echo = echo_of(s, &error);
    if (!echo)
        return ERROR_INVALID_HANDLE;
    DWORD result = ERROR_NOT_FOUND;
    for (size_t i = 0; i < echo->receives.size();) {
        const PendingReceive request = echo->receives[i];
        if (overlapped && request.overlapped != overlapped) {
            ++i;
            continue;
        }
        echo->receives.erase(echo->receives.begin() + static_cast<ptrdiff_t>(i));
        complete(s, request, WSA_OPERATION_ABORTED, 0, &error);
        result = 0;
    }
    return result;
}

void* requests_driver(SOCKET) {
    return nullptr;
}

const berth_socket_requests requests = {requests_overlapped, requests_cancel, requests_driver,
                                        nullptr};

int WSPAPI echo_ioctl(SOCKET s, DWORD code, LPVOID in, DWORD in_length, LPVOID out,
                      DWORD out_length, LPDWORD returned, LPWSAOVERLAPPED,
                      LPWSAOVERLAPPED_COMPLETION_ROUTINE, LPWSATHREADID, LPINT error) {
    const std::lock_guard guard(lock);
    Echo* echo = echo_of(s, error);
    if (!echo)
        return SOCKET_ERROR;
    if (code == static_cast<DWORD>(FIONREAD) && out_length >= sizeof(u_long)) {
        const auto count = static_cast<u_long>(echo->bytes.size());
        std::memcpy(out, &count, sizeof count);
        *returned = sizeof count;
        return 0;
    }
    if (code == spi_test::kEchoBeneath && in_length == sizeof(SOCKET)) {
        std::memcpy(&echo->beneath, in, sizeof(SOCKET));
        *returned = 0;
        return 0;
    }
    if (code == SIO_BSP_HANDLE_POLL && echo->beneath != INVALID_SOCKET) {
        std::memcpy(out, &echo->beneath, sizeof(SOCKET));
        *returned = sizeof(SOCKET);
        return 0;
    }
    constexpr GUID id = WSAID_BERTH_SOCKET_REQUESTS;
    if (code == SIO_GET_EXTENSION_FUNCTION_POINTER && in_length == sizeof id &&
        std::memcmp(in, &id, sizeof id) == 0 && out_length >= sizeof(void*)) {
        const berth_socket_requests* const pointer = &requests;
        std::memcpy(out, &pointer, sizeof pointer);
        *returned = sizeof pointer;
        return 0;
    }
    return fail(error, WSAEOPNOTSUPP);
}

int WSPAPI echo_option(SOCKET s, int level, int name, char* value, LPINT length, LPINT error) {
    if (!echo_of(s, error))
        return SOCKET_ERROR;
    if (level != SOL_SOCKET || name != SO_CONNECT_TIME || *length < 4)
        return fail(error, WSAENOPROTOOPT);
    const DWORD seconds = 0;
    std::memcpy(value, &seconds, sizeof seconds);
    *length = sizeof seconds;
    return 0;
}

int WSPAPI echo_shutdown(SOCKET s, int, LPINT error) {
    const std::lock_guard guard(lock);
    Echo* echo = echo_of(s, error);
    if (!echo)
        return SOCKET_ERROR;
    echo->ended = true;
    receives_serve(s, *echo);
    changed.notify_all();
    return 0;
}

// Leaves those sockets that are ready. Under the lock.
template <typename Ready>
int set_look(fd_set* set, fd_set* out, LPINT error, Ready ready) {
    out->fd_count = 0;
    for (u_int i = 0; set && i < set->fd_count; ++i) {
        const Echo* const echo = echo_of(set->fd_array[i], error);
        if (!echo)
            return SOCKET_ERROR;
        if (ready(*echo))
            out->fd_array[out->fd_count++] = set->fd_array[i];
    }
    return static_cast<int>(out->fd_count);
}

int WSPAPI echo_select(int, fd_set* readable, fd_set* writable, fd_set* exceptional,
                       const timeval* timeout, LPINT error) {
    std::unique_lock guard(lock);
    const auto deadline = std::chrono::steady_clock::now() +
                          (timeout ? std::chrono::seconds(timeout->tv_sec) +
                                         std::chrono::microseconds(timeout->tv_usec)
                                   : std::chrono::microseconds(0));
    for (bool late = false;;) {
        fd_set to_read, to_write, to_except;
        const int reads = set_look(readable, &to_read, error, [](const Echo& echo) {
            return !echo.bytes.empty() || echo.ended;
        });
        const int writes =
            set_look(writable, &to_write, error, [](const Echo& echo) { return !echo.ended; });
        const int excepts =
            set_look(exceptional, &to_except, error, [](const Echo& echo) { return echo.urgent; });
        if (reads < 0 || writes < 0 || excepts < 0)
            return SOCKET_ERROR;
        if (reads + writes + excepts > 0 || late) {
            if (readable)
                *readable = to_read;
            if (writable)
                *writable = to_write;
            if (exceptional)
                *exceptional = to_except;
            return reads + writes + excepts;
        }
        if (!timeout)
            changed.wait(guard);
        else
            late = changed.wait_until(guard, deadline) == std::cv_status::timeout;
    }
}

int WSPAPI echo_cleanup(LPINT) {
    return 0;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int WSPAPI WSPStartup(WORD, LPWSPDATA data,
                                                                        LPWSAPROTOCOL_INFOW,
                                                                        WSPUPCALLTABLE upcall_table,
                                                                        LPWSPPROC_TABLE procs) {
    data->wVersion = data->wHighVersion = MAKEWORD(2, 2);
    upcalls = upcall_table;
    *procs = spi_test::unsupported_table();
    procs->lpWSPSocket = echo_socket;
    procs->lpWSPCloseSocket = echo_close;
    procs->lpWSPSend = echo_send;
    procs->lpWSPRecv = echo_recv;
    procs->lpWSPGetOverlappedResult = echo_result;
    procs->lpWSPIoctl = echo_ioctl;
    procs->lpWSPGetSockOpt = echo_option;
    procs->lpWSPSelect = echo_select;
    procs->lpWSPShutdown = echo_shutdown;
    procs->lpWSPCleanup = echo_cleanup;
    return 0;
}
