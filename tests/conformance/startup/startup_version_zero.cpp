#include "../scenario.h"

// A version below the lowest: WSAVERNOTSUPPORTED, returned directly, and nothing is started.
SCENARIO_NOT_STARTED(startup_version_zero) {
    WSADATA data;
    error("0.0", WSAStartup(MAKEWORD(0, 0), &data));
    error("0.9", WSAStartup(MAKEWORD(0, 9), &data));
    made("socket", socket(AF_INET, SOCK_STREAM, 0));
    result("WSACleanup", WSACleanup());
}
