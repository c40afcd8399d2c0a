// Version 1.1's functions of services: EnumProtocols, GetAddressByName, GetTypeByName,
// GetNameByType, SetService, GetService.
#include <cstring>
#include <cwchar>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "nspapi.h"
#include "startup_scope.h"
#include "svcguid.h"
#include "windows.h"

namespace {

class Nspapi : public StartedTest {
  protected:
    template <typename T>
    T* room() {
        return reinterpret_cast<T*>(room_.data());
    }
    DWORD size() const { return static_cast<DWORD>(room_.size() * sizeof room_[0]); }

  private:
    std::vector<uint64_t> room_ = std::vector<uint64_t>(2048);
};

GUID tcp_type(unsigned short port) {
    GUID type;
    SET_TCP_SVCID(&type, port);
    return type;
}

GUID own_type(DWORD number) {
    return {number, 0x5e3, 0x4c1, {1, 2, 3, 4, 5, 6, 7, 8}};
}

const SOCKADDR_IN& internet(const SOCKET_ADDRESS& address) {
    return *reinterpret_cast<const SOCKADDR_IN*>(address.lpSockaddr);
}

// A service type with a TCP and a UDP port, for as long as this lives.
class OwnType {
  public:
    OwnType(GUID type, const char* name, DWORD tcp, DWORD udp) : type_(type) {
        struct {
            SERVICE_TYPE_INFO_ABSA info{};
            SERVICE_TYPE_VALUE_ABSA second{};
        } added;
        std::string type_name = name, tcp_name = "TcpPort", udp_name = "UdpPort";
        added.info.lpTypeName = type_name.data();
        added.info.dwValueCount = udp != 0 ? 2 : 1;
        added.info.Values[0] = {NS_DNS, REG_DWORD, sizeof tcp, tcp_name.data(), &tcp};
        added.second = {NS_DNS, REG_DWORD, sizeof udp, udp_name.data(), &udp};
        SERVICE_INFOA service{};
        service.lpServiceType = &type_;
        service.ServiceSpecificInfo = {sizeof added, reinterpret_cast<BYTE*>(&added)};
        DWORD status = 7;
        result_ = SetServiceA(NS_DEFAULT, SERVICE_ADD_TYPE, 0, &service, nullptr, &status);
        error_ = GetLastError();
    }
    ~OwnType() {
        if (result_ == 0)
            remove();
    }
    OwnType(const OwnType&) = delete;
    OwnType& operator=(const OwnType&) = delete;
    INT remove() {
        SERVICE_INFOA service{};
        service.lpServiceType = &type_;
        return SetServiceA(NS_DEFAULT, SERVICE_DELETE_TYPE, 0, &service, nullptr, nullptr);
    }
    INT result() const { return result_; }
    DWORD error() const { return error_; }
    GUID* get() { return &type_; }

  private:
    GUID type_;
    INT result_;
    DWORD error_;
};

TEST_F(Nspapi, EnumProtocolsListsTheCatalog) {
    DWORD length = size();
    auto* list = room<PROTOCOL_INFOA>();
    const INT count = EnumProtocolsA(nullptr, list, &length);
    DWORD needed = 0;
    EXPECT_EQ(count, WSAEnumProtocolsW(nullptr, nullptr, &needed) == SOCKET_ERROR
                         ? static_cast<INT>(needed / sizeof(WSAPROTOCOL_INFOW))
                         : 0);
    EXPECT_LE(length, size());
    const PROTOCOL_INFOA* tcp = nullptr;
    const PROTOCOL_INFOA* udp = nullptr;
    for (INT i = 0; i < count; ++i) {
        if (list[i].iAddressFamily == AF_INET && list[i].iProtocol == IPPROTO_TCP)
            tcp = &list[i];
        if (list[i].iAddressFamily == AF_INET && list[i].iProtocol == IPPROTO_UDP)
            udp = &list[i];
    }
    ASSERT_TRUE(tcp && udp);
    EXPECT_EQ(tcp->iSocketType, SOCK_STREAM);
    EXPECT_EQ(tcp->dwMessageSize, 0u);
    EXPECT_TRUE(tcp->dwServiceFlags & XP_GUARANTEED_DELIVERY);
    EXPECT_FALSE(tcp->dwServiceFlags & XP_CONNECTIONLESS);
    EXPECT_TRUE(udp->dwServiceFlags & XP_CONNECTIONLESS);
    EXPECT_TRUE(udp->dwServiceFlags & XP_MESSAGE_ORIENTED);
    EXPECT_EQ(udp->iMaxSockAddr, static_cast<INT>(sizeof(SOCKADDR_IN)));
    EXPECT_GT(std::strlen(tcp->lpProtocol), 0u);
}

TEST_F(Nspapi, EnumProtocolsListsOnlyThoseThatAreAskedFor) {
    INT wanted[] = {IPPROTO_UDP, 0};
    DWORD length = size();
    auto* list = room<PROTOCOL_INFOW>();
    const INT count = EnumProtocolsW(wanted, list, &length);
    ASSERT_GT(count, 0);
    for (INT i = 0; i < count; ++i)
        EXPECT_EQ(list[i].iProtocol, IPPROTO_UDP);
    EXPECT_GT(std::wcslen(list[0].lpProtocol), 0u);
}

TEST_F(Nspapi, EnumProtocolsSaysHowMuchRoomItNeeds) {
    DWORD needed = 0;
    EXPECT_EQ(EnumProtocolsA(nullptr, nullptr, &needed), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
    DWORD length = needed - 1;
    EXPECT_EQ(EnumProtocolsA(nullptr, room<BYTE>(), &length), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
    EXPECT_EQ(length, needed);
    EXPECT_GT(EnumProtocolsA(nullptr, room<BYTE>(), &length), 0);
    EXPECT_EQ(length, needed);
    EXPECT_EQ(EnumProtocolsA(nullptr, room<BYTE>(), nullptr), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{WSAEFAULT});
}

TEST(NspapiBefore, StartupEveryFunctionFails) {
    DWORD length = 0;
    GUID type = tcp_type(80);
    char name[] = "localhost";
    EXPECT_EQ(EnumProtocolsA(nullptr, nullptr, &length), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSANOTINITIALISED);
    EXPECT_EQ(GetTypeByNameA(name, &type), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSANOTINITIALISED);
    EXPECT_EQ(GetServiceA(NS_DEFAULT, &type, name, PROP_ALL, nullptr, &length, nullptr),
              SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSANOTINITIALISED);
}

TEST_F(Nspapi, AddressOfAHostHasThePortOfTheType) {
    GUID type = tcp_type(8080);
    char name[] = "127.0.0.1";
    DWORD length = size();
    auto* list = room<CSADDR_INFO>();
    ASSERT_EQ(GetAddressByNameA(NS_DEFAULT, &type, name, nullptr, 0, nullptr, list, &length,
                                nullptr, nullptr),
              1);
    EXPECT_EQ(list->iSocketType, SOCK_STREAM);
    EXPECT_EQ(list->iProtocol, IPPROTO_TCP);
    EXPECT_EQ(internet(list->RemoteAddr).sin_family, AF_INET);
    EXPECT_EQ(internet(list->RemoteAddr).sin_port, htons(8080));
    EXPECT_EQ(internet(list->RemoteAddr).sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    EXPECT_EQ(length, sizeof(CSADDR_INFO) + 2 * sizeof(SOCKADDR_IN));
}

TEST_F(Nspapi, AddressOfNoNameIsWhereTheTypeBinds) {
    GUID type = tcp_type(8080);
    DWORD length = size();
    auto* list = room<CSADDR_INFO>();
    const INT count = GetAddressByNameW(NS_DEFAULT, &type, nullptr, nullptr, 0, nullptr, list,
                                        &length, nullptr, nullptr);
    ASSERT_EQ(count, 2);  // IPv4 and IPv6
    EXPECT_EQ(internet(list[0].LocalAddr).sin_family, AF_INET);
    EXPECT_EQ(internet(list[0].LocalAddr).sin_addr.s_addr, INADDR_ANY);
    EXPECT_EQ(internet(list[0].LocalAddr).sin_port, htons(8080));
    EXPECT_EQ(list[0].RemoteAddr.lpSockaddr, nullptr);
    EXPECT_EQ(internet(list[1].LocalAddr).sin_family, AF_INET6);
}

TEST_F(Nspapi, ResolutionOfAServiceIgnoresTheName) {
    GUID type = tcp_type(8080);
    char name[] = "no such host";
    DWORD length = size();
    EXPECT_EQ(GetAddressByNameA(NS_DEFAULT, &type, name, nullptr, RES_SERVICE, nullptr,
                                room<CSADDR_INFO>(), &length, nullptr, nullptr),
              2);
}

TEST_F(Nspapi, AddressesAreOfTheProtocolsThatAreAskedFor) {
    OwnType type(own_type(1), "berth-both", 6001, 6002);
    ASSERT_EQ(type.result(), 0);
    char name[] = "127.0.0.1";
    INT wanted[] = {IPPROTO_UDP, 0};
    DWORD length = size();
    auto* list = room<CSADDR_INFO>();
    ASSERT_EQ(GetAddressByNameA(NS_DNS, type.get(), name, wanted, 0, nullptr, list, &length,
                                nullptr, nullptr),
              1);
    EXPECT_EQ(list->iSocketType, SOCK_DGRAM);
    EXPECT_EQ(internet(list->RemoteAddr).sin_port, htons(6002));
    length = size();
    ASSERT_EQ(GetAddressByNameA(NS_DNS, type.get(), name, nullptr, 0, nullptr, list, &length,
                                nullptr, nullptr),
              2);  // of both ports
    EXPECT_EQ(internet(list[0].RemoteAddr).sin_port, htons(6001));
    INT other[] = {IPPROTO_ICMP, 0};
    length = size();
    EXPECT_EQ(GetAddressByNameA(NS_DNS, type.get(), name, other, 0, nullptr, list, &length, nullptr,
                                nullptr),
              SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{WSASERVICE_NOT_FOUND});
}

TEST_F(Nspapi, AliasesAreTextsEndedByAnEmptyOne) {
    GUID type = tcp_type(80);
    wchar_t name[] = L"127.0.0.1";
    DWORD length = size();
    wchar_t aliases[32];
    DWORD characters = 32;
    ASSERT_EQ(GetAddressByNameW(NS_DEFAULT, &type, name, nullptr, 0, nullptr, room<CSADDR_INFO>(),
                                &length, aliases, &characters),
              1);
    EXPECT_STREQ(aliases, L"127.0.0.1");
    EXPECT_EQ(aliases[10], 0);
    EXPECT_EQ(characters, 11u);
    length = size();
    characters = 3;
    EXPECT_EQ(GetAddressByNameW(NS_DEFAULT, &type, name, nullptr, 0, nullptr, room<CSADDR_INFO>(),
                                &length, aliases, &characters),
              SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
    EXPECT_EQ(characters, 11u);
}

TEST_F(Nspapi, AddressRefusesBadArguments) {
    GUID type = tcp_type(80);
    GUID unknown = own_type(99);
    char name[] = "127.0.0.1";
    DWORD length = size();
    SERVICE_ASYNC_INFO async{};
    const auto call = [&](GUID* which, char* host, SERVICE_ASYNC_INFO* info, DWORD* bytes) {
        return GetAddressByNameA(NS_DEFAULT, which, host, nullptr, 0, info, room<CSADDR_INFO>(),
                                 bytes, nullptr, nullptr);
    };
    EXPECT_EQ(call(nullptr, name, nullptr, &length), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(call(&type, name, &async, &length), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(call(&type, name, nullptr, nullptr), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{WSAEFAULT});
    EXPECT_EQ(call(&unknown, nullptr, nullptr, &length), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_SERVICE_DOES_NOT_EXIST});
    length = 8;
    EXPECT_EQ(call(&type, name, nullptr, &length), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
    EXPECT_GT(length, 8u);
}

TEST_F(Nspapi, WellKnownPortsAreTypes) {
    GUID type{};
    char name[] = "ftp";
    ASSERT_EQ(GetTypeByNameA(name, &type), 0);
    EXPECT_TRUE(IS_SVCID_TCP(&type));
    EXPECT_EQ(PORT_FROM_SVCID_TCP(&type), 21);
    wchar_t text[16];
    ASSERT_NE(GetNameByTypeW(&type, text, sizeof text), SOCKET_ERROR);
    EXPECT_STREQ(text, L"ftp");
    EXPECT_EQ(GetNameByTypeW(&type, text, 4), SOCKET_ERROR);  // bytes
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
}

TEST_F(Nspapi, TypesThatNobodyKnowsDoNotExist) {
    GUID type = own_type(98);
    char text[16];
    wchar_t name[] = L"berth has no such type";
    EXPECT_EQ(GetTypeByNameW(name, &type), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_SERVICE_DOES_NOT_EXIST});
    EXPECT_EQ(GetNameByTypeA(&type, text, sizeof text), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_SERVICE_DOES_NOT_EXIST});
    EXPECT_EQ(GetTypeByNameA(nullptr, &type), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{WSAEFAULT});
}

TEST_F(Nspapi, AddedTypesHaveNamesUntilTheyAreDeleted) {
    OwnType type(own_type(2), "berth-named", 6003, 0);
    ASSERT_EQ(type.result(), 0);
    GUID found{};
    char name[] = "berth-named";
    ASSERT_EQ(GetTypeByNameA(name, &found), 0);
    EXPECT_EQ(std::memcmp(&found, type.get(), sizeof found), 0);
    char text[16];
    ASSERT_NE(GetNameByTypeA(type.get(), text, sizeof text), SOCKET_ERROR);
    EXPECT_STREQ(text, "berth-named");
    const OwnType again(own_type(2), "berth-named", 6003, 0);
    EXPECT_EQ(again.result(), SOCKET_ERROR);
    EXPECT_EQ(again.error(), DWORD{ERROR_ALREADY_REGISTERED});
    EXPECT_EQ(type.remove(), 0);
    EXPECT_EQ(GetTypeByNameA(name, &found), SOCKET_ERROR);
    EXPECT_EQ(type.remove(), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_SERVICE_DOES_NOT_EXIST});
}

TEST_F(Nspapi, ServicesRegisterNowOrAtTheFlush) {
    GUID type = tcp_type(6004);
    SOCKADDR_IN address{};
    address.sin_family = AF_INET;
    SERVICE_ADDRESSES addresses{};
    addresses.dwAddressCount = 1;
    addresses.Addresses[0] = {AF_INET, 0, sizeof address, 0, reinterpret_cast<BYTE*>(&address),
                              nullptr};
    wchar_t name[] = L"berth service";
    SERVICE_INFOW service{};
    service.lpServiceType = &type;
    service.lpServiceName = name;
    service.lpServiceAddress = &addresses;
    DWORD status = 7;
    EXPECT_EQ(SetServiceW(NS_DEFAULT, SERVICE_REGISTER, 0, &service, nullptr, &status), 0);
    EXPECT_EQ(status, 0u);
    EXPECT_EQ(
        SetServiceW(NS_DNS, SERVICE_DEREGISTER, SERVICE_FLAG_DEFER, &service, nullptr, &status), 0);
    EXPECT_EQ(SetServiceW(NS_DEFAULT, SERVICE_FLUSH, 0, nullptr, nullptr, &status), 0);
    EXPECT_EQ(SetServiceW(NS_SAP, SERVICE_REGISTER, SERVICE_FLAG_DEFER, &service, nullptr, &status),
              0);
    EXPECT_EQ(SetServiceW(NS_SAP, SERVICE_FLUSH, 0, nullptr, nullptr, &status), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_SERVICE_NOT_FOUND});  // that namespace is not there
    EXPECT_EQ(SetServiceW(NS_SAP, SERVICE_FLUSH, 0, nullptr, nullptr, &status), 0);
}

TEST_F(Nspapi, SetServiceRefusesBadArguments) {
    SERVICE_INFOA service{};
    SERVICE_ASYNC_INFO async{};
    EXPECT_EQ(SetServiceA(NS_DEFAULT, SERVICE_REGISTER, 0, nullptr, nullptr, nullptr),
              SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(SetServiceA(NS_DEFAULT, SERVICE_REGISTER, 0, &service, nullptr, nullptr),
              SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    GUID type = tcp_type(80);
    char name[] = "berth service";
    service.lpServiceType = &type;
    service.lpServiceName = name;
    service.lpComment = reinterpret_cast<LPSTR>(8);
    EXPECT_EQ(SetServiceA(NS_DEFAULT, SERVICE_REGISTER, 0, &service, nullptr, nullptr),
              SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{WSAEFAULT});
    EXPECT_EQ(SetServiceA(NS_DEFAULT, 77, 0, &service, nullptr, nullptr), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(SetServiceA(NS_DEFAULT, SERVICE_FLUSH, 0, &service, &async, nullptr), SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST_F(Nspapi, GetServiceTellsWhatIsAskedFor) {
    GUID type = tcp_type(6005);
    char name[] = "127.0.0.1";
    DWORD length = size();
    auto* list = room<NS_SERVICE_INFOA>();
    ASSERT_EQ(
        GetServiceA(NS_DEFAULT, &type, name, PROP_ADDRESSES | PROP_MACHINE, list, &length, nullptr),
        1);
    EXPECT_EQ(list->dwNameSpace, DWORD{NS_DNS});
    EXPECT_STREQ(list->ServiceInfo.lpServiceName, "127.0.0.1");
    EXPECT_STREQ(list->ServiceInfo.lpMachineName, "127.0.0.1");
    EXPECT_EQ(list->ServiceInfo.ServiceSpecificInfo.pBlobData, nullptr);
    ASSERT_EQ(list->ServiceInfo.lpServiceAddress->dwAddressCount, 1u);
    const SERVICE_ADDRESS& address = list->ServiceInfo.lpServiceAddress->Addresses[0];
    EXPECT_EQ(address.dwAddressType, DWORD{AF_INET});
    EXPECT_EQ(reinterpret_cast<SOCKADDR_IN*>(address.lpAddress)->sin_port, htons(6005));
    DWORD needed = 0;
    EXPECT_EQ(GetServiceA(NS_DEFAULT, &type, name, PROP_ADDRESSES | PROP_MACHINE, nullptr, &needed,
                          nullptr),
              SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
    EXPECT_EQ(needed, length);
}

TEST_F(Nspapi, GetServiceOfWhatIsNotThereIsZero) {
    GUID type = tcp_type(80);
    wchar_t name[] = L"127.0.0.1";
    DWORD length = size();
    EXPECT_EQ(GetServiceW(NS_SAP, &type, name, PROP_ALL, room<BYTE>(), &length, nullptr), 0);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_SERVICE_NOT_FOUND});
    EXPECT_EQ(GetServiceW(NS_DNS, nullptr, name, PROP_ALL, room<BYTE>(), &length, nullptr),
              SOCKET_ERROR);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

}  // namespace
