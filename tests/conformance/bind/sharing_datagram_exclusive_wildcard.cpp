#include "../scenario.h"

#include "sharing.h"
SCENARIO(sharing_datagram_exclusive_wildcard) {
    sharing_row(SOCK_DGRAM, SO_EXCLUSIVEADDRUSE, true);
}
