#include "../scenario.h"

// A socket given to a child process: WSADuplicateSocket, the structure through a file,
// CreateProcess.
SCENARIO(duplicate_to_child) {
    FILE* handed = fopen("info.bin", "rb");
    if (handed != nullptr) {
        WSAPROTOCOL_INFOW info;
        size_t got = fread(&info, 1, sizeof info, handed);
        fclose(handed);
        SOCKET s = got == sizeof info
                       ? WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO,
                                    &info, 0, WSA_FLAG_OVERLAPPED)
                       : INVALID_SOCKET;
        if (s != INVALID_SOCKET) {
            send(s, "from the child", 14, 0);
            shutdown(s, SD_SEND);
            closesocket(s);
        }
        return;
    }
    Pair pair = connected_pair(AF_INET);
    char self[1024];
    GetModuleFileNameA(nullptr, self, sizeof self);
    char command[1100];
    snprintf(command, sizeof command, "\"%s\" duplicate_to_child", self);
    STARTUPINFOA startup;
    memset(&startup, 0, sizeof startup);
    startup.cb = sizeof startup;
    PROCESS_INFORMATION child;
    truth("CreateProcess",
          CreateProcessA(nullptr, command, nullptr, nullptr, FALSE, CREATE_SUSPENDED, nullptr,
                         nullptr, &startup, &child) != 0);
    WSAPROTOCOL_INFOW info;
    result("WSADuplicateSocket", WSADuplicateSocketW(pair.server, child.dwProcessId, &info));
    handed = fopen("info.bin", "wb");
    fwrite(&info, 1, sizeof info, handed);
    fclose(handed);
    ResumeThread(child.hThread);
    set_option(pair.client, SOL_SOCKET, SO_RCVTIMEO, 10000);
    receive_text("received", pair.client, 14);
    truth("child ends", WaitForSingleObject(child.hProcess, 10000) == WAIT_OBJECT_0);
}
