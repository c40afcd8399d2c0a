// Socket addresses between Windows' form and the kernel's. They are laid out alike; the number of
// the IPv6 family is what differs.
#pragma once

#include "winsock2.h"
#include "providers/kernel/linux.h"

namespace berth::kernel {

// An address in the kernel's form.
struct Address {
    union {
        USHORT family;  // Linux' number
        alignas(8) char bytes[lnx::kSockAddrStorage];
    };
    unsigned length = 0;

    Address() : bytes{} {}
};

int family_to_linux(int family);
int family_from_linux(int family);
// The family field of an address, read as the kernel wrote it, rewritten as Windows numbers it.
void family_patch(void* address, unsigned length);

// Shortest and longest address of a Windows family; 0 where the family is not ours.
int address_length_min(int family);
int address_length_max(int family);

// Reads a caller's address. 0, WSAEFAULT (bad pointer or too short), WSAEAFNOSUPPORT (not
// `family`).
int address_read(const sockaddr* name, int length, int family, Address* address);

// Writes an address to a caller's buffer in Windows' form, as getsockname and its like do. 0 or
// WSAEFAULT (missing or too small), in which case nothing was written.
int address_write(const Address& address, sockaddr* name, int* length);

bool address_is_any(const Address& address);  // 0.0.0.0, ::, or an AF_UNIX address with no path
// By family, port and address.
bool address_is_same(const Address& one, const Address& other);
// A group, or IPv4's 255.255.255.255.
bool address_is_multicast(const Address& address);
USHORT address_port(const Address& address);  // host order; 0 for AF_UNIX
void address_port_set(Address* address, USHORT port);
void address_any_set(Address* address);  // of an IP family; the port stays

// getsockname and getpeername in the kernel's form. An errno, or 0.
int address_of_socket(int fd, Address* address);
int address_of_peer(int fd, Address* address);

}  // namespace berth::kernel
