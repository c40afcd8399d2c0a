#include "../scenario.h"

// An unlimited wait is ended by what another thread sends.
static SOCKET sender;
static void send_one(void*) {
    send(sender, "x", 1, 0);
}
SCENARIO_FAMILIES(poll_wakes) {
    Pair pair = connected_pair(family);
    sender = pair.client;
    Thread thread(send_one, nullptr);
    WSAPOLLFD polls[] = {{pair.listener, POLLRDNORM, 0}, {pair.server, POLLRDNORM, 0}};
    value("WSAPoll", WSAPoll(polls, 2, -1));
    line("%s, %s", poll_flags(polls[0].revents), poll_flags(polls[1].revents));
    truth("ends", thread.join());
}
