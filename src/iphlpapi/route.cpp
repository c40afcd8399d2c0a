// What the kernel says about routes, neighbours and counters. Linux headers only (route.h).
#include "iphlpapi/route.h"

#include <arpa/inet.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cinttypes>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

namespace berth::iphlpapi {
namespace {

std::uint64_t number_in(const std::string& file) {
    std::int64_t number = 0;
    std::ifstream(file) >> number;
    return number > 0 ? static_cast<std::uint64_t>(number) : 0;
}

struct RouteQuestion {
    nlmsghdr header;
    rtmsg route;
    rtattr destination_head;
    std::uint8_t rest[16 + sizeof(rtattr) + sizeof(std::uint32_t)];
};

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0)
            close(number_);
    }
    int get() const { return number_; }

  private:
    int number_;
};

}  // namespace

std::vector<Route> route_list() {
    std::vector<Route> all;
    std::ifstream file("/proc/net/route");
    std::string line;
    while (std::getline(file, line)) {
        char name[IF_NAMESIZE + 1] = {};
        unsigned flags = 0, references = 0, uses = 0;
        Route route;
        if (std::sscanf(line.c_str(), "%16s %" SCNx32 " %" SCNx32 " %x %u %u %" SCNu32 " %" SCNx32,
                        name, &route.destination, &route.gateway, &flags, &references, &uses,
                        &route.metric, &route.mask) != 8)
            continue;
        route.interface = if_nametoindex(name);
        all.push_back(route);
    }
    return all;
}

std::vector<Neighbour> neighbour_list() {
    std::vector<Neighbour> all;
    std::ifstream file("/proc/net/arp");
    std::string line;
    std::getline(file, line);  // the heads of the columns
    while (std::getline(file, line)) {
        std::istringstream words(line);
        std::string address, type, flags, physical, mask, name;
        if (!(words >> address >> type >> flags >> physical >> mask >> name))
            continue;
        Neighbour one;
        if (inet_pton(AF_INET, address.c_str(), &one.address) != 1)
            continue;
        const unsigned long bits = std::strtoul(flags.c_str(), nullptr, 16);
        one.complete = bits & ATF_COM;
        one.permanent = bits & ATF_PERM;
        one.interface = if_nametoindex(name.c_str());
        for (std::size_t at = 0; at + 1 < physical.size(); at += 3)
            one.physical_address.push_back(static_cast<std::uint8_t>(
                std::strtoul(physical.substr(at, 2).c_str(), nullptr, 16)));
        all.push_back(one);
    }
    return all;
}

InterfaceCounters interface_counters(const std::string& name) {
    const std::string folder = "/sys/class/net/" + name;
    const std::string counters = folder + "/statistics/";
    InterfaceCounters all;
    all.in_octets = number_in(counters + "rx_bytes");
    all.in_packets = number_in(counters + "rx_packets");
    all.in_errors = number_in(counters + "rx_errors");
    all.in_discards = number_in(counters + "rx_dropped");
    all.in_multicast = number_in(counters + "multicast");
    all.out_octets = number_in(counters + "tx_bytes");
    all.out_packets = number_in(counters + "tx_packets");
    all.out_errors = number_in(counters + "tx_errors");
    all.out_discards = number_in(counters + "tx_dropped");
    constexpr std::uint64_t kMegabit = 1000000;
    all.speed = number_in(folder + "/speed") * kMegabit;
    return all;
}

int route_to(const std::uint8_t* address, bool ipv6, std::uint32_t scope, unsigned& interface,
             std::uint32_t& gateway) {
    const Descriptor netlink(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
    if (netlink.get() < 0)
        return errno;
    const unsigned size = ipv6 ? 16 : 4;
    RouteQuestion question{};
    question.header.nlmsg_type = RTM_GETROUTE;
    question.header.nlmsg_flags = NLM_F_REQUEST;
    question.route.rtm_family = ipv6 ? AF_INET6 : AF_INET;
    question.route.rtm_dst_len = static_cast<unsigned char>(size * 8);
    question.destination_head.rta_type = RTA_DST;
    question.destination_head.rta_len = static_cast<unsigned short>(RTA_LENGTH(size));
    std::memcpy(question.rest, address, size);
    std::size_t used = offsetof(RouteQuestion, rest) + size;
    if (ipv6 && scope != 0) {
        rtattr head{};
        head.rta_type = RTA_OIF;
        head.rta_len = RTA_LENGTH(sizeof scope);
        std::memcpy(question.rest + size, &head, sizeof head);
        std::memcpy(question.rest + size + sizeof head, &scope, sizeof scope);
        used += sizeof head + sizeof scope;
    }
    question.header.nlmsg_len = static_cast<std::uint32_t>(used);
    if (send(netlink.get(), &question, used, 0) < 0)
        return errno;
    alignas(nlmsghdr) char answer[4096];
    const ssize_t length = recv(netlink.get(), answer, sizeof answer, 0);
    if (length < static_cast<ssize_t>(NLMSG_LENGTH(sizeof(rtmsg))))
        return length < 0 ? errno : EPROTO;
    const auto* header = reinterpret_cast<const nlmsghdr*>(answer);
    if (header->nlmsg_type == NLMSG_ERROR) {
        const auto* error = static_cast<const nlmsgerr*>(NLMSG_DATA(header));
        return error->error != 0 ? -error->error : EPROTO;
    }
    interface = 0;
    gateway = 0;
    auto* attribute = RTM_RTA(static_cast<const rtmsg*>(NLMSG_DATA(header)));
    int left = static_cast<int>(RTM_PAYLOAD(header));
    for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
        if (attribute->rta_type == RTA_OIF)
            std::memcpy(&interface, RTA_DATA(attribute), sizeof interface);
        else if (attribute->rta_type == RTA_GATEWAY && !ipv6)
            std::memcpy(&gateway, RTA_DATA(attribute), sizeof gateway);
    }
    return interface != 0 ? 0 : ENETUNREACH;
}

std::map<std::string, std::uint64_t> network_counters() {
    std::map<std::string, std::uint64_t> all;
    std::ifstream ipv4("/proc/net/snmp");
    std::string heads, values;
    while (std::getline(ipv4, heads) && std::getline(ipv4, values)) {
        std::istringstream names(heads), numbers(values);
        std::string prefix, same, name;
        std::int64_t number = 0;
        names >> prefix;
        numbers >> same;
        if (prefix.empty() || prefix != same)
            break;
        prefix.pop_back();  // the colon
        while (names >> name && numbers >> number)
            all[prefix + name] = static_cast<std::uint64_t>(number);
    }
    std::ifstream ipv6("/proc/net/snmp6");
    std::string name;
    std::uint64_t number = 0;
    while (ipv6 >> name >> number)
        all[name] = number;
    return all;
}

}  // namespace berth::iphlpapi
