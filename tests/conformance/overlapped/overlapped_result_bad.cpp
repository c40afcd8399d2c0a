#include "../scenario.h"

// WSAGetOverlappedResult of bad sockets.
#include "requests.h"
SCENARIO_INET(overlapped_result_bad) {
    Pair pair = connected_pair(family);
    OVERLAPPED request = {};
    DWORD bytes = 0;
    DWORD flags = 0;
    truth("invalid", WSAGetOverlappedResult(INVALID_SOCKET, &request, &bytes, FALSE, &flags));
    error("invalid", WSAGetLastError());
    truth("ended", WSAGetOverlappedResult(pair.client, &request, &bytes, FALSE, &flags));
}
