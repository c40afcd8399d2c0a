// Base providers of third parties: one without IFS handles, and those that cannot be used.
#include "echo_fixture.h"
#include "processthreadsapi.h"
#include "synchapi.h"
#include "handleapi.h"
#include "libloaderapi.h"
#include "processenv.h"

using namespace spi_test;

namespace {

// A socket of the faulty provider: the error.
class FaultTest : public CatalogTest {
  protected:
    static int fault(int protocol, const std::wstring& path = provider_path("spi_faulty")) {
        EXPECT_EQ(0, install(kFaultyId, path, {protocol_make(131, SOCK_STREAM, protocol, 0)}));
        EXPECT_EQ(INVALID_SOCKET, socket(131, SOCK_STREAM, protocol));
        return WSAGetLastError();
    }
};

}  // namespace

TEST_F(EchoTest, SendsAndReceives) {
    char buffer[8] = {};
    ASSERT_EQ(5, send(s, "hello", 5, 0));
    ASSERT_EQ(5, recv(s, buffer, sizeof buffer, 0));
    EXPECT_STREQ("hello", buffer);
}

TEST_F(EchoTest, EachSocketHasItsContext) {
    const SOCKET other = socket(kEchoFamily, SOCK_STREAM, kEchoProtocol);
    ASSERT_NE(INVALID_SOCKET, other);
    EXPECT_NE(s, other);
    char buffer[8] = {};
    ASSERT_EQ(3, send(s, "one", 3, 0));
    ASSERT_EQ(4, send(other, "four", 4, 0));
    EXPECT_EQ(3, recv(s, buffer, sizeof buffer, 0));
    EXPECT_EQ(4, recv(other, buffer, sizeof buffer, 0));
    EXPECT_EQ(0, closesocket(other));
    EXPECT_EQ(SOCKET_ERROR, send(other, "gone", 4, 0));
    EXPECT_EQ(WSAENOTSOCK, WSAGetLastError());
}

TEST_F(EchoTest, ItsErrorsAreTheCallers) {
    EXPECT_EQ(SOCKET_ERROR, listen(s, 1));
    EXPECT_EQ(WSAEOPNOTSUPP, WSAGetLastError());
    sockaddr_in name{};
    EXPECT_EQ(INVALID_SOCKET, WSAJoinLeaf(s, reinterpret_cast<sockaddr*>(&name), sizeof name,
                                          nullptr, nullptr, nullptr, nullptr, JL_BOTH));
    EXPECT_EQ(WSAEOPNOTSUPP, WSAGetLastError());
    EXPECT_EQ(INVALID_SOCKET, WSAJoinLeaf(s, reinterpret_cast<sockaddr*>(&name), sizeof name,
                                          nullptr, nullptr, nullptr, nullptr, 0));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
}

TEST_F(EchoTest, AnOverlappedRequestIsCompletedByTheUpcall) {
    HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    OVERLAPPED overlapped{};
    overlapped.Internal = WSS_OPERATION_IN_PROGRESS;
    overlapped.hEvent = event;
    int error = 0;
    ASSERT_EQ(0, WPUCompleteOverlappedRequest(s, &overlapped, 0, 42, &error));
    EXPECT_EQ(42u, overlapped.InternalHigh);
    EXPECT_NE(static_cast<ULONG_PTR>(WSS_OPERATION_IN_PROGRESS), overlapped.Internal);
    EXPECT_EQ(static_cast<DWORD>(WAIT_OBJECT_0), WaitForSingleObject(event, 0));
    CloseHandle(event);
}

TEST_F(EchoTest, OnlyItsOwnHandlesAreCompletedByTheUpcall) {
    const SOCKET tcp = socket(AF_INET, SOCK_STREAM, 0);
    OVERLAPPED overlapped{};
    int error = 0;
    EXPECT_EQ(SOCKET_ERROR, WPUCompleteOverlappedRequest(tcp, &overlapped, 0, 0, &error));
    EXPECT_EQ(WSAEINVAL, error);
    EXPECT_EQ(SOCKET_ERROR, WPUCompleteOverlappedRequest(s, nullptr, 0, 0, &error));
    EXPECT_EQ(WSAEFAULT, error);
    auto* const nowhere = reinterpret_cast<LPWSAOVERLAPPED>(8);
    EXPECT_EQ(SOCKET_ERROR, WPUCompleteOverlappedRequest(s, nowhere, 0, 0, &error));
    EXPECT_EQ(WSAEFAULT, error);
    EXPECT_EQ(0, closesocket(tcp));
}

TEST_F(CatalogTest, AThreadIsOpenedAndClosed) {
    WSATHREADID thread{};
    int error = 0;
    ASSERT_EQ(0, WPUOpenCurrentThread(&thread, &error));
    EXPECT_EQ(GetCurrentThreadId(), GetThreadId(thread.ThreadHandle));
    const WSATHREADID a_calls{thread.ThreadHandle, GetCurrentThreadId()};
    WSATHREADID copy = a_calls;
    EXPECT_EQ(SOCKET_ERROR, WPUCloseThread(&copy, &error));
    EXPECT_EQ(WSA_INVALID_HANDLE, error);
    EXPECT_EQ(0, WPUCloseThread(&thread, &error));
    EXPECT_EQ(SOCKET_ERROR, WPUCloseThread(&thread, &error));
    EXPECT_EQ(WSA_INVALID_HANDLE, error);
    EXPECT_EQ(SOCKET_ERROR, WPUOpenCurrentThread(nullptr, &error));
    EXPECT_EQ(WSAEFAULT, error);
    EXPECT_EQ(0, WSACleanup());
    EXPECT_EQ(SOCKET_ERROR, WPUOpenCurrentThread(&thread, &error));
    EXPECT_EQ(WSANOTINITIALISED, error);
    EXPECT_EQ(SOCKET_ERROR, WPUCloseThread(&thread, &error));
    EXPECT_EQ(WSANOTINITIALISED, error);
    WSADATA data;
    EXPECT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
}

TEST_F(EchoTest, TheLastCleanupTakesItsSockets) {
    EXPECT_EQ(0, WSACleanup());
    WSADATA data;
    EXPECT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
    EXPECT_EQ(SOCKET_ERROR, send(s, "hello", 5, 0));
    EXPECT_EQ(WSAENOTSOCK, WSAGetLastError());
    s = echo_open();
    EXPECT_NE(INVALID_SOCKET, s);
    EXPECT_EQ(5, send(s, "hello", 5, 0));
}

// "Loaded into memory only when needed, and unloaded when their services are no longer required."
TEST_F(EchoTest, IsLoadedAtNeedAndUnloadedAtTheLastCleanup) {
    const std::wstring path = provider_path("spi_echo");
    WSADATA data;
    EXPECT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
    EXPECT_EQ(0, WSACleanup());
    EXPECT_NE(nullptr, GetModuleHandleW(path.c_str()));
    EXPECT_EQ(0, WSACleanup());
    EXPECT_EQ(nullptr, GetModuleHandleW(path.c_str()));
    EXPECT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
    EXPECT_EQ(nullptr, GetModuleHandleW(path.c_str()));
    s = echo_open();
    EXPECT_EQ(5, send(s, "hello", 5, 0));
    // Who has it loaded keeps it.
    const HMODULE module = LoadLibraryW(path.c_str());
    EXPECT_EQ(0, WSACleanup());
    EXPECT_EQ(module, GetModuleHandleW(path.c_str()));
    EXPECT_TRUE(FreeLibrary(module));
    EXPECT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
    s = INVALID_SOCKET;
}

TEST_F(CatalogTest, TextOfAnUnknownFamilyIsTheProtocols) {
    wchar_t text[] = L"127.0.0.1:80";
    sockaddr_in name{};
    int length = sizeof name;
    WSAPROTOCOL_INFOW info = catalog_entries()[0];
    ASSERT_EQ(AF_INET, info.iAddressFamily);
    EXPECT_EQ(0, WSAStringToAddressW(text, AF_UNSPEC, &info, reinterpret_cast<sockaddr*>(&name),
                                     &length));
    EXPECT_EQ(AF_INET, name.sin_family);
    EXPECT_EQ(htons(80), name.sin_port);
    EXPECT_EQ(SOCKET_ERROR, WSAStringToAddressW(text, AF_UNSPEC, nullptr,
                                                reinterpret_cast<sockaddr*>(&name), &length));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
}

TEST_F(EchoTest, ItsByteOrderIsItsOwn) {
    u_long number = 0;
    EXPECT_EQ(0, WSAHtonl(s, 0x01020304, &number));
    EXPECT_EQ(0x04030201u, number);
    GUID id = kEchoId;
    WSAPROTOCOL_INFOW info = protocol_make(kEchoFamily, SOCK_STREAM, kEchoProtocol, 0);
    info.iNetworkByteOrder = LITTLEENDIAN;
    int error = 0;
    ASSERT_EQ(0, WSCUpdateProvider(&id, provider_path("spi_echo").c_str(), &info, 1, &error));
    const SOCKET little = echo_open();
    EXPECT_EQ(0, WSAHtonl(little, 0x01020304, &number));
    EXPECT_EQ(0x01020304u, number);
    u_short half = 0;
    EXPECT_EQ(0, WSANtohs(little, 0x0102, &half));
    EXPECT_EQ(0x0102, half);
    EXPECT_EQ(0, closesocket(little));
}

TEST_F(FaultTest, VersionRefusedByTheProvider) {
    EXPECT_EQ(WSAEPROVIDERFAILEDINIT, fault(kFaultVersion));
}

TEST_F(FaultTest, ProviderOfAnOlderVersion) {
    EXPECT_EQ(WSAEINVALIDPROVIDER, fault(kFaultOldVersion));
}

TEST_F(FaultTest, IncompleteProcedureTable) {
    EXPECT_EQ(WSAEINVALIDPROCTABLE, fault(kFaultTable));
}

TEST_F(FaultTest, StartupFails) {
    EXPECT_EQ(WSAEPROVIDERFAILEDINIT, fault(kFaultStartup));
}

TEST_F(FaultTest, AProviderThatSaysNoError) {
    EXPECT_EQ(WSASYSCALLFAILURE, fault(kFaultSilent));
}

TEST_F(FaultTest, ItIsAskedForWhatTheProgramGave) {
    const auto told = [](int family, int type, int protocol) {
        return 1000000 * (family + 1) + 1000 * (type + 1) + (protocol + 1) + 1;
    };
    EXPECT_EQ(told(131, SOCK_STREAM, kFaultArguments), fault(kFaultArguments));
    EXPECT_EQ(INVALID_SOCKET, socket(131, 0, 0));
    EXPECT_EQ(told(131, 0, 0), WSAGetLastError());
    WSAPROTOCOL_INFOW info = entries_of(kFaultyId)[0];
    EXPECT_EQ(INVALID_SOCKET,
              WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, 0));
    EXPECT_EQ(told(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO), WSAGetLastError());
    EXPECT_EQ(INVALID_SOCKET, WSASocketW(0, 0, 0, &info, 0, 0));
    EXPECT_EQ(told(0, 0, 0), WSAGetLastError());
}

TEST_F(FaultTest, WhatDoesNotStartIsUnloaded) {
    const std::wstring path = provider_path("spi_faulty");
    const HMODULE loaded = GetModuleHandleW(path.c_str());  // by another test, where it started
    EXPECT_EQ(WSAEPROVIDERFAILEDINIT, fault(kFaultStartup));
    EXPECT_EQ(loaded, GetModuleHandleW(path.c_str()));
}

TEST_F(FaultTest, AProviderCallsFromWithin) {
    EXPECT_EQ(WSASYSCALLFAILURE, fault(kFaultReenters));
    EXPECT_EQ(0, WSACleanup());
    char text[8] = {};
    GetEnvironmentVariableA("SPI_TEST_REENTERED", text, sizeof text);
    EXPECT_STREQ("right", text);
    EXPECT_EQ(SOCKET_ERROR, WSACleanup());
    EXPECT_EQ(WSANOTINITIALISED, WSAGetLastError());
    WSADATA data;
    EXPECT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
}

TEST_F(FaultTest, UpcallsAnswerBadArguments) {
    EXPECT_EQ(WSAEINVAL, fault(kFaultHandle));
}

TEST_F(FaultTest, NoSuchFile) {
    EXPECT_EQ(WSAEPROVIDERFAILEDINIT, fault(1, L"/nonexistent/provider.so"));
}

TEST_F(FaultTest, TheFileIsNoProvider) {
    EXPECT_EQ(WSAEPROVIDERFAILEDINIT, fault(1, L"libm.so.6"));
}

// A provider that failed once is tried again: it may have been repaired.
TEST_F(FaultTest, AnUpdatedProviderIsLoaded) {
    ASSERT_EQ(WSAEPROVIDERFAILEDINIT, fault(kEchoProtocol));
    GUID id = kFaultyId;
    WSAPROTOCOL_INFOW info = protocol_make(131, SOCK_STREAM, kEchoProtocol, 0);
    int error = 0;
    ASSERT_EQ(0, WSCUpdateProvider(&id, provider_path("spi_echo").c_str(), &info, 1, &error));
    const SOCKET s = socket(131, SOCK_STREAM, kEchoProtocol);
    ASSERT_NE(INVALID_SOCKET, s);
    EXPECT_EQ(0, closesocket(s));
}
