// The functions that SIO_GET_EXTENSION_FUNCTION_POINTER hands out.
#pragma once

#include "winsock2.h"

namespace berth::iso {

// Null: there is none of that name.
const void* extension_find(const GUID& id);

}  // namespace berth::iso
