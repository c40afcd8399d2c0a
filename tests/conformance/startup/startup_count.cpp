#include "../scenario.h"

// Three WSAStartup, three WSACleanup: only the last ends the use.
SCENARIO_NOT_STARTED(startup_count) {
    WSADATA data;
    for (int i = 0; i < 3; ++i) {
        error("WSAStartup", WSAStartup(MAKEWORD(2, 2), &data));
    }
    for (int i = 0; i < 3; ++i) {
        SOCKET s = made("socket", socket(AF_INET, SOCK_STREAM, 0));
        closesocket(s);
        result("WSACleanup", WSACleanup());
    }
    made("socket", socket(AF_INET, SOCK_STREAM, 0));
    result("WSACleanup", WSACleanup());
    error("WSAStartup", WSAStartup(MAKEWORD(2, 2), &data));
    made("socket", socket(AF_INET, SOCK_STREAM, 0));
    result("WSACleanup", WSACleanup());
}
