// Registered I/O: the functions of RIO_EXTENSION_FUNCTION_TABLE.
#pragma once

#include "winsock2.h"
#include "mswsock.h"

namespace berth::kernel {

extern const RIO_EXTENSION_FUNCTION_TABLE rio_functions;

}  // namespace berth::kernel
