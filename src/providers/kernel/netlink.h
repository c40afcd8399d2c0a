// What the kernel tells of changed addresses, links and routes (rtnetlink).
#pragma once

namespace berth::kernel {

struct NetworkNews {
    bool addresses4 = false;  // addresses that programs can bind to came or went
    bool addresses6 = false;
    bool routes = false;

    bool any() const { return addresses4 || addresses6 || routes; }
};

// A non-blocking descriptor that becomes readable at a change, or -1 with errno set.
int netlink_open();
// Takes everything that it has to tell.
NetworkNews netlink_take(int fd);

}  // namespace berth::kernel
