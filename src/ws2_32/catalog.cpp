#include "ws2_32/catalog.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <cwchar>
#include <mutex>

#include "berth/builtin_provider.h"
#include "nt/lasting.h"
#include "nt/memory_probe.h"
#include "nt/module.h"
#include "nt/text.h"
#include "ws2_32/application_category.h"
#include "ws2_32/catalog_file.h"
#include "ws2_32/config_change.h"
#include "ws2_32/dns_provider.h"

namespace berth::ws2 {
namespace {

// As on Windows: never 0, which WSASocket reads as none.
constexpr DWORD kFirstBuiltinId = 1001;
// Installed entries' ids keep off the builtin ones', of which a later version may have more.
constexpr DWORD kFirstInstalledId = 2001;

Catalog catalog_builtin() {
    Catalog catalog;
    DWORD next_id = kFirstBuiltinId;
    for (const berth_builtin_provider* provider : {&berth_provider_kernel, &berth_provider_iso}) {
        for (DWORD i = 0; i < provider->protocol_count; ++i) {
            auto entry = std::make_shared<CatalogEntry>();
            entry->info = provider->protocols[i];
            entry->info.dwCatalogEntryId = next_id++;
            entry->path = provider->path;
            entry->builtin_startup = provider->startup;
            catalog.push_back(std::move(entry));
        }
        // Layered providers load the next provider by its path.
        nt::module_register({nt::utf8_from_wide(provider->path), "WSPStartup",
                             reinterpret_cast<void*>(provider->startup)});
    }
    return catalog;
}

bool entry_same(const CatalogEntry& a, const CatalogEntry& b) {
    return std::memcmp(&a.info, &b.info, sizeof a.info) == 0 && a.path == b.path &&
           a.builtin_startup == b.builtin_startup && a.categories == b.categories;
}

bool name_space_same(const NameSpaceEntry& a, const NameSpaceEntry& b) {
    return std::memcmp(&a.provider, &b.provider, sizeof a.provider) == 0 &&
           a.name_space == b.name_space && a.version == b.version && a.active == b.active &&
           a.identifier == b.identifier && a.path == b.path && a.specific == b.specific;
}

struct Published {
    std::mutex lock;
    std::shared_ptr<const Catalog> catalog;
    std::shared_ptr<const NameSpaces> name_spaces;
    DWORD next_id = kFirstInstalledId;
    std::mutex change_lock;  // the order: change_lock, the file's lock, lock
};

// Never destroyed: threads may still call while the process exits.
Published& published() {
    static nt::Lasting<Published> lasting;
    auto* const instance = &lasting.get();
    return *instance;
}

// What the file says now. Broken: the builtin entries, and *reason.
CatalogFile draft_load(CatalogDraft& draft, std::string* reason) {
    draft.entries = catalog_builtin();
    draft.name_spaces = {dns_entry()};
    return catalog_file_read(catalog_file_path(), draft, reason);
}

// An entry that has not changed stays the object that it was: the sockets' routes know it. Whether
// anything is different now.
bool publish(Published& all, CatalogDraft& draft) {
    if (all.catalog) {
        for (auto& entry : draft.entries) {
            for (const auto& before : *all.catalog) {
                if (entry_same(*entry, *before))
                    entry = before;
            }
        }
    }
    const bool differs =
        !all.catalog || *all.catalog != draft.entries ||
        !std::equal(all.name_spaces->begin(), all.name_spaces->end(), draft.name_spaces.begin(),
                    draft.name_spaces.end(), name_space_same);
    all.name_spaces = std::make_shared<const NameSpaces>(std::move(draft.name_spaces));
    all.catalog = std::make_shared<const Catalog>(std::move(draft.entries));
    all.next_id = draft.next_id;
    return differs;
}

bool protocol_matches(const WSAPROTOCOL_INFOW& info, int protocol) {
    if (protocol == 0)
        return (info.dwProviderFlags & PFL_MATCHES_PROTOCOL_ZERO) != 0;
    return protocol >= info.iProtocol && protocol <= info.iProtocol + info.iProtocolMaxOffset;
}

}  // namespace

bool multipoint_fits(const WSAPROTOCOL_INFOW& info, DWORD flags) {
    const DWORD offers = info.dwServiceFlags1;
    const auto plane_fits = [&](DWORD root, DWORD leaf, DWORD rooted) {
        if ((flags & (root | leaf)) == 0)
            return true;
        return (offers & XP1_SUPPORT_MULTIPOINT) != 0 &&
               ((flags & root) != 0) == ((offers & rooted) != 0);
    };
    return plane_fits(WSA_FLAG_MULTIPOINT_C_ROOT, WSA_FLAG_MULTIPOINT_C_LEAF,
                      XP1_MULTIPOINT_CONTROL_PLANE) &&
           plane_fits(WSA_FLAG_MULTIPOINT_D_ROOT, WSA_FLAG_MULTIPOINT_D_LEAF,
                      XP1_MULTIPOINT_DATA_PLANE);
}

bool protocol_listed(const WSAPROTOCOL_INFOW& info, const int* wanted) {
    if (!wanted)
        return true;
    for (; *wanted != 0; ++wanted) {
        if (*wanted == info.iProtocol)
            return true;
    }
    return false;
}

std::shared_ptr<const Catalog> catalog_snapshot() {
    Published& all = published();
    std::lock_guard guard(all.lock);
    if (!all.catalog) {
        CatalogDraft draft;
        draft.next_id = all.next_id;
        std::string reason;
        if (draft_load(draft, &reason) == CatalogFile::Broken)
            std::fprintf(stderr, "berth: %s: %s; the builtin providers serve\n",
                         catalog_file_path().c_str(), reason.c_str());
        publish(all, draft);
    }
    return all.catalog;
}

std::shared_ptr<const NameSpaces> name_spaces_snapshot() {
    catalog_snapshot();
    Published& all = published();
    std::lock_guard guard(all.lock);
    return all.name_spaces;
}

int applications_read(Applications* applications) {
    CatalogDraft draft;
    std::string reason;
    if (draft_load(draft, &reason) == CatalogFile::Broken)
        return WSANO_RECOVERY;
    *applications = std::move(draft.applications);
    return 0;
}

int catalog_change(CatalogChange change, void* context) {
    catalog_snapshot();  // so that a broken file is told of
    Published& all = published();
    std::lock_guard change_guard(all.change_lock);
    const std::string path = catalog_file_path();
    const CatalogFileLock file_lock(path);
    if (!file_lock.held())
        return WSANO_RECOVERY;
    CatalogDraft draft;
    {
        std::lock_guard guard(all.lock);
        draft.next_id = all.next_id;  // ids are not used again, even if the file was removed
    }
    std::string reason;
    if (draft_load(draft, &reason) == CatalogFile::Broken)
        return WSANO_RECOVERY;  // somebody's work: not to be overwritten
    if (int error = change(draft, context))
        return error;
    if (!catalog_file_write(path, draft))
        return WSANO_RECOVERY;
    {
        std::lock_guard guard(all.lock);
        if (!publish(all, draft))
            return 0;
    }
    config_change_tell();
    return 0;
}

void catalog_refresh() {
    Published& all = published();
    {
        std::lock_guard change_guard(all.change_lock);
        CatalogDraft draft;
        std::string reason;
        {
            std::lock_guard guard(all.lock);
            if (!all.catalog)
                return;  // it will be read when it is needed
            draft.next_id = all.next_id;
        }
        if (draft_load(draft, &reason) == CatalogFile::Broken)
            return;
        std::lock_guard guard(all.lock);
        if (!publish(all, draft))
            return;
    }
    config_change_tell();
}

std::shared_ptr<const CatalogEntry> catalog_find(DWORD catalog_entry_id) {
    const auto entries = catalog_snapshot();
    for (const auto& entry : *entries) {
        if (entry->info.dwCatalogEntryId == catalog_entry_id)
            return entry;
    }
    return nullptr;
}

int catalog_match(int family, int type, int protocol, DWORD flags,
                  std::shared_ptr<const CatalogEntry>* found) {
    if (family == AF_UNSPEC && type == 0 && protocol == 0)
        return WSAEINVAL;
    bool family_known = false;
    bool type_known = false;
    bool protocol_of_other_type = false;
    bool other_multipoint = false;
    const auto catalog = catalog_snapshot();
    for (const auto& entry : *catalog) {
        const WSAPROTOCOL_INFOW& info = entry->info;
        if (info.ProtocolChain.ChainLen == LAYERED_PROTOCOL ||
            !application_permits(*catalog, *entry))
            continue;
        if (family != AF_UNSPEC && info.iAddressFamily != family)
            continue;
        family_known = true;
        bool type_fits = type == 0 || info.iSocketType == type;
        // A protocol of 0 leaves the choice to the provider; so does a type of 0 where the protocol
        // is given. With neither type nor protocol the first entry of the family serves.
        bool protocol_fits = protocol_matches(info, protocol) || (protocol == 0 && type == 0);
        type_known |= type_fits;
        protocol_of_other_type |= protocol != 0 && !type_fits && protocol_matches(info, protocol) &&
                                  info.iProtocolMaxOffset == 0;
        if (!type_fits || !protocol_fits)
            continue;
        if (multipoint_fits(info, flags)) {
            *found = entry;
            return 0;
        }
        other_multipoint = true;
    }
    if (!family_known)
        return WSAEAFNOSUPPORT;
    if (!type_known)
        return WSAESOCKTNOSUPPORT;
    if (other_multipoint)
        return WSAEINVAL;
    return protocol_of_other_type ? WSAEPROTOTYPE : WSAEPROTONOSUPPORT;
}

int provider_path_get(const GUID* provider, WCHAR* path, int* length, int* error) {
    if (!nt::memory_is_mapped(provider, sizeof *provider) ||
        !nt::memory_is_mapped(length, sizeof *length)) {
        *error = WSAEFAULT;
        return SOCKET_ERROR;
    }
    const auto entries = catalog_snapshot();
    for (const auto& entry : *entries) {
        if (!provider_is(*entry, *provider))
            continue;
        int needed = static_cast<int>(entry->path.size()) + 1;
        bool fits = path && *length >= needed;
        *length = needed;
        if (!fits || !nt::memory_is_mapped(path, static_cast<size_t>(needed) * sizeof *path)) {
            *error = WSAEFAULT;
            return SOCKET_ERROR;
        }
        std::wmemcpy(path, entry->path.c_str(), entry->path.size() + 1);
        return 0;
    }
    *error = WSAEINVAL;
    return SOCKET_ERROR;
}

}  // namespace berth::ws2
