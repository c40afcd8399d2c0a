// The addresses in AcceptEx' output buffer.
#pragma once

#include "berth/accept_buffer.h"
#include "providers/kernel/address.h"

namespace berth::kernel {

// `stretch`: where the address' part of the buffer begins.
void accept_address_write(Address address, char* stretch);

}  // namespace berth::kernel
