// WSAEnumNameSpaceProviders and its Ex form.
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaenumnamespaceprovidersw
#include "nt/api.h"
#include "nt/memory_probe.h"
#include "ws2_32/catalog.h"
#include "ws2_32/name_space.h"
#include "ws2_32/startup.h"

namespace {

using namespace berth;

template <typename Info>
void identifier_write(ws2::RecordWriter& writer, const ws2::NameSpaceEntry& entry, Info& to) {
    writer.text(nt::utf8_from_wide(entry.identifier), &to.lpszIdentifier);
    if constexpr (requires { to.ProviderSpecific; }) {
        if (entry.specific.empty())
            return;
        writer.take<uint64_t>(0);  // whatever it is, it lies aligned
        BYTE* const bytes = writer.copy(entry.specific.data(), entry.specific.size());
        to.ProviderSpecific = {static_cast<ULONG>(entry.specific.size()), bytes};
    }
}

// The number of providers, or SOCKET_ERROR.
template <typename Info>
INT providers_enumerate(LPDWORD length, Info* buffer) {
    return nt::api_call<INT>(SOCKET_ERROR, [&]() -> INT {
        int error = ws2::startup_check();
        if (error == 0 && !nt::memory_is_mapped(length, sizeof *length))
            error = WSAEFAULT;
        const auto entries = ws2::name_spaces_snapshot();
        if (error == 0)
            error = ws2::record_write(buffer, length, [&](ws2::RecordWriter& writer) {
                Info* const infos = writer.take<Info>(entries->size());
                for (size_t i = 0; i < entries->size(); ++i) {
                    const ws2::NameSpaceEntry& entry = (*entries)[i];
                    Info none{};
                    Info& info = infos ? infos[i] : none;
                    info.NSProviderId = entry.provider;
                    info.dwNameSpace = entry.name_space;
                    info.fActive = entry.active ? TRUE : FALSE;
                    info.dwVersion = entry.version;
                    identifier_write(writer, entry, info);
                }
            });
        return error == 0 ? static_cast<INT>(entries->size())
                          : nt::api_fail<INT>(static_cast<DWORD>(error), SOCKET_ERROR);
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
