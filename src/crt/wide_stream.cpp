// Wide characters one by one and by the line: fputwc, fgetwc, fputws, fgetws and kin, as UTF-8.
#include "crt/wide_stream.h"

#include <cwchar>

#include "berth/crt_stdio.h"
#include "crt/invalid_parameter.h"
#include "crt/stream.h"

namespace berth::crt {

wint_t wide_put(wchar_t c, FILE* stream) {
    char unit[4];
    const size_t units = utf8_encode(c, unit);
    return fwrite_unlocked(unit, 1, units, stream) == units ? static_cast<wint_t>(c) : WEOF;
}

wint_t wide_get(FILE* stream) {
    const int first = getc_unlocked(stream);
    if (first == EOF)
        return WEOF;
    char unit[4] = {static_cast<char>(first)};
    const int trail = utf8_trail(static_cast<unsigned char>(first));
    int units = 1;
    for (; units <= trail; ++units) {
        const int next = getc_unlocked(stream);
        if (next == EOF)
            break;
        if ((next & 0xC0) != 0x80) {
            ungetc(next, stream);
            break;
        }
        unit[units] = static_cast<char>(next);
    }
    const char* at = unit;
    return static_cast<wint_t>(utf8_decode(at, static_cast<size_t>(units)));
}

wint_t wide_unget(wint_t c, FILE* stream) {
    if (c == WEOF)
        return WEOF;
    char unit[4];
    for (size_t units = utf8_encode(static_cast<wchar_t>(c), unit); units != 0; --units) {
        if (ungetc(static_cast<unsigned char>(unit[units - 1]), stream) == EOF)
            return WEOF;
    }
    return c;
}

bool wide_puts(const wchar_t* text, FILE* stream, bool newline) {
    const StreamLock lock(stream);
    StreamOutput<wchar_t> out(stream);
    out.put(text, wcslen(text));
    if (newline)
        out.put(L"\n", 1);
    return out.flush();
}

}  // namespace berth::crt

using namespace berth::crt;

// The symbols that the standard names get in berth/crt_printf.h.
extern "C" {
BERTH_API int berth_fputws(const wchar_t* text, FILE* stream);
BERTH_API wint_t berth_fputwc(wchar_t c, FILE* stream);
BERTH_API wint_t berth_putwchar(wchar_t c);
BERTH_API wchar_t* berth_fgetws(wchar_t* to, int size, FILE* stream);
BERTH_API wint_t berth_fgetwc(FILE* stream);
BERTH_API wint_t berth_getwchar();
BERTH_API wint_t berth_ungetwc(wint_t c, FILE* stream);
}

int berth_fputws(const wchar_t* text, FILE* stream) {
    if (!text || !stream) {
        invalid_parameter("fputws", EINVAL);
        return -1;
    }
    return wide_puts(text, stream, false) ? 0 : -1;
}

int _putws(const wchar_t* text) {
    if (!text) {
        invalid_parameter("_putws", EINVAL);
        return -1;
    }
    return wide_puts(text, stdout, true) ? 0 : -1;
}

wint_t berth_fputwc(wchar_t c, FILE* stream) {
    if (!stream) {
        invalid_parameter("fputwc", EINVAL);
        return WEOF;
    }
    const StreamLock lock(stream);
    return wide_put(c, stream);
}

wint_t berth_putwchar(wchar_t c) {
    return berth_fputwc(c, stdout);
}

wint_t berth_fgetwc(FILE* stream) {
    if (!stream) {
        invalid_parameter("fgetwc", EINVAL);
        return WEOF;
    }
    const StreamLock lock(stream);
    return wide_get(stream);
}

wint_t berth_getwchar() {
    return berth_fgetwc(stdin);
}

wint_t berth_ungetwc(wint_t c, FILE* stream) {
    if (!stream) {
        invalid_parameter("ungetwc", EINVAL);
        return WEOF;
    }
    const StreamLock lock(stream);
    return wide_unget(c, stream);
}

wchar_t* berth_fgetws(wchar_t* to, int size, FILE* stream) {
    if (!to || size <= 0 || !stream) {
        invalid_parameter("fgetws", EINVAL);
        return nullptr;
    }
    const StreamLock lock(stream);
    int used = 0;
    while (used + 1 < size) {
        const wint_t c = wide_get(stream);
        if (c == WEOF) {
            if (used == 0)
                return nullptr;
            break;
        }
        to[used++] = static_cast<wchar_t>(c);
        if (c == L'\n')
            break;
    }
    to[used] = L'\0';
    return to;
}
