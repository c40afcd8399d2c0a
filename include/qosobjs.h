/*
 * Objects that QOS.ProviderSpecific may hold, one behind the other, ended by
 * QOS_OBJECT_END_OF_LIST. https://learn.microsoft.com/windows/win32/api/qosobjs/
 */
#ifndef __QOSOBJS_H_
#define __QOSOBJS_H_

#include "qos.h"

#define QOS_TRAFFIC_GENERAL_ID_BASE 4000
#define QOS_OBJECT_DS_CLASS (0x00000001 + QOS_TRAFFIC_GENERAL_ID_BASE)
#define QOS_OBJECT_TRAFFIC_CLASS (0x00000002 + QOS_TRAFFIC_GENERAL_ID_BASE)

/* DSField: the differentiated services code point, 0 to 63. */
typedef struct _QOS_DS_CLASS {
    QOS_OBJECT_HDR ObjectHdr;
    ULONG DSField;
} QOS_DS_CLASS, *LPQOS_DS_CLASS;

/* TrafficClass: the priority of IEEE 802.1p, 0 to 7. */
typedef struct _QOS_TRAFFIC_CLASS {
    QOS_OBJECT_HDR ObjectHdr;
    ULONG TrafficClass;
} QOS_TRAFFIC_CLASS, *LPQOS_TRAFFIC_CLASS;

#endif
