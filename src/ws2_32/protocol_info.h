// WSAPROTOCOL_INFO between its narrow and its wide form.
#pragma once

#include "winsock2.h"

namespace berth::ws2 {

WSAPROTOCOL_INFOW protocol_info_widen(const WSAPROTOCOL_INFOA& narrow);
WSAPROTOCOL_INFOA protocol_info_narrow(const WSAPROTOCOL_INFOW& wide);

}  // namespace berth::ws2
