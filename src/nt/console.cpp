#include "nt/console.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <mutex>

#include "consoleapi.h"
#include "consoleapi2.h"
#include "consoleapi3.h"
#include "nt/api.h"
#include "nt/errno.h"
#include "nt/interrupt.h"
#include "nt/text.h"
#include "processenv.h"

namespace berth::nt {

namespace {

constexpr DWORD kInputRemembered = ENABLE_WINDOW_INPUT | ENABLE_MOUSE_INPUT | ENABLE_INSERT_MODE |
                                   ENABLE_QUICK_EDIT_MODE | ENABLE_EXTENDED_FLAGS |
                                   ENABLE_AUTO_POSITION | ENABLE_VIRTUAL_TERMINAL_INPUT;
constexpr DWORD kOutputKnown = ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT |
                               ENABLE_VIRTUAL_TERMINAL_PROCESSING | DISABLE_NEWLINE_AUTO_RETURN |
                               ENABLE_LVB_GRID_WORLDWIDE;

constinit std::atomic<DWORD> input_mode{ENABLE_INSERT_MODE | ENABLE_QUICK_EDIT_MODE |
                                        ENABLE_EXTENDED_FLAGS | ENABLE_AUTO_POSITION};
constinit std::atomic<DWORD> output_mode{ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT};

// The terminal's settings before the process changed them.
struct Original {
    std::mutex lock;
    bool saved = false;
    int descriptor = -1;
    termios settings{};
};
constinit Original original;

void settings_save(int descriptor, const termios& settings) {
    const std::lock_guard<std::mutex> guard(original.lock);
    if (original.saved)
        return;
    original.saved = true;
    original.descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    original.settings = settings;
    atexit(console_restore);
}

bool console_is_input(const File& file) {
    if (file.flags() & File::kConsoleInput)
        return true;
    return file.descriptor() == STDIN_FILENO ||
           (file.descriptor() > STDERR_FILENO &&
            (fcntl(file.descriptor(), F_GETFL) & O_ACCMODE) == O_RDONLY);
}

bool line_mode(int descriptor) {
    termios settings{};
    return tcgetattr(descriptor, &settings) == 0 && (settings.c_lflag & ICANON);
}

DWORD mode_set_input(File& file, DWORD mode) {
    // Echo without lines is what Windows refuses.
    if ((mode & ENABLE_ECHO_INPUT) && !(mode & ENABLE_LINE_INPUT))
        return ERROR_INVALID_PARAMETER;
    termios settings{};
    if (tcgetattr(file.descriptor(), &settings) != 0)
        return ERROR_INVALID_HANDLE;
    settings_save(file.descriptor(), settings);
    const auto apply = [&](tcflag_t& flags, tcflag_t bits, DWORD asked) {
        flags = mode & asked ? flags | bits : flags & ~bits;
    };
    apply(settings.c_lflag, ICANON, ENABLE_LINE_INPUT);
    apply(settings.c_iflag, ICRNL, ENABLE_LINE_INPUT);
    apply(settings.c_lflag, ECHO, ENABLE_ECHO_INPUT);
    apply(settings.c_lflag, ISIG, ENABLE_PROCESSED_INPUT);
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    if (tcsetattr(file.descriptor(), TCSANOW, &settings) != 0)
        return error_from_errno(errno);
    input_mode.store(mode & kInputRemembered, std::memory_order_relaxed);
    return 0;
}

DWORD mode_get_input(File& file, DWORD* mode) {
    termios settings{};
    if (tcgetattr(file.descriptor(), &settings) != 0)
        return ERROR_INVALID_HANDLE;
    *mode = input_mode.load(std::memory_order_relaxed);
    if (settings.c_lflag & ICANON)
        *mode |= ENABLE_LINE_INPUT;
    if (settings.c_lflag & ECHO)
        *mode |= ENABLE_ECHO_INPUT;
    if (settings.c_lflag & ISIG)
        *mode |= ENABLE_PROCESSED_INPUT;
    return 0;
}

// SetStdHandle's choice; kUnset: the descriptor's own handle.
const HANDLE kUnset = reinterpret_cast<HANDLE>(uintptr_t{1});
std::array<std::atomic<HANDLE>, 3>& std_handles() {
    static std::array<std::atomic<HANDLE>, 3> handles = {kUnset, kUnset, kUnset};
    return handles;
}

// 0, 1, 2 or -1.
int std_index(DWORD name) {
    const DWORD index = STD_INPUT_HANDLE - name;
    return index <= 2 ? static_cast<int>(index) : -1;
}

DWORD write_text(HANDLE handle, std::string_view text) {
    if (const DescriptorOps* ops = descriptor_ops(handle)) {
        DWORD sent = 0;
        return ops->write(reinterpret_cast<uintptr_t>(handle), text.data(),
                          static_cast<DWORD>(text.size()), &sent, nullptr);
    }
    DWORD error = 0;
    const Ref<File> file = handle_get<File>(handle, 0, &error);
    return file ? console_put(*file, text) : error;
}

}  // namespace

void console_restore() {
    const std::lock_guard<std::mutex> guard(original.lock);
    if (original.saved && original.descriptor >= 0)
        tcsetattr(original.descriptor, TCSANOW, &original.settings);
}

Ref<File> console_get(HANDLE handle, DWORD* error) {
    *error = ERROR_INVALID_HANDLE;
    Ref<File> file = handle_get<File>(handle);
    if (!file || !file->terminal())
        return {};
    return file;
}

DWORD console_put(File& file, std::string_view text) {
    // Windows' console sees printf's output at once; here stdio may still hold some.
    if (file.descriptor() == STDOUT_FILENO || file.terminal())
        fflush(stdout);
    DWORD written = 0;
    return file_write(file, text.data(), static_cast<DWORD>(text.size()), &written);
}

DWORD console_read(File& file, char* buffer, DWORD length, DWORD* transferred) {
    *transferred = 0;
    if (length == 0)
        return 0;
    if (file.line_feed_owed.exchange(false)) {
        buffer[0] = '\n';
        *transferred = 1;
        return 0;
    }
    ssize_t got = 0;
    do {
        got = read(file.descriptor(), buffer, length);
    } while (got < 0 && errno == EINTR && !region_is_cancelled());
    if (got < 0 && errno == EINTR)
        return ERROR_OPERATION_ABORTED;
    if (got < 0)
        return errno == EIO ? 0 : error_from_errno(errno);  // EIO: the terminal has gone
    *transferred = static_cast<DWORD>(got);
    if (got > 0 && buffer[got - 1] == '\n' && line_mode(file.descriptor())) {
        buffer[got - 1] = '\r';
        if (*transferred < length)
            buffer[(*transferred)++] = '\n';
        else
            file.line_feed_owed = true;
    }
    return 0;
}

}  // namespace berth::nt

using namespace berth::nt;

namespace {

DWORD console_read_wide(File& file, wchar_t* buffer, DWORD length, DWORD* count) {
    std::string text(std::min<DWORD>(length, 65536), '\0');
    DWORD got = 0;
    if (const DWORD error = console_read(file, text.data(), static_cast<DWORD>(text.size()), &got))
        return error;
    text.resize(got);
    // The buffer may have ended within a character: its other bytes are there as well.
    const auto incomplete = [&] {
        size_t at = text.size();
        while (at > 0 && text.size() - at < 4 && (text[at - 1] & 0xC0) == 0x80)
            --at;
        if (at == 0 || !(text[at - 1] & 0x80))
            return false;
        const unsigned char lead = static_cast<unsigned char>(text[at - 1]);
        const size_t units = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        return text.size() - (at - 1) < units;
    };
    while (!text.empty() && incomplete()) {
        char byte = 0;
        if (console_read(file, &byte, 1, &got) != 0 || got == 0)
            break;
        text.push_back(byte);
    }
    const std::wstring wide = wide_from_utf8(text);
    *count = static_cast<DWORD>(std::min<size_t>(wide.size(), length));
    wide.copy(buffer, *count);
    return 0;
}

}  // namespace

extern "C" {

HANDLE WINAPI GetStdHandle(DWORD name) {
    return api_call(kInvalidHandle, [&]() -> HANDLE {
        const int index = std_index(name);
        if (index < 0)
            return api_fail(ERROR_INVALID_HANDLE, kInvalidHandle);
        const HANDLE chosen = std_handles()[static_cast<size_t>(index)].load();
        if (chosen != kUnset)
            return chosen;
        const HANDLE handle = descriptor_handle(index);
        return handle == kInvalidHandle ? nullptr : handle;
    });
}

BOOL WINAPI SetStdHandle(DWORD name, HANDLE handle) {
    const int index = std_index(name);
    if (index < 0)
        return api_fail(ERROR_INVALID_HANDLE, FALSE);
    std_handles()[static_cast<size_t>(index)].store(handle);
    return TRUE;
}

BOOL WINAPI GetConsoleMode(HANDLE handle, LPDWORD mode) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<File> file = console_get(handle, &error);
        if (!file || !mode)
            return file ? DWORD{ERROR_INVALID_PARAMETER} : error;
        if (console_is_input(*file))
            return mode_get_input(*file, mode);
        *mode = output_mode.load(std::memory_order_relaxed);
        return 0;
    });
}

BOOL WINAPI SetConsoleMode(HANDLE handle, DWORD mode) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<File> file = console_get(handle, &error);
        if (!file)
            return error;
        if (console_is_input(*file))
            return mode_set_input(*file, mode);
        if (mode & ~kOutputKnown)
            return ERROR_INVALID_PARAMETER;
        output_mode.store(mode, std::memory_order_relaxed);
        return 0;
    });
}

BOOL WINAPI ReadConsoleA(HANDLE handle, LPVOID buffer, DWORD length, LPDWORD count,
                         PCONSOLE_READCONSOLE_CONTROL) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<File> file = console_get(handle, &error);
        if (!file || !buffer || !count)
            return file ? DWORD{ERROR_INVALID_PARAMETER} : error;
        return console_read(*file, static_cast<char*>(buffer), length, count);
    });
}

BOOL WINAPI ReadConsoleW(HANDLE handle, LPVOID buffer, DWORD length, LPDWORD count,
                         PCONSOLE_READCONSOLE_CONTROL) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<File> file = console_get(handle, &error);
        if (!file || !buffer || !count)
            return file ? DWORD{ERROR_INVALID_PARAMETER} : error;
        return console_read_wide(*file, static_cast<wchar_t*>(buffer), length, count);
    });
}

BOOL WINAPI WriteConsoleA(HANDLE handle, const VOID* text, DWORD length, LPDWORD count, LPVOID) {
    return api_bool([&]() -> DWORD {
        if (count)
            *count = 0;
        if (!text && length != 0)
            return ERROR_INVALID_PARAMETER;
        const DWORD error = write_text(handle, {static_cast<const char*>(text), length});
        if (error == 0 && count)
            *count = length;
        return error;
    });
}

BOOL WINAPI WriteConsoleW(HANDLE handle, const VOID* text, DWORD length, LPDWORD count, LPVOID) {
    return api_bool([&]() -> DWORD {
        if (count)
            *count = 0;
        if (!text && length != 0)
            return ERROR_INVALID_PARAMETER;
        const std::string utf8 = utf8_from_wide({static_cast<const wchar_t*>(text), length});
        const DWORD error = write_text(handle, utf8);
        if (error == 0 && count)
            *count = length;
        return error;
    });
}

BOOL WINAPI GetNumberOfConsoleInputEvents(HANDLE handle, LPDWORD count) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<File> file = console_get(handle, &error);
        if (!file || !count)
            return file ? DWORD{ERROR_INVALID_PARAMETER} : error;
        int waiting = 0;
        if (ioctl(file->descriptor(), FIONREAD, &waiting) != 0)
            return ERROR_INVALID_HANDLE;
        *count = static_cast<DWORD>(waiting);
        return 0;
    });
}

BOOL WINAPI FlushConsoleInputBuffer(HANDLE handle) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<File> file = console_get(handle, &error);
        if (!file)
            return error;
        file->line_feed_owed = false;
        return tcflush(file->descriptor(), TCIFLUSH) == 0 ? 0 : error_from_errno(errno);
    });
}

BOOL WINAPI AllocConsole(void) {
    // A process on Linux has its terminal from its parent; a second one is refused as on Windows.
    return isatty(STDOUT_FILENO) ? api_fail(ERROR_ACCESS_DENIED, FALSE) : TRUE;
}

BOOL WINAPI FreeConsole(void) {
    return TRUE;
}

BOOL WINAPI AttachConsole(DWORD) {
    return api_fail(isatty(STDOUT_FILENO) ? ERROR_ACCESS_DENIED : ERROR_INVALID_HANDLE, FALSE);
}

UINT WINAPI GetConsoleCP(void) {
    return 65001;
}
UINT WINAPI GetConsoleOutputCP(void) {
    return 65001;
}
BOOL WINAPI SetConsoleCP(UINT) {
    return TRUE;
}
BOOL WINAPI SetConsoleOutputCP(UINT) {
    return TRUE;
}
HWND WINAPI GetConsoleWindow(void) {
    return nullptr;
}

DWORD WINAPI GetConsoleProcessList(LPDWORD list, DWORD count) {
    if (!list || count == 0)
        return api_fail<DWORD>(ERROR_INVALID_PARAMETER, 0);
    list[0] = static_cast<DWORD>(getpid());
    return 1;
}

}  // extern "C"
