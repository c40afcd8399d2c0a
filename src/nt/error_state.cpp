// GetLastError and what else errhandlingapi.h and debugapi.h have.
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include <unistd.h>

#include "debugapi.h"
#include "errhandlingapi.h"
#include "nt/api.h"
#include "nt/text.h"

using namespace berth::nt;

namespace {

constinit std::atomic<UINT> error_mode{0};
constinit std::atomic<LPTOP_LEVEL_EXCEPTION_FILTER> exception_filter{nullptr};

bool traced() {
    const std::unique_ptr<FILE, int (*)(FILE*)> file(fopen("/proc/self/status", "re"), fclose);
    char line[128];
    int tracer = 0;
    while (file && fgets(line, sizeof(line), file.get()))
        if (sscanf(line, "TracerPid: %d", &tracer) == 1)
            break;
    return tracer != 0;
}

void debug_output(std::string_view text) {
    if (!getenv("BERTH_DEBUG_OUTPUT") && !traced())
        return;
    while (!text.empty()) {
        const ssize_t put = write(STDERR_FILENO, text.data(), text.size());
        if (put <= 0)
            return;
        text.remove_prefix(static_cast<size_t>(put));
    }
}

}  // namespace

extern "C" {

DWORD WINAPI GetLastError(void) {
    return last_error_get();
}
VOID WINAPI SetLastError(DWORD code) {
    last_error_set(code);
}
UINT WINAPI SetErrorMode(UINT mode) {
    return error_mode.exchange(mode);
}
UINT WINAPI GetErrorMode(void) {
    return error_mode.load();
}

LPTOP_LEVEL_EXCEPTION_FILTER WINAPI
SetUnhandledExceptionFilter(LPTOP_LEVEL_EXCEPTION_FILTER filter) {
    return exception_filter.exchange(filter);
}

VOID WINAPI RaiseException(DWORD code, DWORD, DWORD, const ULONG_PTR*) {
    fprintf(stderr, "berth: unhandled exception 0x%08X\n", code);
    abort();
}

BOOL WINAPI IsDebuggerPresent(void) {
    return traced();
}

VOID WINAPI DebugBreak(void) {
    raise(SIGTRAP);
}

VOID WINAPI OutputDebugStringA(LPCSTR text) {
    if (text)
        debug_output(text);
}

VOID WINAPI OutputDebugStringW(LPCWSTR text) {
    api_call(FALSE, [&] {
        debug_output(utf8_from_wide(text));
        return TRUE;
    });
}

}  // extern "C"
