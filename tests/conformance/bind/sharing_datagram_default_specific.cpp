#include "../scenario.h"

#include "sharing.h"
SCENARIO(sharing_datagram_default_specific) {
    sharing_row(SOCK_DGRAM, 0, false);
}
