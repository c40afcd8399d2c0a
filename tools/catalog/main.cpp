// berth-catalog: the catalog of transport service providers, listed and changed.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "winsock2.h"
#include "ws2spi.h"
#include "libloaderapi.h"
#include "stringapiset.h"
#include "winbase.h"
#include "winnls.h"
#include "ws2_32/guid_text.h"

using namespace berth;

namespace {

using Entries = std::vector<WSAPROTOCOL_INFOW>;

std::string narrow(const wchar_t* wide) {
    const int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, nullptr, 0, nullptr, nullptr);
    std::string text(static_cast<size_t>(std::max(size, 1)), '\0');
    WideCharToMultiByte(CP_UTF8, 0, wide, -1, text.data(), size, nullptr, nullptr);
    text.resize(text.size() - 1);
    return text;
}

std::wstring widen(const std::string& text) {
    const int size = MultiByteToWideChar(CP_UTF8, 0, text.c_str(), -1, nullptr, 0);
    std::wstring wide(static_cast<size_t>(std::max(size, 1)), L'\0');
    MultiByteToWideChar(CP_UTF8, 0, text.c_str(), -1, wide.data(), size);
    wide.resize(wide.size() - 1);
    return wide;
}

GUID guid(const std::string& text) {
    GUID id{};
    if (!ws2::guid_parse(text, id))
        throw std::runtime_error(
            fmt::format("{} is no GUID, such as 5e1a7e51-0001-4b1d-8000-00805f48a192", text));
    return id;
}

void check(int failed, int error) {
    if (failed == 0)
        return;
    char text[256] = {};
    FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr,
                   static_cast<DWORD>(error), 0, text, sizeof text, nullptr);
    std::string reason = text;
    reason.erase(std::find_if(reason.rbegin(), reason.rend(),
                              [](unsigned char c) { return std::isspace(c) == 0; })
                     .base(),
                 reason.end());
    throw std::runtime_error(fmt::format("the catalog is as it was: error {}: {}", error, reason));
}

Entries entries_read() {
    DWORD bytes = 0;
    int error = 0;
    WSCEnumProtocols(nullptr, nullptr, &bytes, &error);
    Entries entries(bytes / sizeof(WSAPROTOCOL_INFOW));
    const int count = WSCEnumProtocols(nullptr, entries.data(), &bytes, &error);
    check(count == SOCKET_ERROR, error);
    return entries;
}

std::string family_name(int family) {
    switch (family) {
        case AF_UNSPEC:
            return "-";
        case AF_UNIX:
            return "AF_UNIX";
        case AF_INET:
            return "AF_INET";
        case AF_INET6:
            return "AF_INET6";
        default:
            return std::to_string(family);
    }
}

std::string type_name(int type) {
    switch (type) {
        case 0:
            return "-";
        case SOCK_STREAM:
            return "STREAM";
        case SOCK_DGRAM:
            return "DGRAM";
        case SOCK_RAW:
            return "RAW";
        case SOCK_RDM:
            return "RDM";
        case SOCK_SEQPACKET:
            return "SEQPACKET";
        default:
            return std::to_string(type);
    }
}

std::string chain_text(const WSAPROTOCOLCHAIN& chain) {
    if (chain.ChainLen == LAYERED_PROTOCOL)
        return "layered";
    if (chain.ChainLen == BASE_PROTOCOL)
        return "base";
    std::string text;
    for (int i = 0; i < std::min<int>(chain.ChainLen, MAX_PROTOCOL_CHAIN); ++i)
        text += fmt::format("{}{}", i == 0 ? "" : ">", chain.ChainEntries[i]);
    return text;
}

std::string provider_path(GUID id) {
    std::wstring path(1, L'\0');
    int length = 1;
    int error = 0;
    if (WSCGetProviderPath(&id, path.data(), &length, &error) != 0 && length > 1) {
        path.resize(static_cast<size_t>(length));
        WSCGetProviderPath(&id, path.data(), &length, &error);
    }
    return narrow(path.c_str());
}

void list() {
    fmt::print("{:>3} {:>5} {:<9} {:<9} {:>5} {:<15} {:<38} {:<28} {}\n", "#", "ID", "FAMILY",
               "TYPE", "PROTO", "CHAIN", "PROVIDER", "NAME", "PATH");
    int place = 0;
    for (const WSAPROTOCOL_INFOW& entry : entries_read())
        fmt::print("{:>3} {:>5} {:<9} {:<9} {:>5} {:<15} {:<38} {:<28} {}\n", ++place,
                   entry.dwCatalogEntryId, family_name(entry.iAddressFamily),
                   type_name(entry.iSocketType), entry.iProtocol, chain_text(entry.ProtocolChain),
                   ws2::guid_text(entry.ProviderId), narrow(entry.szProtocol),
                   provider_path(entry.ProviderId));
}

struct Installation {
    std::string file;
    std::string id;
    std::string name;
    bool non_ifs = false;
    std::vector<DWORD> over;  // layered: entries to lie over; none: every base protocol
    std::vector<int> base;    // a base provider: family, type, protocol
};

void install(Installation what) {
    GUID id = guid(what.id);
    if (std::filesystem::exists(what.file))
        what.file = std::filesystem::absolute(what.file).lexically_normal();
    const std::wstring path = widen(what.file);
    HMODULE module = LoadLibraryW(path.c_str());
    if (!module || !GetProcAddress(module, "WSPStartup"))
        throw std::runtime_error(
            fmt::format("{} {}", what.file, module ? "has no WSPStartup" : "cannot be loaded"));
    if (what.name.empty())
        what.name = std::filesystem::path(what.file).stem();
    std::wstring name = widen(what.name);
    const DWORD flags = what.non_ifs ? 0 : XP1_IFS_HANDLES;
    int error = 0;
    if (!what.base.empty()) {
        WSAPROTOCOL_INFOW info{};
        info.dwServiceFlags1 = flags;
        info.dwProviderFlags = PFL_MATCHES_PROTOCOL_ZERO;
        info.ProtocolChain.ChainLen = BASE_PROTOCOL;
        info.iVersion = 2;
        info.iAddressFamily = what.base[0];
        info.iSocketType = what.base[1];
        info.iProtocol = what.base[2];
        info.iMaxSockAddr = sizeof(SOCKADDR_STORAGE);
        info.iMinSockAddr = sizeof(sockaddr);
        name.copy(info.szProtocol, WSAPROTOCOL_LEN);
        const int failed = WSCInstallProvider(&id, path.c_str(), &info, 1, &error);
        check(failed, error);
        return;
    }
    Entries below;
    for (const WSAPROTOCOL_INFOW& entry : entries_read())
        if (std::count(what.over.begin(), what.over.end(), entry.dwCatalogEntryId) != 0)
            below.push_back(entry);
    if (below.size() != what.over.size())
        throw std::runtime_error("--over names an entry that is not in the catalog");
    std::wstring mutable_path = path;
    const int failed = WSCInstallProviderAndChains64_32(
        &id, mutable_path.data(), nullptr, name.data(), flags,
        below.empty() ? nullptr : below.data(), static_cast<DWORD>(below.size()), nullptr, &error);
    check(failed, error);
}

void remove(const std::string& text) {
    GUID id = guid(text);
    int error = 0;
    const int failed = WSCDeinstallProvider(&id, &error);
    check(failed, error);
}

/// The entries named come first, the others follow as they were.
void order(std::vector<DWORD> ids) {
    for (const WSAPROTOCOL_INFOW& entry : entries_read())
        if (std::count(ids.begin(), ids.end(), entry.dwCatalogEntryId) == 0)
            ids.push_back(entry.dwCatalogEntryId);
    const int error = WSCWriteProviderOrder(ids.data(), static_cast<DWORD>(ids.size()));
    check(error, error);
}

int catalog_main(int argc, char** argv) {
    CLI::App app{"The catalog of transport service providers", "berth catalog"};
    app.footer("The catalog is $BERTH_CATALOG, or else /etc/berth/catalog.json.");
    app.require_subcommand(0, 1);
    app.add_subcommand("list", "show the catalog, in its order (this is the default)");

    Installation what;
    auto* installing = app.add_subcommand("install", "add a layered or a base provider");
    installing->add_option("FILE", what.file, "the provider's shared object")->required();
    installing->add_option("--guid", what.id, "the provider's identifier")->required();
    installing->add_option("--name", what.name, "its name (default: the file's)");
    installing->add_flag("--non-ifs", what.non_ifs, "its sockets are no kernel handles");
    auto* over = installing->add_option(
        "--over", what.over, "ids of entries to lie over (default: every base protocol)");
    installing->add_option("--base", what.base, "a base provider: FAMILY TYPE PROTOCOL, as numbers")
        ->expected(3)
        ->excludes(over);

    std::string id;
    auto* removing = app.add_subcommand("remove", "remove a provider with its entries");
    removing->add_option("GUID", id, "the provider's identifier")->required();

    std::vector<DWORD> ids;
    auto* ordering = app.add_subcommand("order", "put entries first");
    ordering->add_option("ID", ids, "entries, in their new order")->required();

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
    if (*installing)
        install(what);
    else if (*removing)
        remove(id);
    else if (*ordering)
        order(ids);
    else
        list();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return catalog_main(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "berth catalog: error: %s\n", error.what());
        return 1;
    }
}
