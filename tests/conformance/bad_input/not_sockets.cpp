#include "../scenario.h"

// Handles of another kind are no sockets.
SCENARIO(not_sockets) {
    HANDLE file = CreateFileA("plain.txt", GENERIC_READ | GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS,
                              0, nullptr);
    truth("file", file != INVALID_HANDLE_VALUE);
    char byte = 'x';
    result("send to a file", send((SOCKET)file, &byte, 1, 0));
    result("listen on a file", listen((SOCKET)file, 5));
    result("closesocket of a file", closesocket((SOCKET)file));
    truth("the file lives", CloseHandle(file) != 0);
    result("send to standard output", send((SOCKET)1, &byte, 1, 0));
    result("closesocket of standard output", closesocket((SOCKET)1));
}
