// From errno to the Winsock codes.
#pragma once

namespace berth::kernel {

// The code for this errno where nothing more is known of the call that failed.
int error_from_errno(int number);

}  // namespace berth::kernel
