// Namespace providers of third parties: the catalog, and which of them a query goes to.
#include "catalog_fixture.h"
#include "libloaderapi.h"
#include "svcguid.h"
#include "ws2tcpip.h"

using namespace spi_test;

namespace {

NameSpaceCalls calls_of(const char* name) {
    HMODULE module = LoadLibraryW(provider_path(name).c_str());
    EXPECT_NE(nullptr, module);
    void* function = reinterpret_cast<void*>(GetProcAddress(module, "name_space_calls"));
    EXPECT_NE(nullptr, function);
    const NameSpaceCalls calls = reinterpret_cast<NameSpaceCallsFunction>(function)();
    FreeLibrary(module);
    return calls;
}

std::vector<GUID> provider_ids() {
    std::vector<uint64_t> room(256);
    DWORD size = static_cast<DWORD>(room.size() * 8);
    auto* infos = reinterpret_cast<WSANAMESPACE_INFOW*>(room.data());
    const int count = WSAEnumNameSpaceProvidersW(&size, infos);
    std::vector<GUID> ids;
    for (int i = 0; i < count; ++i)
        ids.push_back(infos[i].NSProviderId);
    return ids;
}

bool same(const GUID& a, const GUID& b) {
    return std::memcmp(&a, &b, sizeof a) == 0;
}

// The names that a query gives, and the error that ended it.
struct Names {
    std::vector<std::string> all;
    int end = 0;
};

class NameSpaceTest : public CatalogTest {
  protected:
    static int add(int number, const char* name, DWORD name_space = kNameSpace) {
        GUID id = name_space_id(number);
        std::wstring path = provider_path(name);
        std::wstring label = L"Names " + std::to_wstring(number);
        return WSCInstallNameSpace(label.data(), path.data(), name_space, 7, &id) == 0
                   ? 0
                   : WSAGetLastError();
    }
    static int remove(GUID id) { return WSCUnInstallNameSpace(&id) == 0 ? 0 : WSAGetLastError(); }

    void TearDown() override {
        for (int number : {1, 2})
            remove(name_space_id(number));
        auto ids = provider_ids();
        ASSERT_EQ(1u, ids.size());
        WSCEnableNSProvider(&ids[0], TRUE);
        CatalogTest::TearDown();
    }

    static HANDLE begin(std::wstring name, DWORD flags = LUP_RETURN_ALL, DWORD name_space = NS_ALL,
                        const GUID* provider = nullptr) {
        GUID service = SVCID_HOSTNAME;
        GUID id = provider ? *provider : GUID{};
        WSAQUERYSETW query{};
        query.dwSize = sizeof query;
        query.lpszServiceInstanceName = name.data();
        query.lpServiceClassId = &service;
        query.dwNameSpace = name_space;
        query.lpNSProviderId = provider ? &id : nullptr;
        HANDLE lookup = nullptr;
        return WSALookupServiceBeginW(&query, flags, &lookup) == 0 ? lookup : nullptr;
    }
    static Names names_of(HANDLE lookup) {
        Names names;
        std::vector<uint64_t> room(256);
        for (;;) {
            DWORD size = static_cast<DWORD>(room.size() * 8);
            auto* set = reinterpret_cast<WSAQUERYSETA*>(room.data());
            if (WSALookupServiceNextA(lookup, LUP_RETURN_ALL, &size, set) != 0)
                break;
            names.all.emplace_back(set->lpszServiceInstanceName);
        }
        names.end = WSAGetLastError();
        return names;
    }
};

}  // namespace

TEST_F(NameSpaceTest, AreInstalledEnumeratedAndRemoved) {
    ASSERT_EQ(0, add(1, "spi_names_one"));
    EXPECT_EQ(WSANO_RECOVERY, add(1, "spi_names_one"));
    std::vector<uint64_t> room(64);
    DWORD size = 0;
    auto* infos = reinterpret_cast<WSANAMESPACE_INFOA*>(room.data());
    EXPECT_EQ(SOCKET_ERROR, WSAEnumNameSpaceProvidersA(&size, infos));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
    ASSERT_LE(size, room.size() * 8);
    ASSERT_EQ(2, WSAEnumNameSpaceProvidersA(&size, infos));
    EXPECT_EQ(static_cast<DWORD>(NS_DNS), infos[0].dwNameSpace);
    EXPECT_STREQ("Names 1", infos[1].lpszIdentifier);
    EXPECT_TRUE(same(name_space_id(1), infos[1].NSProviderId));
    EXPECT_EQ(kNameSpace, infos[1].dwNameSpace);
    EXPECT_EQ(7u, infos[1].dwVersion);
    EXPECT_TRUE(infos[1].fActive);
    EXPECT_EQ(0, remove(name_space_id(1)));
    EXPECT_EQ(WSAEINVAL, remove(name_space_id(1)));
    EXPECT_EQ(1u, provider_ids().size());
}

TEST_F(NameSpaceTest, BadArgumentsAreRefused) {
    GUID id = name_space_id(1);
    std::wstring name = L"Names";
    std::wstring path = provider_path("spi_names_one");
    std::wstring endless(300, L'p');
    const auto error = [](INT result) { return result == 0 ? 0 : WSAGetLastError(); };
    EXPECT_EQ(WSAEINVAL, error(WSCInstallNameSpace(nullptr, path.data(), kNameSpace, 1, &id)));
    EXPECT_EQ(WSAEINVAL, error(WSCInstallNameSpace(name.data(), nullptr, kNameSpace, 1, &id)));
    EXPECT_EQ(WSAEINVAL,
              error(WSCInstallNameSpace(name.data(), endless.data(), kNameSpace, 1, &id)));
    EXPECT_EQ(WSAEINVAL,
              error(WSCInstallNameSpace(name.data(), path.data(), kNameSpace, 1, nullptr)));
    EXPECT_EQ(WSAEFAULT, error(WSCUnInstallNameSpace(nullptr)));
    EXPECT_EQ(WSAEFAULT, error(WSCEnableNSProvider(nullptr, TRUE)));
    EXPECT_EQ(WSAEINVAL, error(WSCEnableNSProvider(&id, TRUE)));
    GUID dns = provider_ids()[0];
    EXPECT_EQ(WSAEINVAL, remove(dns));
    EXPECT_EQ(WSAEFAULT, WSCWriteNameSpaceOrder(nullptr, 1));
    EXPECT_EQ(WSAEINVAL, WSCWriteNameSpaceOrder(&dns, 0));
    EXPECT_EQ(WSAEINVAL, WSCWriteNameSpaceOrder(&id, 1));
}

TEST_F(NameSpaceTest, TheDataOfAProviderComesBack) {
    GUID id = name_space_id(1);
    std::wstring name = L"Names";
    std::wstring path = provider_path("spi_names_one");
    BYTE bytes[] = {1, 0, 255};
    BLOB blob{sizeof bytes, bytes};
    ASSERT_EQ(0, WSCInstallNameSpaceEx(name.data(), path.data(), kNameSpace, 1, &id, &blob));
    std::vector<uint64_t> room(64);
    DWORD size = static_cast<DWORD>(room.size() * 8);
    auto* infos = reinterpret_cast<WSANAMESPACE_INFOEXW*>(room.data());
    ASSERT_EQ(2, WSAEnumNameSpaceProvidersExW(&size, infos));
    EXPECT_EQ(nullptr, infos[0].ProviderSpecific.pBlobData);
    ASSERT_EQ(sizeof bytes, infos[1].ProviderSpecific.cbSize);
    EXPECT_EQ(0, std::memcmp(bytes, infos[1].ProviderSpecific.pBlobData, sizeof bytes));
    // One that advertises itself has data and no module.
    GUID second = name_space_id(2);
    std::wstring nothing;
    EXPECT_EQ(SOCKET_ERROR,
              WSCInstallNameSpaceEx(name.data(), nothing.data(), kNameSpace, 1, &second, nullptr));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
    EXPECT_EQ(0, WSCInstallNameSpaceEx(name.data(), nothing.data(), kNameSpace, 1, &second, &blob));
}

TEST_F(NameSpaceTest, AQueryGoesThroughTheProvidersInOrder) {
    ASSERT_EQ(0, add(1, "spi_names_one"));
    ASSERT_EQ(0, add(2, "spi_names_two"));
    HANDLE lookup = begin(L"two.test", LUP_RETURN_NAME, kNameSpace);
    ASSERT_NE(nullptr, lookup) << WSAGetLastError();
    auto names = names_of(lookup);
    EXPECT_EQ((std::vector<std::string>{"1.two.test", "2.two.test", "1.two.test", "2.two.test"}),
              names.all);
    EXPECT_EQ(WSAENOMORE, names.end);
    EXPECT_EQ(WSA_E_NO_MORE, names_of(lookup).end);
    DWORD returned = 0;
    EXPECT_EQ(SOCKET_ERROR, WSANSPIoctl(lookup, SIO_NSP_NOTIFY_CHANGE, nullptr, 0, nullptr, 0,
                                        &returned, nullptr));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
    EXPECT_EQ(0, WSALookupServiceEnd(lookup));

    auto ids = provider_ids();
    std::reverse(ids.begin(), ids.end());
    ASSERT_EQ(0, WSCWriteNameSpaceOrder(ids.data(), static_cast<DWORD>(ids.size())));
    EXPECT_TRUE(same(name_space_id(2), provider_ids()[0]));
    addrinfo* found = nullptr;
    ASSERT_EQ(0, getaddrinfo("host.test", nullptr, nullptr, &found));
    EXPECT_EQ(htonl(0xC0000202), reinterpret_cast<SOCKADDR_IN*>(found->ai_addr)->sin_addr.s_addr);
    freeaddrinfo(found);
    const hostent* host = gethostbyname("host.test");
    ASSERT_NE(nullptr, host) << WSAGetLastError();
    EXPECT_STREQ("1.host.test", host->h_name);
    ids = provider_ids();
    std::rotate(ids.begin(), ids.begin() + 2, ids.end());
    ASSERT_EQ(0, WSCWriteNameSpaceOrder(ids.data(), static_cast<DWORD>(ids.size())));
}

TEST_F(NameSpaceTest, OneProviderIsAskedWhereItIsNamed) {
    ASSERT_EQ(0, add(1, "spi_names_one"));
    ASSERT_EQ(0, add(2, "spi_names_two"));
    const NameSpaceCalls one = calls_of("spi_names_one");
    const NameSpaceCalls two = calls_of("spi_names_two");
    const GUID id = name_space_id(2);
    HANDLE lookup = begin(L"host.test", LUP_RETURN_NAME, NS_DNS, &id);
    ASSERT_NE(nullptr, lookup);
    DWORD returned = 0;
    EXPECT_EQ(SOCKET_ERROR, WSANSPIoctl(lookup, SIO_NSP_NOTIFY_CHANGE, nullptr, 0, nullptr, 0,
                                        &returned, nullptr));
    EXPECT_EQ(WSAEWOULDBLOCK, WSAGetLastError());
    EXPECT_EQ(0, WSANSPIoctl(lookup, 5, nullptr, 0, nullptr, 0, &returned, nullptr));
    EXPECT_EQ(1u, names_of(lookup).all.size());
    EXPECT_EQ(0, WSALookupServiceEnd(lookup));
    EXPECT_EQ(one.begin, calls_of("spi_names_one").begin);
    EXPECT_EQ(two.begin + 1, calls_of("spi_names_two").begin);
    EXPECT_EQ(two.end + 1, calls_of("spi_names_two").end);
    EXPECT_EQ(static_cast<DWORD>(LUP_RETURN_NAME), calls_of("spi_names_two").flags);
    EXPECT_EQ(5u, calls_of("spi_names_two").code);
}

TEST_F(NameSpaceTest, ItsErrorsAreTheCallers) {
    ASSERT_EQ(0, add(1, "spi_names_one"));
    const GUID id = name_space_id(1);
    HANDLE lookup = begin(L"none.test", LUP_RETURN_NAME, NS_ALL, &id);
    ASSERT_NE(nullptr, lookup);
    EXPECT_EQ(WSASERVICE_NOT_FOUND, names_of(lookup).end);
    EXPECT_EQ(0, WSALookupServiceEnd(lookup));
    GUID service = SVCID_HOSTNAME;
    GUID provider = id;
    WSAQUERYSETA query{};
    query.dwSize = sizeof query;
    query.lpServiceClassId = &service;
    query.lpNSProviderId = &provider;
    // It fails and leaves no error.
    EXPECT_EQ(SOCKET_ERROR, WSALookupServiceBeginA(&query, 0, &lookup));
    EXPECT_EQ(WSASYSCALLFAILURE, WSAGetLastError());
}

TEST_F(NameSpaceTest, AResultThatDoesNotFitIsKept) {
    ASSERT_EQ(0, add(1, "spi_names_one"));
    HANDLE lookup = begin(L"two.test", LUP_RETURN_NAME | LUP_RETURN_ADDR, kNameSpace);
    ASSERT_NE(nullptr, lookup);
    std::vector<uint64_t> room(64);
    auto* set = reinterpret_cast<WSAQUERYSETA*>(room.data());
    DWORD size = 4;
    EXPECT_EQ(SOCKET_ERROR, WSALookupServiceNextA(lookup, LUP_RETURN_ALL, &size, set));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
    ASSERT_EQ(0, WSALookupServiceNextA(lookup, LUP_RETURN_ALL, &size, set));
    EXPECT_STREQ("1.two.test", set->lpszServiceInstanceName);
    ASSERT_EQ(1u, set->dwNumberOfCsAddrs);
    EXPECT_EQ(AF_INET, set->lpcsaBuffer[0].RemoteAddr.lpSockaddr->sa_family);
    // The next one is given up.
    size = 4;
    EXPECT_EQ(SOCKET_ERROR, WSALookupServiceNextA(lookup, LUP_RETURN_ALL, &size, set));
    EXPECT_EQ(SOCKET_ERROR, WSALookupServiceNextA(lookup, LUP_FLUSHPREVIOUS, &size, set));
    EXPECT_EQ(WSAENOMORE, WSAGetLastError());
    EXPECT_EQ(0, WSALookupServiceEnd(lookup));
}

TEST_F(NameSpaceTest, AnInactiveProviderIsNotAsked) {
    ASSERT_EQ(0, add(1, "spi_names_one"));
    GUID id = name_space_id(1);
    ASSERT_EQ(0, WSCEnableNSProvider(&id, FALSE));
    EXPECT_EQ(nullptr, begin(L"host.test", LUP_RETURN_NAME, kNameSpace));
    EXPECT_EQ(WSASERVICE_NOT_FOUND, WSAGetLastError());
    std::vector<uint64_t> room(64);
    DWORD size = static_cast<DWORD>(room.size() * 8);
    auto* infos = reinterpret_cast<WSANAMESPACE_INFOW*>(room.data());
    ASSERT_EQ(2, WSAEnumNameSpaceProvidersW(&size, infos));
    EXPECT_FALSE(infos[1].fActive);
    GUID dns = infos[0].NSProviderId;
    ASSERT_EQ(0, WSCEnableNSProvider(&dns, FALSE));
    EXPECT_EQ(nullptr, gethostbyname("localhost"));
    EXPECT_EQ(WSAHOST_NOT_FOUND, WSAGetLastError());
}

TEST_F(NameSpaceTest, ThatCannotBeLoadedFailsAlone) {
    ASSERT_EQ(0, add(1, "nowhere"));
    EXPECT_EQ(nullptr, begin(L"host.test", LUP_RETURN_NAME, kNameSpace));
    EXPECT_EQ(WSAEPROVIDERFAILEDINIT, WSAGetLastError());
    HANDLE lookup = begin(L"localhost", LUP_RETURN_NAME);
    ASSERT_NE(nullptr, lookup);
    EXPECT_EQ(1u, names_of(lookup).all.size());
    EXPECT_EQ(0, WSALookupServiceEnd(lookup));
    ASSERT_EQ(0, add(2, "spi_names_one"));  // whose NSPStartup knows another id
    GUID id = name_space_id(2);
    EXPECT_EQ(nullptr, begin(L"host.test", LUP_RETURN_NAME, NS_ALL, &id));
    EXPECT_EQ(WSAEPROVIDERFAILEDINIT, WSAGetLastError());
}

TEST_F(NameSpaceTest, ServicesAndClassesAreTold) {
    ASSERT_EQ(0, add(1, "spi_names_one"));
    GUID id = name_space_id(1);
    GUID service = {0x5E1A7E51, 5, 5, {5}};
    WSAQUERYSETA query{};
    char name[] = "printer";
    query.dwSize = sizeof query;
    query.lpszServiceInstanceName = name;
    query.lpServiceClassId = &service;
    query.dwNameSpace = kNameSpace;
    EXPECT_EQ(0, WSASetServiceA(&query, RNRSERVICE_REGISTER, SERVICE_MULTIPLE));
    EXPECT_EQ(static_cast<DWORD>(SERVICE_MULTIPLE), calls_of("spi_names_one").flags);
    EXPECT_EQ(SOCKET_ERROR, WSASetServiceA(&query, RNRSERVICE_DELETE, 0));
    EXPECT_EQ(WSASERVICE_NOT_FOUND, WSAGetLastError());

    char class_name[] = "Kept";
    WSASERVICECLASSINFOA info{&service, class_name, 0, nullptr};
    const NameSpaceCalls old = calls_of("spi_names_one");
    ASSERT_EQ(0, WSAInstallServiceClassA(&info));
    EXPECT_EQ(old.install_class + 1, calls_of("spi_names_one").install_class);
    std::vector<uint64_t> room(64);
    DWORD size = static_cast<DWORD>(room.size() * 8);
    auto* back = reinterpret_cast<WSASERVICECLASSINFOA*>(room.data());
    EXPECT_EQ(SOCKET_ERROR, WSAGetServiceClassInfoA(&id, &service, &size, back));
    EXPECT_EQ(WSAEOPNOTSUPP, WSAGetLastError());
    // The class that one provider keeps is told to all of a query.
    WSAQUERYSETW wide{};
    wchar_t host[] = L"host.test";
    wide.dwSize = sizeof wide;
    wide.lpszServiceInstanceName = host;
    wide.lpServiceClassId = &service;
    HANDLE lookup = nullptr;
    ASSERT_EQ(0, WSALookupServiceBeginW(&wide, LUP_RETURN_NAME, &lookup));
    EXPECT_TRUE(calls_of("spi_names_one").class_info);
    EXPECT_EQ(0, WSALookupServiceEnd(lookup));
    EXPECT_EQ(0, WSARemoveServiceClass(&service));
    EXPECT_EQ(old.remove_class + 1, calls_of("spi_names_one").remove_class);
}

TEST_F(NameSpaceTest, ItsServicesAreFound) {
    ASSERT_EQ(0, add(1, "spi_names_one"));
    const servent* found = getservbyname("spool", "tcp");
    ASSERT_NE(nullptr, found) << WSAGetLastError();
    EXPECT_EQ(htons(6666), static_cast<u_short>(found->s_port));
    EXPECT_STREQ("queue", found->s_aliases[0]);
    EXPECT_EQ(nullptr, found->s_aliases[1]);
    found = getservbyport(htons(6666), "tcp");
    ASSERT_NE(nullptr, found) << WSAGetLastError();
    EXPECT_STREQ("spool", found->s_name);
    EXPECT_STREQ("tcp", found->s_proto);
    EXPECT_EQ(nullptr, getservbyname("spool", "udp"));
    addrinfo* list = nullptr;
    ASSERT_EQ(0, getaddrinfo("127.0.0.1", "spool", nullptr, &list));
    EXPECT_EQ(htons(6666), reinterpret_cast<SOCKADDR_IN*>(list->ai_addr)->sin_port);
    freeaddrinfo(list);
}

TEST_F(NameSpaceTest, TheLastCleanupReachesIt) {
    ASSERT_EQ(0, add(1, "spi_names_one"));
    HANDLE lookup = begin(L"host.test", LUP_RETURN_NAME, kNameSpace);
    ASSERT_NE(nullptr, lookup);
    const NameSpaceCalls old = calls_of("spi_names_one");
    ASSERT_EQ(0, WSACleanup());
    EXPECT_EQ(old.cleanup + 1, calls_of("spi_names_one").cleanup);
    EXPECT_EQ(old.end + 1, calls_of("spi_names_one").end);
    WSADATA data;
    ASSERT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
    EXPECT_EQ(SOCKET_ERROR, WSALookupServiceEnd(lookup));
    EXPECT_EQ(WSA_INVALID_HANDLE, WSAGetLastError());
}

TEST_F(NameSpaceTest, ServicesByNameComeAsServents) {
    GUID service = SVCID_INET_SERVICEBYNAME;
    WSAQUERYSETW query{};
    wchar_t name[] = L"http/tcp";
    query.dwSize = sizeof query;
    query.lpszServiceInstanceName = name;
    query.lpServiceClassId = &service;
    HANDLE lookup = nullptr;
    ASSERT_EQ(0, WSALookupServiceBeginW(&query, LUP_RETURN_NAME | LUP_RETURN_TYPE | LUP_RETURN_BLOB,
                                        &lookup));
    std::vector<uint64_t> room(64);
    DWORD size = static_cast<DWORD>(room.size() * 8);
    auto* set = reinterpret_cast<WSAQUERYSETW*>(room.data());
    ASSERT_EQ(0, WSALookupServiceNextW(lookup, LUP_RETURN_ALL, &size, set)) << WSAGetLastError();
    EXPECT_STREQ(L"http", set->lpszServiceInstanceName);
    GUID port;
    SET_TCP_SVCID(&port, 80);
    EXPECT_TRUE(same(port, *set->lpServiceClassId));
    const BYTE* base = set->lpBlob->pBlobData;
    const auto* entry = reinterpret_cast<const servent*>(base);
    EXPECT_EQ(htons(80), static_cast<u_short>(entry->s_port));
    EXPECT_STREQ("tcp",
                 reinterpret_cast<const char*>(base + reinterpret_cast<uintptr_t>(entry->s_proto)));
    EXPECT_EQ(0, WSALookupServiceEnd(lookup));
}

TEST_F(NameSpaceTest, AddressesAreRegisteredWithIt) {
    ASSERT_EQ(0, add(1, "spi_names_one"));
    const int before = calls_of("spi_names_one").set_service;
    SOCKADDR_IN in{};
    in.sin_family = AF_INET;
    SOCKET_ADDRESS address{reinterpret_cast<SOCKADDR*>(&in), sizeof in};
    const auto set = [&](const wchar_t* name, DWORD count, DWORD name_space, GUID* id = nullptr) {
        return SetAddrInfoExW(name, L"lpd", &address, count, nullptr, 3, name_space, id, nullptr,
                              nullptr, nullptr, nullptr);
    };
    EXPECT_EQ(0, set(L"printer", 1, kNameSpace));
    EXPECT_EQ(before + 1, calls_of("spi_names_one").set_service);
    EXPECT_EQ(3u, calls_of("spi_names_one").flags);
    EXPECT_EQ(0, set(L"printer", 1, NS_ALL));  // one of them takes it
    EXPECT_EQ(0, set(L"printer", 0, kNameSpace));
    GUID id = name_space_id(1);
    EXPECT_EQ(0, set(L"printer", 1, NS_ALL, &id));
    EXPECT_EQ(WSAEINVAL, set(L"scanner", 1, kNameSpace));
    EXPECT_EQ(WSAEINVAL, static_cast<int>(GetLastError()));
    EXPECT_EQ(WSAEOPNOTSUPP, set(L"printer", 1, NS_DNS));
    EXPECT_EQ(WSASERVICE_NOT_FOUND, set(L"printer", 1, kNameSpace + 1));
    EXPECT_EQ(WSAEINVAL, set(nullptr, 1, kNameSpace));
    EXPECT_EQ(WSAEFAULT, SetAddrInfoExA("printer", nullptr, nullptr, 1, nullptr, 0, kNameSpace,
                                        nullptr, nullptr, nullptr, nullptr, nullptr));
    EXPECT_EQ(0, SetAddrInfoExA("printer", nullptr, nullptr, 0, nullptr, 0, kNameSpace, nullptr,
                                nullptr, nullptr, nullptr, nullptr));
}

// ---- version 2 ----

namespace {

// What a provider of version 2 was asked, by this process.
struct Advertised {
    int startups = 0, cleanups = 0, rundowns = 0, ends = 0;
    std::wstring name;
    WSAESETSERVICEOP operation = RNRSERVICE_DELETE;
    bool given = false;
};
Advertised asked;
int session;

INT WSPAPI v2_startup(LPGUID, LPVOID* to) {
    ++asked.startups;
    *to = &session;
    return 0;
}
INT WSPAPI v2_cleanup(LPGUID, LPVOID own) {
    asked.cleanups += own == &session;
    return 0;
}
INT WSPAPI v2_begin(LPGUID, LPWSAQUERYSET2W query, DWORD, LPVOID own, LPHANDLE lookup) {
    if (own != &session || query->dwSize != sizeof *query) {
        WSASetLastError(WSAEINVAL);
        return SOCKET_ERROR;
    }
    asked.name = query->lpszServiceInstanceName;
    asked.given = false;
    *lookup = reinterpret_cast<HANDLE>(4);
    return 0;
}
// One result, whose name is that of the query.
void WSPAPI v2_next(HANDLE call, HANDLE, DWORD, LPDWORD length, LPWSAQUERYSET2W results) {
    if (asked.given) {
        WSAProviderCompleteAsyncCall(call, WSA_E_NO_MORE);
        return;
    }
    const DWORD needed = 0x2000;  // more than the first room
    if (*length < needed) {
        *length = needed;
        WSASetLastError(WSAEFAULT);
        return;
    }
    asked.given = true;
    *results = {};
    results->dwSize = sizeof *results;
    results->lpszServiceInstanceName = asked.name.data();
    WSAProviderCompleteAsyncCall(call, 0);
}
INT WSPAPI v2_end(HANDLE) {
    ++asked.ends;
    return 0;
}
void WSPAPI v2_set(HANDLE call, LPGUID, LPWSAQUERYSET2W info, WSAESETSERVICEOP operation, DWORD,
                   LPVOID own) {
    asked.name = info->lpszServiceInstanceName;
    asked.operation = operation;
    WSASetLastError(WSAEACCES);
    WSAProviderCompleteAsyncCall(
        call, own == &session && operation == RNRSERVICE_REGISTER ? 0 : SOCKET_ERROR);
}
void WSPAPI v2_rundown(LPGUID, LPVOID own) {
    asked.rundowns += own == &session;
}

}  // namespace

TEST_F(NameSpaceTest, AnAdvertisedProviderServesItsProcess) {
    asked = {};
    NSPV2_ROUTINE routines{sizeof routines, 4,       4,      v2_startup, v2_cleanup,
                           v2_begin,        v2_next, v2_end, v2_set,     v2_rundown};
    GUID id = name_space_id(1);
    EXPECT_EQ(SOCKET_ERROR, WSAAdvertiseProvider(&id, &routines));
    EXPECT_EQ(WSAEINVALIDPROVIDER, WSAGetLastError());
    ASSERT_EQ(0, add(1, "no_such_file", NS_EMAIL));
    EXPECT_EQ(nullptr, begin(L"who", LUP_RETURN_NAME, NS_EMAIL));
    EXPECT_EQ(SOCKET_ERROR, WSAAdvertiseProvider(nullptr, &routines));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
    EXPECT_EQ(SOCKET_ERROR, WSAAdvertiseProvider(&id, nullptr));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
    NSPV2_ROUTINE lacking = routines;
    lacking.NSPv2LookupServiceEnd = nullptr;
    EXPECT_EQ(SOCKET_ERROR, WSAAdvertiseProvider(&id, &lacking));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
    ASSERT_EQ(0, WSAAdvertiseProvider(&id, &routines));

    HANDLE lookup = begin(L"who", LUP_RETURN_NAME, NS_EMAIL);
    ASSERT_NE(nullptr, lookup) << WSAGetLastError();
    const Names names = names_of(lookup);
    EXPECT_EQ(std::vector<std::string>{"who"}, names.all);
    EXPECT_EQ(WSA_E_NO_MORE, names.end);
    EXPECT_EQ(0, WSALookupServiceEnd(lookup));
    EXPECT_EQ(1, asked.ends);
    EXPECT_EQ(1, asked.startups);
    SOCKET_ADDRESS address{};
    EXPECT_EQ(0, SetAddrInfoExW(L"me", nullptr, &address, 1, nullptr, 0, NS_EMAIL, nullptr, nullptr,
                                nullptr, nullptr, nullptr));
    EXPECT_EQ(L"me", asked.name);
    EXPECT_EQ(WSAEACCES, SetAddrInfoExW(L"me", nullptr, nullptr, 0, nullptr, 0, NS_EMAIL, nullptr,
                                        nullptr, nullptr, nullptr, nullptr));
    EXPECT_EQ(RNRSERVICE_DEREGISTER, asked.operation);
    EXPECT_EQ(SOCKET_ERROR, WSAProviderCompleteAsyncCall(nullptr, 0));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());

    EXPECT_EQ(0, WSACleanup());
    EXPECT_EQ(1, asked.cleanups);
    EXPECT_EQ(SOCKET_ERROR, WSAAdvertiseProvider(&id, &routines));
    EXPECT_EQ(WSANOTINITIALISED, WSAGetLastError());
    WSADATA data;
    ASSERT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
    lookup = begin(L"who", LUP_RETURN_NAME, NS_EMAIL);
    ASSERT_NE(nullptr, lookup);
    EXPECT_EQ(2, asked.startups);
    EXPECT_EQ(0, WSAUnadvertiseProvider(&id));
    EXPECT_EQ(1, asked.rundowns);
    EXPECT_EQ(WSASERVICE_NOT_FOUND, names_of(lookup).end);
    EXPECT_EQ(0, WSALookupServiceEnd(lookup));
    EXPECT_EQ(1, asked.ends);
    EXPECT_EQ(nullptr, begin(L"who", LUP_RETURN_NAME, NS_EMAIL));
    EXPECT_EQ(SOCKET_ERROR, WSAUnadvertiseProvider(&id));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
    EXPECT_EQ(SOCKET_ERROR, WSAUnadvertiseProvider(nullptr));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
}
