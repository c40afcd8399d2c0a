// What scenarios of named objects share.
#pragma once

#include "../scenario.h"

namespace named {

// A name of this run's own: a child process (below) uses the same.
inline const char* name(const char* what) {
    static char names[8][64];
    static int next = 0;
    char base[32];
    if (GetEnvironmentVariableA("NAMED_BASE", base, sizeof base) == 0) {
        snprintf(base, sizeof base, "conformance-%lu", (unsigned long)GetCurrentProcessId());
        SetEnvironmentVariableA("NAMED_BASE", base);
    }
    char* text = names[next++ % 8];
    snprintf(text, 64, "%s-%s", base, what);
    return text;
}

inline void last_error() {
    const DWORD code = GetLastError();
    const struct {
        DWORD code;
        const char* name;
    } known[] = {{ERROR_SUCCESS, "ERROR_SUCCESS"},
                 {ERROR_FILE_NOT_FOUND, "ERROR_FILE_NOT_FOUND"},
                 {ERROR_PATH_NOT_FOUND, "ERROR_PATH_NOT_FOUND"},
                 {ERROR_ACCESS_DENIED, "ERROR_ACCESS_DENIED"},
                 {ERROR_INVALID_HANDLE, "ERROR_INVALID_HANDLE"},
                 {ERROR_INVALID_PARAMETER, "ERROR_INVALID_PARAMETER"},
                 {ERROR_INVALID_NAME, "ERROR_INVALID_NAME"},
                 {ERROR_ALREADY_EXISTS, "ERROR_ALREADY_EXISTS"},
                 {ERROR_FILENAME_EXCED_RANGE, "ERROR_FILENAME_EXCED_RANGE"},
                 {ERROR_NOT_OWNER, "ERROR_NOT_OWNER"},
                 {ERROR_TOO_MANY_POSTS, "ERROR_TOO_MANY_POSTS"}};
    for (const auto& each : known) {
        if (each.code == code)
            return line("  code: %s", each.name);
    }
    line("  code: %lu", (unsigned long)code);
}

// "what: handle" or "what: NULL", and the last error.
inline HANDLE made(const char* what, HANDLE handle) {
    line("%s: %s", what, handle != nullptr ? "handle" : "NULL");
    last_error();
    return handle;
}

inline void waited(const char* what, DWORD outcome) {
    line("%s: %s", what,
         outcome == WAIT_OBJECT_0    ? "WAIT_OBJECT_0"
         : outcome == WAIT_ABANDONED ? "WAIT_ABANDONED"
         : outcome == WAIT_TIMEOUT   ? "WAIT_TIMEOUT"
         : outcome == WAIT_FAILED    ? "WAIT_FAILED"
                                     : "another");
}

inline bool is_child() {
    return GetEnvironmentVariableA("NAMED_CHILD", nullptr, 0) != 0;
}

// The same scenario in another process, which sees is_child() and prints nothing.
class Child {
  public:
    explicit Child(const char* scenario, bool inherit = false) {
        char self[1024];
        GetModuleFileNameA(nullptr, self, sizeof self);
        char command[1100];
        snprintf(command, sizeof command, "\"%s\" %s", self, scenario);
        STARTUPINFOA startup;
        memset(&startup, 0, sizeof startup);
        startup.cb = sizeof startup;
        SetEnvironmentVariableA("NAMED_CHILD", "1");
        truth("CreateProcess", CreateProcessA(nullptr, command, nullptr, nullptr, inherit, 0,
                                              nullptr, nullptr, &startup, &information_) != 0);
        SetEnvironmentVariableA("NAMED_CHILD", nullptr);
    }
    void terminate() { TerminateProcess(information_.hProcess, 1); }
    void ends() {
        waited("child ends", WaitForSingleObject(information_.hProcess, 10000));
        DWORD code = 99;
        GetExitCodeProcess(information_.hProcess, &code);
        value("with", code);
    }

  private:
    PROCESS_INFORMATION information_;
};

}  // namespace named
