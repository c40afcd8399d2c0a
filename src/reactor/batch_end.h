// Work that readiness has gathered, done once what became ready at a time has been told.
#pragma once

#include <atomic>

namespace berth::reactor {

class BatchEnd {
  public:
    BatchEnd() = default;
    BatchEnd(const BatchEnd&) = delete;
    BatchEnd& operator=(const BatchEnd&) = delete;

    // From within Watch::ready: has events_told() called after the last of the events that the
    // reactor tells in this thread now; from elsewhere at once. Several calls until then are one.
    void call_at_end();

  protected:
    ~BatchEnd() = default;
    virtual void events_told() = 0;

  private:
    friend class BatchScope;
    std::atomic<bool> listed_{false};
    BatchEnd* next_ = nullptr;  // of the thread that listed it
};

// While one is alive, its thread tells events.
class BatchScope {
  public:
    BatchScope();
    ~BatchScope();
    BatchScope(const BatchScope&) = delete;
    BatchScope& operator=(const BatchScope&) = delete;

  private:
    friend class BatchEnd;
    BatchEnd* first_ = nullptr;
    BatchScope* const outer_;
};

}  // namespace berth::reactor
