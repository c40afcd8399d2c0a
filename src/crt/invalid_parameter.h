// The one way in which this room reports an argument that the documentation forbids.
#pragma once

#include <cerrno>

#include "berth/crt_types.h"

namespace berth::crt {

// Sets errno to `error`, calls the invalid parameter handler, and returns `error` where that
// returns.
int invalid_parameter(const char* function, int error);

}  // namespace berth::crt
