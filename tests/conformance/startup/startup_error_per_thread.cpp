#include "../scenario.h"

// Each thread has its own last error; a success leaves it alone.
static int seen;
static void look(void*) {
    seen = WSAGetLastError();
    socket(AF_INET, 77, 0);
}
SCENARIO(startup_error_per_thread) {
    WSASetLastError(WSAEDQUOT);
    Thread thread(look, nullptr);
    thread.join();
    error("the new thread's", seen);
    error("ours", WSAGetLastError());
    SetLastError(ERROR_ACCESS_DENIED);
    error("by SetLastError", WSAGetLastError());
}
