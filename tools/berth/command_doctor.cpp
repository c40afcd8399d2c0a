// berth doctor: what this machine allows, and what to do about the rest.
#include <fcntl.h>
#include <fmt/core.h>
#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "commands.h"
#include "providers/kernel/syn_queue.h"
#include "providers/kernel/syn_rule.h"

namespace berth::tool {
namespace {

/// One line of the report. Empty advice: nothing is to be done. Optional: nor need it be.
struct Finding {
    std::string what;
    std::string state;
    std::string advice;
    bool optional = false;
};

template <typename T>
T number_in(const char* path, T otherwise) {
    std::ifstream file(path);
    T value{};
    return file >> value ? value : otherwise;
}

std::string word_in(const char* path) {
    std::ifstream file(path);
    std::string word;
    file >> word;
    return word;
}

bool has_capability(unsigned capability) {
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("CapEff:"))
            return (std::stoull(line.substr(7), nullptr, 16) >> capability) & 1;
    }
    return false;
}

Finding kernel() {
    utsname name{};
    uname(&name);
    return {"kernel", fmt::format("{} {}", name.sysname, name.release), ""};
}

Finding io_uring() {
    std::array<char, 120> parameters{};  // struct io_uring_params
    const long ring = syscall(SYS_io_uring_setup, 1, parameters.data());
    if (ring >= 0) {
        close(static_cast<int>(ring));
        return {"io_uring", "yes", ""};
    }
    const bool absent = errno == ENOSYS;
    return {
        "io_uring", fmt::format("no ({})", std::strerror(errno)),
        absent
            ? "Registered I/O makes plain system calls: a kernel from 5.1 on, built with it, "
              "makes fewer"
            : "Registered I/O makes plain system calls: allow it with kernel.io_uring_disabled=0 "
              "and, in a container, a seccomp profile that lets io_uring_setup pass"};
}

Finding privilege(const char* name, unsigned capability, const char* container) {
    if (has_capability(capability))
        return {name, "yes", ""};
    return {name, "no",
            fmt::format("SO_CONDITIONAL_ACCEPT leaves the handshake to the kernel: run as root, or "
                        "with `setcap {}=ep PROGRAM`, or `docker run --cap-add {}`",
                        capability == CAP_NET_RAW ? "cap_net_raw" : "cap_net_admin", container)};
}

Finding netfilter_queue() {
    kernel::SynQueue queue;
    int error = queue.open(1);
    kernel::SynRule rule;
    if (error == 0) {
        kernel::SynRuleMatch match;
        match.queue = queue.number();
        error = rule.add(match);
    }
    if (error == 0)
        return {"netfilter queue",
                fmt::format("yes, by {}", kernel::syn_rule_kind_name(rule.kind())), ""};
    return {"netfilter queue", fmt::format("no ({})", std::strerror(error)),
            error == EPERM
                ? "SO_CONDITIONAL_ACCEPT leaves the handshake to the kernel: see CAP_NET_ADMIN"
                : "SO_CONDITIONAL_ACCEPT leaves the handshake to the kernel: it needs "
                  "nfnetlink_queue, and nftables' queue or iptables' NFQUEUE (install "
                  "iptables, load nft_queue or xt_NFQUEUE)"};
}

Finding descriptors() {
    constexpr rlim_t kEnough = 4096;
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    // WSAStartup raises the soft limit to the hard one.
    const bool unlimited = limit.rlim_max == RLIM_INFINITY;
    return {"descriptors", unlimited ? "unlimited" : fmt::format("{}", limit.rlim_max),
            limit.rlim_max >= kEnough ? ""
                                      : "a socket is one: raise the hard limit with "
                                        "LimitNOFILE= or `docker run --ulimit nofile=65536`"};
}

Finding backlog() {
    constexpr long kEnough = 1024;
    const long most = number_in("/proc/sys/net/core/somaxconn", 0L);
    return {"net.core.somaxconn", fmt::format("{}", most),
            most >= kEnough ? ""
                            : "the longest backlog, whatever listen asks for: `sysctl -w "
                              "net.core.somaxconn=4096`"};
}

Finding low_ports() {
    constexpr long kIsoPort = 102;
    const long first = number_in("/proc/sys/net/ipv4/ip_unprivileged_port_start", 1024L);
    const bool allowed = has_capability(CAP_NET_BIND_SERVICE) || first <= kIsoPort;
    return {"ports below 1024", allowed ? "yes" : fmt::format("from {} on", first),
            allowed ? ""
                    : "bind says WSAEACCES: `sysctl -w net.ipv4.ip_unprivileged_port_start=0`, or "
                      "`setcap cap_net_bind_service=ep PROGRAM`"};
}

Finding ipv6() {
    const int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0)
        close(fd);
    const bool disabled = number_in("/proc/sys/net/ipv6/conf/all/disable_ipv6", 0) != 0;
    return {"IPv6", fd >= 0 && !disabled ? "yes" : "no",
            fd >= 0 && !disabled
                ? ""
                : "`sysctl -w net.ipv6.conf.all.disable_ipv6=0`, where it is wanted"};
}

Finding datagram_pacing() {
    if (word_in("/proc/sys/net/core/default_qdisc") == "fq")
        return {"pacing", "TCP and UDP", ""};
    return {"pacing", "TCP",
            "a flow's rate paces UDP only where its interface has the fq discipline: `tc qdisc "
            "replace dev IFACE root fq`",
            true};
}

Finding rules_left_over() {
    const size_t count = kernel::syn_rules_left_over(true, false).size();
    return {"rules left over", fmt::format("{}", count),
            count == 0
                ? ""
                : "of servers that were killed; harmless, and removed by `berth doctor --clean`"};
}

int report() {
    int missing = 0;
    for (const Finding& finding :
         {kernel(), io_uring(), privilege("CAP_NET_ADMIN", CAP_NET_ADMIN, "NET_ADMIN"),
          privilege("CAP_NET_RAW", CAP_NET_RAW, "NET_RAW"), netfilter_queue(), rules_left_over(),
          descriptors(), backlog(), low_ports(), ipv6(), datagram_pacing()}) {
        const bool good = finding.advice.empty();
        const char* const mark = good ? "ok  " : finding.optional ? "note" : "look";
        fmt::print("{} {}: {}{}{}\n", mark, finding.what, finding.state, good ? "" : "; ",
                   finding.advice);
        missing += good || finding.optional ? 0 : 1;
    }
    return missing == 0 ? 0 : 1;
}

int clean() {
    for (const std::string& rule : kernel::syn_rules_left_over(true, true))
        fmt::print("removed: {}\n", rule);
    const size_t rest = kernel::syn_rules_left_over(true, false).size();
    if (rest == 0)
        return 0;
    fmt::print(stderr, "berth: error: {} rules are left, which takes CAP_NET_ADMIN\n", rest);
    return 1;
}

}  // namespace

int command_doctor(const Arguments& arguments) {
    if (arguments.empty())
        return report();
    if (arguments.size() == 1 && arguments[0] == "--clean")
        return clean();
    const bool help = arguments[0] == "--help";
    fmt::print(help ? stdout : stderr,
               "usage: berth doctor [--clean]\n"
               "Tells what this machine allows; exit code 1 where something is to be done.\n"
               "--clean removes the netfilter rules of servers that were killed.\n");
    return help ? 0 : 2;
}

}  // namespace berth::tool
