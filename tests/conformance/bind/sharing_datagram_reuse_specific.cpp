#include "../scenario.h"

#include "sharing.h"
SCENARIO(sharing_datagram_reuse_specific) {
    sharing_row(SOCK_DGRAM, SO_REUSEADDR, false);
}
