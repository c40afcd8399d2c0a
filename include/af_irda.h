/*
 * Addresses and options of infrared sockets (AF_IRDA), for programs that name them when they list
 * protocols; no provider serves them here, so socket() says WSAEAFNOSUPPORT.
 * https://learn.microsoft.com/windows/win32/api/af_irda/ns-af_irda-sockaddr_irda
 * https://learn.microsoft.com/windows/win32/winsock/sol-irlmp-socket-options
 */
#ifndef __AFIRDA__
#define __AFIRDA__

#include "basetsd.h"
#include "minwindef.h"

#ifdef __cplusplus
extern "C" {
#endif

#define WINDOWS_AF_IRDA 26
#ifndef AF_IRDA
#define AF_IRDA WINDOWS_AF_IRDA
#endif
#define IRDA_PROTO_SOCK_STREAM 1

/* The options. */
#define SOL_IRLMP 0x00FF
#define IRLMP_ENUMDEVICES 0x00000010
#define IRLMP_IAS_SET 0x00000011
#define IRLMP_IAS_QUERY 0x00000012
#define IRLMP_SEND_PDU_LEN 0x00000013
#define IRLMP_EXCLUSIVE_MODE 0x00000014
#define IRLMP_IRLPT_MODE 0x00000015
#define IRLMP_9WIRE_MODE 0x00000016
#define IRLMP_TINYTP_MODE 0x00000017
#define IRLMP_PARAMETERS 0x00000018
#define IRLMP_DISCOVERY_MODE 0x00000019
#define IRLMP_SHARP_MODE 0x00000020

/* Sizes of what the information access service keeps. */
#define IAS_MAX_CLASSNAME 64
#define IAS_MAX_OCTET_STRING 1024
#define IAS_MAX_USER_STRING 256
#define IAS_MAX_ATTRIBNAME 256
#define IAS_ATTRIB_NO_CLASS 0x00000010
#define IAS_ATTRIB_NO_ATTRIB 0x00000000
#define IAS_ATTRIB_INT 0x00000001
#define IAS_ATTRIB_OCTETSEQ 0x00000002
#define IAS_ATTRIB_STR 0x00000003

typedef struct _SOCKADDR_IRDA {
    unsigned short irdaAddressFamily; /* AF_IRDA */
    unsigned char irdaDeviceID[4];
    char irdaServiceName[25];
} SOCKADDR_IRDA, *PSOCKADDR_IRDA, *LPSOCKADDR_IRDA;

/* What IRLMP_ENUMDEVICES gives: one for each device in range. */
typedef struct _WINDOWS_IRDA_DEVICE_INFO {
    unsigned char irdaDeviceID[4];
    char irdaDeviceName[22];
    unsigned char irdaDeviceHints1;
    unsigned char irdaDeviceHints2;
    unsigned char irdaCharSet;
} WINDOWS_IRDA_DEVICE_INFO, *PWINDOWS_IRDA_DEVICE_INFO, *LPWINDOWS_IRDA_DEVICE_INFO;
typedef WINDOWS_IRDA_DEVICE_INFO IRDA_DEVICE_INFO, *PIRDA_DEVICE_INFO, *LPIRDA_DEVICE_INFO;

typedef struct _WINDOWS_DEVICELIST {
    ULONG numDevice;
    WINDOWS_IRDA_DEVICE_INFO Device[1];
} WINDOWS_DEVICELIST, *PWINDOWS_DEVICELIST, *LPWINDOWS_DEVICELIST;
typedef WINDOWS_DEVICELIST DEVICELIST, *PDEVICELIST, *LPDEVICELIST;

#ifdef __cplusplus
}
#endif

#endif
