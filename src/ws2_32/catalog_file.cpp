#include "ws2_32/catalog_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "nt/text.h"
#include "ws2_32/guid_text.h"

namespace berth::ws2 {
namespace {

using Json = nlohmann::ordered_json;

// The members of WSAPROTOCOL_INFO that are plain numbers, by their names in the file.
struct NumberMember {
    const char* name;
    int WSAPROTOCOL_INFOW::*number;
};
struct FlagsMember {
    const char* name;
    DWORD WSAPROTOCOL_INFOW::*flags;
};
constexpr NumberMember kNumbers[] = {
    {"family", &WSAPROTOCOL_INFOW::iAddressFamily},
    {"type", &WSAPROTOCOL_INFOW::iSocketType},
    {"protocol", &WSAPROTOCOL_INFOW::iProtocol},
    {"protocol_max_offset", &WSAPROTOCOL_INFOW::iProtocolMaxOffset},
    {"version", &WSAPROTOCOL_INFOW::iVersion},
    {"max_sockaddr", &WSAPROTOCOL_INFOW::iMaxSockAddr},
    {"min_sockaddr", &WSAPROTOCOL_INFOW::iMinSockAddr},
    {"network_byte_order", &WSAPROTOCOL_INFOW::iNetworkByteOrder},
    {"security_scheme", &WSAPROTOCOL_INFOW::iSecurityScheme},
};
constexpr FlagsMember kFlags[] = {
    {"service_flags1", &WSAPROTOCOL_INFOW::dwServiceFlags1},
    {"service_flags2", &WSAPROTOCOL_INFOW::dwServiceFlags2},
    {"service_flags3", &WSAPROTOCOL_INFOW::dwServiceFlags3},
    {"service_flags4", &WSAPROTOCOL_INFOW::dwServiceFlags4},
    {"provider_flags", &WSAPROTOCOL_INFOW::dwProviderFlags},
    {"message_size", &WSAPROTOCOL_INFOW::dwMessageSize},
    {"provider_reserved", &WSAPROTOCOL_INFOW::dwProviderReserved},
};

constexpr DWORD kLastId = 0x7FFFFFFF;

struct Malformed {
    const char* reason;
};

GUID guid_of(const Json& text) {
    GUID guid{};
    if (!guid_parse(text.get<std::string>(), guid))
        throw Malformed{"a provider is no GUID"};
    return guid;
}

Json entry_write(const CatalogEntry& entry) {
    const WSAPROTOCOL_INFOW& info = entry.info;
    Json json;
    json["id"] = info.dwCatalogEntryId;
    json["name"] = nt::utf8_from_wide(info.szProtocol);
    json["provider"] = guid_text(info.ProviderId);
    if (entry.builtin_startup) {  // what else it is, the library knows
        json["builtin"] = true;
        json["family"] = info.iAddressFamily;
        json["type"] = info.iSocketType;
        json["protocol"] = info.iProtocol;
        return json;
    }
    for (const NumberMember& member : kNumbers)
        json[member.name] = info.*member.number;
    for (const FlagsMember& member : kFlags)
        json[member.name] = info.*member.flags;
    const WSAPROTOCOLCHAIN& chain = info.ProtocolChain;
    json["chain_length"] = chain.ChainLen;
    json["chain"] =
        std::vector<DWORD>(chain.ChainEntries, chain.ChainEntries + std::max(0, chain.ChainLen));
    return json;
}

std::shared_ptr<CatalogEntry> entry_read(const Json& json) {
    auto entry = std::make_shared<CatalogEntry>();
    WSAPROTOCOL_INFOW& info = entry->info;
    info.dwCatalogEntryId = json.at("id").get<DWORD>();
    info.ProviderId = guid_of(json.at("provider"));
    const std::wstring name = nt::wide_from_utf8(json.value("name", std::string()));
    name.copy(info.szProtocol, WSAPROTOCOL_LEN);
    for (const NumberMember& member : kNumbers)
        info.*member.number = json.value(member.name, 0);
    for (const FlagsMember& member : kFlags)
        info.*member.flags = json.value(member.name, DWORD{0});
    const auto chain = json.value("chain", std::vector<DWORD>());
    WSAPROTOCOLCHAIN& to = info.ProtocolChain;
    to.ChainLen = json.value("chain_length", static_cast<int>(BASE_PROTOCOL));
    if (info.dwCatalogEntryId == 0 || info.dwCatalogEntryId > kLastId)
        throw Malformed{"an entry's id is 0 or too large"};
    if (to.ChainLen < 0 || to.ChainLen > MAX_PROTOCOL_CHAIN || chain.size() > MAX_PROTOCOL_CHAIN ||
        (to.ChainLen > BASE_PROTOCOL && chain.size() != static_cast<size_t>(to.ChainLen)))
        throw Malformed{"a chain's length is wrong"};
    std::copy(chain.begin(), chain.end(), to.ChainEntries);
    return entry;
}

// The builtin entry that a line of the file stands for; it leaves `builtin`. Null: this library has
// it no more.
std::shared_ptr<const CatalogEntry> builtin_take(const WSAPROTOCOL_INFOW& line, Catalog& builtin) {
    for (auto at = builtin.begin(); at != builtin.end(); ++at) {
        const CatalogEntry& entry = **at;
        if (!provider_is(entry, line.ProviderId) ||
            entry.info.iAddressFamily != line.iAddressFamily ||
            entry.info.iSocketType != line.iSocketType || entry.info.iProtocol != line.iProtocol)
            continue;
        auto same = std::make_shared<CatalogEntry>(entry);
        same->info.dwCatalogEntryId = line.dwCatalogEntryId;
        builtin.erase(at);
        return same;
    }
    return nullptr;
}

std::string hex_of(const std::vector<BYTE>& bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const BYTE byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

std::vector<BYTE> bytes_of(const std::string& hex) {
    if (hex.size() % 2 != 0 || hex.find_first_not_of("0123456789abcdefABCDEF") != hex.npos)
        throw Malformed{"a namespace provider's data is not hexadecimal"};
    std::vector<BYTE> bytes;
    for (size_t i = 0; i < hex.size(); i += 2)
        bytes.push_back(static_cast<BYTE>(std::stoul(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}

Json name_space_write(const NameSpaceEntry& entry) {
    Json json{{"name", nt::utf8_from_wide(entry.identifier)},
              {"provider", guid_text(entry.provider)},
              {"active", entry.active}};
    if (entry.builtin_startup) {
        json["builtin"] = true;
        return json;
    }
    json["path"] = nt::utf8_from_wide(entry.path);
    json["name_space"] = entry.name_space;
    json["version"] = entry.version;
    if (!entry.specific.empty())
        json["specific"] = hex_of(entry.specific);
    return json;
}

// `draft` has the builtin ones: they take their places from the file.
void name_spaces_read(const Json& lines, CatalogDraft& draft) {
    NameSpaces builtin = draft.name_spaces;
    NameSpaces entries;
    for (const Json& line : lines) {
        NameSpaceEntry entry;
        entry.provider = guid_of(line.at("provider"));
        entry.active = line.value("active", true);
        const auto same = [&](const NameSpaceEntry& other) {
            return std::memcmp(&other.provider, &entry.provider, sizeof entry.provider) == 0;
        };
        if (std::any_of(entries.begin(), entries.end(), same))
            throw Malformed{"two namespace providers are the same"};
        const auto known = std::find_if(builtin.begin(), builtin.end(), same);
        if (known != builtin.end()) {
            known->active = entry.active;
            entries.push_back(std::move(*known));
            builtin.erase(known);
            continue;
        }
        if (line.value("builtin", false))
            continue;
        entry.identifier = nt::wide_from_utf8(line.value("name", std::string()));
        entry.path = nt::wide_from_utf8(line.at("path").get<std::string>());
        entry.name_space = line.at("name_space").get<DWORD>();
        entry.version = line.value("version", DWORD{0});
        entry.specific = bytes_of(line.value("specific", std::string()));
        entries.push_back(std::move(entry));
    }
    entries.insert(entries.end(), builtin.begin(), builtin.end());
    draft.name_spaces = std::move(entries);
}

void applications_read(const Json& lines, CatalogDraft& draft) {
    for (const Json& line : lines)
        draft.applications.push_back({nt::wide_from_utf8(line.at("path").get<std::string>()),
                                      nt::wide_from_utf8(line.value("arguments", std::string())),
                                      line.at("categories").get<DWORD>()});
}

bool id_used(const Catalog& entries, DWORD id) {
    return std::any_of(entries.begin(), entries.end(),
                       [&](const auto& entry) { return entry->info.dwCatalogEntryId == id; });
}

void draft_read(const Json& json, CatalogDraft& draft) {
    const Json& providers = json.at("providers");
    Catalog builtin = draft.entries;
    Catalog entries;
    DWORD next_id = std::max(draft.next_id, json.value("next_id", DWORD{0}));
    for (const Json& line : json.at("entries")) {
        std::shared_ptr<CatalogEntry> read = entry_read(line);
        if (id_used(entries, read->info.dwCatalogEntryId))
            throw Malformed{"two entries have the same id"};
        next_id = std::max(next_id, read->info.dwCatalogEntryId + 1);
        if (line.value("builtin", false)) {
            if (auto entry = builtin_take(read->info, builtin))
                entries.push_back(std::move(entry));
            continue;
        }
        const Json& provider = providers.at(guid_text(read->info.ProviderId));
        read->path = nt::wide_from_utf8(provider.at("path").get<std::string>());
        read->categories = provider.value("categories", DWORD{0});
        entries.push_back(std::move(read));
    }
    for (const auto& entry : builtin) {  // newer than the file
        auto last = std::make_shared<CatalogEntry>(*entry);
        while (id_used(entries, last->info.dwCatalogEntryId))
            ++last->info.dwCatalogEntryId;
        entries.push_back(std::move(last));
    }
    CatalogDraft read{std::move(entries), next_id, draft.name_spaces, {}};
    if (json.contains("name_spaces"))
        name_spaces_read(json["name_spaces"], read);
    if (json.contains("applications"))
        applications_read(json["applications"], read);
    draft = std::move(read);
}

std::string folder_of(const std::string& path) {
    const size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

bool bytes_write(int descriptor, const std::string& bytes) {
    size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t written = write(descriptor, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        done += static_cast<size_t>(written);
    }
    return fsync(descriptor) == 0;
}

}  // namespace

std::string catalog_file_path() {
    const char* path = secure_getenv("BERTH_CATALOG");
    return path && *path ? path : "/etc/berth/catalog.json";
}

CatalogFile catalog_file_read(const std::string& path, CatalogDraft& draft, std::string* reason) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        if (errno == ENOENT || errno == ENOTDIR)
            return CatalogFile::Missing;
        *reason = "cannot be read";
        return CatalogFile::Broken;
    }
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    try {
        draft_read(Json::parse(text), draft);
        return CatalogFile::Read;
    } catch (const Json::exception& error) {
        *reason = error.what();
    } catch (const Malformed& error) {
        *reason = error.reason;
    }
    return CatalogFile::Broken;
}

bool catalog_file_write(const std::string& path, const CatalogDraft& draft) {
    Json providers = Json::object();
    Json entries = Json::array();
    for (const auto& entry : draft.entries) {
        if (!entry->builtin_startup) {
            Json provider{{"path", nt::utf8_from_wide(entry->path)}};
            if (entry->categories != 0)
                provider["categories"] = entry->categories;
            providers[guid_text(entry->info.ProviderId)] = std::move(provider);
        }
        entries.push_back(entry_write(*entry));
    }
    Json json{{"next_id", draft.next_id}, {"providers", providers}, {"entries", entries}};
    Json name_spaces = Json::array();
    for (const NameSpaceEntry& entry : draft.name_spaces)
        name_spaces.push_back(name_space_write(entry));
    json["name_spaces"] = std::move(name_spaces);
    for (const ApplicationCategory& application : draft.applications)
        json["applications"].push_back({{"path", nt::utf8_from_wide(application.path)},
                                        {"arguments", nt::utf8_from_wide(application.extra)},
                                        {"categories", application.permitted}});
    const std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";

    std::string temporary = path + ".XXXXXX";
    const int descriptor = mkostemp(temporary.data(), O_CLOEXEC);
    if (descriptor < 0)
        return false;
    bool written = fchmod(descriptor, 0644) == 0 && bytes_write(descriptor, text);
    written = close(descriptor) == 0 && written;
    if (written && std::rename(temporary.c_str(), path.c_str()) == 0)
        return true;
    unlink(temporary.c_str());
    return false;
}

// The file itself is replaced by every change, so the lock lies on one beside it.
CatalogFileLock::CatalogFileLock(const std::string& path) {
    mkdir(folder_of(path).c_str(), 0755);  // /etc/berth, at the first installation
    descriptor_ = open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor_ < 0)
        return;
    int locked = 0;
    do {
        locked = flock(descriptor_, LOCK_EX);
    } while (locked != 0 && errno == EINTR);
    if (locked != 0) {
        close(descriptor_);
        descriptor_ = -1;
    }
}

CatalogFileLock::~CatalogFileLock() {
    if (descriptor_ >= 0)
        close(descriptor_);
}

}  // namespace berth::ws2
