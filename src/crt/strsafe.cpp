// strsafe.h: one template an operation, and four functions from each: characters or bytes, A or W.
#include "strsafe.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>

#include "crt/format.h"
#include "crt/stream.h"
#include "crt/wide_stream.h"

namespace berth::crt {
namespace {

constexpr size_t kAll = static_cast<size_t>(-1);

// A destination, with what the Ex functions want to know about it. Sizes are in characters.
template <typename C>
struct Target {
    C* to;
    size_t size;
    bool extended = false;
    C** end = nullptr;
    size_t* remaining = nullptr;
    DWORD flags = 0;
    size_t unit = 1;  // what `remaining` is counted in: 1, or the size of a character in bytes

    bool ignores_nulls() const { return (flags & STRSAFE_IGNORE_NULLS) != 0; }
    bool is_valid() const {
        if (size > STRSAFE_MAX_CCH || (flags & ~0x1FFFu) != 0)
            return false;
        if (extended && size == 0)
            return to || ignores_nulls();
        return to && size != 0;
    }
};

template <typename C>
HRESULT finish(const Target<C>& target, HRESULT result, size_t used) {
    if (!target.extended)
        return result;
    size_t room = target.size - used;
    const int byte = static_cast<int>(target.flags & 0xFF);
    if (result == S_OK) {
        if ((target.flags & STRSAFE_FILL_BEHIND_NULL) != 0 && room > 1)
            memset(target.to + used + 1, byte, (room - 1) * sizeof(C));
    } else if (target.to && target.size != 0) {
        if ((target.flags & STRSAFE_FILL_ON_FAILURE) != 0) {
            memset(target.to, byte, target.size * sizeof(C));
            used = byte == 0 ? 0 : target.size - 1;
            target.to[used] = C{};
        }
        if ((target.flags & (STRSAFE_NULL_ON_FAILURE | STRSAFE_NO_TRUNCATION)) != 0) {
            used = 0;
            *target.to = C{};
        }
        room = target.size - used;
    }
    if (result == S_OK || result == STRSAFE_E_INSUFFICIENT_BUFFER) {
        if (target.end)
            *target.end = target.to ? target.to + used : nullptr;
        if (target.remaining)
            *target.remaining = room * target.unit;
    }
    return result;
}

// Puts at most `count` characters of `from` at to[used].
template <typename C>
HRESULT append(const Target<C>& target, size_t used, const C* from, size_t count) {
    static const C kEmpty[1] = {};
    if (!from && !target.ignores_nulls() && target.extended)
        return finish(target, STRSAFE_E_INVALID_PARAMETER, used);
    if (!from)
        from = kEmpty;
    const size_t room = target.size - used;
    size_t length = 0;
    while (length < count && length < room && from[length])
        ++length;
    if (room == 0) {
        const bool nothing = count == 0 || !*from;
        return finish(target, nothing ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER, used);
    }
    const bool fits = length < room;
    length = std::min(length, room - 1);
    std::char_traits<C>::move(target.to + used, from, length);
    target.to[used + length] = C{};
    return finish(target, fits ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER, used + length);
}

template <typename C>
HRESULT copy(const Target<C>& target, const C* from, size_t count) {
    if (!target.is_valid())
        return STRSAFE_E_INVALID_PARAMETER;
    if (count != kAll && count > STRSAFE_MAX_LENGTH) {
        if (target.to && target.size != 0)
            *target.to = C{};
        return STRSAFE_E_INVALID_PARAMETER;
    }
    return append(target, 0, from, count);
}

template <typename C>
HRESULT concatenate(const Target<C>& target, const C* from, size_t count) {
    if (!target.is_valid() || (count != kAll && count > STRSAFE_MAX_LENGTH))
        return STRSAFE_E_INVALID_PARAMETER;
    size_t used = 0;
    while (used < target.size && target.to[used])
        ++used;
    if (used == target.size && target.size != 0)
        return STRSAFE_E_INVALID_PARAMETER;
    return append(target, used, from, count);
}

template <typename C>
HRESULT print(const Target<C>& target, const C* text, va_list arguments) {
    if (!target.is_valid())
        return STRSAFE_E_INVALID_PARAMETER;
    static const C kEmpty[1] = {};
    if (!text && !target.ignores_nulls())
        return finish(target, STRSAFE_E_INVALID_PARAMETER, 0);
    BufferOutput<C> out(target.to, target.size == 0 ? 0 : target.size - 1);
    const int error = format(out, text ? text : kEmpty, arguments);
    const size_t length = out.count();
    if (target.size == 0)
        return finish(target, length == 0 ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER, 0);
    *out.end() = C{};
    const auto used = static_cast<size_t>(out.end() - target.to);
    const bool fits = error == 0 && length == used;
    return finish(target, fits ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER, used);
}

template <typename C>
HRESULT gets(const Target<C>& target) {
    if (!target.is_valid())
        return STRSAFE_E_INVALID_PARAMETER;
    if (target.size <= 1) {
        if (target.size == 1)
            *target.to = C{};
        return finish(target, STRSAFE_E_INSUFFICIENT_BUFFER, 0);
    }
    const StreamLock lock(stdin);
    size_t used = 0;
    for (; used + 1 < target.size; ++used) {
        int c;
        if constexpr (sizeof(C) == 1)
            c = getc_unlocked(stdin);
        else
            c = static_cast<int>(wide_get(stdin));
        if (c == EOF && used == 0) {
            *target.to = C{};
            return finish(target, STRSAFE_E_END_OF_FILE, 0);
        }
        if (c == EOF || c == '\n')
            break;
        target.to[used] = static_cast<C>(c);
    }
    target.to[used] = C{};
    return finish(target, S_OK, used);
}

template <typename C>
HRESULT measure(const C* text, size_t most, size_t* length, size_t unit) {
    if (length)
        *length = 0;
    if (!text || most > STRSAFE_MAX_CCH)
        return STRSAFE_E_INVALID_PARAMETER;
    for (size_t i = 0; i < most; ++i) {
        if (!text[i]) {
            if (length)
                *length = i * unit;
            return S_OK;
        }
    }
    return STRSAFE_E_INVALID_PARAMETER;
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

#define BERTH_EX(C) C **end, size_t *remaining, DWORD flags
#define BERTH_TARGET(C, unit) (Target<C>{to, size / (unit)})
#define BERTH_TARGET_EX(C, unit) (Target<C>{to, size / (unit), true, end, remaining, flags, unit})
#define BERTH_VARIADIC(call)     \
    va_list arguments;           \
    va_start(arguments, format); \
    const HRESULT result = call; \
    va_end(arguments);           \
    return result

// The functions for one kind of character and one unit of size: `unit` is how many of the sizes'
// units a character has.
#define BERTH_STRSAFE(prefix, S, Char, unit)                                                      \
    HRESULT prefix##Copy##S(Char* to, size_t size, const Char* from) {                            \
        return copy(BERTH_TARGET(Char, unit), from, kAll);                                        \
    }                                                                                             \
    HRESULT prefix##CopyEx##S(Char* to, size_t size, const Char* from, BERTH_EX(Char)) {          \
        return copy(BERTH_TARGET_EX(Char, unit), from, kAll);                                     \
    }                                                                                             \
    HRESULT prefix##CopyN##S(Char* to, size_t size, const Char* from, size_t count) {             \
        return copy(BERTH_TARGET(Char, unit), from, count / (unit));                              \
    }                                                                                             \
    HRESULT prefix##CopyNEx##S(Char* to, size_t size, const Char* from, size_t count,             \
                               BERTH_EX(Char)) {                                                  \
        return copy(BERTH_TARGET_EX(Char, unit), from, count / (unit));                           \
    }                                                                                             \
    HRESULT prefix##Cat##S(Char* to, size_t size, const Char* from) {                             \
        return concatenate(BERTH_TARGET(Char, unit), from, kAll);                                 \
    }                                                                                             \
    HRESULT prefix##CatEx##S(Char* to, size_t size, const Char* from, BERTH_EX(Char)) {           \
        return concatenate(BERTH_TARGET_EX(Char, unit), from, kAll);                              \
    }                                                                                             \
    HRESULT prefix##CatN##S(Char* to, size_t size, const Char* from, size_t count) {              \
        return concatenate(BERTH_TARGET(Char, unit), from, count / (unit));                       \
    }                                                                                             \
    HRESULT prefix##CatNEx##S(Char* to, size_t size, const Char* from, size_t count,              \
                              BERTH_EX(Char)) {                                                   \
        return concatenate(BERTH_TARGET_EX(Char, unit), from, count / (unit));                    \
    }                                                                                             \
    HRESULT prefix##VPrintf##S(Char* to, size_t size, const Char* format, va_list arguments) {    \
        return print(BERTH_TARGET(Char, unit), format, arguments);                                \
    }                                                                                             \
    HRESULT prefix##VPrintfEx##S(Char* to, size_t size, BERTH_EX(Char), const Char* format,       \
                                 va_list arguments) {                                             \
        return print(BERTH_TARGET_EX(Char, unit), format, arguments);                             \
    }                                                                                             \
    HRESULT prefix##Printf##S(Char* to, size_t size, const Char* format, ...) {                   \
        BERTH_VARIADIC(print(BERTH_TARGET(Char, unit), format, arguments));                       \
    }                                                                                             \
    HRESULT prefix##PrintfEx##S(Char* to, size_t size, BERTH_EX(Char), const Char* format, ...) { \
        BERTH_VARIADIC(print(BERTH_TARGET_EX(Char, unit), format, arguments));                    \
    }                                                                                             \
    HRESULT prefix##Gets##S(Char* to, size_t size) {                                              \
        return gets(BERTH_TARGET(Char, unit));                                                    \
    }                                                                                             \
    HRESULT prefix##GetsEx##S(Char* to, size_t size, BERTH_EX(Char)) {                            \
        return gets(BERTH_TARGET_EX(Char, unit));                                                 \
    }                                                                                             \
    HRESULT prefix##Length##S(const Char* text, size_t most, size_t* length) {                    \
        return measure(text, most / (unit), length, unit);                                        \
    }

BERTH_STRSAFE(StringCch, A, char, 1)
BERTH_STRSAFE(StringCch, W, wchar_t, 1)
BERTH_STRSAFE(StringCb, A, char, 1)
BERTH_STRSAFE(StringCb, W, wchar_t, sizeof(wchar_t))
