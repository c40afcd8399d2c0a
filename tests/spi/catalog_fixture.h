// A catalog file of the test's own, and what a test does with the catalog over and over.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "test_providers.h"

namespace spi_test {

inline std::wstring provider_path(const char* name) {
    const std::string path = std::string(SPI_TEST_FOLDER "/") + name + ".so";
    return {path.begin(), path.end()};
}

inline std::vector<WSAPROTOCOL_INFOW> catalog_entries() {
    DWORD bytes = 0;
    int error = 0;
    EXPECT_EQ(SOCKET_ERROR, WSCEnumProtocols(nullptr, nullptr, &bytes, &error));
    EXPECT_EQ(WSAENOBUFS, error);
    std::vector<WSAPROTOCOL_INFOW> entries(bytes / sizeof(WSAPROTOCOL_INFOW));
    EXPECT_EQ(static_cast<int>(entries.size()),
              WSCEnumProtocols(nullptr, entries.data(), &bytes, &error));
    return entries;
}

inline std::vector<DWORD> catalog_ids() {
    std::vector<DWORD> ids;
    for (const auto& entry : catalog_entries())
        ids.push_back(entry.dwCatalogEntryId);
    return ids;
}

// The provider's entries, and the chains that it is the top of.
inline std::vector<WSAPROTOCOL_INFOW> entries_of(const GUID& provider) {
    auto entries = catalog_entries();
    DWORD top = 0;
    for (const auto& entry : entries) {
        if (std::memcmp(&entry.ProviderId, &provider, sizeof provider) == 0)
            top = entry.dwCatalogEntryId;
    }
    std::erase_if(entries, [&](const auto& entry) {
        return std::memcmp(&entry.ProviderId, &provider, sizeof provider) != 0 &&
               (entry.ProtocolChain.ChainLen <= 1 || entry.ProtocolChain.ChainEntries[0] != top);
    });
    return entries;
}

inline WSAPROTOCOL_INFOW protocol_make(int family, int type, int protocol, DWORD services) {
    WSAPROTOCOL_INFOW info{};
    info.dwServiceFlags1 = services;
    info.dwProviderFlags = PFL_MATCHES_PROTOCOL_ZERO;
    info.iVersion = 2;
    info.iAddressFamily = family;
    info.iSocketType = type;
    info.iProtocol = protocol;
    info.iMinSockAddr = info.iMaxSockAddr = sizeof(sockaddr_in);
    info.ProtocolChain.ChainLen = BASE_PROTOCOL;
    std::wcscpy(info.szProtocol, L"A test's protocol");
    return info;
}

// 0 or the error.
inline int install(GUID id, const std::wstring& path, std::vector<WSAPROTOCOL_INFOW> list) {
    int error = 0;
    const int failed =
        WSCInstallProvider(&id, path.c_str(), list.data(), static_cast<DWORD>(list.size()), &error);
    EXPECT_EQ(error == 0 ? 0 : SOCKET_ERROR, failed);
    return error;
}

inline int deinstall(GUID id) {
    int error = 0;
    const int failed = WSCDeinstallProvider(&id, &error);
    EXPECT_EQ(error == 0 ? 0 : SOCKET_ERROR, failed);
    return error;
}

// A layered provider over the first entry for TCP over IPv4.
inline int layer_install(int number, const char* name, DWORD* layered = nullptr,
                         DWORD services = XP1_IFS_HANDLES) {
    GUID id = layered_id(number);
    std::wstring path = provider_path(name);
    std::wstring label = L"Layer " + std::to_wstring(number);
    WSAPROTOCOL_INFOW tcp = protocol_make(AF_INET, SOCK_STREAM, IPPROTO_TCP, 0);
    tcp.ProtocolChain.ChainLen = -1;  // no more than family, type and protocol count
    int error = 0;
    WSCInstallProviderAndChains64_32(&id, path.data(), nullptr, label.data(), services, &tcp, 1,
                                     layered, &error);
    return error;
}

class CatalogTest : public ::testing::Test {
  protected:
    // The library reads the catalog once: tests that share a process share the file, and each one
    // leaves it as it was.
    static void SetUpTestSuite() {
        if (std::getenv("BERTH_TEST_CATALOG"))
            return;
        std::string folder = std::filesystem::temp_directory_path() / "berth-spi-XXXXXX";
        ASSERT_NE(nullptr, mkdtemp(folder.data()));
        setenv("BERTH_TEST_CATALOG", folder.c_str(), 1);
        setenv("BERTH_CATALOG", (folder + "/catalog.json").c_str(), 1);
        std::atexit([] {
            std::error_code ignored;
            std::filesystem::remove_all(std::getenv("BERTH_TEST_CATALOG"), ignored);
        });
    }
    static std::string file() { return std::getenv("BERTH_CATALOG"); }

    void SetUp() override {
        WSADATA data;
        ASSERT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
        before = catalog_ids();
    }
    void TearDown() override {
        for (const GUID& id : {layered_id(1), layered_id(2), kEchoId, kFaultyId}) {
            if (!entries_of(id).empty()) {
                EXPECT_EQ(0, deinstall(id));
            }
        }
        auto order = before;
        EXPECT_EQ(0, WSCWriteProviderOrder(order.data(), static_cast<DWORD>(order.size())));
        EXPECT_EQ(0, WSACleanup());
    }

    std::vector<DWORD> before;
};

}  // namespace spi_test
