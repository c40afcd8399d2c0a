#include "../scenario.h"

// A blocking send takes all it was given, however large, while the other end reads.
static SOCKET server;
static long long total;
static bool intact;
static void receive(void*) {
    static char block[65536];
    total = 0;
    intact = true;
    int got;
    while ((got = recv(server, block, sizeof block, 0)) > 0) {
        for (int i = 0; i < got; ++i) {
            intact = intact && block[i] == (char)((total + i) % 251);
        }
        total += got;
    }
    if (got < 0) {
        error("recv", WSAGetLastError());
    }
}
SCENARIO_FAMILIES(send_large) {
    Pair pair = connected_pair(family);
    server = pair.server;
    Thread thread(receive, nullptr);
    const int size = 8 * 1024 * 1024;
    char* data = (char*)malloc(size);
    for (int i = 0; i < size; ++i) {
        data[i] = (char)(i % 251);
    }
    value("send", send(pair.client, data, size, 0));
    shutdown(pair.client, SD_SEND);
    truth("ends", thread.join());
    value("received", total);
    truth("intact", intact);
    free(data);
}
