// "Regardless of the value of lNetworkEvents."
SCENARIO_CONNECTIONS(events_mode_without_events) {
    Pair pair = connected_pair(family);
    result("no events", WSAEventSelect(pair.server, nullptr, 0));
    take("recv", pair.server, 1);
}
