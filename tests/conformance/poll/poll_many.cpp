#include "../scenario.h"

// Hundreds of sockets, some of them ready.
SCENARIO(poll_many) {
    static WSAPOLLFD polls[300];
    for (int i = 0; i < 300; ++i) {
        polls[i].fd = bound_socket(AF_INET, SOCK_DGRAM);
        polls[i].events = POLLRDNORM;
        if (i % 10 == 0) {
            Address where = name_of(polls[i].fd);
            sendto(polls[i].fd, "x", 1, 0, where.get(), where.length);
            wait_readable(polls[i].fd);
        }
    }
    value("WSAPoll", WSAPoll(polls, 300, 0));
    int wrong = 0;
    for (int i = 0; i < 300; ++i) {
        wrong += (polls[i].revents == POLLRDNORM) != (i % 10 == 0);
    }
    value("wrong", wrong);
}
