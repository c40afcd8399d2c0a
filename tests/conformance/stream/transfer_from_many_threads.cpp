#include "../scenario.h"

// Two threads each way on one connection: every byte arrives once.
static Pair pair;
static volatile LONG received[2];
static void write_to(void* which) {
    SOCKET s = which == nullptr ? pair.client : pair.server;
    static char block[1000];
    for (int i = 0; i < 200; ++i) {
        send(s, block, sizeof block, 0);
    }
}
static void read_from(void* which) {
    SOCKET s = which == nullptr ? pair.client : pair.server;
    char block[777];
    int got;
    while ((got = recv(s, block, sizeof block, 0)) > 0) {
        InterlockedExchangeAdd(&received[which == nullptr ? 0 : 1], got);
    }
}
SCENARIO_FAMILIES(transfer_from_many_threads) {
    pair = connected_pair(family);
    char token = 0;
    Thread w1(write_to, nullptr), w2(write_to, nullptr), w3(write_to, &token), w4(write_to, &token);
    Thread r1(read_from, nullptr), r2(read_from, nullptr), r3(read_from, &token),
        r4(read_from, &token);
    truth("written", w1.join() && w2.join() && w3.join() && w4.join());
    shutdown(pair.client, SD_SEND);
    shutdown(pair.server, SD_SEND);
    truth("read", r1.join() && r2.join() && r3.join() && r4.join());
    value("client received", received[0]);
    value("server received", received[1]);
}
