#include "../scenario.h"

// A part of a file, from the offset in the structure.
#include "requests.h"
SCENARIO_INET(transmit_file_part) {
    Pair pair = connected_pair(family);
    HANDLE file = CreateFileA("transmit.tmp", GENERIC_READ | GENERIC_WRITE, 0, nullptr,
                              CREATE_ALWAYS, 0, nullptr);
    DWORD written = 0;
    WriteFile(file, "0123456789", 10, &written, nullptr);
    Request request;
    request.Offset = 3;
    TransmitFile(pair.client, file, 4, 0, &request, nullptr, 0);
    outcome("TransmitFile", pair.client, &request);
    receive_text("received", pair.server, 4);
}
