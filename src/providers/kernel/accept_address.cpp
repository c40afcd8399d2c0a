#include "providers/kernel/accept_address.h"

#include <cstring>

namespace berth::kernel {

void accept_address_write(Address address, char* stretch) {
    family_patch(address.bytes, address.length);
    const int length = static_cast<int>(address.length);
    std::memcpy(stretch, &length, sizeof length);
    std::memcpy(stretch + BERTH_ACCEPT_ADDRESS, address.bytes, address.length);
}

}  // namespace berth::kernel
