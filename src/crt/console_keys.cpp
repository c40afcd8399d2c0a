#include "conio.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <mutex>
#include <vector>

#include "berth/crt_stdio.h"
#include "crt/invalid_parameter.h"
#include "crt/stream.h"
#include "crt/wide_stream.h"

namespace berth::crt {
namespace {

std::mutex mutex;
std::vector<int> put_back;  // the last one comes first

// The terminal hands out keys one by one, unseen, while this lives. Ctrl+C stays a signal.
class KeyMode {
  public:
    KeyMode() {
        if (tcgetattr(STDIN_FILENO, &old_) != 0)
            return;
        termios keys = old_;
        keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
        keys.c_iflag &= ~static_cast<tcflag_t>(ICRNL);
        keys.c_cc[VMIN] = 1;
        keys.c_cc[VTIME] = 0;
        changed_ = tcsetattr(STDIN_FILENO, TCSANOW, &keys) == 0;
    }
    KeyMode(const KeyMode&) = delete;
    KeyMode& operator=(const KeyMode&) = delete;
    ~KeyMode() {
        if (changed_)
            tcsetattr(STDIN_FILENO, TCSANOW, &old_);
    }

  private:
    termios old_{};
    bool changed_ = false;
};

int key_read() {
    const std::lock_guard lock(mutex);
    if (!put_back.empty()) {
        const int c = put_back.back();
        put_back.pop_back();
        return c;
    }
    fflush(stdout);
    if (!isatty(STDIN_FILENO)) {
        const int c = getc(stdin);
        return c == '\n' ? '\r' : c;
    }
    const KeyMode keys;
    unsigned char c = 0;
    return read(STDIN_FILENO, &c, 1) == 1 ? c : EOF;
}

// Whether a read would find a byte: an input that has ended, or /dev/null, has no key.
bool key_waits() {
    const std::lock_guard lock(mutex);
    if (!put_back.empty())
        return true;
    if (isatty(STDIN_FILENO)) {
        const KeyMode keys;
        pollfd waiting{STDIN_FILENO, POLLIN, 0};
        return poll(&waiting, 1, 0) == 1 && (waiting.revents & POLLIN) != 0;
    }
    struct stat found;
    if (fstat(STDIN_FILENO, &found) == 0 && S_ISREG(found.st_mode))
        return lseek(STDIN_FILENO, 0, SEEK_CUR) < found.st_size;
    int bytes = 0;
    return ioctl(STDIN_FILENO, FIONREAD, &bytes) == 0 && bytes > 0;
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

int _getch() {
    return key_read();
}

int _getche() {
    const int c = key_read();
    if (c != EOF)
        _putch(c);
    return c;
}

int _ungetch(int c) {
    if (c == EOF)
        return EOF;
    const std::lock_guard lock(mutex);
    put_back.push_back(c);
    return c;
}

int _kbhit() {
    return key_waits() ? 1 : 0;
}

int _putch(int c) {
    putchar(c);
    return fflush(stdout) == 0 ? c : EOF;
}

int _cputs(const char* text) {
    if (!text)
        return invalid_parameter("_cputs", EINVAL);
    fputs(text, stdout);
    return fflush(stdout) == 0 ? 0 : -1;
}

int _cputws(const wchar_t* text) {
    if (!text)
        return invalid_parameter("_cputws", EINVAL);
    return wide_puts(text, stdout, false) && fflush(stdout) == 0 ? 0 : -1;
}

int _vcprintf(const char* format, va_list arguments) {
    const int length = vprintf_s(format, arguments);
    fflush(stdout);
    return length;
}

int _cprintf(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = _vcprintf(format, arguments);
    va_end(arguments);
    return length;
}

int _cprintf_s(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = _vcprintf(format, arguments);
    va_end(arguments);
    return length;
}

int _cwprintf(const wchar_t* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = vwprintf_s(format, arguments);
    va_end(arguments);
    fflush(stdout);
    return length;
}

wint_t _getwch() {
    const int first = key_read();
    if (first == EOF)
        return WEOF;
    char unit[4] = {static_cast<char>(first)};
    int units = 1;
    for (const int trail = utf8_trail(static_cast<unsigned char>(first)); units <= trail; ++units) {
        const int next = key_read();
        if (next == EOF)
            break;
        unit[units] = static_cast<char>(next);
    }
    const char* at = unit;
    return static_cast<wint_t>(utf8_decode(at, static_cast<size_t>(units)));
}

wint_t _getwche() {
    const wint_t c = _getwch();
    if (c != WEOF)
        _putwch(static_cast<wchar_t>(c));
    return c;
}

wint_t _putwch(wchar_t c) {
    const StreamLock lock(stdout);
    const wint_t put = wide_put(c, stdout);
    return fflush_unlocked(stdout) == 0 ? put : WEOF;
}
