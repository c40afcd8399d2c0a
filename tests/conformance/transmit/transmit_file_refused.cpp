#include "../scenario.h"

// What TransmitFile refuses.
#include "requests.h"
SCENARIO_INET(transmit_file_refused) {
    Pair pair = connected_pair(family);
    HANDLE file = CreateFileA("transmit.tmp", GENERIC_READ | GENERIC_WRITE, 0, nullptr,
                              CREATE_ALWAYS, 0, nullptr);
    DWORD written = 0;
    WriteFile(file, "0123456789", 10, &written, nullptr);
    Request request;
    started_ex("reuse alone",
               TransmitFile(pair.client, file, 0, 0, &request, nullptr, TF_REUSE_SOCKET));
    started_ex("datagrams",
               TransmitFile(bound_socket(family, SOCK_DGRAM), file, 0, 0, &request, nullptr, 0));
    started_ex("not connected", TransmitFile(new_socket(family), file, 0, 0, &request, nullptr, 0));
    request.Offset = 11;
    started_ex("beyond the end", TransmitFile(pair.client, file, 0, 0, &request, nullptr, 0));
    request.Offset = 0;
    shutdown(pair.client, SD_SEND);
    started_ex("shut down", TransmitFile(pair.client, file, 0, 0, &request, nullptr, 0));
}
