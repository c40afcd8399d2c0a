#include "../scenario.h"

#include "sharing.h"
SCENARIO(sharing_default_specific) {
    sharing_row(SOCK_STREAM, 0, false);
}
