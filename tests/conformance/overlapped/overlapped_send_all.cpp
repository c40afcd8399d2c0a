#include "../scenario.h"

// A send of eight megabytes completes once, with all of them.
#include "requests.h"
SCENARIO_INET(overlapped_send_all) {
    Pair pair = connected_pair(family);
    Request request;
    const int size = 8 << 20;
    char* data = static_cast<char*>(calloc(1, size));
    send_out(pair.client, data, size, &request);
    shutdown(pair.client, SD_SEND);
    long long seen = 0;
    char part[65536];
    for (int got = recv(pair.server, part, sizeof part, 0); got > 0;
         got = recv(pair.server, part, sizeof part, 0))
        seen += got;
    value("received", seen);
    outcome("send", pair.client, &request);
    free(data);
}
