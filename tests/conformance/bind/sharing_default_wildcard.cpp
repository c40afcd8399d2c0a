#include "../scenario.h"

#include "sharing.h"
SCENARIO(sharing_default_wildcard) {
    sharing_row(SOCK_STREAM, 0, true);
}
