#include "providers/kernel/rio.h"

#include "nt/last_error.h"
#include "providers/kernel/rio_buffer.h"
#include "providers/kernel/rio_queue.h"

namespace berth::kernel {
namespace {

BOOL answer(int code) {
    if (code == 0) [[likely]]
        return TRUE;
    nt::last_error_set(static_cast<DWORD>(code));
    return FALSE;
}

// RIO_MSG_COMMIT_ONLY goes its own way: programs that defer their requests make as many of these
// calls.
bool is_commit(PRIO_BUF data, ULONG count, DWORD flags, PVOID context) {
    return flags == RIO_MSG_COMMIT_ONLY && !data && count == 0 && !context;
}

BOOL WSAAPI receive(RIO_RQ queue, PRIO_BUF data, ULONG count, DWORD flags, PVOID context) {
    if (is_commit(data, count, flags, context))
        return answer(rio_commit(queue, false));
    return answer(rio_start(queue, {false, data, count, flags, context}));
}

int WSAAPI receive_ex(RIO_RQ queue, PRIO_BUF data, ULONG count, PRIO_BUF local, PRIO_BUF remote,
                      PRIO_BUF control, PRIO_BUF flags_out, DWORD flags, PVOID context) {
    const RioCall call{false, data, count, flags, context, local, remote, control, flags_out};
    if (is_commit(data, count, flags, context) && !call.has_message())
        return answer(rio_commit(queue, false));
    return answer(rio_start(queue, call));
}

BOOL WSAAPI send_data(RIO_RQ queue, PRIO_BUF data, ULONG count, DWORD flags, PVOID context) {
    if (is_commit(data, count, flags, context))
        return answer(rio_commit(queue, true));
    return answer(rio_start(queue, {true, data, count, flags, context}));
}

BOOL WSAAPI send_ex(RIO_RQ queue, PRIO_BUF data, ULONG count, PRIO_BUF local, PRIO_BUF remote,
                    PRIO_BUF control, PRIO_BUF flags_out, DWORD flags, PVOID context) {
    const RioCall call{true, data, count, flags, context, local, remote, control, flags_out};
    if (is_commit(data, count, flags, context) && !call.has_message())
        return answer(rio_commit(queue, true));
    return answer(rio_start(queue, call));
}

void WSAAPI completion_queue_close(RIO_CQ queue) {
    rio_completions_close(queue);
}

RIO_CQ WSAAPI completion_queue_create(DWORD size, PRIO_NOTIFICATION_COMPLETION notification) {
    RIO_CQ made = RIO_INVALID_CQ;
    answer(rio_completions_make(size, notification, &made));
    return made;
}

// https://learn.microsoft.com/windows/win32/api/mswsock/nc-mswsock-lpfn_riocreaterequestqueue
RIO_RQ WSAAPI request_queue_create(SOCKET s, ULONG receives, ULONG receive_buffers, ULONG sends,
                                   ULONG send_buffers, RIO_CQ receive_to, RIO_CQ send_to,
                                   PVOID context) {
    RIO_RQ made = RIO_INVALID_RQ;
    int code = WSAENOTSOCK;
    if (SocketUse socket(s); socket)
        code =
            receive_buffers != 1 || send_buffers != 1
                ? WSAEINVAL
                : rio_queue_make(*socket, {receives, sends}, receive_to, send_to, context, &made);
    answer(code);
    return made;
}

ULONG WSAAPI completion_dequeue(RIO_CQ queue, PRIORESULT results, ULONG count) {
    return rio_completions_take(queue, results, count);
}

void WSAAPI buffer_deregister(RIO_BUFFERID id) {
    rio_buffer_deregister(id);
}

INT WSAAPI notify(RIO_CQ queue) {
    return rio_completions_notify(queue);
}

RIO_BUFFERID WSAAPI buffer_register(PCHAR data, DWORD length) {
    RIO_BUFFERID id = RIO_INVALID_BUFFERID;
    answer(rio_buffer_register(data, length, &id));
    return id;
}

BOOL WSAAPI completion_queue_resize(RIO_CQ queue, DWORD size) {
    return answer(rio_completions_resize(queue, size));
}

BOOL WSAAPI request_queue_resize(RIO_RQ queue, DWORD receives, DWORD sends) {
    return answer(rio_queue_resize(queue, {receives, sends}));
}

}  // namespace

const RIO_EXTENSION_FUNCTION_TABLE rio_functions = {
    .cbSize = sizeof(RIO_EXTENSION_FUNCTION_TABLE),
    .RIOReceive = receive,
    .RIOReceiveEx = receive_ex,
    .RIOSend = send_data,
    .RIOSendEx = send_ex,
    .RIOCloseCompletionQueue = completion_queue_close,
    .RIOCreateCompletionQueue = completion_queue_create,
    .RIOCreateRequestQueue = request_queue_create,
    .RIODequeueCompletion = completion_dequeue,
    .RIODeregisterBuffer = buffer_deregister,
    .RIONotify = notify,
    .RIORegisterBuffer = buffer_register,
    .RIOResizeCompletionQueue = completion_queue_resize,
    .RIOResizeRequestQueue = request_queue_resize,
};

}  // namespace berth::kernel
