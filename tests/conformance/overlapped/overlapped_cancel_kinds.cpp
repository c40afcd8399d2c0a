#include "../scenario.h"

// CancelIoEx of each kind of request: ConnectEx that waits for the server, AcceptEx that waits for
// a request and for data, sends, DisconnectEx behind them, and receives of normal and of expedited
// data. (On TCP a connect to a listener does not wait.)
#include "requests.h"
static void cancel(const char* what, SOCKET s, SOCKET told_by, OVERLAPPED* request) {
    truth(what, CancelIoEx(reinterpret_cast<HANDLE>(s), request) != 0);
    outcome(what, told_by, request);
}
SCENARIO(overlapped_cancel_kinds_iso) {
    SOCKET listener = listening_socket(AF_ISO);
    Address where = name_of(listener);
    SOCKET client = bound_socket(AF_ISO);
    auto connect_ex = extension<LPFN_CONNECTEX>(client, WSAID_CONNECTEX);
    Request requests[3];
    started_ex("ConnectEx",
               connect_ex(client, where.get(), where.length, nullptr, 0, nullptr, &requests[0]));
    wait_readable(listener);
    cancel("ConnectEx", client, client, &requests[0]);
    closesocket(client);
    wait_withdrawn(listener);

    char buffer[256];
    DWORD received = 0;
    const DWORD length = address_size(AF_ISO) + 16;
    SOCKET accepting = new_socket(AF_ISO);
    started_ex("AcceptEx",
               AcceptEx(listener, accepting, buffer, 8, length, length, &received, &requests[0]));
    cancel("AcceptEx", listener, listener, &requests[0]);
    started_ex("AcceptEx",
               AcceptEx(listener, accepting, buffer, 8, length, length, &received, &requests[0]));
    client = new_socket(AF_ISO);
    result("connect", connect(client, where.get(), where.length));
    cancel("AcceptEx without data", listener, listener, &requests[0]);
    closesocket(client);
    closesocket(accepting);

    Pair pair = connected_pair(AF_ISO);
    started("receive", receive(pair.server, buffer, 8, &requests[0]));
    cancel("receive", pair.server, pair.server, &requests[0]);
    started("expedited", receive(pair.server, buffer, 8, &requests[0], MSG_OOB));
    cancel("expedited", pair.server, pair.server, &requests[0]);
    static char big[1 << 16];
    set_nonblocking(pair.client);
    while (send(pair.client, big, sizeof big, 0) > 0) {
    }
    started("send", send_out(pair.client, big, sizeof big, &requests[0]));
    started("send behind it", send_out(pair.client, big, sizeof big, &requests[1]));
    auto disconnect_ex = extension<LPFN_DISCONNECTEX>(pair.client, WSAID_DISCONNECTEX);
    cancel("send behind it", pair.client, pair.client, &requests[1]);
    started_ex("DisconnectEx", disconnect_ex(pair.client, &requests[2], 0, 0));
    cancel("DisconnectEx", pair.client, pair.client, &requests[2]);
    truth("nothing is left but the send",
          CancelIoEx(reinterpret_cast<HANDLE>(pair.client), nullptr) != 0);
    outcome("send", pair.client, &requests[0]);
    truth("nothing at all", CancelIoEx(reinterpret_cast<HANDLE>(pair.client), nullptr) == 0 &&
                                GetLastError() == ERROR_NOT_FOUND);
}
