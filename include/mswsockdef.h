/*
 * Codes of ioctls that ws2_32 sends to providers, and the types of Registered I/O.
 * https://learn.microsoft.com/windows/win32/api/mswsockdef/
 */
#ifndef _MSWSOCKDEF_
#define _MSWSOCKDEF_

#include "ws2def.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SIO_SET_COMPATIBILITY_MODE _WSAIOW(IOC_VENDOR, 300)

/* SIO_SET_COMPATIBILITY_MODE.
 * https://learn.microsoft.com/windows/win32/winsock/sio-set-compatibility-mode */
typedef enum _WSA_COMPATIBILITY_BEHAVIOR_ID {
    WsaBehaviorAll = 0,
    WsaBehaviorReceiveBuffering,
    WsaBehaviorAutoTuning
} WSA_COMPATIBILITY_BEHAVIOR_ID,
    *PWSA_COMPATIBILITY_BEHAVIOR_ID;
typedef struct _WSA_COMPATIBILITY_MODE {
    WSA_COMPATIBILITY_BEHAVIOR_ID BehaviorId;
    ULONG TargetOsVersion;
} WSA_COMPATIBILITY_MODE, *PWSA_COMPATIBILITY_MODE;

/* ---- Registered I/O ---- */
#define RIO_MSG_DONT_NOTIFY 0x00000001
#define RIO_MSG_DEFER 0x00000002
#define RIO_MSG_WAITALL 0x00000004
#define RIO_MSG_COMMIT_ONLY 0x00000008
#define RIO_MAX_CQ_SIZE 0x8000000
#define RIO_CORRUPT_CQ 0xFFFFFFFF

typedef struct RIO_BUFFERID_t *RIO_BUFFERID, **PRIO_BUFFERID;
typedef struct RIO_CQ_t *RIO_CQ, **PRIO_CQ;
typedef struct RIO_RQ_t *RIO_RQ, **PRIO_RQ;
#define RIO_INVALID_BUFFERID ((RIO_BUFFERID)(ULONG_PTR)0xFFFFFFFF)
#define RIO_INVALID_CQ ((RIO_CQ)0)
#define RIO_INVALID_RQ ((RIO_RQ)0)

/* https://learn.microsoft.com/windows/win32/api/mswsockdef/ns-mswsockdef-rioresult */
typedef struct _RIORESULT {
    LONG Status;
    ULONG BytesTransferred;
    ULONGLONG SocketContext;
    ULONGLONG RequestContext;
} RIORESULT, *PRIORESULT;
/* https://learn.microsoft.com/windows/win32/api/mswsockdef/ns-mswsockdef-rio_buf */
typedef struct _RIO_BUF {
    RIO_BUFFERID BufferId;
    ULONG Offset;
    ULONG Length;
} RIO_BUF, *PRIO_BUF;
/* What the control buffers of RIOReceiveEx and RIOSendEx begin with: their length in bytes, this
 * included. The objects follow, the first at RIO_CMSG_BASE_SIZE. */
typedef struct _RIO_CMSG_BUFFER {
    ULONG TotalLength;
} RIO_CMSG_BUFFER, *PRIO_CMSG_BUFFER;
#define RIO_CMSG_BASE_SIZE WSA_CMSGHDR_ALIGN(sizeof(RIO_CMSG_BUFFER))
#define RIO_CMSG_FIRSTHDR(buffer)                                       \
    ((buffer)->TotalLength >= RIO_CMSG_BASE_SIZE + sizeof(WSACMSGHDR)   \
         ? (LPWSACMSGHDR)(void*)((PUCHAR)(buffer) + RIO_CMSG_BASE_SIZE) \
         : (LPWSACMSGHDR)NULL)
#define RIO_CMSG_NEXTHDR(buffer, cmsg)                                             \
    ((cmsg) == NULL ? RIO_CMSG_FIRSTHDR(buffer)                                    \
     : (PUCHAR)(cmsg) + WSA_CMSGHDR_ALIGN((cmsg)->cmsg_len) + sizeof(WSACMSGHDR) > \
             (PUCHAR)(buffer) + (buffer)->TotalLength                              \
         ? (LPWSACMSGHDR)NULL                                                      \
         : (LPWSACMSGHDR)(void*)((PUCHAR)(cmsg) + WSA_CMSGHDR_ALIGN((cmsg)->cmsg_len)))

#ifdef __cplusplus
}
#endif
#endif
