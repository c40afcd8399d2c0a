#include "../scenario.h"

// SO_OOBINLINE: the urgent byte stays in the stream. recv: WSAEINVAL, "MSG_OOB was specified for a
// socket with SO_OOBINLINE enabled". SIOCATMARK is false while data before the mark is to be read,
// and recv stops at the mark. "OOB data is never mixed with normal data. There must be three read
// requests to get past the OOB data."
SCENARIO_INET(send_oob_inline) {
    Pair pair = connected_pair(family);
    set_option(pair.server, SOL_SOCKET, SO_OOBINLINE, 1);
    send_text(pair.client, "ab");
    send(pair.client, "!", 1, MSG_OOB);
    send_text(pair.client, "c");
    WSAPOLLFD urgent = {pair.server, POLLRDBAND, 0};
    WSAPoll(&urgent, 1, 10000);
    char byte;
    result("recv MSG_OOB", recv(pair.server, &byte, 1, MSG_OOB));
    u_long no_urgent_data = 77;
    result("SIOCATMARK", ioctlsocket(pair.server, SIOCATMARK, &no_urgent_data));
    value("no urgent data", no_urgent_data);
    char buffer[16];
    text("before the mark", buffer, recv(pair.server, buffer, sizeof buffer, 0));
    result("SIOCATMARK", ioctlsocket(pair.server, SIOCATMARK, &no_urgent_data));
    value("no urgent data", no_urgent_data);
    text("peeked", buffer, recv(pair.server, buffer, sizeof buffer, MSG_PEEK));
    text("at the mark", buffer, recv(pair.server, buffer, sizeof buffer, 0));
    receive_text("behind it", pair.server, 1);
    result("SIOCATMARK", ioctlsocket(pair.server, SIOCATMARK, &no_urgent_data));
    value("no urgent data", no_urgent_data);
}
