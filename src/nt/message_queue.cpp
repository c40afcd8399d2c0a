#include "nt/message_queue.h"

#include <algorithm>
#include <array>
#include <mutex>

#include "nt/clock.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr uint32_t kFirstRoom = 32;
constexpr UINT kPostedKinds = QS_POSTMESSAGE | QS_ALLPOSTMESSAGE;
constinit std::atomic<const WindowRoom*> window_room{nullptr};

void message_fill(MSG* message, HWND window, UINT number, WPARAM wparam, LPARAM lparam,
                  DWORD time) {
    message->hwnd = window;
    message->message = number;
    message->wParam = wparam;
    message->lParam = lparam;
    message->time = time;
    message->pt = {};
}

}  // namespace

DWORD message_time() {
    return static_cast<DWORD>(clock_read(CLOCK_BOOTTIME) / kNanosecondsPerMillisecond);
}

bool SentMessage::finish(bool answered, LRESULT result) {
    const std::lock_guard guard(mutex());
    if (over_)
        return false;
    over_ = true;
    answered_ = answered;
    result_ = result;
    waiters_wake();
    return true;
}

// Under the lock. The owner, if it is asleep: the caller wakes it without the lock.
Waiter* MessageQueue::arrived(UINT kinds, DWORD now) {
    present_ |= kinds;
    changed_ |= kinds;
    if (!unheard_) {
        unheard_ = true;
        unheard_since_ = now;
    }
    return waiters_finish();
}

bool MessageQueue::ring_grow() {
    const size_t room = ring_.empty() ? kFirstRoom : ring_.size() * 2;
    std::vector<Posted> larger;
    try {
        larger.resize(room);
    } catch (const std::bad_alloc&) {
        return false;
    }
    for (uint32_t i = 0; i < count_; ++i)
        larger[i] = at(i);
    ring_.swap(larger);
    head_ = 0;
    return true;
}

DWORD MessageQueue::post(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    const DWORD now = message_time();
    Waiter* asleep = nullptr;
    {
        const std::lock_guard guard(mutex());
        if (closed_) [[unlikely]]
            return ERROR_INVALID_THREAD_ID;
        if (count_ >= kMostPosted) [[unlikely]]
            return ERROR_NOT_ENOUGH_QUOTA;
        if (count_ == ring_.size() && !ring_grow()) [[unlikely]]
            return ERROR_NOT_ENOUGH_MEMORY;
        at(count_) = {window, message, now, wparam, lparam};
        ++count_;
        asleep = arrived(kPostedKinds, now);
    }
    if (asleep)
        asleep->unpark();
    return 0;
}

bool MessageQueue::send(SentMessage& message) {
    const DWORD now = message_time();
    Waiter* asleep = nullptr;
    {
        const std::lock_guard guard(mutex());
        if (closed_)
            return false;
        try {
            sent_.push_back(Ref<SentMessage>::share(&message));
        } catch (const std::bad_alloc&) {
            return false;
        }
        sent_count_.store(static_cast<uint32_t>(sent_.size()), std::memory_order_release);
        asleep = arrived(QS_SENDMESSAGE, now);
    }
    if (asleep)
        asleep->unpark();
    return true;
}

bool MessageQueue::is_hung() {
    const std::lock_guard guard(mutex());
    return unheard_ && !waiting_ && message_time() - unheard_since_ > kHungAfter;
}

// Under the lock.
void MessageQueue::posted_remove(uint32_t index) {
    if (index == 0) [[likely]] {
        head_ = (head_ + 1) & static_cast<uint32_t>(ring_.size() - 1);
    } else {
        for (uint32_t i = index; i + 1 < count_; ++i)
            at(i) = at(i + 1);
    }
    --count_;
}

void MessageQueue::window_forget(HWND window) {
    const std::lock_guard guard(mutex());
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count_; ++i) {
        if (at(i).window != window)
            at(kept++) = at(i);
    }
    count_ = kept;
    if (count_ == 0 && !quit_) {
        present_ &= ~kPostedKinds;
        changed_ &= ~kPostedKinds;
    }
    std::erase_if(timers_, [&](const Timer& timer) { return timer.window == window; });
}

bool MessageQueue::passes(const MessageFilter& filter, HWND window, UINT message) const {
    if (filter.window) {
        if (filter.window == kThreadOnly
                ? window != nullptr
                : window != filter.window &&
                      (!filter.belongs || !window || !filter.belongs(window, filter.window)))
            return false;
    }
    return (filter.first == 0 && filter.last == 0) ||
           (message >= filter.first && message <= filter.last);
}

// Under the lock.
bool MessageQueue::look_posted(const MessageFilter& filter, MSG* message) {
    for (uint32_t i = 0; i < count_; ++i) {
        const Posted& posted = at(i);
        // WM_QUIT passes every filter of numbers, however it came.
        const UINT number = posted.message == WM_QUIT ? filter.first : posted.message;
        if (!passes(filter, posted.window, number))
            continue;
        message_fill(message, posted.window, posted.message, posted.wparam, posted.lparam,
                     posted.time);
        if (filter.remove)
            posted_remove(i);
        return true;
    }
    return false;
}

// Under the lock. The timer that has been due longest.
bool MessageQueue::look_timer(const MessageFilter& filter, MSG* message) {
    const uint64_t now = clock_now();
    Timer* first = nullptr;
    for (Timer& timer : timers_) {
        if (timer.due <= now && (!first || timer.due < first->due) &&
            passes(filter, timer.window, WM_TIMER))
            first = &timer;
    }
    if (!first)
        return false;
    message_fill(message, first->window, WM_TIMER, first->id,
                 reinterpret_cast<LPARAM>(first->procedure), message_time());
    if (filter.remove) {
        // One message, however often the time has passed meanwhile.
        first->due += first->period;
        if (first->due <= now)
            first->due = now + first->period;
        first->told = false;
    }
    return true;
}

bool MessageQueue::look(const MessageFilter& filter, MSG* message) {
    const std::lock_guard guard(mutex());
    unheard_ = false;
    const bool unfiltered = filter.first == 0 && filter.last == 0;
    const UINT posted = filter.kinds & QS_POSTMESSAGE;
    changed_ &= ~(filter.kinds & (QS_ALLINPUT & ~QS_SENDMESSAGE));
    if (unfiltered && posted)
        changed_ &= ~UINT{QS_ALLPOSTMESSAGE};
    if (sent_.empty())
        changed_ &= ~UINT{QS_SENDMESSAGE};
    bool found = false;
    if (posted && count_ != 0)
        found = look_posted(filter, message);
    if (!found && posted && quit_) {
        message_fill(message, nullptr, WM_QUIT, static_cast<WPARAM>(quit_code_), 0, message_time());
        if (filter.remove)
            quit_ = false;
        found = true;
    }
    if (posted && count_ == 0 && !quit_) {
        present_ &= ~kPostedKinds;
        changed_ &= ~kPostedKinds;
    }
    if (!found && !timers_.empty() && (filter.kinds & QS_TIMER))
        found = look_timer(filter, message);
    if (found && filter.remove) {
        last_time = message->time;
        extra_information = 0;
    }
    return found;
}

Ref<SentMessage> MessageQueue::sent_take() {
    const std::lock_guard guard(mutex());
    unheard_ = false;
    if (sent_.empty())
        return {};
    Ref<SentMessage> first = std::move(sent_.front());
    sent_.erase(sent_.begin());
    sent_count_.store(static_cast<uint32_t>(sent_.size()), std::memory_order_release);
    if (sent_.empty()) {
        present_ &= ~UINT{QS_SENDMESSAGE};
        changed_ &= ~UINT{QS_SENDMESSAGE};
    }
    return first;
}

void MessageQueue::quit(int code) {
    const std::lock_guard guard(mutex());
    quit_ = true;
    quit_code_ = code;
    present_ |= kPostedKinds;
    changed_ |= kPostedKinds;
}

// Under the lock: marks what has become due as present, and as new once.
void MessageQueue::timers_refresh(uint64_t now) {
    bool due = false;
    bool news = false;
    for (Timer& timer : timers_) {
        if (timer.due > now)
            continue;
        due = true;
        news = news || !timer.told;
        timer.told = true;
    }
    present_ = due ? present_ | QS_TIMER : present_ & ~UINT{QS_TIMER};
    if (news)
        changed_ |= QS_TIMER;
    else if (!due)
        changed_ &= ~UINT{QS_TIMER};
}

Deadline MessageQueue::timers_next() const {
    Deadline next = kNever;
    for (const Timer& timer : timers_) {
        if (!timer.told)
            next = std::min(next, timer.due);
    }
    return next;
}

DWORD MessageQueue::status(UINT flags) {
    const std::lock_guard guard(mutex());
    unheard_ = false;
    timers_refresh(clock_now());
    const DWORD status = ((present_ & flags) << 16) | (changed_ & present_ & flags);
    changed_ &= ~flags;
    return status;
}

bool MessageQueue::is_new(UINT mask) {
    const std::lock_guard guard(mutex());
    return (changed_ & mask) != 0;
}

void MessageQueue::mark_seen(UINT mask) {
    const std::lock_guard guard(mutex());
    changed_ &= ~mask;
}

DWORD MessageQueue::wait(std::span<Waitable* const> objects, UINT mask, bool all, bool seen_counts,
                         Deadline deadline, bool alertable) {
    std::array<Waitable*, kMaximumWaitObjects> together;  // the first are filled in
    std::copy(objects.begin(), objects.end(), together.begin());
    together[objects.size()] = this;
    const std::span<Waitable* const> waited(together.data(), objects.size() + 1);
    DWORD outcome = 0;
    for (;;) {
        Deadline until = deadline;
        {
            const std::lock_guard guard(mutex());
            unheard_ = false;
            if (mask & QS_TIMER) {
                timers_refresh(clock_now());
                if (deadline != 0)
                    until = std::min(deadline, timers_next());
            }
            wake_mask_ = mask;
            seen_counts_ = seen_counts;
            waiting_ = deadline != 0;
        }
        outcome = wait_objects_held(waited, all, until, alertable);
        if (outcome != WAIT_TIMEOUT || until == deadline)
            break;
    }
    const std::lock_guard guard(mutex());
    wake_mask_ = 0;
    waiting_ = false;
    return outcome;
}

void MessageQueue::close() {
    std::vector<Ref<SentMessage>> unanswered;
    {
        const std::lock_guard guard(mutex());
        closed_ = true;
        unanswered.swap(sent_);
        sent_count_.store(0, std::memory_order_release);
        timers_.clear();
        ring_.clear();
        count_ = 0;
        head_ = 0;
    }
    for (const Ref<SentMessage>& message : unanswered)
        message->finish(false, 0);
    for (SentMessage* message = processing; message; message = message->outer)
        message->finish(false, 0);
}

UINT_PTR MessageQueue::timer_set(HWND window, UINT_PTR id, UINT milliseconds, TIMERPROC procedure) {
    const UINT elapse =
        std::clamp<UINT>(milliseconds, USER_TIMER_MINIMUM, UINT{USER_TIMER_MAXIMUM});
    const uint64_t period = elapse * kNanosecondsPerMillisecond;
    const Deadline due = clock_now() + period;
    const std::lock_guard guard(mutex());
    if (closed_)
        return 0;
    auto same = [&](const Timer& timer) { return timer.window == window && timer.id == id; };
    auto found = std::find_if(timers_.begin(), timers_.end(), same);
    if (found == timers_.end()) {
        if (!window) {
            id = next_timer_;
            while (std::find_if(timers_.begin(), timers_.end(), same) != timers_.end())
                --id;
            next_timer_ = id > 0x100 ? id - 1 : 0x7fff;
        }
        try {
            timers_.push_back({window, id, procedure, period, due, false});
        } catch (const std::bad_alloc&) {
            return 0;
        }
    } else {
        *found = {window, id, procedure, period, due, false};
    }
    // Another thread's window: its owner may wait for longer than that.
    changed_ |= thread_ == thread_id() ? 0 : UINT{QS_TIMER};
    waiters_wake();
    return id == 0 ? 1 : id;
}

bool MessageQueue::timer_kill(HWND window, UINT_PTR id) {
    const std::lock_guard guard(mutex());
    const bool known = std::erase_if(timers_, [&](const Timer& timer) {
                           return timer.window == window && timer.id == id;
                       }) != 0;
    timers_refresh(clock_now());
    return known;
}

bool MessageQueue::timer_calls(LPARAM procedure) {
    const std::lock_guard guard(mutex());
    return std::any_of(timers_.begin(), timers_.end(), [&](const Timer& timer) {
        return reinterpret_cast<LPARAM>(timer.procedure) == procedure;
    });
}

MessageQueue* message_queue_current() {
    Thread* thread = thread_current();
    if (!thread)
        return nullptr;
    if (!thread->message_queue) [[unlikely]] {
        Ref<MessageQueue> queue = object_make<MessageQueue>(thread_id());
        const std::lock_guard guard(thread->mutex());
        thread->message_queue = queue.release();
    }
    return thread->message_queue;
}

Ref<MessageQueue> message_queue_find(DWORD thread) {
    const Ref<Thread> found = thread_find(thread);
    if (!found)
        return {};
    const std::lock_guard guard(found->mutex());
    return Ref<MessageQueue>::share(found->message_queue);
}

Ref<MessageQueue> message_queue_of_window(HWND window) {
    const WindowRoom* room = window_room.load(std::memory_order_acquire);
    return room ? room->queue_of(window) : Ref<MessageQueue>();
}

void message_queue_windows_are(const WindowRoom& room) {
    window_room.store(&room, std::memory_order_release);
}

void message_queue_thread_ended(Thread& thread) {
    Ref<MessageQueue> queue;
    {
        const std::lock_guard guard(thread.mutex());
        queue = Ref<MessageQueue>::adopt(std::exchange(thread.message_queue, nullptr));
    }
    if (!queue)
        return;
    queue->close();
    if (const WindowRoom* room = window_room.load(std::memory_order_acquire))
        room->thread_ended(*queue);
}

}  // namespace berth::nt
