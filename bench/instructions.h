// One thread, both ends of a connection: bytes go out and come in, so that callgrind's count grows
// by the same amount each round. Included after send/recv and the connection are at hand.
#pragma once

#include <cstdlib>

template <typename Out, typename In>
int rounds_run(int argc, char** argv, Out out, In in) {
    long rounds = argc > 1 ? std::atol(argv[1]) : 1000;
    bool sends_only = argc > 2;  // any second argument: no receives
    char data[64] = {};
    for (long i = 0; i < rounds; ++i) {
        if (out(data, 64) != 64 || (!sends_only && in(data, 64) != 64))
            return 1;
    }
    return 0;
}
