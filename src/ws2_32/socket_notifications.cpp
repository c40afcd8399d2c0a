// ProcessSocketNotifications.
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-processsocketnotifications
#include "winsock2.h"
#include "mswsock.h"
#include "nt/clock.h"
#include "nt/completion_port.h"
#include "nt/handle.h"
#include "nt/memory_probe.h"
#include "nt/thread_suspend.h"
#include "ws2_32/socket_requests.h"
#include "ws2_32/socket_table.h"

namespace berth::ws2 {
namespace {

// Null and nothing to be put there, or memory for all of it.
template <typename T>
int array_check(const T* array, size_t count) {
    if ((count == 0) != (array == nullptr))
        return WSAEINVAL;
    return count == 0 || nt::memory_is_mapped(array, count * sizeof(T)) ? 0 : WSAEFAULT;
}

// A layered provider's socket: the one at the bottom.
SOCKET base_socket(SOCKET s) {
    SOCKET base = s;
    DWORD returned = 0;
    const DWORD before = nt::last_error_get();
    if (WSAIoctl(s, SIO_BASE_HANDLE, nullptr, 0, &base, sizeof base, &returned, nullptr, nullptr) ==
        SOCKET_ERROR)
        base = s;
    nt::last_error_set(before);
    return base;
}

DWORD registration_process(nt::CompletionPort& port, const SOCK_NOTIFY_REGISTRATION& registration) {
    if (registration.operation == SOCK_NOTIFY_OP_NONE)
        return ERROR_SUCCESS;
    if (int error = socket_check(registration.socket))
        return static_cast<DWORD>(error);
    const SOCKET base = base_socket(registration.socket);
    const berth_socket_requests* requests = socket_requests_of(base);
    return requests && requests->notify ? requests->notify(base, &port, &registration)
                                        : DWORD{WSAEOPNOTSUPP};
}

DWORD notifications_process(HANDLE handle, std::span<SOCK_NOTIFY_REGISTRATION> registrations,
                            DWORD milliseconds, std::span<OVERLAPPED_ENTRY> entries,
                            ULONG* received) {
    // A thread that is terminated while it waits gives its reference back first.
    const nt::StopHold hold;
    const nt::Ref<nt::CompletionPort> port =
        nt::handle_get<nt::CompletionPort>(handle, IO_COMPLETION_MODIFY_STATE);
    if (!port)
        return WSAEBADF;
    for (SOCK_NOTIFY_REGISTRATION& registration : registrations)
        registration.registrationResult = registration_process(*port, registration);
    return entries.empty() ? DWORD{ERROR_SUCCESS}
                           : port->take(entries, received, nt::deadline_after(milliseconds), false);
}

}  // namespace
}  // namespace berth::ws2

using namespace berth;

DWORD WSAAPI ProcessSocketNotifications(HANDLE completionPort, UINT32 registrationCount,
                                        SOCK_NOTIFY_REGISTRATION* registrationInfos,
                                        UINT32 timeoutMs, ULONG completionCount,
                                        OVERLAPPED_ENTRY* completionPortEntries,
                                        UINT32* receivedEntryCount) {
    if (int error = ws2::startup_check())
        return static_cast<DWORD>(error);
    if (int error = ws2::array_check(registrationInfos, registrationCount))
        return static_cast<DWORD>(error);
    if (int error = ws2::array_check(completionPortEntries, completionCount))
        return static_cast<DWORD>(error);
    if (int error = ws2::array_check(receivedEntryCount, completionCount == 0 ? 0 : 1))
        return static_cast<DWORD>(error);
    if (completionCount == 0 && timeoutMs != 0)
        return WSAEINVAL;
    ULONG received = 0;
    const DWORD outcome =
        ws2::notifications_process(completionPort, {registrationInfos, registrationCount},
                                   timeoutMs, {completionPortEntries, completionCount}, &received);
    if (receivedEntryCount)
        *receivedEntryCount = received;
    return outcome;
}
