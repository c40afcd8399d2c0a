// WSAStartup, WSACleanup.
#include "ws2_32/startup.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <new>
#include <sys/resource.h>

#include "winsock2.h"
#include "nt/lasting.h"
#include "nt/last_error.h"
#include "nt/memory_probe.h"
#include "ws2_32/application_category.h"
#include "ws2_32/async_request.h"
#include "ws2_32/blocking_hook.h"
#include "ws2_32/name_lookup.h"
#include "ws2_32/name_space_provider.h"
#include "ws2_32/provider.h"
#include "ws2_32/socket_table.h"

namespace berth::ws2 {

std::atomic<int> startup_count{0};

int startup_check() {
    if (hook_runs()) [[unlikely]]
        return WSAEINPROGRESS;
    return startup_active() ? 0 : WSANOTINITIALISED;
}

namespace {

constexpr WORD kHighVersion = MAKEWORD(2, 2);
// A provider may call WSAStartup and WSACleanup from its own WSPCleanup.
std::recursive_mutex& startup_lock() {
    static nt::Lasting<std::recursive_mutex> lasting;
    return lasting.get();
}
constinit bool ending = false;  // the last WSACleanup is at work; under the lock
constinit std::atomic<bool> old_version{false};
constinit std::atomic<bool> has_been{false};

constexpr unsigned version_order(WORD version) {
    return LOBYTE(version) * 256u + HIBYTE(version);
}

// The version that the caller is to use: what it asked for, cut down to one that exists.
WORD version_negotiate(WORD requested) {
    if (version_order(requested) >= version_order(kHighVersion))
        return kHighVersion;
    if (LOBYTE(requested) == 1)
        return MAKEWORD(1, std::min<int>(HIBYTE(requested), 1));
    return requested;  // 2.0 and 2.1
}

// Windows sets no limit that a program would know to raise, and Winsock's select takes a SOCKET of
// any number: the soft limit, there for libc's select, is raised to the hard one. Bounded, since
// there are programs (children inherit it) that look at each number below it.
void descriptors_allow() {
    constexpr rlim_t kEnough = 1 << 20;
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 ||
        limit.rlim_cur >= std::min(limit.rlim_max, kEnough))
        return;
    limit.rlim_cur = std::min(limit.rlim_max, kEnough);
    setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

bool startup_has_been() {
    return has_been.load(std::memory_order_acquire);
}

bool startup_is_old() {
    return old_version.load(std::memory_order_acquire);
}

}  // namespace berth::ws2

using namespace berth;

int WSAAPI WSAStartup(WORD wVersionRequested, LPWSADATA lpWSAData) {
    if (LOBYTE(wVersionRequested) < 1)
        return WSAVERNOTSUPPORTED;
    if (!nt::memory_is_mapped(lpWSAData, sizeof *lpWSAData))
        return WSAEFAULT;
    std::memset(lpWSAData, 0, sizeof *lpWSAData);
    lpWSAData->wVersion = ws2::version_negotiate(wVersionRequested);
    lpWSAData->wHighVersion = ws2::kHighVersion;
    std::strcpy(lpWSAData->szDescription, "WinSock 2.0");
    std::strcpy(lpWSAData->szSystemStatus, "Running");
    if (LOBYTE(lpWSAData->wVersion) == 1) {  // meaningless, and zero, from version 2 on
        lpWSAData->iMaxSockets = 32767;
        lpWSAData->iMaxUdpDg = 65467;
    }
    try {
        ws2::application_identify();
        if (!ws2::startup_active())
            ws2::catalog_refresh();  // what others installed is seen from the next start on
    } catch (const std::bad_alloc&) {
        return WSASYSNOTREADY;
    }
    std::lock_guard guard(ws2::startup_lock());
    if (!ws2::startup_active())
        ws2::descriptors_allow();
    const bool old = LOBYTE(lpWSAData->wVersion) == 1;
    ws2::old_version = old && (ws2::startup_count == 0 || ws2::old_version);
    ws2::has_been.store(true, std::memory_order_release);
    ws2::startup_count.fetch_add(1, std::memory_order_acq_rel);
    return 0;
}

int WSAAPI WSACleanup() {
    if (ws2::hook_runs())
        return ws2::socket_fail(WSAEINPROGRESS);
    std::lock_guard guard(ws2::startup_lock());
    if (!ws2::startup_active()) {
        nt::last_error_set(WSANOTINITIALISED);
        return SOCKET_ERROR;
    }
    if (ws2::startup_count.load(std::memory_order_relaxed) == 1) {
        if (ws2::ending)
            return ws2::socket_fail(WSANOTINITIALISED);
        ws2::ending = true;
        ws2::async_requests_cancel();
        ws2::lookups_end_all();
        ws2::name_space_cleanup_all();
        // The providers close the sockets that are left, as if by closesocket.
        ws2::provider_cleanup_all();
        ws2::non_ifs_sockets_close();
        ws2::socket_table_clear();
        ws2::providers_unload();
        ws2::ending = false;
    }
    ws2::startup_count.fetch_sub(1, std::memory_order_acq_rel);
    return 0;
}

int WSAAPI WSAGetLastError() {
    return static_cast<int>(nt::last_error_get());
}

void WSAAPI WSASetLastError(int iError) {
    nt::last_error_set(static_cast<DWORD>(iError));
}
