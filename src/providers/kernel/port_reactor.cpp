#include "providers/kernel/port_reactor.h"

#include <mutex>

#include "nt/futex.h"

namespace berth::kernel {

namespace {

constinit nt::FutexMutex making_lock;

}  // namespace

reactor::Reactor* port_reactor(nt::CompletionPort& port) {
    if (port.has_sink())  // the thread pool's: nobody waits there
        return reactor::Reactor::process();
    if (nt::Parker* driver = port.driver()) [[likely]]
        return static_cast<reactor::Reactor*>(driver);
    const std::lock_guard guard(making_lock);
    if (nt::Parker* driver = port.driver())
        return static_cast<reactor::Reactor*>(driver);
    reactor::Reactor* reactor = reactor::Reactor::take();
    if (reactor)
        port.drive_with(reactor);
    return reactor;
}

}  // namespace berth::kernel
