// SetEvent and ResetEvent while nobody waits, so often that callgrind's and strace's counts grow by
// the same amount each round.
#include <windows.h>

#include <cstdlib>

int main(int argc, char** argv) {
    const long rounds = argc > 1 ? std::atol(argv[1]) : 1000;
    const HANDLE event = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    for (long i = 0; i < rounds; ++i) {
        if (!SetEvent(event) || !ResetEvent(event))
            return 1;
    }
    return CloseHandle(event) ? 0 : 1;
}
