#include "nt/last_error.h"

namespace berth::nt {

thread_local DWORD last_error = 0;

}  // namespace berth::nt
