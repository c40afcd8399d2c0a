#include "../scenario.h"

// A duplicate keeps the port when the original closes.
#include "port.h"
SCENARIO(port_duplicated) {
    HANDLE port = new_port();
    HANDLE copy = nullptr;
    success("duplicate", DuplicateHandle(GetCurrentProcess(), port, GetCurrentProcess(), &copy, 0,
                                         FALSE, DUPLICATE_SAME_ACCESS));
    post(port, 1);
    success("close", CloseHandle(port));
    take("take by the duplicate", copy);
    success("post by it", post(copy, 2));
    take("take by it", copy);
}
