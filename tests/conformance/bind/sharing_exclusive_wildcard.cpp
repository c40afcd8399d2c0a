#include "../scenario.h"

#include "sharing.h"
SCENARIO(sharing_exclusive_wildcard) {
    sharing_row(SOCK_STREAM, SO_EXCLUSIVEADDRUSE, true);
}
