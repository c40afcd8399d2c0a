// Network events beside overlapped requests.
#pragma once

#include "../request.h"
#include "network_events.h"
