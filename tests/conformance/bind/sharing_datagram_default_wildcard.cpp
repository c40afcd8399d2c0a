#include "../scenario.h"

#include "sharing.h"
SCENARIO(sharing_datagram_default_wildcard) {
    sharing_row(SOCK_DGRAM, 0, true);
}
