// SIO_ADDRESS_LIST_CHANGE and SIO_ROUTING_INTERFACE_CHANGE of a non-blocking socket.
SCENARIO(events_address_list_change) {
    SOCKET socket = new_socket(AF_INET, SOCK_DGRAM);
    WSAEVENT event = select_events(socket, FD_ADDRESS_LIST_CHANGE | FD_ROUTING_INTERFACE_CHANGE);
    DWORD bytes = 0;
    result("addresses", WSAIoctl(socket, SIO_ADDRESS_LIST_CHANGE, nullptr, 0, nullptr, 0, &bytes,
                                 nullptr, nullptr));
    result("addresses again", WSAIoctl(socket, SIO_ADDRESS_LIST_CHANGE, nullptr, 0, nullptr, 0,
                                       &bytes, nullptr, nullptr));
    Address anywhere = wildcard(AF_INET);
    result("routes", WSAIoctl(socket, SIO_ROUTING_INTERFACE_CHANGE, anywhere.get(), anywhere.length,
                              nullptr, 0, &bytes, nullptr, nullptr));
    result("no address", WSAIoctl(socket, SIO_ROUTING_INTERFACE_CHANGE, nullptr, 0, nullptr, 0,
                                  &bytes, nullptr, nullptr));
    told_now("nothing changed", socket, event);
    result("closesocket", closesocket(socket));
}
