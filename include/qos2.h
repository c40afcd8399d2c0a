/*
 * qWAVE: quality of service for flows, newer than the FLOWSPEC of qos.h. A flow's sockets send with
 * its traffic type's code point (DSCP) and priority, and no faster than its rate.
 * https://learn.microsoft.com/windows/win32/api/qos2/
 */
#ifndef __QOS2_H__
#define __QOS2_H__

#include "winsock2.h"
#include "mstcpip.h"
#include "ws2tcpip.h"
#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

/* QOSAddSocketToFlow: nothing is measured for the flow, and several sockets may share it. */
#define QOS_NON_ADAPTIVE_FLOW 0x00000002
/* QOSQueryFlow: not what was measured earlier. */
#define QOS_QUERYFLOW_FRESH 0x00000001

#define QOS_OUTGOING_DEFAULT_MINIMUM_BANDWIDTH 0xFFFFFFFF

typedef UINT32 QOS_FLOWID, *PQOS_FLOWID;

typedef enum _QOS_TRAFFIC_TYPE {
    QOSTrafficTypeBestEffort = 0,
    QOSTrafficTypeBackground = 1,
    QOSTrafficTypeExcellentEffort = 2,
    QOSTrafficTypeAudioVideo = 3,
    QOSTrafficTypeVoice = 4,
    QOSTrafficTypeControl = 5
} QOS_TRAFFIC_TYPE,
    *PQOS_TRAFFIC_TYPE;

typedef enum _QOS_SHAPING {
    QOSShapeOnly = 0,
    QOSShapeAndMark = 1,
    QOSUseNonConformantMarkings = 2
} QOS_SHAPING,
    *PQOS_SHAPING;

typedef enum _QOS_FLOWRATE_REASON {
    QOSFlowRateNotApplicable = 0,
    QOSFlowRateContentChange = 1,
    QOSFlowRateCongestion = 2,
    QOSFlowRateHigherContentEncoding = 3,
    QOSFlowRateUserCaused = 4
} QOS_FLOWRATE_REASON,
    *PQOS_FLOWRATE_REASON;

typedef enum _QOS_SET_FLOW {
    QOSSetTrafficType = 0,
    QOSSetOutgoingRate = 1,
    QOSSetOutgoingDSCPValue = 2
} QOS_SET_FLOW,
    *PQOS_SET_FLOW;

typedef enum _QOS_QUERY_FLOW {
    QOSQueryFlowFundamentals = 0,
    QOSQueryPacketPriority = 1,
    QOSQueryOutgoingRate = 2
} QOS_QUERY_FLOW,
    *PQOS_QUERY_FLOW;

typedef enum _QOS_NOTIFY_FLOW {
    QOSNotifyCongested = 0,
    QOSNotifyUncongested = 1,
    QOSNotifyAvailable = 2
} QOS_NOTIFY_FLOW,
    *PQOS_NOTIFY_FLOW;

typedef struct _QOS_VERSION {
    USHORT MajorVersion;
    USHORT MinorVersion;
} QOS_VERSION, *PQOS_VERSION;

/* Bandwidths in bits a second; RTT in microseconds. */
typedef struct _QOS_FLOW_FUNDAMENTALS {
    BOOL BottleneckBandwidthSet;
    UINT64 BottleneckBandwidth;
    BOOL AvailableBandwidthSet;
    UINT64 AvailableBandwidth;
    BOOL RTTSet;
    UINT32 RTT;
} QOS_FLOW_FUNDAMENTALS, *PQOS_FLOW_FUNDAMENTALS;

/* Code points, and the priorities of IEEE 802.1p. */
typedef struct _QOS_PACKET_PRIORITY {
    ULONG ConformantDSCPValue;
    ULONG NonConformantDSCPValue;
    ULONG ConformantL2Value;
    ULONG NonConformantL2Value;
} QOS_PACKET_PRIORITY, *PQOS_PACKET_PRIORITY;

/* Bandwidth: bits a second. */
typedef struct _QOS_FLOWRATE_OUTGOING {
    UINT64 Bandwidth;
    QOS_SHAPING ShapingBehavior;
    QOS_FLOWRATE_REASON Reason;
} QOS_FLOWRATE_OUTGOING, *PQOS_FLOWRATE_OUTGOING;

/* A handle for the others; Version: 1.0. FALSE: ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY,
 * ERROR_NO_SYSTEM_RESOURCES.
 * https://learn.microsoft.com/windows/win32/api/qos2/nf-qos2-qoscreatehandle */
BERTH_API BOOL WINAPI QOSCreateHandle(PQOS_VERSION Version, PHANDLE QOSHandle);
/* Ends the handle's flows. FALSE: ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/qos2/nf-qos2-qosclosehandle */
BERTH_API BOOL WINAPI QOSCloseHandle(HANDLE QOSHandle);
/* A client whose network path is of interest. Flags: 0. FALSE: ERROR_INVALID_HANDLE,
 * ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/qos2/nf-qos2-qosstarttrackingclient */
BERTH_API BOOL WINAPI QOSStartTrackingClient(HANDLE QOSHandle, PSOCKADDR DestAddr, DWORD Flags);
/* No longer. FALSE: the same, and ERROR_NOT_FOUND.
 * https://learn.microsoft.com/windows/win32/api/qos2/nf-qos2-qosstoptrackingclient */
BERTH_API BOOL WINAPI QOSStopTrackingClient(HANDLE QOSHandle, PSOCKADDR DestAddr, DWORD Flags);
/* The identifiers of all flows. *Size: bytes, in and out. FALSE: ERROR_INVALID_HANDLE,
 * ERROR_INVALID_PARAMETER, ERROR_INSUFFICIENT_BUFFER.
 * https://learn.microsoft.com/windows/win32/api/qos2/nf-qos2-qosenumerateflows */
BERTH_API BOOL WINAPI QOSEnumerateFlows(HANDLE QOSHandle, PULONG Size, PVOID Buffer);
/* A flow for the socket (*FlowId: 0, in), or the socket for a flow that is there. DestAddr: where
 * it will send; NULL if it is connected. Flags: 0 or QOS_NON_ADAPTIVE_FLOW. FALSE:
 * ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY, or a WSA code.
 * https://learn.microsoft.com/windows/win32/api/qos2/nf-qos2-qosaddsockettoflow */
BERTH_API BOOL WINAPI QOSAddSocketToFlow(HANDLE QOSHandle, SOCKET Socket, PSOCKADDR DestAddr,
                                         QOS_TRAFFIC_TYPE TrafficType, DWORD Flags,
                                         PQOS_FLOWID FlowId);
/* Takes the socket out of the flow; 0: all of them, and the flow ends. Flags: 0. FALSE:
 * ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER, ERROR_NOT_FOUND.
 * https://learn.microsoft.com/windows/win32/api/qos2/nf-qos2-qosremovesocketfromflow */
BERTH_API BOOL WINAPI QOSRemoveSocketFromFlow(HANDLE QOSHandle, SOCKET Socket, QOS_FLOWID FlowId,
                                              DWORD Flags);
/* Changes the flow: Buffer holds a QOS_TRAFFIC_TYPE, a QOS_FLOWRATE_OUTGOING or a DWORD (DSCP), as
 * Operation says; Size: bytes. Flags: 0. With Overlapped its event is set, and the call has
 * completed. FALSE: ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER, ERROR_NOT_FOUND, or a WSA code.
 * https://learn.microsoft.com/windows/win32/api/qos2/nf-qos2-qossetflow */
BERTH_API BOOL WINAPI QOSSetFlow(HANDLE QOSHandle, QOS_FLOWID FlowId, QOS_SET_FLOW Operation,
                                 ULONG Size, PVOID Buffer, DWORD Flags, LPOVERLAPPED Overlapped);
/* What is known of the flow: a QOS_FLOW_FUNDAMENTALS, a QOS_PACKET_PRIORITY or a UINT64 (bits a
 * second). *Size: bytes, in and out. FALSE: ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER,
 * ERROR_NOT_FOUND, ERROR_INSUFFICIENT_BUFFER, ERROR_NO_DATA, ERROR_NOT_SUPPORTED.
 * https://learn.microsoft.com/windows/win32/api/qos2/nf-qos2-qosqueryflow */
BERTH_API BOOL WINAPI QOSQueryFlow(HANDLE QOSHandle, QOS_FLOWID FlowId, QOS_QUERY_FLOW Operation,
                                   PULONG Size, PVOID Buffer, DWORD Flags, LPOVERLAPPED Overlapped);
/* Nothing here measures bandwidth. FALSE: ERROR_NOT_SUPPORTED; or ERROR_INVALID_HANDLE,
 * ERROR_INVALID_PARAMETER, ERROR_NOT_FOUND.
 * https://learn.microsoft.com/windows/win32/api/qos2/nf-qos2-qosnotifyflow */
BERTH_API BOOL WINAPI QOSNotifyFlow(HANDLE QOSHandle, QOS_FLOWID FlowId, QOS_NOTIFY_FLOW Operation,
                                    PULONG Size, PVOID Buffer, DWORD Flags,
                                    LPOVERLAPPED Overlapped);
/* Ends a pending call. FALSE: ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER (it is not pending).
 * https://learn.microsoft.com/windows/win32/api/qos2/nf-qos2-qoscancel */
BERTH_API BOOL WINAPI QOSCancel(HANDLE QOSHandle, LPOVERLAPPED Overlapped);

#ifdef __cplusplus
}
#endif
#endif
