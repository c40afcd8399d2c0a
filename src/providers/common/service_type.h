// The service types of a FLOWSPEC.
// https://learn.microsoft.com/windows/win32/api/qos/ns-qos-flowspec
#pragma once

#include "qos.h"

namespace berth::provider {

// The service itself, without the flags; the older SERVICE_ forms are a bit each.
SERVICETYPE service_type(SERVICETYPE given);

}  // namespace berth::provider
