// Characters to and from stdio streams. A stream here is always a stream of bytes; wide characters
// pass through it as UTF-8, so narrow and wide functions mix on it.
#pragma once

#include <array>
#include <cstdio>

#include "crt/format.h"
#include "crt/utf8.h"

namespace berth::crt {

// Holds the stream's lock, so that one call's output stays together.
class StreamLock {
  public:
    explicit StreamLock(FILE* stream) : stream_(stream) { flockfile(stream); }
    StreamLock(const StreamLock&) = delete;
    StreamLock& operator=(const StreamLock&) = delete;
    ~StreamLock() { funlockfile(stream_); }

  private:
    FILE* stream_;
};

// The bytes on their way to a locked stream, gathered so that an unbuffered one gets them at once.
class ByteGatherer {
  public:
    explicit ByteGatherer(FILE* stream) : stream_(stream) {}
    ByteGatherer(const ByteGatherer&) = delete;
    ByteGatherer& operator=(const ByteGatherer&) = delete;
    void add(const char* bytes, size_t length) {
        if (length > bytes_.size() - used_)
            flush();
        if (length > bytes_.size()) {
            deliver(bytes, length);
            return;
        }
        for (size_t i = 0; i < length; ++i)
            bytes_[used_++] = bytes[i];
    }
    // False: some byte could not be written; errno says why.
    bool flush() {
        deliver(bytes_.data(), used_);
        used_ = 0;
        return !failed_;
    }

  private:
    void deliver(const char* bytes, size_t length) {
        failed_ = failed_ || fwrite_unlocked(bytes, 1, length, stream_) != length;
    }

    FILE* stream_;
    size_t used_ = 0;
    bool failed_ = false;
    std::array<char, 1024> bytes_;
};

template <typename C>
class StreamOutput final : public Output<C> {
  public:
    explicit StreamOutput(FILE* stream) : bytes_(stream) {}
    void write(const C* text, size_t length) override {
        if constexpr (sizeof(C) == 1) {
            bytes_.add(text, length);
        } else {
            const C* const end = text + length;
            while (text != end) {
                char unit[4];
                bytes_.add(unit, utf8_encode(wide_next(text, end), unit));
            }
        }
    }
    bool flush() { return bytes_.flush(); }

  private:
    ByteGatherer bytes_;
};

}  // namespace berth::crt
