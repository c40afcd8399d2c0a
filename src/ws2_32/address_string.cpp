// WSAAddressToString, WSAStringToAddress: the work is that of the provider that serves the address
// family, or of the one that the caller names.
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaaddresstostringw
#include <cstring>
#include <string>
#include <vector>

#include "nt/api.h"
#include "nt/memory_probe.h"
#include "nt/text.h"
#include "winsock2.h"
#include "ws2_32/foreign_calls.h"
#include "ws2_32/provider.h"
#include "ws2_32/startup.h"

namespace {

using namespace berth;

// The route of the provider for `family`, or of catalog entry `id` where it is not 0. 0 or
// WSAEINVAL.
int family_route(int family, DWORD id, ws2::Route** route) {
    std::shared_ptr<const ws2::CatalogEntry> entry;
    if (id != 0)
        entry = ws2::catalog_find(id);
    else if (ws2::catalog_match(family, 0, 0, 0, &entry) != 0)
        return WSAEINVAL;
    return entry ? ws2::provider_route(entry, route) : WSAEINVAL;
}

// The provider's procedures take the protocol's description, if only for its entry in the catalog.
LPWSAPROTOCOL_INFOW route_info(const ws2::Route& route) {
    return const_cast<LPWSAPROTOCOL_INFOW>(&route.entry->info);
}

int address_to_text(SOCKADDR* address, DWORD length, DWORD id, std::wstring* text) {
    ADDRESS_FAMILY family = AF_UNSPEC;
    if (!address || length < sizeof family)
        return WSAEINVAL;
    if (!nt::memory_is_mapped(address, length))
        return WSAEFAULT;
    std::memcpy(&family, address, sizeof family);
    ws2::Route* route = nullptr;
    if (const int error = family_route(family, id, &route))
        return error;
    DWORD size = 128;
    int error = 0;
    for (int attempt = 0; attempt < 2; ++attempt) {
        text->resize(size);
        if (route->procs.lpWSPAddressToString(address, length, route_info(*route), text->data(),
                                              &size, &error) == 0) {
            text->resize(std::wcslen(text->c_str()));
            return 0;
        }
        if (error != WSAEFAULT)
            break;
    }
    return error;
}

// The catalog entry that the caller names, 0 for none. 0 or WSAEFAULT.
template <typename Info>
int entry_named(const Info* info, DWORD* id) {
    *id = 0;
    if (!info)
        return 0;
    if (!nt::memory_is_mapped(info, sizeof *info))
        return WSAEFAULT;
    *id = info->dwCatalogEntryId;
    return 0;
}

int text_to_address(const std::wstring& text, INT family, DWORD id, SOCKADDR* address,
                    LPINT length) {
    if (family < 0)
        return WSAEINVAL;
    ws2::Route* route = nullptr;
    if (const int error = family_route(family, id, &route))
        return error;
    std::wstring copy = text;
    int error = 0;
    if (route->procs.lpWSPStringToAddress(copy.data(), family, route_info(*route), address, length,
                                          &error) == 0)
        return 0;
    return error;
}

template <typename Body>
int string_call(Body&& body) {
    return nt::api_call<int>(SOCKET_ERROR, [&] {
        int error = ws2::startup_check();
        const ws2::ForeignCall counted;
        if (error == 0)
            error = body();
        return error == 0 ? 0 : nt::api_fail(static_cast<DWORD>(error), SOCKET_ERROR);
    });
}

template <typename Char>
int address_to_buffer(SOCKADDR* address, DWORD address_length, DWORD id, Char* buffer,
                      LPDWORD length) {
    if (!length)
        return WSAEINVAL;
    if (!nt::memory_is_mapped(length, sizeof *length))
        return WSAEFAULT;
    std::wstring text;
    if (const int error = address_to_text(address, address_length, id, &text))
        return error;
    std::basic_string<Char> out;
    if constexpr (std::is_same_v<Char, char>)
        out = nt::utf8_from_wide(text);
    else
        out = text;
    const DWORD size = *length;
    *length = static_cast<DWORD>(out.size() + 1);
    if (!buffer || size < *length || !nt::memory_is_mapped(buffer, *length * sizeof(Char)))
        return WSAEFAULT;
    std::memcpy(buffer, out.c_str(), *length * sizeof(Char));
    return 0;
}

}  // namespace

INT WSAAPI WSAAddressToStringA(LPSOCKADDR lpsaAddress, DWORD dwAddressLength,
                               LPWSAPROTOCOL_INFOA lpProtocolInfo, LPSTR lpszAddressString,
                               LPDWORD lpdwAddressStringLength) {
    return string_call([&] {
        DWORD id = 0;
        const int error = entry_named(lpProtocolInfo, &id);
        return error != 0 ? error
                          : address_to_buffer(lpsaAddress, dwAddressLength, id, lpszAddressString,
                                              lpdwAddressStringLength);
    });
}

INT WSAAPI WSAAddressToStringW(LPSOCKADDR lpsaAddress, DWORD dwAddressLength,
                               LPWSAPROTOCOL_INFOW lpProtocolInfo, LPWSTR lpszAddressString,
                               LPDWORD lpdwAddressStringLength) {
    return string_call([&] {
        DWORD id = 0;
        const int error = entry_named(lpProtocolInfo, &id);
        return error != 0 ? error
                          : address_to_buffer(lpsaAddress, dwAddressLength, id, lpszAddressString,
                                              lpdwAddressStringLength);
    });
}

INT WSAAPI WSAStringToAddressA(LPSTR AddressString, INT AddressFamily,
                               LPWSAPROTOCOL_INFOA lpProtocolInfo, LPSOCKADDR lpAddress,
                               LPINT lpAddressLength) {
    return string_call([&]() -> int {
        if (!AddressString)
            return WSAEINVAL;
        DWORD id = 0;
        if (const int error = entry_named(lpProtocolInfo, &id))
            return error;
        if (!nt::memory_is_mapped(AddressString, sizeof *AddressString))
            return WSAEFAULT;
        return text_to_address(nt::wide_from_utf8(AddressString), AddressFamily, id, lpAddress,
                               lpAddressLength);
    });
}

INT WSAAPI WSAStringToAddressW(LPWSTR AddressString, INT AddressFamily,
                               LPWSAPROTOCOL_INFOW lpProtocolInfo, LPSOCKADDR lpAddress,
                               LPINT lpAddressLength) {
    return string_call([&]() -> int {
        if (!AddressString)
            return WSAEINVAL;
        DWORD id = 0;
        if (const int error = entry_named(lpProtocolInfo, &id))
            return error;
        if (!nt::memory_is_mapped(AddressString, sizeof *AddressString))
            return WSAEFAULT;
        return text_to_address(AddressString, AddressFamily, id, lpAddress, lpAddressLength);
    });
}
