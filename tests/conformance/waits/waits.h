// What the scenarios of waits share.
#pragma once

#include "../scenario.h"

namespace waits {

// "what: object 1", "what: abandoned 0", "what: time-out", "what: routines ran", or the error.
inline void told(const char* what, DWORD outcome) {
    const DWORD code = GetLastError();
    if (outcome == WAIT_FAILED)
        error(what, (int)code);
    else if (outcome == WAIT_TIMEOUT)
        line("%s: time-out", what);
    else if (outcome == WAIT_IO_COMPLETION)
        line("%s: routines ran", what);
    else if (outcome >= WAIT_ABANDONED_0)
        line("%s: abandoned %d", what, (int)(outcome - WAIT_ABANDONED_0));
    else
        line("%s: object %d", what, (int)(outcome - WAIT_OBJECT_0));
}

// "what: ok" or the error.
inline void done(const char* what, BOOL ok) {
    error(what, ok ? 0 : (int)GetLastError());
}

inline void now(const char* what, HANDLE object) {
    told(what, WaitForSingleObject(object, 0));
}
inline void soon(const char* what, HANDLE object) {
    told(what, WaitForSingleObject(object, 10000));
}

inline HANDLE event(bool manual = false, bool set = false) {
    return CreateEventW(nullptr, manual, set, nullptr);
}

inline LARGE_INTEGER in_milliseconds(long long milliseconds) {
    LARGE_INTEGER due;
    due.QuadPart = -10000 * milliseconds;
    return due;
}

}  // namespace waits
