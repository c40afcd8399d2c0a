// From errno to the Windows error code of the functions on files, memory and processes.
#pragma once

#include "minwindef.h"

namespace berth::nt {

// ERROR_GEN_FAILURE for what has no counterpart.
DWORD error_from_errno(int number);

}  // namespace berth::nt
