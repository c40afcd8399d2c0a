#include "../scenario.h"

// MSG_OOB: outside the stream, in the except set.
SCENARIO_INET(send_oob) {
    Pair pair = connected_pair(family);
    send_text(pair.client, "ab");
    value("send", send(pair.client, "!", 1, MSG_OOB));
    truth("exception", wait_exception(pair.server));
    char byte = 0;
    value("recv MSG_OOB", recv(pair.server, &byte, 1, MSG_OOB));
    text("urgent", &byte, 1);
    send_text(pair.client, "c");
    receive_text("stream", pair.server, 3);
}
