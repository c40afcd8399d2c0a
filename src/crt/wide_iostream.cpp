// std::wcout, wcerr, wclog and wcin write and read UTF-8 through stdio, so that they mix with cout,
// printf and wprintf. The C++ library's own would turn a stream wide for good, or refuse what is
// not ASCII.
#include <ext/stdio_sync_filebuf.h>
#include <iostream>
#include <new>
#include <streambuf>
#include <type_traits>

#include "crt/stream.h"
#include "crt/wide_stream.h"

namespace berth::crt {
namespace {

class WideStdioBuffer final : public std::wstreambuf {
  public:
    explicit WideStdioBuffer(FILE* stream) : stream_(stream) {}

  protected:
    int_type overflow(int_type c) override {
        if (traits_type::eq_int_type(c, traits_type::eof()))
            return traits_type::not_eof(c);
        const StreamLock lock(stream_);
        return wide_put(traits_type::to_char_type(c), stream_);
    }
    std::streamsize xsputn(const wchar_t* text, std::streamsize length) override {
        const StreamLock lock(stream_);
        StreamOutput<wchar_t> out(stream_);
        out.put(text, static_cast<size_t>(length));
        return out.flush() ? length : 0;
    }
    int sync() override { return fflush(stream_) == 0 ? 0 : -1; }

    // Reading keeps nothing here: what is looked at goes back to the stream.
    int_type underflow() override {
        const StreamLock lock(stream_);
        return wide_unget(wide_get(stream_), stream_);
    }
    int_type uflow() override {
        const StreamLock lock(stream_);
        return last_ = wide_get(stream_);
    }
    int_type pbackfail(int_type c) override {
        const StreamLock lock(stream_);
        const bool same = traits_type::eq_int_type(c, traits_type::eof());
        const int_type back = wide_unget(same ? last_ : c, stream_);
        last_ = traits_type::eof();
        return back;
    }

  private:
    FILE* stream_;
    int_type last_ = traits_type::eof();
};

// Never destroyed: the wide streams are flushed after the last destructor has run.
template <typename Stream, typename Room>
void replace(Stream& wide, FILE* stream, Room& room) {
    // A program that loads the library late may have buffers of its own in place.
    if (dynamic_cast<__gnu_cxx::stdio_sync_filebuf<wchar_t>*>(wide.rdbuf()))
        wide.rdbuf(::new (static_cast<void*>(&room)) WideStdioBuffer(stream));
}

using Room = std::aligned_storage_t<sizeof(WideStdioBuffer), alignof(WideStdioBuffer)>;
Room rooms[4];

// Sees to it that the streams exist before they are changed.
const std::ios_base::Init streams_exist;

const bool replaced = [] {
    replace(std::wcin, stdin, rooms[0]);
    replace(std::wcout, stdout, rooms[1]);
    replace(std::wcerr, stderr, rooms[2]);
    replace(std::wclog, stderr, rooms[3]);
    return true;
}();

}  // namespace
}  // namespace berth::crt
