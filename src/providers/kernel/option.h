// The socket options: one row of a table for each (option.cpp).
#pragma once

#include <cstdint>

#include "providers/kernel/option_kept.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

enum class OptionForm : uint8_t {
    flag,        // BOOL; Windows is content with one byte
    whole_flag,  // BOOL, nothing shorter: its page says so
    octet,       // 0 to 255; one byte will do, too
    number,      // DWORD, nothing shorter
    opaque       // a structure: the row's own functions see the caller's buffer
};

struct Option;
// Each returns 0 or a WSA code.
using OptionGet = int (*)(Socket& socket, const Option& option, int* value);
using OptionSet = int (*)(Socket& socket, const Option& option, int value);
// `length` is not negative and `value` is mapped that far.
using OptionGetOpaque = int (*)(Socket& socket, const Option& option, char* value, int* length);
using OptionSetOpaque = int (*)(Socket& socket, const Option& option, const char* value,
                                int length);

// Where the value lives. Without functions of its own a row with a Linux option is that option, and
// a row without one is what KeptOptions holds.
struct OptionPlace {
    int linux_level = -1;
    int linux_name = -1;
    Kept kept = Kept::count;
    OptionGet get = nullptr;
    OptionSet set = nullptr;
    OptionGetOpaque get_opaque = nullptr;
    OptionSetOpaque set_opaque = nullptr;
};

struct Option {
    static constexpr uint8_t kGet = 1, kSet = 2, kGetSet = 3;
    static constexpr uint8_t kStream = 1, kDatagram = 2, kRaw = 4, kMessages = 6, kAnyType = 7;
    static constexpr uint8_t kInet = 1, kInet6 = 2, kUnix = 4, kIp = 3, kAnyFamily = 7;

    int level;
    int name;
    OptionForm form;
    uint8_t access;
    uint8_t types;
    uint8_t families;
    OptionPlace place;
};

inline bool option_is_flag(const Option& option) {
    return option.form == OptionForm::flag || option.form == OptionForm::whole_flag;
}
// Four bytes at least.
inline bool option_is_whole(const Option& option) {
    return option.form == OptionForm::number || option.form == OptionForm::whole_flag;
}

// One of the bits of Option::types, or ::families, for Windows' number.
uint8_t option_type_bit(int type);
uint8_t option_family_bit(int family);

// The row for an option that this socket has. 0, WSAEINVAL (no such level, or an option of IP that
// is for sockets of another type) or WSAENOPROTOOPT.
int option_find(const Socket& socket, int level, int name, uint8_t access, const Option** option);

// The option as the kernel keeps it. 0 or a WSA code.
int option_kernel_get(const Socket& socket, int linux_level, int linux_name, int* value);
int option_kernel_set(const Socket& socket, int linux_level, int linux_name, int value);

// Whether some option asks for the control information that this option of Linux' brings.
bool option_ancillary_wanted(const Socket& socket, int linux_level, int linux_name);

}  // namespace berth::kernel
