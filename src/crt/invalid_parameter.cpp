#include "crt/invalid_parameter.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cwchar>

#include "berth/crt_invalid.h"

namespace berth::crt {
namespace {

std::atomic<_invalid_parameter_handler> process_handler{nullptr};
thread_local _invalid_parameter_handler thread_handler = nullptr;

void handler_call(const char* function) {
    _invalid_parameter_handler handler = thread_handler ? thread_handler : process_handler.load();
    if (handler) {
        // As from Microsoft's release runtime: no expression, no names.
        handler(nullptr, nullptr, nullptr, 0, 0);
        return;
    }
    fflush(stdout);
    fprintf(stderr,
            "Invalid parameter passed to %s: the program ends here (no "
            "_set_invalid_parameter_handler was called).\n",
            function);
    abort();
}

}  // namespace

int invalid_parameter(const char* function, int error) {
    errno = error;
    handler_call(function);
    errno = error;
    return error;
}

}  // namespace berth::crt

using namespace berth::crt;

_invalid_parameter_handler _set_invalid_parameter_handler(_invalid_parameter_handler handler) {
    return process_handler.exchange(handler);
}

_invalid_parameter_handler _set_thread_local_invalid_parameter_handler(
    _invalid_parameter_handler handler) {
    _invalid_parameter_handler old = thread_handler;
    thread_handler = handler;
    return old;
}

_invalid_parameter_handler _get_invalid_parameter_handler() {
    return process_handler.load();
}

_invalid_parameter_handler _get_thread_local_invalid_parameter_handler() {
    return thread_handler;
}

void _invalid_parameter_noinfo() {
    handler_call("a function of the program");
}

void _invalid_parameter_noinfo_noreturn() {
    handler_call("a function of the program");
    abort();
}
