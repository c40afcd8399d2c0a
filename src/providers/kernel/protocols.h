// The protocols that this provider brings to the catalog.
#pragma once

#include "winsock2.h"

namespace berth::kernel {

// The protocol of a socket with these properties, or null. `catalog_entry_id` is not filled in.
const WSAPROTOCOL_INFOW* protocol_find(int family, int type, int protocol);

// The catalog's own entry for it: what is installed, with its id. 0 or a WSA code.
int protocol_catalog_entry(const WSAPROTOCOL_INFOW& protocol, WSAPROTOCOL_INFOW* entry);
int protocol_catalog_entry(DWORD catalog_entry_id, WSAPROTOCOL_INFOW* entry);

}  // namespace berth::kernel
