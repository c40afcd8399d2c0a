// The message goes to the window's thread, which waits for it.
static HWND window;
static HANDLE made_it;
static bool got;
static void waits(void*) {
    window = receiver();
    SetEvent(made_it);
    MSG message;
    got =
        GetMessageA(&message, window, 0, 0) > 0 && message.lParam == WSAMAKESELECTREPLY(FD_READ, 0);
}
SCENARIO_CONNECTIONS(async_window_of_another_thread) {
    made_it = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    Pair pair = connected_pair(family);
    Thread thread(waits, nullptr);
    WaitForSingleObject(made_it, 10000);
    select_messages(pair.server, window, FD_READ);
    send_text(pair.client, "1");
    truth("ended", thread.join());
    truth("FD_READ", got);
}
