/* What Microsoft's C runtime headers share: errno_t, rsize_t, _countof. */
#ifndef BERTH_CORECRT_H
#define BERTH_CORECRT_H
#include "berth/crt_types.h"
#include "berth/crt_invalid.h"
#endif
