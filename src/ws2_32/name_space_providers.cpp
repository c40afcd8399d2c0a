// WSAEnumNameSpaceProviders and its Ex form.
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaenumnamespaceprovidersw
#include "nt/api.h"
#include "ws2_32/name_space.h"
#include "ws2_32/startup.h"

namespace {

using namespace berth;

// The number of providers, or SOCKET_ERROR.
template <typename Info>
INT providers_enumerate(LPDWORD length, Info* buffer) {
    return nt::api_call<INT>(SOCKET_ERROR, [&]() -> INT {
        int error = ws2::startup_check();
        if (error == 0 && !length)
            error = WSAEFAULT;
        if (error == 0)
            error = ws2::record_write(buffer, length, [](ws2::RecordWriter& writer) {
                Info none{};
                auto* info = writer.take<Info>();
                writer.text("DNS", info ? &info->lpszIdentifier : &none.lpszIdentifier);
                if (!info)
                    return;
                info->NSProviderId = ws2::kDnsProviderId;
                info->dwNameSpace = NS_DNS;
                info->fActive = TRUE;
            });
        return error == 0 ? 1 : nt::api_fail<INT>(static_cast<DWORD>(error), SOCKET_ERROR);
    });
}

}  // namespace

INT WSAAPI WSAEnumNameSpaceProvidersA(LPDWORD lpdwBufferLength, LPWSANAMESPACE_INFOA lpnspBuffer) {
    return providers_enumerate(lpdwBufferLength, lpnspBuffer);
}

INT WSAAPI WSAEnumNameSpaceProvidersW(LPDWORD lpdwBufferLength, LPWSANAMESPACE_INFOW lpnspBuffer) {
    return providers_enumerate(lpdwBufferLength, lpnspBuffer);
}

INT WSAAPI WSAEnumNameSpaceProvidersExA(LPDWORD lpdwBufferLength,
                                        LPWSANAMESPACE_INFOEXA lpnspBuffer) {
    return providers_enumerate(lpdwBufferLength, lpnspBuffer);
}

INT WSAAPI WSAEnumNameSpaceProvidersExW(LPDWORD lpdwBufferLength,
                                        LPWSANAMESPACE_INFOEXW lpnspBuffer) {
    return providers_enumerate(lpdwBufferLength, lpnspBuffer);
}
