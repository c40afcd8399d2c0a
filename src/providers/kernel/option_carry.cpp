#include "providers/kernel/option_carry.h"

#include <cstring>

#include "providers/kernel/linux.h"
#include "providers/kernel/linux_option.h"

namespace berth::kernel {

namespace {

struct Carried {
    int level, name;
};

constexpr Carried kEach[] = {
    {lnx::kSolSocket, lnx::kSoKeepAlive},     {lnx::kSolSocket, lnx::kSoLinger},
    {lnx::kSolSocket, lnx::kSoOobInline},     {lnx::kSolSocket, lnx::kSoDontRoute},
    {lnx::kSolSocket, lnx::kSoRcvTimeo},      {lnx::kSolSocket, lnx::kSoSndTimeo},
    {lnx::kIpProtoTcp, lnx::kTcpNoDelay},     {lnx::kIpProtoTcp, lnx::kTcpKeepIdle},
    {lnx::kIpProtoTcp, lnx::kTcpKeepIntvl},   {lnx::kIpProtoTcp, lnx::kTcpKeepCnt},
    {lnx::kIpProtoTcp, lnx::kTcpUserTimeout}, {lnx::kIpProtoIp, lnx::kIpTos},
    {lnx::kIpProtoIp, lnx::kIpTtl},           {lnx::kIpProtoIpv6, lnx::kIpv6UnicastHops},
    {lnx::kIpProtoIpv6, lnx::kIpv6TClass},
};

void buffer_carry(const Socket& kept, Kept which, int name, int to) {
    const int size = kept.kept.get(which);
    if (size != KeptOptions::kNotSet)
        lnx::sys_setsockopt(to, lnx::kSolSocket, name, &size, sizeof size);
}

}  // namespace

bool option_is_carried(int level, int name) {
    if (level != SOL_SOCKET)
        return true;
    switch (name) {
        case SO_KEEPALIVE:
        case SO_LINGER:
        case SO_DONTLINGER:
        case SO_OOBINLINE:
        case SO_DONTROUTE:
        case SO_RCVTIMEO:
        case SO_SNDTIMEO:
            return true;
        default:
            return false;
    }
}

// An option that one of them does not have is passed over.
void options_carry(const Socket& kept, int from, int to) {
    for (const Carried& option : kEach) {
        char now[16];
        char then[16];
        unsigned length = sizeof now;
        unsigned to_length = sizeof then;
        if (lnx::sys_getsockopt(from, option.level, option.name, now, &length) != 0 ||
            lnx::sys_getsockopt(to, option.level, option.name, then, &to_length) != 0 ||
            (length == to_length && std::memcmp(now, then, length) == 0))
            continue;
        lnx::sys_setsockopt(to, option.level, option.name, now, length);
    }
    buffer_carry(kept, Kept::send_buffer, lnx::kSoSndBuf, to);
    buffer_carry(kept, Kept::receive_buffer, lnx::kSoRcvBuf, to);
}

}  // namespace berth::kernel
