// Whole strings between UTF-8 and wide: nt's, under this room's names.
#pragma once

#include <string>

#include "crt/utf8.h"
#include "nt/text.h"

namespace berth::crt {

using nt::utf8_from_wide;
using nt::wide_from_utf8;

}  // namespace berth::crt
