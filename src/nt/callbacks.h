// The outstanding callbacks of an object: those queued, and those that run. Whoever closes the
// object may wait for them, or have an event set when the last one is done.
#pragma once

#include "nt/event.h"

namespace berth::nt {

class Callbacks {
  public:
    Callbacks() = default;
    Callbacks(const Callbacks&) = delete;
    Callbacks& operator=(const Callbacks&) = delete;

    void add(uint32_t count = 1) { count_.fetch_add(count, std::memory_order_relaxed); }
    void done(uint32_t count = 1);
    // True when none are left. A callback of the object itself that asks is not counted.
    bool none() const;
    void wait() const;
    // Sets the event now, or when the last one is done. True: now.
    bool set_when_none(Ref<Event> event);

    // In a thread that runs a callback, for as long as it does.
    class Running {
      public:
        explicit Running(const Callbacks& callbacks);
        Running(const Running&) = delete;
        Running& operator=(const Running&) = delete;
        ~Running();
        // The thread has ended within a callback.
        static void abandoned();

      private:
        friend class Callbacks;
        const Callbacks& callbacks_;
        const Running* outer_;
    };

  private:
    uint32_t own() const;

    mutable std::atomic<uint32_t> count_{0};
    FutexMutex lock_;
    Ref<Event> event_;
};

// The event that UnregisterWaitEx and its like take: null, INVALID_HANDLE_VALUE or an event.
// 0, ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED.
DWORD completion_event(HANDLE handle, Ref<Event>* event);

}  // namespace berth::nt
