// The catalog: installation, order, update, enumeration, the file.
#include <atomic>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <thread>

#include "catalog_fixture.h"
#include "windows.h"

using namespace spi_test;

namespace {

// Behind the last address that a program can have: no sanitizer keeps anything there either.
constexpr uintptr_t kNowhere = uintptr_t{1} << 47;

const std::vector<WSAPROTOCOL_INFOW> kEchoProtocols = {
    protocol_make(kEchoFamily, SOCK_STREAM, kEchoProtocol, XP1_GUARANTEED_DELIVERY)};

int install_echo() {
    return install(kEchoId, provider_path("spi_echo"), kEchoProtocols);
}

std::string file_text(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_F(CatalogTest, AnInstalledEntryIsTheLast) {
    ASSERT_EQ(0, install_echo());
    const auto entries = catalog_entries();
    ASSERT_EQ(before.size() + 1, entries.size());
    EXPECT_EQ(kEchoFamily, entries.back().iAddressFamily);
    EXPECT_EQ(0, std::memcmp(&kEchoId, &entries.back().ProviderId, sizeof kEchoId));
    EXPECT_NE(0u, entries.back().dwCatalogEntryId);
}

TEST_F(CatalogTest, AnInstalledEntryIsSeenByPrograms) {
    ASSERT_EQ(0, install_echo());
    int wanted[] = {kEchoProtocol, 0};
    WSAPROTOCOL_INFOW info{};
    DWORD bytes = sizeof info;
    ASSERT_EQ(1, WSAEnumProtocolsW(wanted, &info, &bytes));
    EXPECT_EQ(kEchoFamily, info.iAddressFamily);
}

TEST_F(CatalogTest, InstallingTwiceFails) {
    ASSERT_EQ(0, install_echo());
    EXPECT_EQ(WSANO_RECOVERY, install_echo());
}

TEST_F(CatalogTest, BadArgumentsAreRefused) {
    GUID id = kEchoId;
    WSAPROTOCOL_INFOW info = kEchoProtocols[0];
    int error = 0;
    EXPECT_EQ(SOCKET_ERROR, WSCInstallProvider(nullptr, L"/p.so", &info, 1, &error));
    EXPECT_EQ(WSAEFAULT, error);
    EXPECT_EQ(SOCKET_ERROR, WSCInstallProvider(&id, nullptr, &info, 1, &error));
    EXPECT_EQ(WSAEFAULT, error);
    EXPECT_EQ(SOCKET_ERROR, WSCInstallProvider(&id, L"", &info, 1, &error));
    EXPECT_EQ(WSAEINVAL, error);
    EXPECT_EQ(SOCKET_ERROR, WSCInstallProvider(&id, L"/p.so", nullptr, 1, &error));
    EXPECT_EQ(WSAEFAULT, error);
    EXPECT_EQ(SOCKET_ERROR, WSCInstallProvider(&id, L"/p.so", &info, 0, &error));
    EXPECT_EQ(WSAEINVAL, error);
    EXPECT_EQ(SOCKET_ERROR, WSCInstallProvider(&id, L"/p.so", &info, 0xFFFFFFFF, &error));
    EXPECT_EQ(WSAEFAULT, error);
    info.ProtocolChain.ChainLen = MAX_PROTOCOL_CHAIN + 1;
    EXPECT_EQ(SOCKET_ERROR, WSCInstallProvider(&id, L"/p.so", &info, 1, nullptr));
    EXPECT_EQ(SOCKET_ERROR, WSCDeinstallProvider(nullptr, &error));
    EXPECT_EQ(WSAEFAULT, error);
    EXPECT_EQ(before, catalog_ids());
}

TEST_F(CatalogTest, WithoutAPlaceForTheErrorNothingIsDone) {
    ASSERT_EQ(0, install_echo());
    GUID id = kEchoId;
    EXPECT_EQ(SOCKET_ERROR, WSCDeinstallProvider(&id, nullptr));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
    EXPECT_EQ(1u, entries_of(kEchoId).size());
    auto* const nowhere = reinterpret_cast<GUID*>(8);
    EXPECT_EQ(SOCKET_ERROR, WSCEnableNSProvider(nowhere, TRUE));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
    EXPECT_EQ(nullptr, gethostbyname(reinterpret_cast<char*>(kNowhere)));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
    int error = 0;
    EXPECT_EQ(SOCKET_ERROR, WSCDeinstallProvider(nowhere, &error));
    EXPECT_EQ(WSAEFAULT, error);
    int length = 0;
    EXPECT_EQ(SOCKET_ERROR, WSCGetProviderPath(nowhere, nullptr, &length, &error));
    EXPECT_EQ(WSAEFAULT, error);
}

// Not mapped, by which Linux would end the program.
TEST_F(CatalogTest, PointersThatLeadNowhere) {
    void* const nowhere = reinterpret_cast<void*>(kNowhere);
    auto* const wide = static_cast<WSAPROTOCOL_INFOW*>(nowhere);
    auto* const narrow = static_cast<WSAPROTOCOL_INFOA*>(nowhere);
    auto* const number = static_cast<DWORD*>(nowhere);
    const auto faults = [](auto result) {
        return static_cast<int>(result) == SOCKET_ERROR && WSAGetLastError() == WSAEFAULT;
    };
    const SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    EXPECT_TRUE(faults(WSASocketW(0, 0, 0, wide, 0, 0)));
    EXPECT_TRUE(faults(WSASocketA(0, 0, 0, narrow, 0, 0)));
    EXPECT_TRUE(faults(WSADuplicateSocketA(s, GetCurrentProcessId(), narrow)));
    int length = sizeof(WSAPROTOCOL_INFOA);
    EXPECT_TRUE(
        faults(getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOA, static_cast<char*>(nowhere), &length)));
    DWORD bytes = 1 << 20;
    EXPECT_TRUE(faults(WSAEnumProtocolsW(nullptr, wide, &bytes)));
    EXPECT_TRUE(faults(WSAEnumProtocolsW(nullptr, nullptr, number)));
    EXPECT_TRUE(faults(WSAEnumProtocolsW(static_cast<int*>(nowhere), nullptr, &bytes)));
    wchar_t text[64] = L"1.2.3.4";
    bytes = 64;
    sockaddr_in name{};
    name.sin_family = AF_INET;
    length = sizeof name;
    auto* const address = reinterpret_cast<sockaddr*>(&name);
    EXPECT_TRUE(
        faults(WSAAddressToStringW(static_cast<sockaddr*>(nowhere), 16, nullptr, text, &bytes)));
    EXPECT_TRUE(faults(WSAAddressToStringW(address, 16, wide, text, &bytes)));
    EXPECT_TRUE(faults(WSAStringToAddressW(text, AF_INET, wide, address, &length)));
    EXPECT_TRUE(faults(
        WSAStringToAddressW(static_cast<wchar_t*>(nowhere), AF_INET, nullptr, address, &length)));
    EXPECT_TRUE(faults(WSAHtonl(s, 1, static_cast<u_long*>(nowhere))));
    EXPECT_TRUE(faults(WSASendDisconnect(s, static_cast<WSABUF*>(nowhere))));
    EXPECT_EQ(0, closesocket(s));
}

TEST_F(CatalogTest, AChainIsOfWhatIsInstalled) {
    const DWORD base = catalog_ids()[0];
    WSAPROTOCOL_INFOW chain = protocol_make(AF_INET, SOCK_STREAM, IPPROTO_TCP, XP1_IFS_HANDLES);
    chain.ProtocolChain.ChainLen = 2;
    chain.ProtocolChain.ChainEntries[0] = 999999;
    chain.ProtocolChain.ChainEntries[1] = base;
    EXPECT_EQ(WSAEINVAL, install(kFaultyId, provider_path("spi_faulty"), {chain}));
    chain.ProtocolChain.ChainEntries[0] = base;
    EXPECT_EQ(WSAEINVAL, install(kFaultyId, provider_path("spi_faulty"), {chain}));
    EXPECT_EQ(before, catalog_ids());
    WSAPROTOCOL_INFOW layer = chain;
    layer.ProtocolChain.ChainLen = LAYERED_PROTOCOL;
    ASSERT_EQ(0, install(kEchoId, provider_path("spi_echo"), {layer}));
    chain.ProtocolChain.ChainEntries[0] = entries_of(kEchoId)[0].dwCatalogEntryId;
    EXPECT_EQ(0, install(kFaultyId, provider_path("spi_faulty"), {chain}));
}

TEST_F(CatalogTest, IdsAreNotUsedAgain) {
    ASSERT_EQ(0, install_echo());
    const DWORD first = entries_of(kEchoId)[0].dwCatalogEntryId;
    ASSERT_EQ(0, deinstall(kEchoId));
    ASSERT_EQ(0, install_echo());
    EXPECT_GT(entries_of(kEchoId)[0].dwCatalogEntryId, first);
}

TEST_F(CatalogTest, DeinstallationRemovesTheEntries) {
    ASSERT_EQ(0, install_echo());
    ASSERT_EQ(0, deinstall(kEchoId));
    EXPECT_EQ(before, catalog_ids());
    EXPECT_EQ(WSAEINVAL, deinstall(kEchoId));
    EXPECT_EQ(INVALID_SOCKET, socket(kEchoFamily, SOCK_STREAM, 0));
    EXPECT_EQ(WSAEAFNOSUPPORT, WSAGetLastError());
}

TEST_F(CatalogTest, BuiltinProvidersStay) {
    EXPECT_EQ(WSAEINVAL, deinstall(catalog_entries()[0].ProviderId));
    EXPECT_EQ(before, catalog_ids());
}

TEST_F(CatalogTest, ThePathIsAsInstalled) {
    ASSERT_EQ(0, install(kEchoId, L"%BERTH_NOWHERE%/p.so", kEchoProtocols));
    GUID id = kEchoId;
    WCHAR path[64];
    int length = 3;
    int error = 0;
    EXPECT_EQ(SOCKET_ERROR, WSCGetProviderPath(&id, path, &length, &error));
    EXPECT_EQ(WSAEFAULT, error);
    ASSERT_EQ(0, WSCGetProviderPath(&id, path, &length, &error));
    EXPECT_STREQ(L"%BERTH_NOWHERE%/p.so", path);
}

TEST_F(CatalogTest, EnvironmentStringsOfThePathAreExpanded) {
    setenv("BERTH_TEST_FOLDER", SPI_TEST_FOLDER, 1);
    ASSERT_EQ(0, install(kEchoId, L"%BERTH_TEST_FOLDER%/spi_echo.so", kEchoProtocols));
    const SOCKET s = socket(kEchoFamily, SOCK_STREAM, kEchoProtocol);
    ASSERT_NE(INVALID_SOCKET, s);
    EXPECT_EQ(0, closesocket(s));
}

TEST_F(CatalogTest, UpdateKeepsTheId) {
    ASSERT_EQ(0, install_echo());
    const auto old = entries_of(kEchoId)[0];
    WSAPROTOCOL_INFOW info = kEchoProtocols[0];
    info.dwMessageSize = 77;
    GUID id = kEchoId;
    int error = 0;
    ASSERT_EQ(0, WSCUpdateProvider(&id, L"/new.so", &info, 1, &error));
    const auto now = entries_of(kEchoId);
    ASSERT_EQ(1u, now.size());
    EXPECT_EQ(old.dwCatalogEntryId, now[0].dwCatalogEntryId);
    EXPECT_EQ(77u, now[0].dwMessageSize);
    WCHAR path[64];
    int length = 64;
    ASSERT_EQ(0, WSCGetProviderPath(&id, path, &length, &error));
    EXPECT_STREQ(L"/new.so", path);
    id = kFaultyId;
    EXPECT_EQ(SOCKET_ERROR, WSCUpdateProvider(&id, L"/new.so", &info, 1, &error));
    EXPECT_EQ(WSAEINVAL, error);
}

TEST_F(CatalogTest, TheOrderIsWhatWasWritten) {
    auto order = before;
    std::reverse(order.begin(), order.end());
    ASSERT_EQ(0, WSCWriteProviderOrder(order.data(), static_cast<DWORD>(order.size())));
    EXPECT_EQ(order, catalog_ids());
}

TEST_F(CatalogTest, AnOrderNamesEachEntryOnce) {
    auto order = before;
    order[0] = order[1];
    EXPECT_EQ(WSAEINVAL, WSCWriteProviderOrder(order.data(), static_cast<DWORD>(order.size())));
    EXPECT_EQ(WSAEINVAL, WSCWriteProviderOrder(before.data(), 1));
    EXPECT_EQ(WSAEINVAL, WSCWriteProviderOrder(nullptr, 7));
    EXPECT_EQ(before, catalog_ids());
}

TEST_F(CatalogTest, TheOrderDecidesWhichProviderServes) {
    WSAPROTOCOL_INFOW tcp = protocol_make(AF_INET, SOCK_STREAM, IPPROTO_TCP, 0);
    ASSERT_EQ(0, install(kEchoId, provider_path("spi_echo"), {tcp}));
    auto order = catalog_ids();
    std::rotate(order.begin(), order.end() - 1, order.end());
    ASSERT_EQ(0, WSCWriteProviderOrder(order.data(), static_cast<DWORD>(order.size())));
    const SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    ASSERT_NE(INVALID_SOCKET, s);
    EXPECT_EQ(4, send(s, "echo", 4, 0));  // not connected: only the echo provider does this
    EXPECT_EQ(0, closesocket(s));
}

TEST_F(CatalogTest, CategoriesAreKept) {
    ASSERT_EQ(0, install_echo());
    GUID id = kEchoId;
    DWORD categories = LSP_INSPECTOR | LSP_FIREWALL;
    int error = 0;
    ASSERT_EQ(
        0, WSCSetProviderInfo(&id, ProviderInfoLspCategories, reinterpret_cast<PBYTE>(&categories),
                              sizeof categories, 0, &error));
    DWORD read = 0;
    size_t size = 0;
    EXPECT_EQ(SOCKET_ERROR,
              WSCGetProviderInfo(&id, ProviderInfoLspCategories, nullptr, &size, 0, &error));
    ASSERT_EQ(sizeof read, size);
    ASSERT_EQ(0, WSCGetProviderInfo(&id, ProviderInfoLspCategories, reinterpret_cast<PBYTE>(&read),
                                    &size, 0, &error));
    EXPECT_EQ(categories, read);
    EXPECT_EQ(SOCKET_ERROR, WSCGetProviderInfo(&id, ProviderInfoAudit,
                                               reinterpret_cast<PBYTE>(&read), &size, 0, &error));
    EXPECT_EQ(ERROR_CALL_NOT_IMPLEMENTED, error);
    id = kFaultyId;
    EXPECT_EQ(SOCKET_ERROR, WSCGetProviderInfo(&id, ProviderInfoLspCategories,
                                               reinterpret_cast<PBYTE>(&read), &size, 0, &error));
    EXPECT_EQ(WSAEINVALIDPROVIDER, error);
    EXPECT_EQ(SOCKET_ERROR, WSCSetProviderInfo(&id, ProviderInfoLspCategories,
                                               reinterpret_cast<PBYTE>(&categories),
                                               sizeof categories, 0, &error));
    EXPECT_EQ(WSAEINVAL, error);
}

TEST_F(CatalogTest, TheFileTellsWhatIsInstalled) {
    ASSERT_EQ(0, install_echo());
    const std::string text = file_text(file());
    EXPECT_NE(std::string::npos, text.find("{5e1a7e51-0002-4b1d-0000-000000000001}"));
    EXPECT_NE(std::string::npos, text.find("spi_echo.so"));
}

// The child is a process of its own, which reads and changes the same file.
TEST_F(CatalogTest, ProcessesShareTheFile) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    if (entries_of(kFaultyId).empty()) {  // the child starts this test anew
        ASSERT_EQ(0, install(kFaultyId, L"/p.so", {protocol_make(131, SOCK_STREAM, 1, 0)}));
    }
    EXPECT_EXIT(std::exit(entries_of(kFaultyId).size() == 1 ? install_echo() : 1),
                ::testing::ExitedWithCode(0), "");
    // What the child has written is part of the next change.
    EXPECT_EQ(WSAEINVAL, WSCWriteProviderOrder(before.data(), static_cast<DWORD>(before.size())));
    EXPECT_EQ(0, deinstall(kFaultyId));
    EXPECT_EQ(1u, entries_of(kEchoId).size());
}

TEST_F(CatalogTest, ABrokenFileLeavesTheBuiltinProviders) {
    const std::string broken = file() + ".broken";
    std::ofstream(broken) << "{\"entries\": [";
    const std::string program = std::filesystem::read_symlink("/proc/self/exe");
    const std::string command = "BERTH_TEST_CATALOG=x BERTH_CATALOG=" + broken + " " + program +
                                " --gtest_also_run_disabled_tests "
                                "--gtest_filter=CatalogFileTest.DISABLED_BuiltinsServe 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    ASSERT_NE(nullptr, pipe);
    std::string output;
    char buffer[512];
    while (size_t count = fread(buffer, 1, sizeof buffer, pipe))
        output.append(buffer, count);
    EXPECT_EQ(0, pclose(pipe)) << output;
    EXPECT_NE(std::string::npos, output.find("catalog.json.broken: ")) << output;
    EXPECT_EQ("{\"entries\": [", file_text(broken));
}

// Run by the test above, as a program whose catalog file is broken.
TEST(CatalogFileTest, DISABLED_BuiltinsServe) {
    EXPECT_EQ(9u, catalog_entries().size());
    EXPECT_EQ(WSANO_RECOVERY, install_echo());
    WSADATA data;
    ASSERT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
    const SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    EXPECT_NE(INVALID_SOCKET, s);
    closesocket(s);
    WSACleanup();
}

// What another process installs is seen from the next WSAStartup on.
TEST_F(CatalogTest, AnothersInstallationIsSeenAtTheNextStart) {
    ASSERT_EQ(0, install_echo());
    const std::string with = file_text(file());
    ASSERT_EQ(0, deinstall(kEchoId));
    const std::string without = file_text(file());
    const auto write = [](const std::string& text) {
        std::ofstream(file() + ".other") << text;
        std::filesystem::rename(file() + ".other", file());
    };
    const auto visible = [] {
        WSAPROTOCOL_INFOW infos[32];
        DWORD bytes = sizeof infos;
        int protocols[] = {kEchoProtocol, 0};
        return WSAEnumProtocolsW(protocols, infos, &bytes);
    };
    WSADATA data;
    ASSERT_EQ(0, WSACleanup());
    write(with);
    EXPECT_EQ(1u, entries_of(kEchoId).size());
    write(without);
    EXPECT_EQ(0u, entries_of(kEchoId).size());
    write(with);
    ASSERT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
    EXPECT_EQ(1, visible());
}

// ---- WSAProviderConfigChange ----

namespace {

class ConfigChangeTest : public CatalogTest {
  protected:
    void SetUp() override {
        CatalogTest::SetUp();
        ASSERT_EQ(0, WSAProviderConfigChange(&handle, nullptr, nullptr));
        ASSERT_NE(nullptr, handle);
    }
    void TearDown() override {
        if (handle) {
            EXPECT_TRUE(CloseHandle(handle));
        }
        CatalogTest::TearDown();
    }
    int pend(LPWSAOVERLAPPED_COMPLETION_ROUTINE routine = nullptr) {
        return WSAProviderConfigChange(&handle, &overlapped, routine) == 0 ? 0 : WSAGetLastError();
    }
    HANDLE handle = nullptr;
    WSAOVERLAPPED overlapped{};
};

}  // namespace

TEST_F(ConfigChangeTest, BadArgumentsAreRefused) {
    EXPECT_EQ(SOCKET_ERROR, WSAProviderConfigChange(nullptr, nullptr, nullptr));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
    HANDLE event = WSACreateEvent();
    HANDLE wrong[] = {reinterpret_cast<HANDLE>(0x40ffff00), event, INVALID_HANDLE_VALUE};
    for (HANDLE each : wrong) {
        EXPECT_EQ(SOCKET_ERROR, WSAProviderConfigChange(&each, &overlapped, nullptr));
        EXPECT_EQ(WSA_INVALID_HANDLE, WSAGetLastError());
    }
    WSACloseEvent(event);
    WSACleanup();
    EXPECT_EQ(WSANOTINITIALISED, pend());
    WSADATA data;
    WSAStartup(MAKEWORD(2, 2), &data);
}

TEST_F(ConfigChangeTest, AnInstallationSetsTheEvent) {
    overlapped.hEvent = WSACreateEvent();
    ASSERT_EQ(WSA_IO_PENDING, pend());
    EXPECT_FALSE(HasOverlappedIoCompleted(&overlapped));
    EXPECT_NE(0, install(kEchoId, L"", kEchoProtocols));  // refused: nothing has changed
    EXPECT_EQ(DWORD{WAIT_TIMEOUT}, WaitForSingleObject(overlapped.hEvent, 0));
    ASSERT_EQ(0, install_echo());
    EXPECT_EQ(WAIT_OBJECT_0, WaitForSingleObject(overlapped.hEvent, INFINITE));
    DWORD bytes = 1;
    EXPECT_TRUE(GetOverlappedResult(handle, &overlapped, &bytes, FALSE));
    EXPECT_EQ(0u, bytes);
    WSACloseEvent(overlapped.hEvent);
}

TEST_F(ConfigChangeTest, ARemovalRunsTheRoutine) {
    ASSERT_EQ(0, install_echo());
    static DWORD told;
    told = 77;
    ASSERT_EQ(WSA_IO_PENDING,
              pend([](DWORD error, DWORD, LPWSAOVERLAPPED, DWORD) { told = error; }));
    ASSERT_EQ(0, deinstall(kEchoId));
    EXPECT_EQ(DWORD{WAIT_IO_COMPLETION}, SleepEx(INFINITE, TRUE));
    EXPECT_EQ(0u, told);
}

TEST_F(ConfigChangeTest, APortGetsAPacketForEachRequest) {
    HANDLE port = CreateIoCompletionPort(handle, nullptr, 5, 0);
    ASSERT_NE(nullptr, port);
    WSAOVERLAPPED second{};
    ASSERT_EQ(WSA_IO_PENDING, pend());
    ASSERT_EQ(SOCKET_ERROR, WSAProviderConfigChange(&handle, &second, nullptr));
    EXPECT_TRUE(CancelIoEx(handle, &second));
    ASSERT_EQ(0, install_echo());
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    LPOVERLAPPED which = nullptr;
    EXPECT_FALSE(GetQueuedCompletionStatus(port, &bytes, &key, &which, INFINITE));
    EXPECT_EQ(DWORD{ERROR_OPERATION_ABORTED}, GetLastError());
    EXPECT_EQ(&second, which);
    EXPECT_TRUE(GetQueuedCompletionStatus(port, &bytes, &key, &which, INFINITE));
    EXPECT_EQ(&overlapped, which);
    EXPECT_EQ(5u, key);
    EXPECT_EQ(WSAEINVAL, pend([](DWORD, DWORD, LPWSAOVERLAPPED, DWORD) {}));
    CloseHandle(port);
}

TEST_F(ConfigChangeTest, WithoutARequestItWaits) {
    std::atomic<bool> ended{false};
    int result = -1;
    std::thread waiter([&] {
        result = WSAProviderConfigChange(&handle, nullptr, nullptr);
        ended = true;
    });
    while (!ended) {  // whenever the thread has come to wait
        EXPECT_EQ(0, install_echo());
        EXPECT_EQ(0, deinstall(kEchoId));
    }
    waiter.join();
    EXPECT_EQ(0, result);
}

TEST_F(ConfigChangeTest, ClosingTheHandleEndsTheRequest) {
    overlapped.hEvent = WSACreateEvent();
    ASSERT_EQ(WSA_IO_PENDING, pend());
    EXPECT_TRUE(CloseHandle(handle));
    EXPECT_EQ(WAIT_OBJECT_0, WaitForSingleObject(overlapped.hEvent, INFINITE));
    handle = nullptr;
    WSACloseEvent(overlapped.hEvent);
}

TEST_F(ConfigChangeTest, AnotherProcessChangesTheFile) {
    ASSERT_EQ(0, install_echo());
    const std::string with_echo = file_text(file());
    ASSERT_EQ(0, deinstall(kEchoId));
    ASSERT_EQ(WSA_IO_PENDING, pend());
    std::ofstream(file() + ".new") << with_echo;
    ASSERT_EQ(0, std::rename((file() + ".new").c_str(), file().c_str()));
    DWORD bytes = 0;
    EXPECT_TRUE(GetOverlappedResult(handle, &overlapped, &bytes, TRUE));
    EXPECT_EQ(1u, entries_of(kEchoId).size());
}
