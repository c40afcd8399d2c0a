// What these scenarios share with the other overlapped ones.
#pragma once

#include "../request.h"
