// Protocol chains: layered providers over the kernel provider, and over each other.
#include <algorithm>
#include <cstring>

#include "catalog_fixture.h"
#include "libloaderapi.h"
#include "ws2tcpip.h"

using namespace spi_test;

namespace {

LayeredCalls calls_of(const char* name) {
    HMODULE module = LoadLibraryW(provider_path(name).c_str());
    EXPECT_NE(nullptr, module);
    void* function = reinterpret_cast<void*>(GetProcAddress(module, "layered_calls"));
    EXPECT_NE(nullptr, function);
    const LayeredCalls calls = reinterpret_cast<LayeredCallsFunction>(function)();
    FreeLibrary(module);
    return calls;
}

// A connected pair on loopback, made of sockets of the first TCP provider in the catalog.
struct Pair {
    SOCKET client = INVALID_SOCKET;
    SOCKET server = INVALID_SOCKET;

    void open() {
        const SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        ASSERT_NE(INVALID_SOCKET, listener) << WSAGetLastError();
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        int length = sizeof name;
        auto* address = reinterpret_cast<sockaddr*>(&name);
        ASSERT_EQ(0, bind(listener, address, length));
        ASSERT_EQ(0, listen(listener, 1));
        ASSERT_EQ(0, getsockname(listener, address, &length));
        client = socket(AF_INET, SOCK_STREAM, 0);
        ASSERT_EQ(0, connect(client, address, length));
        server = accept(listener, nullptr, nullptr);
        ASSERT_NE(INVALID_SOCKET, server);
        ASSERT_EQ(0, closesocket(listener));
    }
    void talk() {
        char buffer[8] = {};
        ASSERT_EQ(5, send(client, "hello", 5, 0));
        ASSERT_EQ(5, recv(server, buffer, 5, MSG_WAITALL));
        EXPECT_STREQ("hello", buffer);
        ASSERT_EQ(5, send(server, "world", 5, 0));
        ASSERT_EQ(5, recv(client, buffer, 5, MSG_WAITALL));
        EXPECT_STREQ("world", buffer);
    }
    void close() {
        EXPECT_EQ(0, closesocket(client));
        EXPECT_EQ(0, closesocket(server));
    }
};

class LayeredTest : public CatalogTest {};

}  // namespace

TEST_F(LayeredTest, TheKernelProviderIsLoadableByItsPath) {
    GUID id = catalog_entries()[0].ProviderId;
    WCHAR path[64];
    int length = 64;
    int error = 0;
    ASSERT_EQ(0, WSCGetProviderPath(&id, path, &length, &error));
    HMODULE module = LoadLibraryW(path);
    ASSERT_NE(nullptr, module);
    EXPECT_NE(nullptr, GetProcAddress(module, "WSPStartup"));
    EXPECT_EQ(nullptr, GetProcAddress(module, "WSPNothing"));
    WCHAR name[64];
    EXPECT_EQ(std::wcslen(path), GetModuleFileNameW(module, name, 64));
    EXPECT_STREQ(path, name);
    EXPECT_TRUE(FreeLibrary(module));
    EXPECT_EQ(module, LoadLibraryW(path));
}

TEST_F(LayeredTest, ChainsComeFirst) {
    DWORD layered = 0;
    ASSERT_EQ(0, layer_install(1, "spi_layered_one", &layered));
    const auto entries = catalog_entries();
    ASSERT_EQ(before.size() + 2, entries.size());
    const WSAPROTOCOL_INFOW& chain = entries.front();
    EXPECT_EQ(2, chain.ProtocolChain.ChainLen);
    EXPECT_EQ(layered, chain.ProtocolChain.ChainEntries[0]);
    EXPECT_EQ(before[0], chain.ProtocolChain.ChainEntries[1]);
    EXPECT_EQ(IPPROTO_TCP, chain.iProtocol);
    EXPECT_EQ(0, std::wcsncmp(L"Layer 1 over [", chain.szProtocol, 14));
    EXPECT_EQ(layered, entries.back().dwCatalogEntryId);
    EXPECT_EQ(LAYERED_PROTOCOL, entries.back().ProtocolChain.ChainLen);
}

TEST_F(LayeredTest, WithoutAListEveryBaseProtocolGetsAChain) {
    GUID id = layered_id(1);
    std::wstring path = provider_path("spi_layered_one");
    std::wstring name = L"All";
    int error = 0;
    ASSERT_EQ(0, WSCInstallProviderAndChains64_32(&id, path.data(), nullptr, name.data(),
                                                  XP1_IFS_HANDLES, nullptr, 0, nullptr, &error));
    EXPECT_EQ(before.size() + 1, entries_of(id).size());
    EXPECT_EQ(2 * before.size() + 1, catalog_ids().size());
    // Each has an id of its own: who looks for the provider's finds the layered entry.
    const auto entries = catalog_entries();
    const auto own = std::find_if(entries.begin(), entries.end(), [&](const auto& entry) {
        return std::memcmp(&entry.ProviderId, &id, sizeof id) == 0;
    });
    ASSERT_NE(own, entries.end());
    EXPECT_EQ(LAYERED_PROTOCOL, own->ProtocolChain.ChainLen);
    EXPECT_NE(0, std::memcmp(&entries[0].ProviderId, &entries[1].ProviderId, sizeof id));
    ASSERT_EQ(0, deinstall(entries[0].ProviderId));  // the one chain
    EXPECT_EQ(2 * before.size(), catalog_ids().size());
    ASSERT_EQ(0, deinstall(id));
    EXPECT_EQ(before, catalog_ids());
}

TEST_F(LayeredTest, ALayeredProtocolIsNotForPrograms) {
    DWORD layered = 0;
    ASSERT_EQ(0, layer_install(1, "spi_layered_one", &layered));
    WSAPROTOCOL_INFOW infos[32];
    DWORD bytes = sizeof infos;
    const int count = WSAEnumProtocolsW(nullptr, infos, &bytes);
    ASSERT_GT(count, 0);
    for (int i = 0; i < count; ++i)
        EXPECT_NE(layered, infos[i].dwCatalogEntryId);
    WSAPROTOCOL_INFOW info = catalog_entries().back();
    EXPECT_EQ(INVALID_SOCKET, WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO,
                                         &info, 0, WSA_FLAG_OVERLAPPED));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
}

TEST_F(LayeredTest, NothingToLayerOver) {
    GUID id = layered_id(1);
    std::wstring path = provider_path("spi_layered_one");
    std::wstring name = L"Layer";
    WSAPROTOCOL_INFOW other = protocol_make(131, SOCK_STREAM, 1, 0);
    int error = 0;
    EXPECT_EQ(SOCKET_ERROR, WSCInstallProviderAndChains64_32(&id, path.data(), nullptr, name.data(),
                                                             0, &other, 1, nullptr, &error));
    EXPECT_EQ(WSAEINVAL, error);
    ASSERT_EQ(0, layer_install(1, "spi_layered_one"));
    EXPECT_EQ(WSAEINVAL, layer_install(1, "spi_layered_one"));
}

TEST_F(LayeredTest, CallsGoThroughTheLayer) {
    ASSERT_EQ(0, layer_install(1, "spi_layered_one"));
    const LayeredCalls old = calls_of("spi_layered_one");
    Pair pair;
    ASSERT_NO_FATAL_FAILURE(pair.open());
    ASSERT_NO_FATAL_FAILURE(pair.talk());
    pair.close();
    const LayeredCalls now = calls_of("spi_layered_one");
    EXPECT_EQ(entries_of(layered_id(1))[0].dwCatalogEntryId, now.chain);
    EXPECT_EQ(2, now.socket - old.socket);
    EXPECT_EQ(1, now.accept - old.accept);
    EXPECT_EQ(2, now.send - old.send);
    EXPECT_EQ(2, now.receive - old.receive);
    EXPECT_EQ(3, now.close - old.close);
}

TEST_F(LayeredTest, OtherProtocolsDoNotGoThroughIt) {
    ASSERT_EQ(0, layer_install(1, "spi_layered_one"));
    const LayeredCalls old = calls_of("spi_layered_one");
    const SOCKET s = socket(AF_INET, SOCK_DGRAM, 0);
    ASSERT_NE(INVALID_SOCKET, s);
    EXPECT_EQ(0, closesocket(s));
    EXPECT_EQ(old.socket, calls_of("spi_layered_one").socket);
}

TEST_F(LayeredTest, LayersLieOnLayers) {
    ASSERT_EQ(0, layer_install(1, "spi_layered_one"));
    ASSERT_EQ(0, layer_install(2, "spi_layered_two"));
    EXPECT_EQ(3, catalog_entries()[0].ProtocolChain.ChainLen);
    const LayeredCalls one = calls_of("spi_layered_one");
    const LayeredCalls two = calls_of("spi_layered_two");
    Pair pair;
    ASSERT_NO_FATAL_FAILURE(pair.open());
    ASSERT_NO_FATAL_FAILURE(pair.talk());
    pair.close();
    EXPECT_EQ(2, calls_of("spi_layered_one").send - one.send);
    EXPECT_EQ(2, calls_of("spi_layered_two").send - two.send);
    EXPECT_EQ(3, calls_of("spi_layered_two").close - two.close);
}

TEST_F(LayeredTest, ADeinstalledProviderKeepsItsSockets) {
    ASSERT_EQ(0, layer_install(1, "spi_layered_one"));
    Pair pair;
    ASSERT_NO_FATAL_FAILURE(pair.open());
    ASSERT_EQ(0, deinstall(layered_id(1)));
    ASSERT_NO_FATAL_FAILURE(pair.talk());
    pair.close();
}

TEST_F(LayeredTest, TheLastCleanupReachesTheLayer) {
    ASSERT_EQ(0, layer_install(1, "spi_layered_one"));
    const SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    ASSERT_NE(INVALID_SOCKET, s);
    HMODULE module = LoadLibraryW(provider_path("spi_layered_one").c_str());  // and its counts
    const int cleanups = calls_of("spi_layered_one").cleanup;
    ASSERT_EQ(0, WSACleanup());
    EXPECT_EQ(cleanups + 1, calls_of("spi_layered_one").cleanup);
    EXPECT_TRUE(FreeLibrary(module));
    WSADATA data;
    ASSERT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
}

// ---- categories ----

namespace {

constexpr char kChild[] =
    "--gtest_also_run_disabled_tests --gtest_filter=CategoryTest.DISABLED_TellsItsChain";

// The length of the chain that a program's TCP sockets have.
int childs_chain() {
    WCHAR path[260];
    GetModuleFileNameW(nullptr, path, 260);
    const std::wstring wide = path;
    const std::string command = std::string(wide.begin(), wide.end()) + " " + kChild;
    FILE* pipe = popen(command.c_str(), "r");
    std::string output;
    char buffer[512];
    while (size_t count = fread(buffer, 1, sizeof buffer, pipe))
        output.append(buffer, count);
    EXPECT_EQ(0, pclose(pipe)) << output;
    const size_t at = output.find("chain: ");
    return at == std::string::npos ? -1 : std::atoi(output.c_str() + at + 7);
}

}  // namespace

// Run by the test below, as a program of its own.
TEST(CategoryTest, DISABLED_TellsItsChain) {
    WSADATA data;
    ASSERT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
    const SOCKET s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    const auto entries = entries_of(layered_id(1));
    ASSERT_FALSE(entries.empty());
    HMODULE module = LoadLibraryW(provider_path("spi_layered_one").c_str());
    void* function = reinterpret_cast<void*>(GetProcAddress(module, "layered_calls"));
    const LayeredCalls calls = reinterpret_cast<LayeredCallsFunction>(function)();
    std::printf("chain: %d\n", calls.socket != 0 ? entries[0].ProtocolChain.ChainLen : 1);
    closesocket(s);
    WSACleanup();
}

TEST_F(LayeredTest, AProgramLoadsTheCategoriesThatItMay) {
    ASSERT_EQ(0, layer_install(1, "spi_layered_one"));
    WCHAR path[260];
    const DWORD length = GetModuleFileNameW(nullptr, path, 260);
    const std::string narrow = kChild;
    const std::wstring extra(narrow.begin(), narrow.end());
    const auto extra_length = static_cast<DWORD>(extra.size());
    int error = 0;
    DWORD before = 7;
    DWORD now = 7;
    EXPECT_EQ(SOCKET_ERROR,
              WSCGetApplicationCategory(path, length, extra.c_str(), extra_length, &now, &error));
    EXPECT_EQ(WSASERVICE_NOT_FOUND, error);
    EXPECT_EQ(SOCKET_ERROR, WSCGetApplicationCategory(nullptr, 1, nullptr, 0, &now, &error));
    EXPECT_EQ(WSAEFAULT, error);
    EXPECT_EQ(SOCKET_ERROR,
              WSCSetApplicationCategory(path, 0, nullptr, 0, LSP_PROXY, &before, &error));
    EXPECT_EQ(WSAEINVAL, error);
    EXPECT_EQ(2, childs_chain());

    const auto set = [&](DWORD categories) {
        return WSCSetApplicationCategory(path, length, extra.c_str(), extra_length, categories,
                                         &before, &error);
    };
    ASSERT_EQ(0, set(LSP_INSPECTOR));
    EXPECT_EQ(0u, before);
    EXPECT_EQ(1, childs_chain());  // the layer has no category
    GUID id = layered_id(1);
    DWORD categories = LSP_INSPECTOR | LSP_FIREWALL;
    const auto categorize = [&] {
        return WSCSetProviderInfo(&id, ProviderInfoLspCategories,
                                  reinterpret_cast<PBYTE>(&categories), sizeof categories, 0,
                                  &error);
    };
    ASSERT_EQ(0, categorize());
    EXPECT_EQ(1, childs_chain());
    ASSERT_EQ(0, set(LSP_FIREWALL));
    EXPECT_EQ(static_cast<DWORD>(LSP_INSPECTOR), before);
    ASSERT_EQ(0,
              WSCGetApplicationCategory(path, length, extra.c_str(), extra_length, &now, &error));
    EXPECT_EQ(static_cast<DWORD>(LSP_INSPECTOR | LSP_FIREWALL), now);
    EXPECT_EQ(2, childs_chain());
    ASSERT_EQ(0, set(LSP_SYSTEM));
    EXPECT_EQ(1, childs_chain());  // which the layer has to have then
    categories |= LSP_SYSTEM;
    ASSERT_EQ(0, categorize());
    EXPECT_EQ(2, childs_chain());
}
