// Namespace providers of version 2: procedures of this process, offered by WSAAdvertiseProvider.
// https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wsaadvertiseprovider
#pragma once

#include "ws2spi.h"

namespace berth::ws2 {

// Whether the provider is offered; *routines are then procedures of version 1 that call its.
bool advertised_routines(const GUID& provider, NSP_ROUTINE* routines);

}  // namespace berth::ws2
