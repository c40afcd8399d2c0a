// What the catalog says of this provider.
#pragma once

#include "winsock2.h"

namespace berth::iso {

// The catalog's entry, without the id that ws2_32 has given it.
const WSAPROTOCOL_INFOW& protocol_find(int protocol);

}  // namespace berth::iso
