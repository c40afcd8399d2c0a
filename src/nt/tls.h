// TlsAlloc's slots: 1088 pointers a thread.
#pragma once

#include "nt/thread.h"

namespace berth::nt {

// The thread's last call: its slots are freed.
void tls_thread_ended(Thread& thread);

}  // namespace berth::nt
