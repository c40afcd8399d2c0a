// What version 1.1's functions of services (nspapi.h) share. They are made of version 2's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "nspapi.h"
#include "nt/api.h"
#include "ws2_32/name_space_text.h"
#include "ws2_32/startup.h"

namespace berth::ws2 {

// body(int* result) -> 0 or the error; the function's result is SOCKET_ERROR then.
template <typename Body>
INT service_call(Body&& body) {
    return nt::api_call<INT>(SOCKET_ERROR, [&]() -> INT {
        int result = 0;
        int error = startup_check();
        if (error == 0)
            error = body(&result);
        return error == 0 ? result : nt::api_fail<INT>(static_cast<DWORD>(error), SOCKET_ERROR);
    });
}

// Lays an answer out by `fill(RecordWriter&)`. `length` says how much it takes, in bytes, whether
// or not that was there. 0, ERROR_INSUFFICIENT_BUFFER or WSAEFAULT.
template <typename Fill>
int answer_write(void* buffer, DWORD* length, Fill&& fill) {
    RecordWriter count(nullptr);
    fill(count);
    const DWORD had = buffer ? *length : 0;
    *length = static_cast<DWORD>(count.size());
    if (had < count.size())
        return ERROR_INSUFFICIENT_BUFFER;
    if (!nt::memory_is_mapped(buffer, count.size()))
        return WSAEFAULT;
    RecordWriter writer(buffer);
    fill(writer);
    return 0;
}

// An array of INTs that 0 ends; null is none.
std::vector<int> protocols_read(const INT* protocols);

// The ports of a service type. Zero: it has none with that transport.
struct TypePorts {
    bool known = false;
    uint16_t tcp = 0;
    uint16_t udp = 0;
};
TypePorts service_type_ports(const GUID& type);

// Asks the namespaces and hands each result to `each(const WSAQUERYSETW&) -> bool`, until it says
// false. 0, also where there was nothing, or an error.
class ServiceQuery {
  public:
    ServiceQuery(DWORD name_space, const GUID& type, const std::string& name);
    void limit_to(int protocol);
    template <typename Each>
    int run(DWORD flags, Each&& each) {
        HANDLE lookup = nullptr;
        if (WSALookupServiceBeginW(&query_, flags, &lookup) != 0)
            return found_none(WSAGetLastError());
        int error = 0;
        while ((error = next(lookup, flags)) == 0 &&
               each(*reinterpret_cast<const WSAQUERYSETW*>(room_.data()))) {
        }
        WSALookupServiceEnd(lookup);
        return found_none(error);
    }

  private:
    static int found_none(int error);
    int next(HANDLE lookup, DWORD flags);

    GUID type_;
    std::wstring name_;
    AFPROTOCOLS protocols_[2]{};
    WSAQUERYSETW query_{};
    std::vector<uint64_t> room_;
};

}  // namespace berth::ws2
