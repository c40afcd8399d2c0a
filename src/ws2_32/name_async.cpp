// WSAAsyncGetHostByName and its kin: the answers of gethostbyname and its kin, in the caller's
// buffer.
#include <cstring>
#include <string>
#include <vector>

#include "nt/api.h"
#include "nt/last_error.h"
#include "nt/memory_probe.h"
#include "ws2_32/async_request.h"
#include "ws2_32/startup.h"

namespace {

using namespace berth;

// Lays a structure and what it points to out in one buffer: the structure, arrays of pointers,
// bytes. The buffer may lie anywhere, so all is copied in; what does not fit is counted only.
class Layout {
  public:
    Layout(char* buffer, size_t room, size_t structure)
        : buffer_(buffer), room_(room), used_(structure) {}

    char* bytes(const void* from, size_t count) {
        char* const at = place(used_);
        put(used_, from, count);
        used_ += count;
        return at;
    }
    char* text(const char* from) { return from ? bytes(from, std::strlen(from) + 1) : nullptr; }
    // A null-terminated array, and what each member points to: `length` bytes, or text where 0.
    char** array(char* const* from, size_t length) {
        size_t count = 0;
        while (from && from[count])
            ++count;
        used_ = (used_ + sizeof(char*) - 1) / sizeof(char*) * sizeof(char*);
        const size_t start = used_;
        used_ += (count + 1) * sizeof(char*);
        for (size_t i = 0; i <= count; ++i) {
            char* const at = i == count    ? nullptr
                             : length == 0 ? text(from[i])
                                           : bytes(from[i], length);
            put(start + i * sizeof(char*), &at, sizeof at);
        }
        return reinterpret_cast<char**>(place(start));
    }
    template <typename Structure>
    size_t finish(const Structure& structure) {
        put(0, &structure, sizeof structure);
        return used_;
    }

  private:
    // By number: there may be no buffer yet.
    char* place(size_t at) const {
        return reinterpret_cast<char*>(reinterpret_cast<uintptr_t>(buffer_) + at);
    }
    void put(size_t at, const void* from, size_t count) {
        if (at + count <= room_)
            std::memcpy(buffer_ + at, from, count);
    }

    char* const buffer_;
    const size_t room_;
    size_t used_;
};

size_t lay_out(const hostent& from, char* buffer, size_t room) {
    Layout layout(buffer, room, sizeof from);
    hostent to = from;
    to.h_aliases = layout.array(from.h_aliases, 0);
    to.h_addr_list = layout.array(from.h_addr_list, static_cast<size_t>(from.h_length));
    to.h_name = layout.text(from.h_name);
    return layout.finish(to);
}

size_t lay_out(const servent& from, char* buffer, size_t room) {
    Layout layout(buffer, room, sizeof from);
    servent to = from;
    to.s_aliases = layout.array(from.s_aliases, 0);
    to.s_name = layout.text(from.s_name);
    to.s_proto = layout.text(from.s_proto);
    return layout.finish(to);
}

size_t lay_out(const protoent& from, char* buffer, size_t room) {
    Layout layout(buffer, room, sizeof from);
    protoent to = from;
    to.p_aliases = layout.array(from.p_aliases, 0);
    to.p_name = layout.text(from.p_name);
    return layout.finish(to);
}

// `look_up` runs in the thread that serves requests and gives what the function for blocking
// callers gives; its structure stays the thread's until the next look-up, so until it is written.
template <typename LookUp>
HANDLE start(const ws2::AsyncTarget& target, LookUp look_up) {
    return nt::api_call<HANDLE>(nullptr, [&] {
        return ws2::async_request_start(
            target, [look_up = std::move(look_up)](ws2::AsyncWrite* write) -> int {
                const auto* answer = look_up();
                if (!answer)
                    return static_cast<int>(nt::last_error_get());
                *write = [answer](char* buffer, size_t room) {
                    // Nothing of an answer that does not fit.
                    const size_t needed = lay_out(*answer, buffer, 0);
                    return needed <= room ? lay_out(*answer, buffer, room) : needed;
                };
                return 0;
            });
    });
}

// What a look-up is given; a missing name is told of by the message, as the documentation lists it.
struct Text {
    explicit Text(const char* from)
        : given(from && nt::memory_is_mapped(from, 1)),
          faults(from && !given),
          text(given ? from : "") {}
    const char* get() const { return given ? text.c_str() : nullptr; }
    bool given;
    bool faults;  // it is not mapped
    std::string text;
};

template <typename Entry>
Entry* fault() {
    nt::last_error_set(WSAEFAULT);
    return nullptr;
}

}  // namespace

HANDLE WSAAPI WSAAsyncGetHostByName(HWND hWnd, u_int wMsg, const char* name, char* buf,
                                    int buflen) {
    return start({hWnd, wMsg, buf, buflen}, [name = Text(name)] {
        return name.given ? gethostbyname(name.get()) : fault<hostent>();
    });
}

HANDLE WSAAPI WSAAsyncGetHostByAddr(HWND hWnd, u_int wMsg, const char* addr, int len, int type,
                                    char* buf, int buflen) {
    constexpr size_t kLongest = 16;
    const bool usable = len > 0 && static_cast<size_t>(len) <= kLongest &&
                        nt::memory_is_mapped(addr, static_cast<size_t>(len));
    const std::vector<char> bytes(addr, usable ? addr + len : addr);
    return start({hWnd, wMsg, buf, buflen}, [bytes, type] {
        return bytes.empty() ? fault<hostent>()
                             : gethostbyaddr(bytes.data(), static_cast<int>(bytes.size()), type);
    });
}

HANDLE WSAAPI WSAAsyncGetServByName(HWND hWnd, u_int wMsg, const char* name, const char* proto,
                                    char* buf, int buflen) {
    return start({hWnd, wMsg, buf, buflen}, [name = Text(name), proto = Text(proto)] {
        return name.given && !proto.faults ? getservbyname(name.get(), proto.get())
                                           : fault<servent>();
    });
}

HANDLE WSAAPI WSAAsyncGetServByPort(HWND hWnd, u_int wMsg, int port, const char* proto, char* buf,
                                    int buflen) {
    return start({hWnd, wMsg, buf, buflen}, [port, proto = Text(proto)] {
        return proto.faults ? fault<servent>() : getservbyport(port, proto.get());
    });
}

HANDLE WSAAPI WSAAsyncGetProtoByName(HWND hWnd, u_int wMsg, const char* name, char* buf,
                                     int buflen) {
    return start({hWnd, wMsg, buf, buflen}, [name = Text(name)] {
        return name.given ? getprotobyname(name.get()) : fault<protoent>();
    });
}

HANDLE WSAAPI WSAAsyncGetProtoByNumber(HWND hWnd, u_int wMsg, int number, char* buf, int buflen) {
    return start({hWnd, wMsg, buf, buflen}, [number] { return getprotobynumber(number); });
}

int WSAAPI WSACancelAsyncRequest(HANDLE hAsyncTaskHandle) {
    int error = ws2::startup_check();
    if (error == 0)
        error = ws2::async_request_cancel(hAsyncTaskHandle);
    if (error == 0)
        return 0;
    nt::last_error_set(static_cast<DWORD>(error));
    return SOCKET_ERROR;
}
