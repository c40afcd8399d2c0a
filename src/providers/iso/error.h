// The WSA codes of what TCP says.
#pragma once

namespace berth::iso {

int error_from_errno(int number);

}  // namespace berth::iso
