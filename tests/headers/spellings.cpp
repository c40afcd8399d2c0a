// Spellings that the surveyed programs use, without the driver's help.
#include <WinSock2.h>
#include <Winsock2.h>
#include <WINSOCK2.H>
#include <Ws2tcpip.h>
#include <WS2tcpip.h>
#include <WS2TCPIP.H>
#include <MSWSock.h>
#include <Mswsock.h>
#include <MSTcpIP.h>
#include <Mstcpip.h>
#include <Ws2spi.h>
#include <Windows.h>
#include <WINDOWS.H>
#include <WinBase.h>
#include <WinDef.h>
#include <WinError.h>
#include <WinNT.h>
#include <Process.h>

int main() {
    return WSACleanup();
}
