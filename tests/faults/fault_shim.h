// What the library's calls can be made to do, for the program that arms them.
#pragma once

// The calls, by their names; `memory` is operator new, direct_send and direct_recv are those
// without libc, and an io_uring_transfer is an entry of what io_uring_enter submits.
// clang-format off
#define FAULT_KINDS(X)                                                                        \
    X(socket)                                                                                 \
    X(bind) X(listen) X(accept4) X(connect) X(getsockname) X(getpeername) X(getsockopt)       \
        X(setsockopt) X(send) X(recv) X(sendto) X(recvfrom) X(sendmsg) X(recvmsg) X(sendfile) \
            X(dup3) X(fcntl) X(close) X(poll) X(epoll_create1) X(epoll_ctl) X(epoll_wait)     \
                X(epoll_pwait2) X(eventfd) X(pthread_create) X(memory) X(direct_send)             \
                    X(direct_recv) X(io_uring_setup) X(io_uring_enter) X(io_uring_transfer)
// clang-format on

#ifdef __cplusplus
extern "C" {
#endif
int fault_kinds();
const char* fault_kind_name(int kind);
// From now on calls are counted, and the nth of the kind (from 1; 0: none) fails with the errno.
void fault_arm(int kind, int number, unsigned nth);
unsigned fault_count(int kind);
// How many calls have failed: 0 or 1.
unsigned fault_disarm();
#ifdef __cplusplus
}
#endif
