#include "../scenario.h"

#include "condition.h"
SCENARIO_INET_ISO(condition_not_listening) {
    Answer answer = {CF_ACCEPT, 0, 0};
    accept_with("new socket", new_socket(family), &answer);
    accept_with("bound socket", bound_socket(family), &answer);
    accept_with("datagram socket", bound_socket(family == AF_ISO ? AF_INET : family, SOCK_DGRAM),
                &answer);
    value("asked", answer.calls);
}
