// Whether a file's handle is signalled, for programs that wait for the file and not for an event:
// it is not from the start of a request on, and is again at the end of one that has no event. See
// "Synchronization and Overlapped Input and Output" in Microsoft's documentation.
#pragma once

#include "nt/event.h"

namespace berth::nt {

class FileSignal {
  public:
    // A request begins.
    void clear() { change(false, &Event::reset); }
    // A request has ended, and no event tells of it.
    void set() { change(true, &Event::set); }
    // What to wait for; null: out of memory. `driver`: who drives the file's requests, or null.
    Ref<Event> event(Parker* driver);

  private:
    void change(bool signalled, void (Event::*tell)());

    FutexMutex lock_;
    bool signalled_ = true;
    Ref<Event> event_;  // from the first wait on
};

}  // namespace berth::nt
