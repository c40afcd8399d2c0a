/*
 * Providers that come inside the library. Each one is known by the same facts that an installer would
 * hand to WSCInstallProvider, and is reached by its WSPStartup like any other.
 */
#ifndef BERTH_BUILTIN_PROVIDER_H
#define BERTH_BUILTIN_PROVIDER_H

#include "winsock2.h"
#include "ws2spi.h"

struct berth_builtin_provider {
    const WCHAR* path; /* what WSCGetProviderPath tells */
    const WSAPROTOCOL_INFOW* protocols;
    DWORD protocol_count;
    LPWSPSTARTUP startup;
};

#ifdef __cplusplus
extern "C" {
#endif
/* TCP, UDP, raw and AF_UNIX on kernel sockets (src/providers/kernel). */
extern const struct berth_builtin_provider berth_provider_kernel;
/* ISO transport over TCP (src/providers/iso). */
extern const struct berth_builtin_provider berth_provider_iso;
#ifdef __cplusplus
}
#endif
#endif
