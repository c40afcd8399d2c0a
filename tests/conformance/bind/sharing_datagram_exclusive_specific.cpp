#include "../scenario.h"

#include "sharing.h"
SCENARIO(sharing_datagram_exclusive_specific) {
    sharing_row(SOCK_DGRAM, SO_EXCLUSIVEADDRUSE, false);
}
