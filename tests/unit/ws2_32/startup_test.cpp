// What WSAStartup does to the process.
#include <sys/resource.h>

#include "winsock2.h"

namespace {

TEST(Startup, RaisesTheSoftLimitOfDescriptors) {
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit small = before;
    small.rlim_cur = before.rlim_max / 2;
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &small), 0);
    WSADATA data;
    ASSERT_EQ(WSAStartup(MAKEWORD(2, 2), &data), 0);
    rlimit now{};
    getrlimit(RLIMIT_NOFILE, &now);
    EXPECT_EQ(now.rlim_cur, std::min<rlim_t>(before.rlim_max, 1 << 20));
    EXPECT_EQ(now.rlim_max, before.rlim_max);
    WSACleanup();
    setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace
