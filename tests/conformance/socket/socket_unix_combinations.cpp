#include "../scenario.h"

SCENARIO(socket_unix_combinations) {
    made("stream", socket(AF_UNIX, SOCK_STREAM, 0));
    made("datagram", socket(AF_UNIX, SOCK_DGRAM, 0));
    made("seqpacket", socket(AF_UNIX, SOCK_SEQPACKET, 0));
    made("stream, protocol 6", socket(AF_UNIX, SOCK_STREAM, IPPROTO_TCP));
}
