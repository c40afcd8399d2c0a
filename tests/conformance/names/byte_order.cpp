#include "../scenario.h"

SCENARIO(byte_order) {
    line("%08x", htons(0x1234));
    line("%08x", ntohs(0x3412));
    line("%08lx", (unsigned long)htonl(0x12345678));
    line("%08lx", (unsigned long)ntohl(0x78563412));
    SOCKET s = new_socket(AF_INET);
    u_short small_number = 0;
    u_long number = 0;
    result("WSAHtons", WSAHtons(s, 0x1234, &small_number));
    line("%04x", small_number);
    result("WSAHtonl", WSAHtonl(s, 0x12345678, &number));
    line("%08lx", (unsigned long)number);
    result("WSANtohs", WSANtohs(s, 0x3412, &small_number));
    line("%04x", small_number);
    result("WSANtohl, NULL", WSANtohl(s, 1, nullptr));
    result("WSAHtons, not a socket", WSAHtons(INVALID_SOCKET, 1, &small_number));
}
