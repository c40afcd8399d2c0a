// What /proc says about sockets. Linux headers only (connections.h).
#include "iphlpapi/connections.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <unordered_map>

namespace berth::iphlpapi {
namespace {

using Folder = std::unique_ptr<DIR, int (*)(DIR*)>;

// The kernel's numbers of states, in its order from 1, as MIB_TCP_STATEs.
constexpr unsigned kStates[] = {0, 5, 3, 4, 6, 7, 11, 1, 8, 10, 2, 9, 4};
constexpr unsigned kClosed = 1;

// "0100007F:1F90": 32-bit words as the CPU has them, and the port.
bool endpoint_parse(const std::string& text, EndpointAddress& endpoint, bool& ipv6) {
    const std::size_t colon = text.find(':');
    if (colon != 8 && colon != 32)
        return false;
    ipv6 = colon == 32;
    for (std::size_t at = 0; at < colon; at += 8) {
        const auto word =
            static_cast<std::uint32_t>(std::strtoul(text.substr(at, 8).c_str(), nullptr, 16));
        std::memcpy(endpoint.bytes + at / 2, &word, sizeof word);
    }
    endpoint.port =
        htons(static_cast<std::uint16_t>(std::strtoul(text.c_str() + colon + 1, nullptr, 16)));
    return true;
}

bool is_mapped(const EndpointAddress& endpoint) {
    static constexpr std::uint8_t kPrefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    return std::memcmp(endpoint.bytes, kPrefix, sizeof kPrefix) == 0;
}

void unmap(EndpointAddress& endpoint) {
    std::uint8_t ipv4[4];
    std::memcpy(ipv4, endpoint.bytes + 12, 4);
    std::memset(endpoint.bytes, 0, 16);
    std::memcpy(endpoint.bytes, ipv4, 4);
}

void file_read(const std::string& path, bool ipv6_wanted, std::vector<Connection>& all) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);  // the heads of the columns
    while (std::getline(file, line)) {
        std::istringstream words(line);
        std::string number, local, remote, state, queues, timer, retransmits, user, timeout;
        Connection one;
        bool ipv6 = false;
        if (!(words >> number >> local >> remote >> state >> queues >> timer >> retransmits >>
              user >> timeout >> one.inode) ||
            !endpoint_parse(local, one.local, ipv6) || !endpoint_parse(remote, one.remote, ipv6))
            continue;
        if (ipv6 && is_mapped(one.local)) {
            ipv6 = false;
            unmap(one.local);
            unmap(one.remote);
        }
        if (ipv6 != ipv6_wanted)
            continue;
        const unsigned long code = std::strtoul(state.c_str(), nullptr, 16);
        one.state = code < std::size(kStates) ? kStates[code] : kClosed;
        all.push_back(one);
    }
}

// Which process holds a socket, by the links in /proc/PID/fd.
std::unordered_map<std::uint64_t, std::uint32_t> owners() {
    std::unordered_map<std::uint64_t, std::uint32_t> found;
    const Folder processes(opendir("/proc"), closedir);
    while (const dirent* process = processes ? readdir(processes.get()) : nullptr) {
        const auto id = static_cast<std::uint32_t>(std::strtoul(process->d_name, nullptr, 10));
        if (id == 0)
            continue;
        const std::string path = std::string("/proc/") + process->d_name + "/fd";
        const Folder descriptors(opendir(path.c_str()), closedir);
        while (const dirent* descriptor = descriptors ? readdir(descriptors.get()) : nullptr) {
            char link[64];
            const ssize_t length =
                readlinkat(dirfd(descriptors.get()), descriptor->d_name, link, sizeof link - 1);
            static constexpr std::size_t kPrefix = 8;  // "socket:["
            if (length <= static_cast<ssize_t>(kPrefix))
                continue;
            link[length] = 0;
            if (std::strncmp(link, "socket:[", kPrefix) == 0)
                found.emplace(std::strtoull(link + kPrefix, nullptr, 10), id);
        }
    }
    return found;
}

}  // namespace

std::vector<Connection> connection_list(ConnectionProtocol protocol, bool ipv6, bool with_process) {
    std::vector<Connection> all;
    const std::string path =
        protocol == ConnectionProtocol::kTcp ? "/proc/net/tcp" : "/proc/net/udp";
    if (!ipv6)
        file_read(path, ipv6, all);
    file_read(path + "6", ipv6, all);
    if (with_process) {
        const std::unordered_map<std::uint64_t, std::uint32_t> processes = owners();
        for (Connection& one : all)
            if (const auto owner = processes.find(one.inode); owner != processes.end())
                one.process = owner->second;
    }
    return all;
}

}  // namespace berth::iphlpapi
