#include "../scenario.h"

// Memory before and after the file, and then the end.
#include "requests.h"
SCENARIO_INET(transmit_file_head_and_tail) {
    Pair pair = connected_pair(family);
    HANDLE file = CreateFileA("transmit.tmp", GENERIC_READ | GENERIC_WRITE, 0, nullptr,
                              CREATE_ALWAYS, 0, nullptr);
    DWORD written = 0;
    WriteFile(file, "0123456789", 10, &written, nullptr);
    Request request;
    char head[] = "head";
    char tail[] = "tail";
    TRANSMIT_FILE_BUFFERS buffers = {head, 4, tail, 4};
    TransmitFile(pair.client, file, 0, 0, &request, &buffers, TF_DISCONNECT);
    outcome("TransmitFile", pair.client, &request);
    receive_text("received", pair.server, 100);
}
