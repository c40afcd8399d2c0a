// getaddrinfo, GetAddrInfoW, freeaddrinfo, FreeAddrInfoW.
// https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-getaddrinfo
#include "ws2_32/name_addrinfo.h"

#include "nt/memory_probe.h"
#include "ws2_32/startup.h"

namespace {

using namespace berth;

template <typename Info>
int addrinfo_get(const char* node, const char* service, const Info* hints, Info** result) {
    *result = nullptr;
    if (const int error = ws2::startup_check())
        return error;
    ws2::NameHints wanted;
    if (const int error = ws2::addrinfo_hints(hints, &wanted))
        return error;
    ws2::NameAnswers answers;
    if (const int error = ws2::name_query(node, service, wanted, &answers))
        return error;
    *result = ws2::addrinfo_list<Info>(answers);
    return 0;
}

template <typename Char, typename Info>
bool arguments_fault(const Char* node, const Char* service, const Info* hints, Info** result) {
    return !nt::memory_is_mapped(result, sizeof(void*)) || nt::memory_faults_if_given(node) ||
           nt::memory_faults_if_given(service) || nt::memory_faults_if_given(hints);
}

}  // namespace

INT WSAAPI getaddrinfo(PCSTR pNodeName, PCSTR pServiceName, const ADDRINFOA* pHints,
                       PADDRINFOA* ppResult) {
    return ws2::name_call([&] {
        return arguments_fault(pNodeName, pServiceName, pHints, ppResult)
                   ? WSAEFAULT
                   : addrinfo_get(pNodeName, pServiceName, pHints, ppResult);
    });
}

INT WSAAPI GetAddrInfoW(PCWSTR pNodeName, PCWSTR pServiceName, const ADDRINFOW* pHints,
                        PADDRINFOW* ppResult) {
    return ws2::name_call([&]() -> int {
        if (arguments_fault(pNodeName, pServiceName, pHints, ppResult))
            return WSAEFAULT;
        const std::string node = nt::utf8_from_wide(pNodeName);
        const std::string service = nt::utf8_from_wide(pServiceName);
        return addrinfo_get(pNodeName ? node.c_str() : nullptr,
                            pServiceName ? service.c_str() : nullptr, pHints, ppResult);
    });
}

VOID WSAAPI freeaddrinfo(PADDRINFOA pAddrInfo) {
    ws2::addrinfo_free(pAddrInfo);
}

VOID WSAAPI FreeAddrInfoW(PADDRINFOW pAddrInfo) {
    ws2::addrinfo_free(pAddrInfo);
}
