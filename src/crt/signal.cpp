// signal() and raise(). What comes from outside (Ctrl+C, kill) runs in a thread of the console's,
// nt/console.h; a fault of the thread itself interrupts that thread.
#include <csignal>

#include <unistd.h>
#include <array>
#include <atomic>
#include <cerrno>
#include <cfloat>
#include <mutex>

#include "consoleapi.h"
#include "crt/invalid_parameter.h"
#include "nt/console.h"
#include "nt/futex.h"

namespace berth::crt {
namespace {

constexpr int kDefaultExitCode = 3;

using Handler = void (*)(int);
using FloatHandler = void (*)(int, int);

// NOLINTBEGIN(performance-no-int-to-ptr): these are the header's constants
const Handler kGet = SIG_GET;
const Handler kGetsError = SIG_SGE;
const Handler kAcknowledge = SIG_ACK;
const Handler kError = SIG_ERR;
const Handler kIgnore = SIG_IGN;
// NOLINTEND(performance-no-int-to-ptr)

enum class Way {
    kConsole,     // a handler among SetConsoleCtrlHandler's
    kThread,      // in a thread, before those
    kThreadStay,  // so too, and stays installed: Windows does not know the signal
    kFault,       // in the thread that caused it
};

struct Signal {
    int number;
    Way way;
    std::atomic<Handler> handler{SIG_DFL};
    struct sigaction original {};  // a fault's, from before the first handler
    bool installed = false;
};

constinit std::array<Signal, 10> signals{{
    {SIGINT, Way::kConsole},
    {SIGBREAK, Way::kConsole},
    {SIGTERM, Way::kThread},
    {SIGHUP, Way::kThreadStay},
    {SIGUSR1, Way::kThreadStay},
    {SIGUSR2, Way::kThreadStay},
    {SIGABRT, Way::kFault},
    {SIGFPE, Way::kFault},
    {SIGILL, Way::kFault},
    {SIGSEGV, Way::kFault},
}};

constinit nt::FutexMutex lock;
bool console_handler_added = false;  // under the lock

Signal* signal_find(int number) {
    for (Signal& signal : signals)
        if (signal.number == number)
            return &signal;
    return nullptr;
}

bool known_to_windows(const Signal& signal) {
    return signal.way != Way::kThreadStay;
}

// The handler that is to run now, which the next signal of the kind does not find any more.
Handler handler_take(Signal& signal) {
    Handler handler = signal.handler.load();
    if (signal.number == SIGFPE || !known_to_windows(signal))
        return handler;
    while (handler != SIG_DFL && handler != kIgnore &&
           !signal.handler.compare_exchange_weak(handler, SIG_DFL)) {
    }
    return handler;
}

void handler_call(Handler handler, int number, int code) {
    if (number == SIGFPE)
        reinterpret_cast<FloatHandler>(reinterpret_cast<void (*)()>(handler))(number, code);
    else
        handler(number);
}

// In a thread of the console's. True: nothing is left to do.
bool handler_run(int number) {
    Signal* const signal = signal_find(number);
    const Handler handler = signal ? handler_take(*signal) : SIG_DFL;
    if (handler == SIG_DFL)
        return false;
    if (handler != kIgnore)
        handler_call(handler, number, 0);
    return true;
}

// Closing the console is SIGBREAK to Microsoft's runtime.
BOOL WINAPI on_console_event(DWORD event) {
    return handler_run(event == CTRL_C_EVENT ? SIGINT : SIGBREAK);
}

bool on_thread_signal(int number) {
    const Signal* const signal = signal_find(number);
    return signal && signal->way != Way::kConsole && handler_run(number);
}

int float_code(int code) {
    switch (code) {
        case FPE_FLTDIV:
        case FPE_INTDIV:
            return _FPE_ZERODIVIDE;
        case FPE_FLTOVF:
        case FPE_INTOVF:
            return _FPE_OVERFLOW;
        case FPE_FLTUND:
            return _FPE_UNDERFLOW;
        case FPE_FLTRES:
            return _FPE_INEXACT;
        case FPE_FLTINV:
            return _FPE_INVALID;
        default:
            return _FPE_EXPLICITGEN;
    }
}

void on_fault(int number, siginfo_t* info, void* /*context*/) {
    Signal* const signal = signal_find(number);
    if (!signal)
        return;
    const int kept = errno;
    const Handler handler = handler_take(*signal);
    const bool caused = info->si_code > 0;  // by the thread's own instruction, which comes again
    if (handler != SIG_DFL && handler != kIgnore)
        handler_call(handler, number, float_code(info->si_code));
    // SIGFPE's handler stays for those that leave it by longjmp; one that returns would run for
    // ever.
    if (handler == SIG_DFL || (caused && number == SIGFPE)) {
        sigaction(number, &signal->original, nullptr);
        if (!caused)
            ::raise(number);
    }
    errno = kept;
}

// With the lock held. 0 or an errno.
int fault_install(Signal& signal, Handler handler) {
    struct sigaction wanted {};
    if (handler == SIG_DFL) {
        if (!signal.installed)
            return 0;
        wanted = signal.original;
    } else if (handler == kIgnore) {
        wanted.sa_handler = kIgnore;
    } else {
        wanted.sa_sigaction = on_fault;
        // A handler may leave by longjmp, and the next fault is told as well.
        wanted.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
    }
    sigemptyset(&wanted.sa_mask);
    struct sigaction before {};
    if (sigaction(signal.number, &wanted, &before) != 0)
        return errno;
    if (!signal.installed)
        signal.original = before;
    signal.installed = true;
    return 0;
}

// With the lock held, and the handler in its place.
int signal_install(Signal& signal, Handler handler) {
    if (signal.way == Way::kFault)
        return fault_install(signal, handler);
    if (handler == SIG_DFL)
        return 0;  // the console's thread finds the default, too
    if (signal.way == Way::kConsole) {
        if (!console_handler_added && !SetConsoleCtrlHandler(on_console_event, TRUE))
            return EAGAIN;
        console_handler_added = true;
        return 0;
    }
    return nt::console_signal_take(signal.number, on_thread_signal) == 0 ? 0 : EAGAIN;
}

bool handler_allowed(Handler handler) {
    return handler != kGetsError && handler != kAcknowledge && handler != kError;
}

// Signals that Windows does not know.
Handler libc_signal(int number, Handler handler) {
    if (handler == kGet) {
        struct sigaction current {};
        return sigaction(number, nullptr, &current) == 0 ? current.sa_handler : kError;
    }
    return ::signal(number, handler);
}

Handler signal_set(int number, Handler handler) {
    if (!handler_allowed(handler)) {
        errno = EINVAL;
        return kError;
    }
    Signal* signal = signal_find(number);
    if (!signal) {
        const Handler before = libc_signal(number, handler);
        if (before == kError)
            invalid_parameter("signal", EINVAL);
        return before;
    }
    const std::lock_guard guard(lock);
    if (handler == kGet)
        return signal->handler.load();
    const Handler before = signal->handler.exchange(handler);
    if (const int error = signal_install(*signal, handler)) {
        signal->handler.store(before);
        errno = error;
        return kError;
    }
    return before;
}

int signal_raise(int number) {
    Signal* signal = signal_find(number);
    if (!signal) {
        if (number == 0 || ::raise(number) != 0)
            return invalid_parameter("raise", EINVAL);
        return 0;
    }
    const Handler handler = handler_take(*signal);
    if (handler == SIG_DFL) {
        if (!known_to_windows(*signal))
            return ::raise(number);
        nt::console_restore();
        _exit(kDefaultExitCode);
    }
    if (handler != kIgnore)
        handler_call(handler, number, _FPE_EXPLICITGEN);
    return 0;
}

}  // namespace
}  // namespace berth::crt

// The symbols that the standard names get in berth/crt_signal.h.
extern "C" {
BERTH_API void (*berth_signal(int number, void (*handler)(int)))(int);
BERTH_API int berth_raise(int number);
}

void (*berth_signal(int number, void (*handler)(int)))(int) {
    return berth::crt::signal_set(number, handler);
}

int berth_raise(int number) {
    return berth::crt::signal_raise(number);
}
