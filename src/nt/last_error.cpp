#include "nt/last_error.h"

namespace berth::nt {

constinit thread_local DWORD last_error = 0;

}  // namespace berth::nt
