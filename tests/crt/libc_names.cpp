// After the prelude and any standard header Winsock's names are free.
#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <iostream>
#include <mutex>
#include <random>
#include <regex>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/types.h>
#include <thread>
#include <unistd.h>

#ifdef FD_SETSIZE
#error "FD_SETSIZE is the program's to define"
#endif
typedef unsigned int u_long;
typedef struct fd_set {
    int count;
} fd_set;
extern "C" int select(int, fd_set*) __asm__("some_select");
extern "C" int gethostname(char*, int) __asm__("some_gethostname");

int main() {
    using namespace std::placeholders;
    auto add = std::bind([](int a, int b) { return a + b; }, _1, 2);
    std::thread thread([] {});
    thread.join();
    return add(1) == 3 && sizeof(u_long) == 4 && sizeof(timeval) == 16 ? 0 : 1;
}
