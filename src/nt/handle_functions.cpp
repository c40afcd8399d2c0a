// CloseHandle and its family, for the table's handles and for descriptors.
#include "handleapi.h"
#include "nt/descriptor.h"
#include "nt/descriptor_port.h"
#include "nt/handle.h"
#include "nt/last_error.h"
#include "nt/object_create.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr DWORD kKnownFlags = HANDLE_FLAG_INHERIT | HANDLE_FLAG_PROTECT_FROM_CLOSE;

DWORD duplicate_descriptor(const DescriptorOps& ops, HANDLE source, HANDLE* target, bool inherit,
                           DWORD options) {
    const auto descriptor = reinterpret_cast<uintptr_t>(source);
    uintptr_t copy = 0;
    DWORD error = target ? ops.duplicate(descriptor, inherit, &copy) : 0;
    if (error == 0 && target)
        descriptor_port_copy(descriptor, copy);
    if (options & DUPLICATE_CLOSE_SOURCE) {
        const DWORD close_error = ops.close(descriptor);
        error = error ? error : close_error;
    }
    if (error == 0 && target)
        *target = reinterpret_cast<HANDLE>(copy);
    return error;
}

DWORD duplicate(HANDLE source, HANDLE* target, DWORD access, bool inherit, DWORD options) {
    if (const DescriptorOps* ops = descriptor_ops(source))
        return duplicate_descriptor(*ops, source, target, inherit, options);
    DWORD error = 0;
    Ref<Object> object = handle_object(source, 0, &error);
    if (!object)
        return error;
    DWORD granted = kAllAccess;  // a pseudo handle's
    handle_access(source, &granted);
    if (!(options & DUPLICATE_SAME_ACCESS))
        granted = access_of(access, kAllAccess);
    if (target) {
        *target = handle_make(std::move(object), granted, inherit);
        if (!*target)
            error = ERROR_NO_SYSTEM_RESOURCES;
    }
    // The source closes even when the copy could not be made.
    if (options & DUPLICATE_CLOSE_SOURCE)
        handle_close(source);
    return error;
}

bool is_pseudo(HANDLE handle) {
    return handle == kCurrentProcess || handle == kCurrentThread;
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

BOOL WINAPI CloseHandle(HANDLE hObject) {
    if (const DescriptorOps* ops = descriptor_ops(hObject))
        return last_error_result(ops->close(reinterpret_cast<uintptr_t>(hObject)));
    return is_pseudo(hObject) ? TRUE : last_error_result(handle_close(hObject));
}

BOOL WINAPI DuplicateHandle(HANDLE hSourceProcessHandle, HANDLE hSourceHandle,
                            HANDLE hTargetProcessHandle, LPHANDLE lpTargetHandle,
                            DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwOptions) {
    if (dwOptions & ~(DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE))
        return last_error_result(ERROR_INVALID_PARAMETER);
    for (HANDLE process : {hSourceProcessHandle, hTargetProcessHandle}) {
        if (process == kCurrentProcess)
            continue;
        const Ref<Object> object = handle_object(process);
        const Ref<Object> self = handle_object(kCurrentProcess);
        if (!object || object.get() != self.get())
            return last_error_result(object ? ERROR_NOT_SUPPORTED : ERROR_INVALID_HANDLE);
    }
    return last_error_result(
        duplicate(hSourceHandle, lpTargetHandle, dwDesiredAccess, bInheritHandle != 0, dwOptions));
}

BOOL WINAPI CompareObjectHandles(HANDLE hFirstObjectHandle, HANDLE hSecondObjectHandle) {
    if (descriptor_ops(hFirstObjectHandle) || descriptor_ops(hSecondObjectHandle))
        return last_error_result(hFirstObjectHandle == hSecondObjectHandle ? 0
                                                                           : ERROR_NOT_SAME_OBJECT);
    DWORD error = 0;
    const Ref<Object> first = handle_object(hFirstObjectHandle, 0, &error);
    const Ref<Object> second = handle_object(hSecondObjectHandle, 0, &error);
    if (!first || !second)
        return last_error_result(error);
    return last_error_result(first.get() == second.get() ? 0 : ERROR_NOT_SAME_OBJECT);
}

BOOL WINAPI GetHandleInformation(HANDLE hObject, LPDWORD lpdwFlags) {
    if (!lpdwFlags)
        return last_error_result(ERROR_NOACCESS);
    if (const DescriptorOps* ops = descriptor_ops(hObject)) {
        bool inherit = false;
        const DWORD error = ops->inherit(reinterpret_cast<uintptr_t>(hObject), &inherit, false);
        if (error == 0)
            *lpdwFlags = inherit ? HANDLE_FLAG_INHERIT : 0;
        return last_error_result(error);
    }
    if (is_pseudo(hObject)) {
        *lpdwFlags = 0;
        return TRUE;
    }
    return last_error_result(handle_flags_get(hObject, lpdwFlags));
}

BOOL WINAPI SetHandleInformation(HANDLE hObject, DWORD dwMask, DWORD dwFlags) {
    if (dwMask & ~kKnownFlags)
        return last_error_result(ERROR_INVALID_PARAMETER);
    if (const DescriptorOps* ops = descriptor_ops(hObject)) {
        bool inherit = (dwFlags & HANDLE_FLAG_INHERIT) != 0;
        if (!(dwMask & HANDLE_FLAG_INHERIT))
            return TRUE;
        return last_error_result(
            ops->inherit(reinterpret_cast<uintptr_t>(hObject), &inherit, true));
    }
    return last_error_result(handle_flags_set(hObject, dwMask, dwFlags));
}
