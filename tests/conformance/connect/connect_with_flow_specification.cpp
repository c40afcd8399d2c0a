#include "../scenario.h"

// A flow specification that cannot be met: WSAEOPNOTSUPP.
SCENARIO_INET(connect_with_flow_specification) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET client = new_socket(family);
    QOS quality;
    memset(&quality, 0, sizeof quality);
    quality.SendingFlowspec.TokenRate = 1000000;
    quality.SendingFlowspec.ServiceType = SERVICETYPE_GUARANTEED;
    quality.ReceivingFlowspec = quality.SendingFlowspec;
    result("guaranteed",
           WSAConnect(client, where.get(), where.length, nullptr, nullptr, &quality, nullptr));
    result("none",
           WSAConnect(client, where.get(), where.length, nullptr, nullptr, nullptr, nullptr));
}
