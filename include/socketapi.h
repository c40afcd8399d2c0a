/*
 * Media streams over sockets.
 * https://learn.microsoft.com/windows/win32/api/socketapi/
 */
#ifndef _SOCKETAPI_H_
#define _SOCKETAPI_H_

#include "winsock2.h"
#include "winerror.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Says whether the network is to serve streaming media. A hint, which changes nothing here: S_OK.
 * https://learn.microsoft.com/windows/win32/api/socketapi/nf-socketapi-setsocketmediastreamingmode
 */
BERTH_API HRESULT WSAAPI SetSocketMediaStreamingMode(BOOL value);

#ifdef __cplusplus
}
#endif

#endif
