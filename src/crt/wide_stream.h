// Wide characters through a stream of UTF-8 bytes. The stream is valid and locked by the caller,
// save for wide_puts, which locks it.
#pragma once

#include <cstdio>
#include <cwchar>

namespace berth::crt {

wint_t wide_put(wchar_t c, FILE* stream);
wint_t wide_get(FILE* stream);
wint_t wide_unget(wint_t c, FILE* stream);
bool wide_puts(const wchar_t* text, FILE* stream, bool newline);

}  // namespace berth::crt
