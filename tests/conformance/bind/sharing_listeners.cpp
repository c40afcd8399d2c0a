#include "../scenario.h"

// A wildcard and a specific listener on one port, neither asked to share: a client of the specific
// address reaches the specific one, however the two began to listen.
SCENARIO(sharing_listeners) {
    for (bool specific_first : {false, true}) {
        SOCKET everywhere = new_socket(AF_INET, SOCK_STREAM);
        SOCKET here = new_socket(AF_INET, SOCK_STREAM);
        SOCKET first = specific_first ? here : everywhere;
        SOCKET second = specific_first ? everywhere : here;
        Address where = specific_first ? loopback(AF_INET) : wildcard(AF_INET);
        result("first bind", bind(first, where.get(), where.length));
        result("first listen", listen(first, 5));
        unsigned short port = port_of(name_of(first));
        where = specific_first ? wildcard(AF_INET, port) : loopback(AF_INET, port);
        result("second bind", bind(second, where.get(), where.length));
        result("second listen", listen(second, 5));

        SOCKET client = new_socket(AF_INET, SOCK_STREAM);
        where = loopback(AF_INET, port);
        result("connect", connect(client, where.get(), where.length));
        SOCKET accepted = accept(here, nullptr, nullptr);
        made("accepted by the specific one", accepted);
        closesocket(client);
        closesocket(accepted);
        closesocket(here);

        // Now the wildcard alone is left.
        client = new_socket(AF_INET, SOCK_STREAM);
        result("connect", connect(client, where.get(), where.length));
        accepted = accept(everywhere, nullptr, nullptr);
        made("accepted by the wildcard one", accepted);
        closesocket(client);
        closesocket(accepted);
        closesocket(everywhere);
    }
}
