// What the scenarios of completion ports share.
#pragma once

#include "../scenario.h"

inline const char* code_name(DWORD code) {
    switch (code) {
        case WAIT_TIMEOUT:
            return "WAIT_TIMEOUT";
        case WAIT_IO_COMPLETION:
            return "WAIT_IO_COMPLETION";
        case ERROR_ABANDONED_WAIT_0:
            return "ERROR_ABANDONED_WAIT_0";
        case ERROR_INVALID_HANDLE:
            return "ERROR_INVALID_HANDLE";
        case ERROR_INVALID_PARAMETER:
            return "ERROR_INVALID_PARAMETER";
        case ERROR_NOT_FOUND:
            return "ERROR_NOT_FOUND";
        case ERROR_HANDLE_EOF:
            return "ERROR_HANDLE_EOF";
        case ERROR_OPERATION_ABORTED:
            return "ERROR_OPERATION_ABORTED";
        case ERROR_IO_INCOMPLETE:
            return "ERROR_IO_INCOMPLETE";
        case ERROR_ACCESS_DENIED:
            return "ERROR_ACCESS_DENIED";
        case ERROR_FILE_NOT_FOUND:
            return "ERROR_FILE_NOT_FOUND";
        case ERROR_SEM_TIMEOUT:
            return "ERROR_SEM_TIMEOUT";
        case ERROR_MORE_DATA:
            return "ERROR_MORE_DATA";
        case ERROR_PIPE_BUSY:
            return "ERROR_PIPE_BUSY";
        case ERROR_PIPE_CONNECTED:
            return "ERROR_PIPE_CONNECTED";
        case ERROR_PIPE_LISTENING:
            return "ERROR_PIPE_LISTENING";
        case ERROR_PIPE_NOT_CONNECTED:
            return "ERROR_PIPE_NOT_CONNECTED";
        case ERROR_BROKEN_PIPE:
            return "ERROR_BROKEN_PIPE";
        case ERROR_NO_DATA:
            return "ERROR_NO_DATA";
        default:
            return error_name(static_cast<int>(code));
    }
}

inline void success(const char* what, BOOL result) {
    const DWORD code = GetLastError();
    line("%s: %s", what, result ? "TRUE" : code_name(code));
}

inline HANDLE new_port(DWORD threads = 0) {
    return CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, threads);
}

inline OVERLAPPED overlapped;  // the one of most scenarios

inline BOOL post(HANDLE port, ULONG_PTR key, DWORD bytes = 0, OVERLAPPED* at = nullptr) {
    return PostQueuedCompletionStatus(port, bytes, key, at);
}

struct Taken {
    BOOL result;
    DWORD error;
    DWORD bytes;
    ULONG_PTR key;
    OVERLAPPED* at;
};

inline Taken take_quietly(HANDLE port, DWORD milliseconds) {
    Taken taken = {FALSE, 0, 0, 0, &overlapped};
    taken.result =
        GetQueuedCompletionStatus(port, &taken.bytes, &taken.key, &taken.at, milliseconds);
    taken.error = GetLastError();
    return taken;
}

inline void tell(const char* what, const Taken& taken) {
    if (!taken.at && !taken.result) {
        line("%s: nothing, %s", what, code_name(taken.error));
        return;
    }
    const char* which = taken.at == nullptr ? "none" : taken.at == &overlapped ? "ours" : "another";
    line("%s: %s, key %I64u, bytes %lu, overlapped %s", what,
         taken.result ? "TRUE" : code_name(taken.error), static_cast<unsigned long long>(taken.key),
         static_cast<unsigned long>(taken.bytes), which);
}

inline void take(const char* what, HANDLE port, DWORD milliseconds = 0) {
    tell(what, take_quietly(port, milliseconds));
}

// A file of ten digits in the current folder.
inline HANDLE new_file(DWORD flags = FILE_FLAG_OVERLAPPED) {
    HANDLE file =
        CreateFileA("digits.txt", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                    nullptr, CREATE_ALWAYS, 0, nullptr);
    DWORD count = 0;
    WriteFile(file, "0123456789", 10, &count, nullptr);
    CloseHandle(file);
    return CreateFileA("digits.txt", GENERIC_READ | GENERIC_WRITE,
                       FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING, flags, nullptr);
}

inline HANDLE bad_handle() {
    HANDLE event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    CloseHandle(event);
    return event;
}
