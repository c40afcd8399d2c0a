// Namespace providers in this process: loaded at first need, reached only by their procedure table.
// https://learn.microsoft.com/windows/win32/winsock/name-space-provider-initialization-and-cleanup-2
#pragma once

#include <vector>

#include "nt/last_error.h"
#include "ws2_32/catalog.h"

namespace berth::ws2 {

// A provider that was loaded. It lives until the process ends; what it does not support is null.
struct NameSpaceProvider {
    GUID id{};
    std::wstring path;
    NSP_ROUTINE routines{};
    bool started = false;
    bool starting = false;
};

// Whether a request for this namespace, or for this provider where one is named, is for that entry.
bool name_space_serves(const NameSpaceEntry& entry, DWORD name_space, const GUID* provider);
// Whether any active provider serves the request.
bool name_space_served(DWORD name_space, const GUID* provider);

// The active providers that serve the request, started, in the catalog's order. 0;
// WSASERVICE_NOT_FOUND where there is none, WSAEPROVIDERFAILEDINIT where none could be started.
int name_space_providers(DWORD name_space, const GUID* provider,
                         std::vector<NameSpaceProvider*>* found);

// NSPCleanup for every provider that was started: the last WSACleanup.
void name_space_cleanup_all();

// What a provider's procedure answers: 0, or the error that it left as the thread's last.
template <typename Call>
int name_space_call(Call&& call) {
    const DWORD before = nt::last_error_get();
    nt::last_error_set(0);
    if (call() == 0) {
        nt::last_error_set(before);
        return 0;
    }
    const DWORD error = nt::last_error_get();
    return error == 0 ? WSASYSCALLFAILURE : static_cast<int>(error);
}

// Asks each provider, and tells whether one of them did it: 0, or else the first one's error (which
// one does not support the operation tells least).
template <typename Call>
int name_space_any(const std::vector<NameSpaceProvider*>& providers, Call&& call) {
    int first = WSAEOPNOTSUPP;
    bool done = false;
    for (NameSpaceProvider* provider : providers) {
        const int error = call(*provider);
        done = done || error == 0;
        if (first == WSAEOPNOTSUPP)
            first = error;
    }
    return done ? 0 : first;
}

}  // namespace berth::ws2
