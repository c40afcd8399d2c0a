// WSALookupServiceBegin, Next, End; service classes.
#include "winsock2.h"
#include "ws2tcpip.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "startup_scope.h"
#include "svcguid.h"

namespace {

using NameLookupTest = StartedTest;

HANDLE begin(const wchar_t* name, const GUID& id, DWORD flags) {
    GUID service_class = id;
    WSAQUERYSETW query{};
    query.dwSize = sizeof query;
    query.dwNameSpace = NS_DNS;
    query.lpServiceClassId = &service_class;
    query.lpszServiceInstanceName = const_cast<LPWSTR>(name);
    HANDLE lookup = nullptr;
    EXPECT_EQ(0, WSALookupServiceBeginW(&query, flags, &lookup)) << WSAGetLastError();
    return lookup;
}

}  // namespace

TEST_F(NameLookupTest, GivesAHostsAddressesOnce) {
    GUID web;
    SET_TCP_SVCID(&web, 80);
    const HANDLE lookup = begin(L"localhost", web, LUP_RETURN_NAME | LUP_RETURN_ADDR);
    DWORD size = 0;
    WSAQUERYSETW small{};
    ASSERT_EQ(SOCKET_ERROR, WSALookupServiceNextW(lookup, LUP_RETURN_ALL, &size, &small));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
    std::vector<uint64_t> room(size / 8 + 1);
    auto* result = reinterpret_cast<WSAQUERYSETW*>(room.data());
    ASSERT_EQ(0, WSALookupServiceNextW(lookup, LUP_RETURN_ALL, &size, result)) << WSAGetLastError();
    EXPECT_STREQ(L"localhost", result->lpszServiceInstanceName);
    EXPECT_EQ(nullptr, result->lpServiceClassId);
    ASSERT_NE(0u, result->dwNumberOfCsAddrs);
    const CSADDR_INFO& last = result->lpcsaBuffer[result->dwNumberOfCsAddrs - 1];
    EXPECT_EQ(SOCK_STREAM, last.iSocketType);
    EXPECT_EQ(IPPROTO_TCP, last.iProtocol);
    const auto* in = reinterpret_cast<const SOCKADDR_IN*>(last.RemoteAddr.lpSockaddr);
    EXPECT_EQ(AF_INET, in->sin_family);
    EXPECT_EQ(80, ntohs(in->sin_port));
    EXPECT_EQ(SOCKET_ERROR, WSALookupServiceNextW(lookup, 0, &size, result));
    EXPECT_EQ(WSA_E_NO_MORE, WSAGetLastError());
    EXPECT_EQ(0, WSALookupServiceEnd(lookup));
    EXPECT_EQ(SOCKET_ERROR, WSALookupServiceEnd(lookup));
    EXPECT_EQ(WSA_INVALID_HANDLE, WSAGetLastError());
}

TEST_F(NameLookupTest, ABlobHoldsAHostentOfOffsets) {
    const HANDLE lookup = begin(L"localhost", SVCID_INET_HOSTADDRBYNAME, LUP_RETURN_BLOB);
    std::vector<uint64_t> room(256);
    DWORD size = static_cast<DWORD>(room.size() * 8);
    auto* result = reinterpret_cast<WSAQUERYSETW*>(room.data());
    ASSERT_EQ(0, WSALookupServiceNextW(lookup, LUP_RETURN_BLOB, &size, result));
    ASSERT_NE(nullptr, result->lpBlob);
    const BYTE* base = result->lpBlob->pBlobData;
    const auto* entry = reinterpret_cast<const hostent*>(base);
    EXPECT_STREQ("localhost",
                 reinterpret_cast<const char*>(base + reinterpret_cast<uintptr_t>(entry->h_name)));
    const auto* list =
        reinterpret_cast<char* const*>(base + reinterpret_cast<uintptr_t>(entry->h_addr_list));
    EXPECT_EQ(127, base[reinterpret_cast<uintptr_t>(list[0])]);
    EXPECT_EQ(nullptr, list[1]);
    EXPECT_EQ(0, WSALookupServiceEnd(lookup));
}

TEST_F(NameLookupTest, FromAnAddressToAName) {
    const HANDLE lookup = begin(L"127.0.0.1", SVCID_INET_HOSTADDRBYINETSTRING, LUP_RETURN_NAME);
    std::vector<uint64_t> room(256);
    DWORD size = static_cast<DWORD>(room.size() * 8);
    auto* result = reinterpret_cast<WSAQUERYSETW*>(room.data());
    ASSERT_EQ(0, WSALookupServiceNextW(lookup, LUP_RETURN_NAME, &size, result));
    EXPECT_STREQ(L"localhost", result->lpszServiceInstanceName);
    EXPECT_EQ(0, WSALookupServiceEnd(lookup));
}

TEST_F(NameLookupTest, WhatCannotBeFound) {
    const HANDLE lookup = begin(L"no-such-host.invalid", SVCID_HOSTNAME, LUP_RETURN_ALL);
    WSAQUERYSETW result{};
    DWORD size = sizeof result;
    EXPECT_EQ(SOCKET_ERROR, WSALookupServiceNextW(lookup, LUP_RETURN_ALL, &size, &result));
    EXPECT_EQ(WSASERVICE_NOT_FOUND, WSAGetLastError());
    EXPECT_EQ(0, WSALookupServiceEnd(lookup));
    HANDLE other = nullptr;
    GUID id = SVCID_HOSTNAME;
    WSAQUERYSETA query{};
    query.dwSize = sizeof query;
    EXPECT_EQ(SOCKET_ERROR, WSALookupServiceBeginA(&query, 0, &other));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
    query.lpServiceClassId = &id;
    query.dwNameSpace = NS_NLA;
    EXPECT_EQ(SOCKET_ERROR, WSALookupServiceBeginA(&query, 0, &other));
    EXPECT_EQ(WSASERVICE_NOT_FOUND, WSAGetLastError());
    query.dwNameSpace = NS_DNS;
    EXPECT_EQ(SOCKET_ERROR, WSALookupServiceBeginA(&query, LUP_CONTAINERS, &other));
    EXPECT_EQ(WSANO_DATA, WSAGetLastError());
    EXPECT_EQ(SOCKET_ERROR, WSALookupServiceBeginA(nullptr, 0, &other));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
}

TEST_F(NameLookupTest, ServiceClassesAreKept) {
    char room[256];
    DWORD size = sizeof room;
    auto* provider = reinterpret_cast<WSANAMESPACE_INFOA*>(room);
    ASSERT_EQ(1, WSAEnumNameSpaceProvidersA(&size, provider));
    GUID id = {0x12345678, 1, 2, {3}};
    char class_name[] = "Echo";
    char value_name[] = "TcpPort";
    DWORD port = 7;
    WSANSCLASSINFOA value{value_name, NS_DNS, 4, sizeof port, &port};
    WSASERVICECLASSINFOA info{&id, class_name, 1, &value};
    ASSERT_EQ(0, WSAInstallServiceClassA(&info)) << WSAGetLastError();
    EXPECT_EQ(SOCKET_ERROR, WSAInstallServiceClassA(&info));
    EXPECT_EQ(WSAEALREADY, WSAGetLastError());
    std::vector<uint64_t> out(64);
    auto* back = reinterpret_cast<WSASERVICECLASSINFOW*>(out.data());
    size = sizeof *back;
    EXPECT_EQ(SOCKET_ERROR, WSAGetServiceClassInfoW(&provider->NSProviderId, &id, &size, back));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
    ASSERT_EQ(0, WSAGetServiceClassInfoW(&provider->NSProviderId, &id, &size, back));
    EXPECT_STREQ(L"Echo", back->lpszServiceClassName);
    ASSERT_EQ(1u, back->dwCount);
    EXPECT_STREQ(L"TcpPort", back->lpClassInfos[0].lpszName);
    EXPECT_EQ(0, std::memcmp(&port, back->lpClassInfos[0].lpValue, sizeof port));
    char name[5];
    size = 4;
    EXPECT_EQ(SOCKET_ERROR, WSAGetServiceClassNameByClassIdA(&id, name, &size));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
    EXPECT_EQ(5u, size);
    EXPECT_EQ(0, WSAGetServiceClassNameByClassIdA(&id, name, &size));
    EXPECT_STREQ("Echo", name);
    EXPECT_EQ(0, WSARemoveServiceClass(&id));
    EXPECT_EQ(SOCKET_ERROR, WSARemoveServiceClass(&id));
    EXPECT_EQ(WSATYPE_NOT_FOUND, WSAGetLastError());
}
