#include "../condition/condition.h"
#include "two_hosts.h"

// The server of tests/conformance/admission.py: answers callers as the lines of its input say, each
// of which waits for one that has not been decided. "look" does not wait.
SCENARIO(two_hosts_admission) {
    SOCKET listener = new_socket(AF_INET);
    BOOL on = TRUE;
    result("SO_CONDITIONAL_ACCEPT",
           setsockopt(listener, SOL_SOCKET, SO_CONDITIONAL_ACCEPT, (const char*)&on, sizeof on));
    Address name = two_hosts_address(HERE, 7001);
    result("bind", bind(listener, name.get(), name.length));
    result("listen", listen(listener, 5));
    set_nonblocking(listener);
    fflush(stdout);
    char word[32];
    while (fgets(word, sizeof word, stdin)) {
        word[strcspn(word, "\r\n")] = 0;
        Answer answer = {strcmp(word, "reject") == 0  ? CF_REJECT
                         : strcmp(word, "defer") == 0 ? CF_DEFER
                                                      : CF_ACCEPT,
                         0, 0};
        if (strcmp(word, "look") != 0) {
            WSAPOLLFD poll = {listener, POLLRDNORM, 0};
            WSAPoll(&poll, 1, 30000);
        }
        SOCKET accepted = accept_with(word, listener, &answer);
        if (accepted != INVALID_SOCKET) {
            closesocket(accepted);
        }
        fflush(stdout);
    }
    closesocket(listener);
}
