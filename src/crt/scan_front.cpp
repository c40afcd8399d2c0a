// scanf, sscanf, wscanf and the rest of the families that read fields.
#include <cstdio>

#include "berth/crt_stdio.h"
#include "crt/invalid_parameter.h"
#include "crt/scan.h"
#include "crt/stream.h"
#include "crt/wide_stream.h"

namespace berth::crt {
namespace {

template <typename C>
class TextInput final : public Input<C> {
  public:
    TextInput(const C* text, size_t length) : at_(text), length_(length) {}

  protected:
    int fetch() override {
        if (length_ == 0 || !*at_)
            return kEnd;
        --length_;
        if constexpr (sizeof(C) == 1)
            return static_cast<unsigned char>(*at_++);
        else
            return static_cast<int>(*at_++);
    }

  private:
    const C* at_;
    size_t length_;
};

// The stream is locked; what was looked at and not used goes back to it.
template <typename C>
class StreamInput final : public Input<C> {
  public:
    explicit StreamInput(FILE* stream) : stream_(stream) {}
    ~StreamInput() override {
        if (!this->holds())
            return;
        if constexpr (sizeof(C) == 1)
            ungetc(this->peek(), stream_);
        else
            wide_unget(static_cast<wint_t>(this->peek()), stream_);
    }

  protected:
    int fetch() override {
        if constexpr (sizeof(C) == 1)
            return getc_unlocked(stream_);
        else
            return static_cast<int>(wide_get(stream_));
    }

  private:
    FILE* stream_;
};

template <typename C>
int scan_text(const char* function, const C* text, size_t length, const C* format, bool checked,
              va_list arguments) {
    if (!text || !format) {
        invalid_parameter(function, EINVAL);
        return EOF;
    }
    TextInput<C> input(text, length);
    return scan(function, input, format, checked, arguments);
}

template <typename C>
int scan_stream(const char* function, FILE* stream, const C* format, bool checked,
                va_list arguments) {
    if (!stream || !format) {
        invalid_parameter(function, EINVAL);
        return EOF;
    }
    const StreamLock lock(stream);
    StreamInput<C> input(stream);
    return scan(function, input, format, checked, arguments);
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

// Each function comes with and without a va_list. The plain ones get their symbols in
// berth/crt_printf.h.
#define BERTH_SCAN_STREAM(name, vname, Char, checked)                                    \
    extern "C" BERTH_API int vname(FILE* stream, const Char* format, va_list arguments); \
    extern "C" BERTH_API int name(FILE* stream, const Char* format, ...);                \
    int vname(FILE* stream, const Char* format, va_list arguments) {                     \
        return scan_stream(#name, stream, format, checked, arguments);                   \
    }                                                                                    \
    int name(FILE* stream, const Char* format, ...) {                                    \
        va_list arguments;                                                               \
        va_start(arguments, format);                                                     \
        const int stored = scan_stream(#name, stream, format, checked, arguments);       \
        va_end(arguments);                                                               \
        return stored;                                                                   \
    }
#define BERTH_SCAN_INPUT(name, vname, Char, checked)                              \
    extern "C" BERTH_API int vname(const Char* format, va_list arguments);        \
    extern "C" BERTH_API int name(const Char* format, ...);                       \
    int vname(const Char* format, va_list arguments) {                            \
        return scan_stream(#name, stdin, format, checked, arguments);             \
    }                                                                             \
    int name(const Char* format, ...) {                                           \
        va_list arguments;                                                        \
        va_start(arguments, format);                                              \
        const int stored = scan_stream(#name, stdin, format, checked, arguments); \
        va_end(arguments);                                                        \
        return stored;                                                            \
    }
#define BERTH_SCAN_TEXT(name, vname, Char, checked)                                          \
    extern "C" BERTH_API int vname(const Char* text, const Char* format, va_list arguments); \
    extern "C" BERTH_API int name(const Char* text, const Char* format, ...);                \
    int vname(const Char* text, const Char* format, va_list arguments) {                     \
        return scan_text(#name, text, SIZE_MAX, format, checked, arguments);                 \
    }                                                                                        \
    int name(const Char* text, const Char* format, ...) {                                    \
        va_list arguments;                                                                   \
        va_start(arguments, format);                                                         \
        const int stored = scan_text(#name, text, SIZE_MAX, format, checked, arguments);     \
        va_end(arguments);                                                                   \
        return stored;                                                                       \
    }

BERTH_SCAN_INPUT(berth_scanf, berth_vscanf, char, false)
BERTH_SCAN_INPUT(berth_wscanf, berth_vwscanf, wchar_t, false)
BERTH_SCAN_STREAM(berth_fscanf, berth_vfscanf, char, false)
BERTH_SCAN_STREAM(berth_fwscanf, berth_vfwscanf, wchar_t, false)
BERTH_SCAN_TEXT(berth_sscanf, berth_vsscanf, char, false)
BERTH_SCAN_TEXT(berth_swscanf, berth_vswscanf, wchar_t, false)
BERTH_SCAN_INPUT(scanf_s, vscanf_s, char, true)
BERTH_SCAN_INPUT(wscanf_s, vwscanf_s, wchar_t, true)
BERTH_SCAN_STREAM(fscanf_s, vfscanf_s, char, true)
BERTH_SCAN_STREAM(fwscanf_s, vfwscanf_s, wchar_t, true)
BERTH_SCAN_TEXT(sscanf_s, vsscanf_s, char, true)
BERTH_SCAN_TEXT(swscanf_s, vswscanf_s, wchar_t, true)

int _snscanf(const char* text, size_t length, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int stored = scan_text("_snscanf", text, length, format, false, arguments);
    va_end(arguments);
    return stored;
}

int _snscanf_s(const char* text, size_t length, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int stored = scan_text("_snscanf_s", text, length, format, true, arguments);
    va_end(arguments);
    return stored;
}
