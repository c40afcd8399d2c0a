#include "providers/kernel/option_rare.h"

#include <cstring>
#include <mutex>
#include <new>
#include <unordered_map>

#include "nt/futex.h"
#include "nt/lasting.h"
#include "providers/kernel/address.h"
#include "providers/kernel/error_queue.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/option_call.h"

namespace berth::kernel {
namespace {

// By the sockets' serial numbers.
constinit nt::FutexMutex rare_lock;
std::unordered_map<uint64_t, RareOptions>& all() {
    // Never destroyed: sockets may be closed later than that.
    static nt::Lasting<std::unordered_map<uint64_t, RareOptions>> lasting;
    return lasting.get();
}

void icmp_errors_queue(const Socket& socket, int on) {
    lnx::sys_setsockopt(socket.fd, lnx::kIpProtoIp, lnx::kIpRecvErr, &on, sizeof on);
    if (socket.family == AF_INET6)
        lnx::sys_setsockopt(socket.fd, lnx::kIpProtoIpv6, lnx::kIpv6RecvErr, &on, sizeof on);
}

}  // namespace

RareOptions rare_options(const Socket& socket) {
    if (!socket.kept.get(Kept::rarely_kept))
        return {};
    const std::lock_guard guard(rare_lock);
    const auto found = all().find(socket.serial);
    return found == all().end() ? RareOptions{} : found->second;
}

int rare_options_store(Socket& socket, const RareOptions& options) try {
    const std::lock_guard guard(rare_lock);
    all()[socket.serial] = options;
    socket.kept.set(Kept::rarely_kept, 1);
    return 0;
} catch (const std::bad_alloc&) {
    return WSAENOBUFS;
}

void rare_options_forget(const Socket& socket) {
    const std::lock_guard guard(rare_lock);
    all().erase(socket.serial);
}

// "If an ICMP error was received, its info will be available until connect is called again."
void icmp_error_await(Socket& socket) {
    if (rare_options(socket).icmp_failed)
        rare_options_change(socket, [](RareOptions& rare) { rare.icmp_failed = false; });
    error_queue_drain(socket.fd);
    icmp_errors_queue(socket, 1);
}

int icmp_error_settle(Socket& socket, int code) {
    const QueuedErrors queued = error_queue_drain(socket.fd);
    // From here on an error of that kind is none of the connection's, as ever.
    icmp_errors_queue(socket, 0);
    if (code == 0 || !queued.icmp)
        return code;
    rare_options_change(socket, [&](RareOptions& rare) {
        rare.icmp_failed = true;
        rare.icmp = {};
        rare.icmp.protocol = queued.icmp == AF_INET6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
        rare.icmp.type = queued.icmp_type;
        rare.icmp.code = queued.icmp_code;
        Address from = queued.icmp_from;
        int length = sizeof rare.icmp.srcaddress;
        address_write(from, reinterpret_cast<sockaddr*>(&rare.icmp.srcaddress), &length);
    });
    return WSAEHOSTUNREACH;
}

namespace option_call {

// "If queried successfully and the returned optlen value is 0, then no ICMP error has been received
// since the last connect call."
int icmp_error_get(Socket& socket, const Option&, char* value, int* length) {
    if (!socket.kept.get(Kept::fail_connect_on_icmp))
        return WSAEINVAL;
    if (*length < static_cast<int>(sizeof(ICMP_ERROR_INFO)))
        return WSAEFAULT;
    const RareOptions rare = rare_options(socket);
    *length = rare.icmp_failed ? static_cast<int>(sizeof rare.icmp) : 0;
    if (rare.icmp_failed)
        std::memcpy(value, &rare.icmp, sizeof rare.icmp);
    return 0;
}

}  // namespace option_call
}  // namespace berth::kernel
