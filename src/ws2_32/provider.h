// A provider in this process: loaded at first need, reached only by its procedure table.
// https://learn.microsoft.com/windows/win32/winsock/service-provider-activation-2
#pragma once

#include <atomic>
#include <memory>

#include "winsock2.h"
#include "ws2spi.h"
#include "ws2_32/catalog.h"

namespace berth::ws2 {

// What a socket call needs: the table to call through. One exists for each catalog entry in use and
// lives until the process ends, so the socket table can point at it without a count.
struct Route {
    WSPPROC_TABLE procs{};
    std::shared_ptr<const CatalogEntry> entry;
    bool ifs = false;             // the provider's sockets are kernel handles
    DWORD_PTR context = 0;        // non-IFS: what the provider gave to WPUCreateSocketHandle
    const Route* base = nullptr;  // non-IFS: the entry's, that this socket's was made from
    // The provider's own, where `procs` has what runs the blocking hooks of version 1.1, or counts.
    WSPPROC_TABLE plain{};
};

// Loads the entry's provider where this has not happened yet. 0, WSAEPROVIDERFAILEDINIT,
// WSAEINVALIDPROCTABLE, WSAEINVALIDPROVIDER or WSAENOBUFS.
int provider_route(const std::shared_ptr<const CatalogEntry>& entry, Route** route);

// The path to load a provider from: as installed, with its environment strings expanded.
std::wstring provider_path_expanded(const std::wstring& path);

// WSPCleanup for every provider that was started: the last WSACleanup.
void provider_cleanup_all();
// Behind it, when no socket can be found any more: lets the modules go, unless a thread is still in
// one of them.
void providers_unload();

// WSPCancelBlockingCall for the calling thread, at every provider: one of them has the call.
bool provider_cancel_blocking_call(int* error);

// The route of one socket of a non-IFS provider: its provider's table and the provider's context.
// Null when out of memory. Released routes are reused, never unmapped: a call in another thread may
// still look at one.
const Route* non_ifs_route_make(const Route& base, DWORD_PTR context);
void non_ifs_route_release(const Route* route);
extern std::atomic<uint32_t> non_ifs_sockets;  // how many there are

// WPUCloseSocketHandle for those that their providers' WSPCleanup has left (upcall.cpp).
void non_ifs_sockets_close();

// The upcall table that every provider gets (upcall.cpp).
extern const WSPUPCALLTABLE upcall_table;

}  // namespace berth::ws2
