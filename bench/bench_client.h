// What both sides of the comparison share and neither is measured by.
#pragma once

#include <atomic>
#include <vector>

// Connects to 127.0.0.1:port, sends one byte, waits for the answer, resets the connection; until
// `done`.
void bench_client_run(unsigned short port, const std::atomic<bool>& done);

// Datagram sockets that are bound, one of them with something to read. Made once.
const std::vector<int>& bench_descriptors(size_t count);

void berth_cases_register();
void libc_cases_register();
