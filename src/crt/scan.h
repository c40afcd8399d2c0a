// scanf's formats with Microsoft's meaning, for narrow and for wide input: %s, %c and %[ store what
// the function itself is, %S and %C the opposite, %hs narrow, %ls wide. I64, ll, j, z, t and I
// store 64 bits; `l` stores 32, as Microsoft's long has. The checked functions take a buffer's
// size, an unsigned int, after the buffer of each %s, %c and %[.
// https://learn.microsoft.com/cpp/c-runtime-library/format-specification-fields-scanf-and-wscanf-functions
#pragma once

#include <cstdarg>
#include <cstddef>

namespace berth::crt {

inline constexpr int kEnd = -1;

// Where characters come from, one at a time, with one of them to spare.
template <typename C>
class Input {
  public:
    Input() = default;
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;
    virtual ~Input() = default;

    int peek() {
        if (!held_) {
            next_ = fetch();
            held_ = true;
        }
        return next_;
    }
    void take() {
        held_ = false;
        ++taken_;
    }
    size_t taken() const { return taken_; }
    bool holds() const { return held_ && next_ != kEnd; }

  protected:
    virtual int fetch() = 0;

  private:
    int next_ = kEnd;
    bool held_ = false;
    size_t taken_ = 0;
};

// How many fields were stored; -1 at the end of input before the first, or for bad arguments.
template <typename C>
int scan(const char* function, Input<C>& input, const C* format, bool checked, va_list arguments);

extern template int scan(const char* function, Input<char>& input, const char* format, bool checked,
                         va_list arguments);
extern template int scan(const char* function, Input<wchar_t>& input, const wchar_t* format,
                         bool checked, va_list arguments);

}  // namespace berth::crt
