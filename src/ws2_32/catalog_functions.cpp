// WSCEnumProtocols, WSCGetProviderPath, WSCGetProviderInfo, WSCSetProviderInfo.
#include <cstring>

#include "nt/memory_probe.h"
#include "ws2_32/catalog.h"
#include "ws2_32/catalog_call.h"
#include "ws2_32/startup.h"

using namespace berth;

int WSPAPI WSCEnumProtocols(LPINT lpiProtocols, LPWSAPROTOCOL_INFOW lpProtocolBuffer,
                            LPDWORD lpdwBufferLength, LPINT lpErrno) {
    int count = 0;
    const int failed = ws2::catalog_call(lpErrno, [&] {
        if (!nt::memory_is_mapped(lpdwBufferLength, sizeof *lpdwBufferLength) ||
            (lpiProtocols && !nt::memory_is_mapped(lpiProtocols, sizeof *lpiProtocols)))
            return WSAEFAULT;
        // Unlike WSAEnumProtocols: hidden entries and layered protocols too, and without
        // WSAStartup; then the catalog is as it stands now.
        if (!ws2::startup_active())
            ws2::catalog_refresh();
        std::vector<WSAPROTOCOL_INFOW> found;
        const auto entries = ws2::catalog_snapshot();
        for (const auto& entry : *entries) {
            if (ws2::protocol_listed(entry->info, lpiProtocols))
                found.push_back(entry->info);
        }
        auto needed = static_cast<DWORD>(found.size() * sizeof(WSAPROTOCOL_INFOW));
        bool fits = lpProtocolBuffer && *lpdwBufferLength >= needed;
        *lpdwBufferLength = needed;
        if (!fits)
            return WSAENOBUFS;
        if (needed != 0 && !nt::memory_is_mapped(lpProtocolBuffer, needed))
            return WSAEFAULT;
        if (needed != 0)
            std::memcpy(lpProtocolBuffer, found.data(), needed);
        count = static_cast<int>(found.size());
        return 0;
    });
    return failed ? SOCKET_ERROR : count;
}

int WSPAPI WSCGetProviderPath(LPGUID lpProviderId, WCHAR* lpszProviderDllPath,
                              LPINT lpProviderDllPathLen, LPINT lpErrno) {
    return ws2::catalog_call(lpErrno, [&] {
        int error = 0;
        ws2::provider_path_get(lpProviderId, lpszProviderDllPath, lpProviderDllPathLen, &error);
        return error;
    });
}

int WSPAPI WSCGetProviderInfo(LPGUID lpProviderId, WSC_PROVIDER_INFO_TYPE InfoType, PBYTE Info,
                              size_t* InfoSize, DWORD Flags, LPINT lpErrno) {
    return ws2::catalog_call(lpErrno, [&]() -> int {
        if (!nt::memory_is_mapped(lpProviderId, sizeof *lpProviderId) ||
            !nt::memory_is_mapped(InfoSize, sizeof *InfoSize))
            return WSAEFAULT;
        if (InfoType == ProviderInfoAudit)
            return ERROR_CALL_NOT_IMPLEMENTED;
        if (InfoType != ProviderInfoLspCategories || Flags != 0)
            return WSAEINVAL;
        const size_t room = *InfoSize;
        *InfoSize = sizeof(DWORD);
        if (room < sizeof(DWORD) || !nt::memory_is_mapped(Info, sizeof(DWORD)))
            return WSAEFAULT;
        const auto entries = ws2::catalog_snapshot();
        for (const auto& entry : *entries) {
            if (!ws2::provider_is(*entry, *lpProviderId))
                continue;
            std::memcpy(Info, &entry->categories, sizeof entry->categories);
            return 0;
        }
        return WSAEINVALIDPROVIDER;
    });
}

int WSPAPI WSCSetProviderInfo(LPGUID lpProviderId, WSC_PROVIDER_INFO_TYPE InfoType, PBYTE Info,
                              size_t InfoSize, DWORD Flags, LPINT lpErrno) {
    return ws2::catalog_call(lpErrno, [&]() -> int {
        if (!nt::memory_is_mapped(lpProviderId, sizeof *lpProviderId) ||
            !nt::memory_is_mapped(Info, sizeof(DWORD)))
            return WSAEFAULT;
        if (InfoType == ProviderInfoAudit)
            return ERROR_CALL_NOT_IMPLEMENTED;
        if (InfoType != ProviderInfoLspCategories || Flags != 0 || InfoSize != sizeof(DWORD))
            return WSAEINVAL;
        auto change = [&](ws2::CatalogDraft& draft) {
            bool known = false;
            const ws2::Catalog all = draft.entries;
            for (auto& entry : draft.entries) {
                if (!ws2::provider_owns(all, *entry, *lpProviderId) || entry->builtin_startup)
                    continue;
                auto changed = std::make_shared<ws2::CatalogEntry>(*entry);
                std::memcpy(&changed->categories, Info, sizeof changed->categories);
                entry = std::move(changed);
                known = true;
            }
            return known ? 0 : WSAEINVAL;
        };
        return ws2::catalog_change(change);
    });
}

// There is one catalog: the functions for 32-bit programs are the others by a second name.
int WSPAPI WSCEnumProtocols32(LPINT lpiProtocols, LPWSAPROTOCOL_INFOW lpProtocolBuffer,
                              LPDWORD lpdwBufferLength, LPINT lpErrno) {
    return WSCEnumProtocols(lpiProtocols, lpProtocolBuffer, lpdwBufferLength, lpErrno);
}

int WSPAPI WSCGetProviderPath32(LPGUID lpProviderId, WCHAR* lpszProviderDllPath,
                                LPINT lpProviderDllPathLen, LPINT lpErrno) {
    return WSCGetProviderPath(lpProviderId, lpszProviderDllPath, lpProviderDllPathLen, lpErrno);
}

int WSPAPI WSCGetProviderInfo32(LPGUID lpProviderId, WSC_PROVIDER_INFO_TYPE InfoType, PBYTE Info,
                                size_t* InfoSize, DWORD Flags, LPINT lpErrno) {
    return WSCGetProviderInfo(lpProviderId, InfoType, Info, InfoSize, Flags, lpErrno);
}

int WSPAPI WSCSetProviderInfo32(LPGUID lpProviderId, WSC_PROVIDER_INFO_TYPE InfoType, PBYTE Info,
                                size_t InfoSize, DWORD Flags, LPINT lpErrno) {
    return WSCSetProviderInfo(lpProviderId, InfoType, Info, InfoSize, Flags, lpErrno);
}

INT WSPAPI WSCEnumNameSpaceProviders32(LPDWORD lpdwBufferLength, LPWSANAMESPACE_INFOW lpnspBuffer) {
    return WSAEnumNameSpaceProvidersW(lpdwBufferLength, lpnspBuffer);
}

INT WSPAPI WSCEnumNameSpaceProvidersEx32(LPDWORD lpdwBufferLength,
                                         LPWSANAMESPACE_INFOEXW lpnspBuffer) {
    return WSAEnumNameSpaceProvidersExW(lpdwBufferLength, lpnspBuffer);
}
