// A thread's message queue: what was posted to it, what other threads sent and wait for, its
// timers, and WM_QUIT. The thread has a queue from the first time that it needs one until it ends;
// windows and their procedures are user32's. Only the owner looks into its queue and waits for it;
// anyone may add to it. Same-thread traffic makes no system call.
//
// QS_ flags are kept twice: what is present, and what is new since the owner's last look. A wait
// ends for what is new.
#pragma once

#include <vector>

#include "nt/thread.h"
#include "nt/wait.h"
#include "winuser.h"

namespace berth::nt {

// What another thread wants done in the queue's thread: signalled when it is over.
class SentMessage : public Waitable {
  public:
    static constexpr ObjectType kType{"SentMessage", true};
    SentMessage() : Waitable(kType) {}

    bool is_signalled(const Thread* /*by*/) const override { return over_; }

    // In the queue's thread.
    virtual void run() = 0;
    // Ends it. `answered` is false where the receiver went away. True: it had not ended before.
    bool finish(bool answered, LRESULT result);
    // Of one that has ended.
    bool answered() const { return answered_; }
    LRESULT result() const { return result_; }

    // The one whose processing this one interrupts: the queue's thread's own.
    SentMessage* outer = nullptr;

  private:
    bool over_ = false;
    bool answered_ = false;
    LRESULT result_ = 0;
};

// What a look takes.
struct MessageFilter {
    HWND window = nullptr;  // null: any; kThreadOnly: only what has no window
    UINT first = 0;         // 0 and 0: any message
    UINT last = 0;
    UINT kinds = QS_ALLINPUT;
    bool remove = true;
    bool (*belongs)(HWND window, HWND asked_for) = nullptr;  // whether it is that window or below
};
inline const HWND kThreadOnly = reinterpret_cast<HWND>(intptr_t{-1});

class MessageQueue final : public Waitable {
  public:
    static constexpr ObjectType kType{"MessageQueue", true};
    static constexpr uint32_t kMostPosted = 10'000;
    static constexpr uint64_t kHungAfter = 5'000;  // ms

    explicit MessageQueue(DWORD thread) : Waitable(kType), thread_(thread) {}

    DWORD thread() const { return thread_; }
    bool is_signalled(const Thread* /*by*/) const override {
        return (seen_counts_ ? present_ | changed_ : changed_) & wake_mask_;
    }

    // Any thread. 0, ERROR_NOT_ENOUGH_QUOTA, ERROR_NOT_ENOUGH_MEMORY, or ERROR_INVALID_THREAD_ID
    // when the thread has ended.
    DWORD post(HWND window, UINT message, WPARAM wparam, LPARAM lparam);
    // Any thread. False: the thread has ended, or memory is short.
    bool send(SentMessage& message);
    // The owner has not looked for five seconds although something came.
    bool is_hung();
    // A window is gone: so are its messages and timers.
    void window_forget(HWND window);

    // The owner's.
    // The next message that passes, if there is one. Sent messages are the caller's to run first.
    bool look(const MessageFilter& filter, MSG* message);
    // The oldest sent message, or empty.
    Ref<SentMessage> sent_take();
    bool sent_pending() const { return sent_count_.load(std::memory_order_acquire) != 0; }
    void quit(int code);
    // GetQueueStatus.
    DWORD status(UINT flags);
    // Waits for new input of the kinds in `mask` (`seen_counts`: for any that is there) besides the
    // objects, of which there are at most 63. The queue's index is objects.size(). Within a
    // StopHold; the caller runs wait_apcs_run.
    DWORD wait(std::span<Waitable* const> objects, UINT mask, bool all, bool seen_counts,
               Deadline deadline, bool alertable);
    // Whether something of these kinds came since the last look; what is there is no longer new.
    bool is_new(UINT mask);
    void mark_seen(UINT mask);

    // 0: out of memory. `window` null: `id` is used when such a timer exists.
    UINT_PTR timer_set(HWND window, UINT_PTR id, UINT milliseconds, TIMERPROC procedure);
    bool timer_kill(HWND window, UINT_PTR id);
    // Whether a timer of this queue calls the procedure.
    bool timer_calls(LPARAM procedure);

    // Of the message that the owner took last.
    DWORD last_time = 0;
    LPARAM extra_information = 0;
    // How many windows belong to the thread (user32 counts).
    std::atomic<uint32_t> windows{0};
    // The message sent by another thread that the owner is processing.
    SentMessage* processing = nullptr;

  private:
    friend void message_queue_thread_ended(Thread& thread);

    struct Posted {
        HWND window;
        UINT message;
        DWORD time;
        WPARAM wparam;
        LPARAM lparam;
    };
    struct Timer {
        HWND window;
        UINT_PTR id;
        TIMERPROC procedure;
        uint64_t period;
        Deadline due;
        bool told;  // the owner was told that it is due
    };

    ~MessageQueue() override = default;
    Posted& at(uint32_t index) { return ring_[(head_ + index) & (ring_.size() - 1)]; }
    bool ring_grow();
    Waiter* arrived(UINT kinds, DWORD now);
    void posted_remove(uint32_t index);
    bool passes(const MessageFilter& filter, HWND window, UINT message) const;
    bool look_posted(const MessageFilter& filter, MSG* message);
    bool look_timer(const MessageFilter& filter, MSG* message);
    void timers_refresh(uint64_t now);
    Deadline timers_next() const;
    void close();

    const DWORD thread_;
    // All guarded by mutex().
    bool closed_ = false;
    bool quit_ = false;
    bool seen_counts_ = false;
    bool waiting_ = false;
    int quit_code_ = 0;
    UINT present_ = 0;
    UINT changed_ = 0;
    UINT wake_mask_ = 0;
    uint32_t head_ = 0;
    uint32_t count_ = 0;
    DWORD unheard_since_ = 0;
    bool unheard_ = false;
    std::vector<Posted> ring_;  // its size is a power of two
    std::vector<Ref<SentMessage>> sent_;
    std::atomic<uint32_t> sent_count_{0};
    std::vector<Timer> timers_;
    UINT_PTR next_timer_ = 0x7fff;
};

// The calling thread's queue, made where it is missing; null: out of memory.
MessageQueue* message_queue_current();
// The calling thread's queue if it has one.
inline MessageQueue* message_queue_own() {
    return thread_record ? thread_record->message_queue : nullptr;
}
// The queue of another thread; empty: there is no such thread, or it has none.
Ref<MessageQueue> message_queue_find(DWORD thread);

// The queue of the thread that a window belongs to; empty: there is no such window. Who posts to it
// by driving something says so to the queue (Waitable::drive_with): the thread then drives it while
// it waits for messages.
Ref<MessageQueue> message_queue_of_window(HWND window);

// What windows are made of says here how it answers. It outlives everything.
struct WindowRoom {
    Ref<MessageQueue> (*queue_of)(HWND window);
    // In a thread that ends, once its queue takes nothing more.
    void (*thread_ended)(MessageQueue& queue);
};
void message_queue_windows_are(const WindowRoom& room);
// The thread's end (thread.cpp).
void message_queue_thread_ended(Thread& thread);

// A message's time stamp: GetTickCount's clock.
DWORD message_time();

}  // namespace berth::nt
