// GetOverlappedResult and its family; the cancellation of requests.
#include "ioapiset.h"
#include "nt/clock.h"
#include "nt/descriptor.h"
#include "nt/file.h"
#include "nt/handle.h"
#include "nt/interrupt.h"
#include "nt/last_error.h"
#include "nt/overlapped.h"
#include "nt/pending_file.h"
#include "nt/thread.h"
#include "winbase.h"
#include "winerror.h"

using namespace berth::nt;

namespace {

DWORD result_get(HANDLE file, const OVERLAPPED* overlapped, DWORD* transferred, Deadline deadline,
                 bool alertable) {
    if (!overlapped || !transferred)
        return ERROR_INVALID_PARAMETER;
    Parker* driver = nullptr;
    if (overlapped_is_pending(*overlapped)) {
        if (const DescriptorOps* const ops = descriptor_ops(file)) {
            if (ops->driver)
                driver = ops->driver(reinterpret_cast<uintptr_t>(file));
        } else if (const Ref<File> object = handle_get<File>(file)) {
            if (PendingFile* const pending = object->pending())
                driver = pending->driver();
        } else if (!overlapped->hEvent && deadline != 0) {
            return ERROR_INVALID_HANDLE;
        }
    }
    uint32_t status = 0;
    const DWORD error =
        overlapped_result(*overlapped, deadline, alertable, driver, &status, transferred);
    return error != 0 ? error : error_from_status(status);
}

DWORD requests_cancel(HANDLE file, LPOVERLAPPED overlapped, bool own) {
    if (const DescriptorOps* ops = descriptor_ops(file))
        return ops->cancel ? ops->cancel(reinterpret_cast<uintptr_t>(file), overlapped, own)
                           : DWORD{ERROR_NOT_FOUND};
    DWORD error = 0;
    const Ref<File> object = handle_get<File>(file, 0, &error);
    if (!object)
        return error;
    // Other files' requests have ended when they are seen to have started.
    PendingFile* const pending = object->pending();
    return pending ? pending->cancel(overlapped, own) : DWORD{ERROR_NOT_FOUND};
}

}  // namespace

BOOL WINAPI GetOverlappedResult(HANDLE hFile, LPOVERLAPPED lpOverlapped,
                                LPDWORD lpNumberOfBytesTransferred, BOOL bWait) {
    return last_error_result(
        result_get(hFile, lpOverlapped, lpNumberOfBytesTransferred, bWait ? kNever : 0, false));
}

BOOL WINAPI GetOverlappedResultEx(HANDLE hFile, LPOVERLAPPED lpOverlapped,
                                  LPDWORD lpNumberOfBytesTransferred, DWORD dwMilliseconds,
                                  BOOL bAlertable) {
    return last_error_result(result_get(hFile, lpOverlapped, lpNumberOfBytesTransferred,
                                        deadline_after(dwMilliseconds), bAlertable != 0));
}

BOOL WINAPI CancelIo(HANDLE hFile) {
    const DWORD error = requests_cancel(hFile, nullptr, true);
    return last_error_result(error == ERROR_NOT_FOUND ? 0 : error);
}

BOOL WINAPI CancelIoEx(HANDLE hFile, LPOVERLAPPED lpOverlapped) {
    return last_error_result(requests_cancel(hFile, lpOverlapped, false));
}

BOOL WINAPI CancelSynchronousIo(HANDLE hThread) {
    DWORD error = 0;
    const Ref<Thread> thread = handle_get<Thread>(hThread, THREAD_TERMINATE, &error);
    if (thread && !thread_interrupt(static_cast<int>(thread->id())))
        error = ERROR_NOT_FOUND;
    return last_error_result(error);
}
