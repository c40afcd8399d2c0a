// What the test and its providers must agree on.
#pragma once

#include "winsock2.h"
#include "ws2spi.h"

namespace spi_test {

// LAYERED_NUMBER 1 and 2: one source, two shared objects, so that they can be chained.
constexpr GUID layered_id(int number) {
    return {0x5E1A7E51, 0x0001, 0x4B1D, {0, 0, 0, 0, 0, 0, 0, static_cast<BYTE>(number)}};
}
constexpr GUID kEchoId = {0x5E1A7E51, 0x0002, 0x4B1D, {0, 0, 0, 0, 0, 0, 0, 1}};
constexpr GUID kFaultyId = {0x5E1A7E51, 0x0003, 0x4B1D, {0, 0, 0, 0, 0, 0, 0, 1}};

// NAME_SPACE_NUMBER 1 and 2, in the same way; and their namespace.
constexpr GUID name_space_id(int number) {
    return {0x5E1A7E51, 0x0004, 0x4B1D, {0, 0, 0, 0, 0, 0, 0, static_cast<BYTE>(number)}};
}
constexpr DWORD kNameSpace = 1000;

// A family of the echo provider's own.
constexpr int kEchoFamily = 130;
constexpr int kEchoProtocol = 7;
// A flag of its WSPSend: the call says WSA_IO_PENDING though the request has ended.
constexpr DWORD kEchoSaysPending = 0x1000;
// An ioctl of its: the socket is to pass for a layer over the one given.
constexpr DWORD kEchoBeneath = IOC_IN | IOC_VENDOR | 1;

// The calls that a layered provider has seen. It exports `layered_calls`, which gives them.
struct LayeredCalls {
    int startup = 0;
    int cleanup = 0;
    int socket = 0;
    int accept = 0;
    int send = 0;
    int receive = 0;
    int close = 0;
    DWORD chain = 0;  // the catalog entry that it was started for
};
using LayeredCallsFunction = LayeredCalls (*)();

// What a namespace provider was asked. It exports `name_space_calls`.
struct NameSpaceCalls {
    int startup = 0;
    int cleanup = 0;
    int begin = 0;
    int end = 0;
    int set_service = 0;
    DWORD flags = 0;  // the last query's or registration's
    int install_class = 0;
    int remove_class = 0;
    DWORD code = 0;  // the last ioctl's
    bool class_info = false;
};
using NameSpaceCallsFunction = NameSpaceCalls (*)();

// What the faulty provider does wrong; the protocol of its catalog entry says which.
enum Fault {
    kFaultVersion = 1,  // WSPStartup answers WSAVERNOTSUPPORTED
    kFaultOldVersion,   // wVersion is 2.1
    kFaultTable,        // one procedure is missing
    kFaultStartup,      // WSPStartup answers WSAEPROVIDERFAILEDINIT
    kFaultSilent,       // WSPSocket fails and says nothing
    kFaultHandle,       // it proposes no handle to WPUModifyIFSHandle; other upcalls are tried, too
    kFaultArguments = 8,  // WSPSocket's error says what family, type and protocol are asked for
    kFaultReenters,       // WSPStartup and WSPCleanup are callers of ws2_32's themselves
};

}  // namespace spi_test
