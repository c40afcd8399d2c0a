// Linux' socket interface under names that do not meet Winsock's. winsock2.h and <sys/socket.h>
// share names with different meanings (AF_INET6 is 23 there and 10 here), so no file may include
// both: the provider's files see the system calls through these declarations. linux.cpp holds each
// constant and layout here against the system's own headers, at compile time.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <sys/types.h>

namespace berth::lnx {

// Address families, socket types and protocols whose numbers differ from Windows', or that it
// lacks.
inline constexpr int kAfUnspec = 0, kAfUnix = 1, kAfInet = 2, kAfInet6 = 10, kAfNetlink = 16,
                     kAfPacket = 17;
inline constexpr int kSockStream = 1, kSockDgram = 2, kSockRaw = 3;
inline constexpr int kSockNonblock = 04000, kSockCloexec = 02000000;

// Message flags.
inline constexpr int kMsgOob = 0x1, kMsgPeek = 0x2, kMsgDontRoute = 0x4, kMsgCtrunc = 0x8,
                     kMsgTrunc = 0x20, kMsgDontWait = 0x40, kMsgWaitAll = 0x100,
                     kMsgErrQueue = 0x2000, kMsgNoSignal = 0x4000, kMsgMore = 0x8000;

// Socket options.
inline constexpr int kSolSocket = 1, kSoReuseAddr = 2, kSoType = 3, kSoError = 4, kSoDontRoute = 5,
                     kSoBroadcast = 6, kSoSndBuf = 7, kSoRcvBuf = 8, kSoKeepAlive = 9,
                     kSoOobInline = 10, kSoLinger = 13, kSoReusePort = 15, kSoRcvTimeo = 20,
                     kSoSndTimeo = 21, kSoMemInfo = 55, kSoAcceptConn = 30, kSoProtocol = 38,
                     kSoDomain = 39;
inline constexpr int kIpProtoIp = 0, kIpProtoIcmp = 1, kIpProtoTcp = 6, kIpProtoUdp = 17,
                     kIpProtoIpv6 = 41, kIpProtoIcmpV6 = 58;
inline constexpr int kTcpInfo = 11, kTcpSynCnt = 7, kTcpUserTimeout = 18;
inline constexpr int kIpv6V6Only = 26;

inline constexpr int kShutRd = 0, kShutWr = 1, kShutRdWr = 2;
inline constexpr int kFGetFd = 1, kFSetFd = 2, kFGetFl = 3, kFSetFl = 4, kFDupFdCloexec = 1030;
inline constexpr int kFdCloexec = 1, kONonblock = 04000;
inline constexpr unsigned long kFionRead = 0x541B, kSiocAtMark = 0x8905;

// poll(2).
inline constexpr short kPollIn = 0x1, kPollPri = 0x2, kPollOut = 0x4, kPollErr = 0x8,
                       kPollHup = 0x10, kPollNval = 0x20, kPollRdBand = 0x80, kPollRdHup = 0x2000;
struct PollFd {
    int fd;
    short events;
    short revents;
};

// The first byte of struct tcp_info, and the states it can hold.
inline constexpr uint8_t kTcpEstablished = 1, kTcpSynSent = 2, kTcpClose = 7, kTcpCloseWait = 8,
                         kTcpListen = 10;

inline constexpr unsigned kSockAddrStorage = 128;  // sizeof(struct sockaddr_storage)

struct IoVec {
    void* base;
    size_t length;
};
struct MsgHdr {
    void* name;
    unsigned name_length;
    IoVec* iov;
    size_t iov_count;
    void* control;
    size_t control_length;
    int flags;
};
struct CmsgHdr {
    size_t length;
    int level;
    int type;
};
// SO_MEMINFO: an array of uint32_t.
inline constexpr int kMemInfoSendBuffer = 3, kMemInfoQueued = 5, kMemInfoCount = 9;
struct TimeVal {
    long seconds;
    long microseconds;
};
struct LingerOption {
    int on;
    int seconds;
};

extern "C" {
int sys_socket(int, int, int) __asm__("socket");
int sys_bind(int, const void*, unsigned) __asm__("bind");
int sys_listen(int, int) __asm__("listen");
int sys_accept4(int, void*, unsigned*, int) __asm__("accept4");
int sys_connect(int, const void*, unsigned) __asm__("connect");
int sys_shutdown(int, int) __asm__("shutdown");
int sys_getsockname(int, void*, unsigned*) __asm__("getsockname");
int sys_getpeername(int, void*, unsigned*) __asm__("getpeername");
int sys_getsockopt(int, int, int, void*, unsigned*) __asm__("getsockopt");
int sys_setsockopt(int, int, int, const void*, unsigned) __asm__("setsockopt");
ssize_t sys_send(int, const void*, size_t, int) __asm__("send");
ssize_t sys_recv(int, void*, size_t, int) __asm__("recv");
ssize_t sys_sendto(int, const void*, size_t, int, const void*, unsigned) __asm__("sendto");
ssize_t sys_recvfrom(int, void*, size_t, int, void*, unsigned*) __asm__("recvfrom");
ssize_t sys_sendmsg(int, const MsgHdr*, int) __asm__("sendmsg");
ssize_t sys_recvmsg(int, MsgHdr*, int) __asm__("recvmsg");
int sys_poll(PollFd*, unsigned long, int) __asm__("poll");
int sys_ioctl(int, unsigned long, ...) __asm__("ioctl");
int sys_fcntl(int, int, ...) __asm__("fcntl");
int sys_close(int) __asm__("close");
int sys_dup3(int, int, int) __asm__("dup3");
ssize_t sys_sendfile(int, int, int64_t*, size_t) __asm__("sendfile");
}

// What poll says of one descriptor at this moment, signals or no signals.
inline int sys_poll_now(PollFd* descriptor) {
    int found = 0;
    do {
        found = sys_poll(descriptor, 1, 0);
    } while (found < 0 && errno == EINTR);
    return found;
}

// send and recv without libc's wrapper around the system call (which looks for cancellation): the
// number of bytes, or -errno. Everything stays in its register across the call.
#if defined(__x86_64__)
[[gnu::always_inline]] inline ssize_t direct_transfer(long number, int fd, const void* buffer,
                                                      size_t length, long flags) {
    long result = number;
    register long flags_register __asm__("r10") = flags;
    register long no_address __asm__("r8") = 0;
    register long no_length __asm__("r9") = 0;
    __asm__ volatile("syscall"
                     : "+a"(result)
                     : "D"(static_cast<long>(fd)), "S"(buffer), "d"(length), "r"(flags_register),
                       "r"(no_address), "r"(no_length)
                     : "rcx", "r11", "memory");
    return result;
}
[[gnu::always_inline]] inline ssize_t direct_send(int fd, const void* buffer, size_t length,
                                                  int flags = kMsgNoSignal) {
    constexpr long kSendTo = 44;
    return direct_transfer(kSendTo, fd, buffer, length, flags);
}
[[gnu::always_inline]] inline ssize_t direct_recv(int fd, void* buffer, size_t length,
                                                  int flags = 0) {
    constexpr long kRecvFrom = 45;
    return direct_transfer(kRecvFrom, fd, buffer, length, flags);
}
#else
inline ssize_t direct_send(int fd, const void* buffer, size_t length, int flags = kMsgNoSignal) {
    ssize_t result = sys_send(fd, buffer, length, flags);
    return result < 0 ? -errno : result;
}
inline ssize_t direct_recv(int fd, void* buffer, size_t length, int flags = 0) {
    ssize_t result = sys_recv(fd, buffer, length, flags);
    return result < 0 ? -errno : result;
}
#endif

}  // namespace berth::lnx
