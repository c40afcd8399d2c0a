// Holds linux.h against the system's own headers. Compiles to nothing.
#include "providers/kernel/linux.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <linux/sock_diag.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <linux/sockios.h>

namespace berth::lnx {

#define SAME(ours, theirs) static_assert((ours) == (theirs))
SAME(kAfUnspec, AF_UNSPEC);
SAME(kAfUnix, AF_UNIX);
SAME(kAfInet, AF_INET);
SAME(kAfInet6, AF_INET6);
SAME(kAfNetlink, AF_NETLINK);
SAME(kAfPacket, AF_PACKET);
SAME(kSockStream, SOCK_STREAM);
SAME(kSockDgram, SOCK_DGRAM);
SAME(kSockRaw, SOCK_RAW);
SAME(kSockNonblock, SOCK_NONBLOCK);
SAME(kSockCloexec, SOCK_CLOEXEC);
SAME(kMsgOob, MSG_OOB);
SAME(kMsgPeek, MSG_PEEK);
SAME(kMsgDontRoute, MSG_DONTROUTE);
SAME(kMsgCtrunc, MSG_CTRUNC);
SAME(kMsgTrunc, MSG_TRUNC);
SAME(kMsgDontWait, MSG_DONTWAIT);
SAME(kMsgWaitAll, MSG_WAITALL);
SAME(kMsgErrQueue, MSG_ERRQUEUE);
SAME(kMsgNoSignal, MSG_NOSIGNAL);
SAME(kMsgMore, MSG_MORE);
SAME(kSolSocket, SOL_SOCKET);
SAME(kSoReuseAddr, SO_REUSEADDR);
SAME(kSoType, SO_TYPE);
SAME(kSoError, SO_ERROR);
SAME(kSoDontRoute, SO_DONTROUTE);
SAME(kSoBroadcast, SO_BROADCAST);
SAME(kSoSndBuf, SO_SNDBUF);
SAME(kSoRcvBuf, SO_RCVBUF);
SAME(kSoKeepAlive, SO_KEEPALIVE);
SAME(kSoOobInline, SO_OOBINLINE);
SAME(kSoLinger, SO_LINGER);
SAME(kSoReusePort, SO_REUSEPORT);
SAME(kSoRcvTimeo, SO_RCVTIMEO);
SAME(kSoSndTimeo, SO_SNDTIMEO);
SAME(kSoMemInfo, SO_MEMINFO);
SAME(kMemInfoSendBuffer, SK_MEMINFO_SNDBUF);
SAME(kMemInfoQueued, SK_MEMINFO_WMEM_QUEUED);
SAME(kMemInfoCount, SK_MEMINFO_VARS);
SAME(kSoAcceptConn, SO_ACCEPTCONN);
SAME(kSoProtocol, SO_PROTOCOL);
SAME(kSoDomain, SO_DOMAIN);
SAME(kIpProtoIp, IPPROTO_IP);
SAME(kIpProtoIcmp, IPPROTO_ICMP);
SAME(kIpProtoTcp, IPPROTO_TCP);
SAME(kIpProtoUdp, IPPROTO_UDP);
SAME(kIpProtoIpv6, IPPROTO_IPV6);
SAME(kIpProtoIcmpV6, IPPROTO_ICMPV6);
SAME(kTcpInfo, TCP_INFO);
SAME(kTcpSynCnt, TCP_SYNCNT);
SAME(kTcpUserTimeout, TCP_USER_TIMEOUT);
SAME(kIpv6V6Only, IPV6_V6ONLY);
SAME(kShutRd, SHUT_RD);
SAME(kShutWr, SHUT_WR);
SAME(kShutRdWr, SHUT_RDWR);
SAME(kFGetFd, F_GETFD);
SAME(kFSetFd, F_SETFD);
SAME(kFGetFl, F_GETFL);
SAME(kFSetFl, F_SETFL);
SAME(kFDupFdCloexec, F_DUPFD_CLOEXEC);
SAME(kFdCloexec, FD_CLOEXEC);
SAME(kONonblock, O_NONBLOCK);
SAME(kFionRead, FIONREAD);
SAME(kSiocAtMark, SIOCATMARK);
SAME(kPollIn, POLLIN);
SAME(kPollPri, POLLPRI);
SAME(kPollOut, POLLOUT);
SAME(kPollErr, POLLERR);
SAME(kPollHup, POLLHUP);
SAME(kPollNval, POLLNVAL);
SAME(kPollRdBand, POLLRDBAND);
SAME(kPollRdHup, POLLRDHUP);
SAME(kTcpEstablished, TCP_ESTABLISHED);
SAME(kTcpSynSent, TCP_SYN_SENT);
SAME(kTcpClose, TCP_CLOSE);
SAME(kTcpCloseWait, TCP_CLOSE_WAIT);
SAME(kTcpListen, TCP_LISTEN);
SAME(kSockAddrStorage, sizeof(sockaddr_storage));

SAME(sizeof(PollFd), sizeof(pollfd));
SAME(offsetof(PollFd, revents), offsetof(pollfd, revents));
SAME(sizeof(IoVec), sizeof(iovec));
SAME(offsetof(IoVec, length), offsetof(iovec, iov_len));
SAME(sizeof(MsgHdr), sizeof(msghdr));
SAME(offsetof(MsgHdr, iov), offsetof(msghdr, msg_iov));
SAME(offsetof(MsgHdr, control), offsetof(msghdr, msg_control));
SAME(offsetof(MsgHdr, flags), offsetof(msghdr, msg_flags));
SAME(sizeof(CmsgHdr), sizeof(cmsghdr));
SAME(offsetof(CmsgHdr, type), offsetof(cmsghdr, cmsg_type));
SAME(sizeof(TimeVal), sizeof(timeval));
SAME(sizeof(LingerOption), sizeof(linger));
SAME(offsetof(tcp_info, tcpi_state), 0);
#if defined(__x86_64__)
SAME(SYS_sendto, 44);
SAME(SYS_recvfrom, 45);
#endif
#undef SAME

}  // namespace berth::lnx
