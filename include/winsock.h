/*
 * Windows Sockets 1.1. A program is recompiled here, so it gets version 2's declarations: the same
 * functions, with version 2's values for the socket options that differ between the two.
 */
#include "winsock2.h"
