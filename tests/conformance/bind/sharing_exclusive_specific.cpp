#include "../scenario.h"

#include "sharing.h"
SCENARIO(sharing_exclusive_specific) {
    sharing_row(SOCK_STREAM, SO_EXCLUSIVEADDRUSE, false);
}
