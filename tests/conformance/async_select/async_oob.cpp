// Urgent data: FD_OOB apart, FD_READ in line.
SCENARIO_INET(async_oob) {
    HWND window = receiver();
    Pair pair = connected_pair(family);
    select_messages(pair.server, window, FD_READ | FD_OOB);
    value("send", send(pair.client, "!", 1, MSG_OOB));
    told("apart", window, pair.server, FD_OOB);
    char byte = 0;
    value("recv", recv(pair.server, &byte, 1, MSG_OOB));
    told("taken", window, pair.server, 0);
}
