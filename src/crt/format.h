// printf's formats with Microsoft's meaning, for narrow and for wide output.
//
// %s and %c take what the function itself is (narrow or wide), %S and %C the opposite, %hs %hc
// narrow, %ls %ws %lc %wc wide; %Z takes an ANSI_STRING or UNICODE_STRING. I64, ll, j, z, t and I
// are 64 bits; `l` on an integer is 32, as Microsoft's long is: DWORD and LONG arguments are what
// it is used for.
// https://learn.microsoft.com/cpp/c-runtime-library/format-specification-syntax-printf-and-wprintf-functions
#pragma once

#include <cstdarg>
#include <cstddef>

namespace berth::crt {

// Where formatted characters go.
template <typename C>
class Output {
  public:
    Output() = default;
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    virtual ~Output() = default;
    virtual void write(const C* text, size_t length) = 0;

    void put(const C* text, size_t length) {
        count_ += length;
        write(text, length);
    }
    // How many characters went in, wherever they ended.
    size_t count() const { return count_; }

  private:
    size_t count_ = 0;
};

// Returns 0 or an errno value. %n is EINVAL.
template <typename C>
int format(Output<C>& out, const C* format, va_list arguments);

extern template int format(Output<char>& out, const char* format, va_list arguments);
extern template int format(Output<wchar_t>& out, const wchar_t* format, va_list arguments);

// Into [to, to + size), without a terminator; the rest is counted and dropped.
template <typename C>
class BufferOutput final : public Output<C> {
  public:
    BufferOutput(C* to, size_t size) : to_(to), room_(size) {}
    void write(const C* text, size_t length) override {
        const size_t fits = length < room_ ? length : room_;
        for (size_t i = 0; i < fits; ++i)
            to_[i] = text[i];
        to_ += fits;
        room_ -= fits;
    }
    C* end() const { return to_; }

  private:
    C* to_;
    size_t room_;
};

}  // namespace berth::crt
