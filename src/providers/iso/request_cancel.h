// What the generic functions on handles ask of this provider's sockets.
#pragma once

#include "berth/socket_requests.h"

namespace berth::iso {

extern const berth_socket_requests socket_requests;

}  // namespace berth::iso
