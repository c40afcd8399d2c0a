// WSCSetApplicationCategory, WSCGetApplicationCategory.
#include "ws2_32/application_category.h"

#include <algorithm>
#include <atomic>
#include <cwchar>
#include <mutex>

#include "libloaderapi.h"
#include "nt/memory_probe.h"
#include "processenv.h"
#include "ws2_32/catalog_call.h"
#include "ws2_32/provider.h"

namespace berth::ws2 {
namespace {

constexpr DWORD kMaxPath = 260;         // MAX_PATH
constexpr DWORD kMaxArguments = 32767;  // of a command line

constinit std::once_flag identified;
constinit std::atomic<bool> categorized{false};
constinit std::atomic<DWORD> permitted{0};

// The program's path, and its arguments as they stand in the command line.
std::wstring own_path() {
    WCHAR path[4096];
    const DWORD length = GetModuleFileNameW(nullptr, path, 4096);
    return {path, length};
}

std::wstring own_arguments() {
    const WCHAR* at = GetCommandLineW();
    bool quoted = false;
    for (; *at != 0 && (quoted || (*at != L' ' && *at != L'\t')); ++at)
        quoted = quoted != (*at == L'"');
    while (*at == L' ' || *at == L'\t')
        ++at;
    return at;
}

bool provider_permitted(DWORD categories) {
    const DWORD allowed = permitted.load(std::memory_order_relaxed);
    return (categories & allowed) != 0 && (categories & ~allowed) == 0 &&
           ((allowed & LSP_SYSTEM) == 0 || (categories & LSP_SYSTEM) != 0);
}

int text_check(LPCWSTR text, DWORD length, DWORD limit) {
    if (length == 0)
        return 0;
    if (!text || !nt::memory_is_mapped(text, length * sizeof *text))
        return WSAEFAULT;
    return length >= limit || wmemchr(text, 0, length) ? WSAEINVAL : 0;
}

struct Identity {
    std::wstring path;
    std::wstring extra;

    bool is(const ApplicationCategory& application) const {
        return application.path == path && application.extra == extra;
    }
};

int identity_read(LPCWSTR path, DWORD path_length, LPCWSTR extra, DWORD extra_length,
                  Identity* identity) {
    if (!path)
        return WSAEFAULT;
    if (path_length == 0)
        return WSAEINVAL;
    if (const int error = text_check(path, path_length, kMaxPath))
        return error;
    if (const int error = text_check(extra, extra_length, kMaxArguments))
        return error;
    identity->path.assign(path, path_length);
    if (extra_length != 0)
        identity->extra.assign(extra, extra_length);
    return 0;
}

void identify() {
    Applications applications;
    if (applications_read(&applications) != 0 || applications.empty())
        return;
    const std::wstring path = own_path();
    const std::wstring arguments = own_arguments();
    DWORD allowed = 0;
    bool known = false;
    for (const ApplicationCategory& application : applications) {
        if (provider_path_expanded(application.path) != path ||
            (!application.extra.empty() && application.extra != arguments))
            continue;
        allowed |= application.permitted;
        known = true;
    }
    permitted.store(allowed, std::memory_order_relaxed);
    categorized.store(known, std::memory_order_release);
}

}  // namespace

// Whoever starts at the same time waits for the answer; without memory for it, the next one asks.
void application_identify() {
    std::call_once(identified, identify);
}

bool application_permits(const Catalog& catalog, const CatalogEntry& entry) {
    const WSAPROTOCOLCHAIN& chain = entry.info.ProtocolChain;
    if (!categorized.load(std::memory_order_acquire) || chain.ChainLen <= BASE_PROTOCOL)
        return true;
    if (!provider_permitted(entry.categories))
        return false;
    return std::all_of(chain.ChainEntries, chain.ChainEntries + chain.ChainLen, [&](DWORD id) {
        return std::all_of(catalog.begin(), catalog.end(), [&](const auto& other) {
            return other->info.dwCatalogEntryId != id ||
                   other->info.ProtocolChain.ChainLen == BASE_PROTOCOL ||
                   provider_permitted(other->categories);
        });
    });
}

}  // namespace berth::ws2

using namespace berth;

int WSPAPI WSCSetApplicationCategory(LPCWSTR Path, DWORD PathLength, LPCWSTR Extra,
                                     DWORD ExtraLength, DWORD PermittedLspCategories,
                                     DWORD* pPrevPermLspCat, LPINT lpErrno) {
    return ws2::catalog_call(lpErrno, [&]() -> int {
        ws2::Identity identity;
        if (const int error = ws2::identity_read(Path, PathLength, Extra, ExtraLength, &identity))
            return error;
        DWORD before = 0;
        auto change = [&](ws2::CatalogDraft& draft) {
            for (ws2::ApplicationCategory& application : draft.applications) {
                if (!identity.is(application))
                    continue;
                before = application.permitted;
                application.permitted |= PermittedLspCategories;
                return 0;
            }
            draft.applications.push_back({identity.path, identity.extra, PermittedLspCategories});
            return 0;
        };
        const int error = ws2::catalog_change(change);
        if (error == 0 && pPrevPermLspCat)
            *pPrevPermLspCat = before;
        return error;
    });
}

int WSPAPI WSCGetApplicationCategory(LPCWSTR Path, DWORD PathLength, LPCWSTR Extra,
                                     DWORD ExtraLength, DWORD* pPermittedLspCategories,
                                     LPINT lpErrno) {
    return ws2::catalog_call(lpErrno, [&]() -> int {
        ws2::Identity identity;
        if (const int error = ws2::identity_read(Path, PathLength, Extra, ExtraLength, &identity))
            return error;
        if (!pPermittedLspCategories)
            return WSAEFAULT;
        ws2::Applications applications;
        if (const int error = ws2::applications_read(&applications))
            return error;
        for (const ws2::ApplicationCategory& application : applications) {
            if (!identity.is(application))
                continue;
            *pPermittedLspCategories = application.permitted;
            return 0;
        }
        return WSASERVICE_NOT_FOUND;
    });
}
