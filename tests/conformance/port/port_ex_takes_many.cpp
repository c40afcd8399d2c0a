#include "../scenario.h"

// GetQueuedCompletionStatusEx takes what is there, up to its count.
#include "port.h"
SCENARIO(port_ex_takes_many) {
    HANDLE port = new_port();
    for (ULONG_PTR key = 1; key <= 5; ++key)
        post(port, key, static_cast<DWORD>(key) * 10, &overlapped);
    OVERLAPPED_ENTRY entries[4];
    ULONG removed = 0;
    for (int round = 0; round < 3; ++round) {
        success("take", GetQueuedCompletionStatusEx(port, entries, 4, &removed, 0, FALSE));
        if (round == 2)
            break;
        value("removed", removed);
        for (ULONG i = 0; i < removed; ++i)
            line("key %I64u, bytes %lu, overlapped %s",
                 static_cast<unsigned long long>(entries[i].lpCompletionKey),
                 static_cast<unsigned long>(entries[i].dwNumberOfBytesTransferred),
                 entries[i].lpOverlapped == &overlapped ? "ours" : "another");
    }
}
