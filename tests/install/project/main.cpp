#include <winsock2.h>
#include <stdio.h>

int main() {
    WSADATA data;
    const int error = WSAStartup(MAKEWORD(2, 2), &data);
    printf("WSAStartup %d, version %d.%d\n", error, LOBYTE(data.wVersion), HIBYTE(data.wVersion));
    return WSACleanup();
}
