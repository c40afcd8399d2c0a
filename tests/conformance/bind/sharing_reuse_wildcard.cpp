#include "../scenario.h"

#include "sharing.h"
SCENARIO(sharing_reuse_wildcard) {
    sharing_row(SOCK_STREAM, SO_REUSEADDR, true);
}
