#include "rio.h"

// SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER.
SCENARIO(rio_functions) {
#ifdef HAVE_RIO
    SOCKET s = new_socket(AF_INET);
    GUID id = WSAID_MULTIPLE_RIO;
    GUID other = WSAID_ACCEPTEX;
    RIO_EXTENSION_FUNCTION_TABLE table = {};
    DWORD got = 0;
    const DWORD code = SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER;
    result("functions",
           WSAIoctl(s, code, &id, sizeof id, &table, sizeof table, &got, nullptr, nullptr));
    truth("all of the table", got == sizeof table && table.cbSize == sizeof table);
    truth("the last is there", table.RIOResizeRequestQueue != nullptr);
    result("another identifier",
           WSAIoctl(s, code, &other, sizeof other, &table, sizeof table, &got, nullptr, nullptr));
    result("too small a table",
           WSAIoctl(s, code, &id, sizeof id, &table, sizeof table - 1, &got, nullptr, nullptr));
    result("no identifier",
           WSAIoctl(s, code, nullptr, 0, &table, sizeof table, &got, nullptr, nullptr));
#else
    skip("these headers have no Registered I/O");
#endif
}
