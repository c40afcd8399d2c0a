#include "../scenario.h"

#include "sharing.h"
SCENARIO(sharing_reuse_specific) {
    sharing_row(SOCK_STREAM, SO_REUSEADDR, false);
}
