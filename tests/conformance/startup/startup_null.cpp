#include "../scenario.h"

// WSAEFAULT, "The lpWSAData parameter is not a valid pointer."
SCENARIO_NOT_STARTED(startup_null) {
    error("WSAStartup", WSAStartup(MAKEWORD(2, 2), nullptr));
    made("socket", socket(AF_INET, SOCK_STREAM, 0));
}
