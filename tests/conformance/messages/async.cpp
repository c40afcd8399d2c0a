#include "../scenario.h"

namespace {

alignas(8) char buffer[MAXGETHOSTSTRUCT];

bool inside(const void* pointer) {
    return (const char*)pointer >= buffer && (const char*)pointer < buffer + sizeof buffer;
}

// The message that the request ends with: its lParam.
LPARAM finished(HWND window, HANDLE request) {
    if (!request) {
        error("not started", WSAGetLastError());
        return 0;
    }
    MSG message = {};
    GetMessageA(&message, window, WM_APP, WM_APP);
    truth("the request's", message.wParam == (WPARAM)request);
    error("error", WSAGETASYNCERROR(message.lParam));
    return message.lParam;
}

}  // namespace

SCENARIO(messages_async_host) {
    HWND window = messages::window();
    finished(window, WSAAsyncGetHostByName(window, WM_APP, "127.0.0.1", buffer, sizeof buffer));
    const auto* host = (const hostent*)buffer;
    value("family", host->h_addrtype);
    value("length", host->h_length);
    truth("name inside", inside(host->h_name));
    truth("aliases inside", inside(host->h_aliases));
    truth("list inside", inside(host->h_addr_list));
    truth("address inside", inside(host->h_addr_list[0]));
    truth("loopback", memcmp(host->h_addr_list[0], "\x7f\0\0\1", 4) == 0);
    truth("one address", host->h_addr_list[1] == nullptr);
}

SCENARIO(messages_async_service) {
    HWND window = messages::window();
    finished(window, WSAAsyncGetServByName(window, WM_APP, "telnet", "tcp", buffer, sizeof buffer));
    const auto* service = (const servent*)buffer;
    line("%s %d %s", service->s_name, ntohs((u_short)service->s_port), service->s_proto);
    truth("name inside", inside(service->s_name));
    finished(window,
             WSAAsyncGetServByPort(window, WM_APP, htons(21), nullptr, buffer, sizeof buffer));
    line("%s", service->s_name);
    finished(window, WSAAsyncGetServByName(window, WM_APP, "no-such-service", nullptr, buffer,
                                           sizeof buffer));
}

SCENARIO(messages_async_protocol) {
    HWND window = messages::window();
    finished(window, WSAAsyncGetProtoByName(window, WM_APP, "udp", buffer, sizeof buffer));
    const auto* protocol = (const protoent*)buffer;
    line("%s %d", protocol->p_name, protocol->p_proto);
    finished(window, WSAAsyncGetProtoByNumber(window, WM_APP, 6, buffer, sizeof buffer));
    line("%s %d", protocol->p_name, protocol->p_proto);
}

// "If the error code is WSAENOBUFS, the low 16 bits of lParam contain the size of buffer required".
SCENARIO(messages_async_small_buffer) {
    HWND window = messages::window();
    LPARAM end =
        finished(window, WSAAsyncGetProtoByNumber(window, WM_APP, 6, buffer, sizeof(protoent)));
    int needed = WSAGETASYNCBUFLEN(end);
    truth("more than the structure", needed > (int)sizeof(protoent));
    finished(window, WSAAsyncGetProtoByNumber(window, WM_APP, 6, buffer, needed));
    finished(window, WSAAsyncGetProtoByNumber(window, WM_APP, 6, buffer, needed - 1));
}

SCENARIO(messages_async_cancel) {
    HWND window = messages::window();
    result("nothing", WSACancelAsyncRequest(nullptr));
    HANDLE request = WSAAsyncGetProtoByNumber(window, WM_APP, 6, buffer, sizeof buffer);
    finished(window, request);
    int rc = WSACancelAsyncRequest(request);
    int code = WSAGetLastError();
    truth("finished", rc == SOCKET_ERROR && (code == WSAEALREADY || code == WSAEINVAL));
}

SCENARIO(messages_async_no_window) {
    truth("started",
          WSAAsyncGetProtoByNumber((HWND)0x123456, WM_APP, 6, buffer, sizeof buffer) != nullptr);
    error("code", WSAGetLastError());
}

SCENARIO_NOT_STARTED(messages_async_not_started) {
    HWND window = messages::window();
    truth("started",
          WSAAsyncGetHostByName(window, WM_APP, "127.0.0.1", buffer, sizeof buffer) != nullptr);
    error("code", WSAGetLastError());
    result("WSACancelAsyncRequest", WSACancelAsyncRequest((HANDLE)1));
}
