// Names that stand for numbers from 0xC000 on, case apart: classes, registered messages,
// properties.
#pragma once

#include <string_view>

#include "minwindef.h"

namespace berth::user32 {

inline constexpr ATOM kFirstAtom = 0xC000;

// The name's atom, made where it is missing; 0: none is left, or memory is short. Names stay.
ATOM atom_add(std::wstring_view name);
// 0: no such name.
ATOM atom_find(std::wstring_view name);

}  // namespace berth::user32
