#include "ws2_32/service_1_1.h"

#include <algorithm>

namespace berth::ws2 {

std::vector<int> protocols_read(const INT* protocols) {
    std::vector<int> read;
    while (protocols && *protocols != 0)
        read.push_back(*protocols++);
    return read;
}

ServiceQuery::ServiceQuery(DWORD name_space, const GUID& type, const std::string& name)
    : type_(type), name_(nt::wide_from_utf8(name)), room_(128) {
    query_.dwSize = sizeof query_;
    query_.lpszServiceInstanceName = name_.data();
    query_.lpServiceClassId = &type_;
    query_.dwNameSpace = name_space;
}

void ServiceQuery::limit_to(int protocol) {
    protocols_[0] = {AF_INET, protocol};
    protocols_[1] = {AF_INET6, protocol};
    query_.lpafpProtocols = protocols_;
    query_.dwNumberOfProtocols = 2;
}

int ServiceQuery::found_none(int error) {
    switch (error) {
        case WSA_E_NO_MORE:
        case WSAENOMORE:
        case WSANO_DATA:
        case WSASERVICE_NOT_FOUND:
            return 0;
        default:
            return error;
    }
}

int ServiceQuery::next(HANDLE lookup, DWORD flags) {
    for (;;) {
        auto size = static_cast<DWORD>(room_.size() * sizeof(uint64_t));
        if (WSALookupServiceNextW(lookup, flags, &size,
                                  reinterpret_cast<WSAQUERYSETW*>(room_.data())) == 0)
            return 0;
        const int error = WSAGetLastError();
        if (error != WSAEFAULT || size <= room_.size() * sizeof(uint64_t))
            return error;
        room_.assign(size / sizeof(uint64_t) + 1, 0);
    }
}

}  // namespace berth::ws2
