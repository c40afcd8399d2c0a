// AcceptEx, ConnectEx, TransmitFile and DisconnectEx.
#include "scenario.h"

namespace faults {

namespace {

template <typename Function>
Function extension(SOCKET s, GUID id) {
    Function function = nullptr;
    DWORD bytes = 0;
    good("WSAIoctl", WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function,
                              sizeof function, &bytes, nullptr, nullptr) == 0);
    return function;
}

}  // namespace

void extensions() {
    Port port;
    Listener listener;
    Socket servers[3], client;
    Operation accepts[3], connection, sending, receiving, ending;
    sockaddr_in any{};
    any.sin_family = AF_INET;
    if (listener.open() && port.add(listener)) {
        auto accept_ex = extension<LPFN_ACCEPTEX>(listener.s, WSAID_ACCEPTEX);
        auto connect_ex = extension<LPFN_CONNECTEX>(listener.s, WSAID_CONNECTEX);
        auto disconnect_ex = extension<LPFN_DISCONNECTEX>(listener.s, WSAID_DISCONNECTEX);
        for (int i = 0; accept_ex && i < 3; ++i)
            if (servers[i].take("socket", socket(AF_INET, SOCK_STREAM, 0)))
                port.started("AcceptEx", accepts[i],
                             accept_ex(listener.s, servers[i].s, accepts[i].data, i == 0 ? 0 : 16,
                                       64, 64, nullptr, &accepts[i]) != 0);
        DWORD sent = 0;
        if (connect_ex && accepts[0].outstanding != 0 &&
            client.take("socket", socket(AF_INET, SOCK_STREAM, 0)) &&
            good("bind", bind(client.s, reinterpret_cast<sockaddr*>(&any), sizeof any) == 0) &&
            port.add(client) &&
            port.started(
                "ConnectEx", connection,
                connect_ex(client.s, reinterpret_cast<sockaddr*>(&listener.at), sizeof listener.at,
                           const_cast<char*>("hello"), 5, &sent, &connection) != 0) &&
            port.wait(connection) && port.wait(accepts[0]) &&
            good("SO_UPDATE_CONNECT_CONTEXT",
                 setsockopt(client.s, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, nullptr, 0) == 0) &&
            good("SO_UPDATE_ACCEPT_CONTEXT",
                 setsockopt(servers[0].s, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT,
                            reinterpret_cast<char*>(&listener.s), sizeof listener.s) == 0) &&
            port.add(servers[0]) && port.receive(servers[0], receiving) && port.wait(receiving)) {
            if (receiving.bytes != 5)
                problem("%s%lld bytes", "", receiving.bytes);
            HANDLE file = CreateFileA("/proc/self/exe", GENERIC_READ, FILE_SHARE_READ, nullptr,
                                      OPEN_EXISTING, 0, nullptr);
            if (good("CreateFile", file != INVALID_HANDLE_VALUE)) {
                if (port.started(
                        "TransmitFile", sending,
                        TransmitFile(servers[0].s, file, 4096, 0, &sending, nullptr, 0) != 0))
                    port.wait(sending);
                CloseHandle(file);
            }
            if (disconnect_ex &&
                port.started("DisconnectEx", ending,
                             disconnect_ex(servers[0].s, &ending, TF_REUSE_SOCKET, 0) != 0)) {
                client.close();
                port.wait(ending);
            }
        }
    }
    client.close();
    for (Socket& each : servers)
        each.close();
    listener.close();
    port.finish();
}

}  // namespace faults
