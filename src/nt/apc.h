// Asynchronous procedure calls: what runs in a thread when it waits alertably. QueueUserAPC, a
// waitable timer's routine and an overlapped request's completion routine all travel this way.
#pragma once

#include <atomic>
#include <memory>

#include "nt/futex.h"

namespace berth::nt {

// Derived classes carry the call's arguments.
class Apc {
  public:
    Apc() = default;
    Apc(const Apc&) = delete;
    Apc& operator=(const Apc&) = delete;
    virtual ~Apc() = default;
    // In the thread that it was queued to.
    virtual void run() = 0;
    // After it ran, or instead when the thread has ended.
    virtual void give_back() { std::unique_ptr<Apc>(this).reset(); }
    // By whom it may be taken back (ApcQueue::cancel).
    virtual const void* owner() const { return nullptr; }

  private:
    friend class ApcQueue;
    Apc* next_ = nullptr;
};

struct ApcGiveBack {
    void operator()(Apc* apc) const { apc->give_back(); }
};
using ApcOwned = std::unique_ptr<Apc, ApcGiveBack>;

// First in, first out; one reader (the thread), many writers.
class ApcQueue {
  public:
    ApcQueue() = default;
    ApcQueue(const ApcQueue&) = delete;
    ApcQueue& operator=(const ApcQueue&) = delete;
    ~ApcQueue() { close(); }

    bool empty() const { return count_.load(std::memory_order_seq_cst) == 0; }
    // Takes the APC over. False: the thread has ended, and the APC is gone.
    bool push(Apc* apc);
    // Runs what is queued, and what those queue. False when there was nothing.
    bool run();
    // Drops what the owner queued.
    void cancel(const void* owner);
    // Drops what is queued and takes no more.
    void close();

  private:
    Apc* pop();

    FutexMutex lock_;
    Apc* first_ = nullptr;
    Apc* last_ = nullptr;
    bool closed_ = false;
    std::atomic<uint32_t> count_{0};
};

}  // namespace berth::nt
