// CreateIoCompletionPort and its family.
#include "berth/winbase_file.h"
#include "ioapiset.h"
#include "nt/clock.h"
#include "nt/completion_port.h"
#include "nt/descriptor.h"
#include "nt/descriptor_port.h"
#include "nt/file.h"
#include "nt/handle.h"
#include "nt/last_error.h"
#include "nt/ntstatus.h"
#include "nt/object_create.h"
#include "nt/thread.h"
#include "nt/thread_suspend.h"
#include "winbase.h"
#include "winerror.h"

using namespace berth::nt;

namespace {

constexpr uint8_t kKnownModes =
    FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE;

HANDLE port_fail(DWORD error) {
    last_error_set(error);
    return nullptr;
}

// The port, if it is the one that the thread asked last: its bond keeps it. Else null.
CompletionPort* port_asked_last(HANDLE handle) {
    if (!thread_record)
        return nullptr;
    PortBond& bond = thread_record->port_bond;
    const uint64_t closed = handles_closed();
    if (handle && bond.handle == handle && bond.handles_closed == closed) [[likely]]
        return bond.port;
    if (!bond.port || !handle_is(handle, *bond.port, IO_COMPLETION_MODIFY_STATE))
        return nullptr;
    bond.handle = handle;
    bond.handles_closed = closed;
    return bond.port;
}

// One packet that is there, or known to come at once: by a shorter way.
bool packet_take_first(HANDLE handle, OVERLAPPED_ENTRY& entry) {
    CompletionPort* const port = port_asked_last(handle);
    return port && port->take_soon(thread_record->port_bond, entry);
}

DWORD packets_take(HANDLE handle, std::span<OVERLAPPED_ENTRY> entries, ULONG* taken,
                   DWORD milliseconds, bool alertable) {
    DWORD outcome = 0;
    {
        // A thread that is terminated while it waits gives its reference back first.
        const StopHold hold;
        CompletionPort* port = port_asked_last(handle);
        Ref<CompletionPort> found;
        if (!port) [[unlikely]] {
            found = handle_get<CompletionPort>(handle, IO_COMPLETION_MODIFY_STATE, &outcome);
            port = found.get();
            if (!port)
                return outcome;
        }
        outcome = port->take(entries, taken, deadline_after(milliseconds), alertable);
    }
    return wait_apcs_run(outcome);
}

}  // namespace

HANDLE WINAPI CreateIoCompletionPort(HANDLE FileHandle, HANDLE ExistingCompletionPort,
                                     ULONG_PTR CompletionKey, DWORD NumberOfConcurrentThreads) {
    const bool associates = FileHandle != INVALID_HANDLE_VALUE;
    if (ExistingCompletionPort) {
        DWORD error = ERROR_INVALID_PARAMETER;
        if (!associates)
            return port_fail(error);
        Ref<CompletionPort> port =
            handle_get<CompletionPort>(ExistingCompletionPort, IO_COMPLETION_MODIFY_STATE, &error);
        if (port)
            error = handle_port_associate(FileHandle, std::move(port), CompletionKey);
        return error == 0 ? ExistingCompletionPort : port_fail(error);
    }
    Ref<CompletionPort> port = object_make<CompletionPort>(NumberOfConcurrentThreads);
    const HANDLE handle = handle_new(port, IO_COMPLETION_ALL_ACCESS, nullptr);
    if (!handle || !associates)
        return handle;
    const DWORD error = handle_port_associate(FileHandle, std::move(port), CompletionKey);
    if (error == 0)
        return handle;
    handle_close(handle);
    return port_fail(error);
}

BOOL WINAPI GetQueuedCompletionStatus(HANDLE CompletionPort, LPDWORD lpNumberOfBytesTransferred,
                                      PULONG_PTR lpCompletionKey, LPOVERLAPPED* lpOverlapped,
                                      DWORD dwMilliseconds) {
    if (lpOverlapped)
        *lpOverlapped = nullptr;
    if (!lpNumberOfBytesTransferred || !lpCompletionKey || !lpOverlapped)
        return last_error_result(ERROR_INVALID_PARAMETER);
    OVERLAPPED_ENTRY entry;
    ULONG taken = 0;
    if (!packet_take_first(CompletionPort, entry)) {
        const DWORD error =
            packets_take(CompletionPort, std::span(&entry, 1), &taken, dwMilliseconds, false);
        if (error != 0)
            return last_error_result(error);
    }
    *lpNumberOfBytesTransferred = entry.dwNumberOfBytesTransferred;
    *lpCompletionKey = entry.lpCompletionKey;
    *lpOverlapped = entry.lpOverlapped;
    return last_error_result(error_from_status(static_cast<uint32_t>(entry.Internal)));
}

BOOL WINAPI GetQueuedCompletionStatusEx(HANDLE CompletionPort,
                                        LPOVERLAPPED_ENTRY lpCompletionPortEntries, ULONG ulCount,
                                        PULONG ulNumEntriesRemoved, DWORD dwMilliseconds,
                                        BOOL fAlertable) {
    if (!ulNumEntriesRemoved || !lpCompletionPortEntries)
        return last_error_result(ERROR_NOACCESS);
    *ulNumEntriesRemoved = 0;
    if (ulCount == 0)
        return last_error_result(ERROR_INVALID_PARAMETER);
    return last_error_result(packets_take(CompletionPort,
                                          std::span(lpCompletionPortEntries, ulCount),
                                          ulNumEntriesRemoved, dwMilliseconds, fAlertable != 0));
}

BOOL WINAPI PostQueuedCompletionStatus(HANDLE CompletionPort, DWORD dwNumberOfBytesTransferred,
                                       ULONG_PTR dwCompletionKey, LPOVERLAPPED lpOverlapped) {
    DWORD error = 0;
    const Ref<berth::nt::CompletionPort> port =
        handle_get<berth::nt::CompletionPort>(CompletionPort, IO_COMPLETION_MODIFY_STATE, &error);
    if (port)
        error = port->post_values(dwCompletionKey, lpOverlapped, dwNumberOfBytesTransferred);
    return last_error_result(error);
}

BOOL WINAPI SetFileCompletionNotificationModes(HANDLE FileHandle, UCHAR Flags) {
    if (Flags & ~kKnownModes)
        return last_error_result(ERROR_INVALID_PARAMETER);
    if (descriptor_ops(FileHandle))
        return last_error_result(
            descriptor_port_modes_add(reinterpret_cast<uintptr_t>(FileHandle), Flags));
    DWORD error = 0;
    const Ref<File> file = handle_get<File>(FileHandle, 0, &error);
    if (file)
        file->binding.modes_add(Flags);
    return last_error_result(error);
}
