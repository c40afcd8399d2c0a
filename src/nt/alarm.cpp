#include "nt/alarm.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <algorithm>
#include <new>
#include <memory>
#include <mutex>
#include <utility>

#include "nt/lasting.h"
#include "nt/thread.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr uint64_t kSecond = 1'000'000'000;

timespec timespec_of(uint64_t nanoseconds) {
    timespec time{};
    time.tv_sec = static_cast<time_t>(nanoseconds / kSecond);
    time.tv_nsec = static_cast<long>(nanoseconds % kSecond);
    return time;
}

// A binary heap of pointers, earliest first, that grows by doubling and never throws.
struct Heap {
    std::unique_ptr<Alarm*[]> items;
    size_t count = 0;
    size_t room = 0;
};

// In the background thread, and not on its stack, which ExitThread gives up.
constinit thread_local Alarm* ringing = nullptr;

}  // namespace

class AlarmClock {
  public:
    DWORD prepare();
    bool set(Alarm& alarm, const AlarmTime& time);
    bool cancel(Alarm& alarm);
    static void thread_ended();

  private:
    static DWORD main(void* self);
    [[noreturn]] void run();
    void ring_due();
    void sleep();

    static Deadline now(const Heap& heap, const AlarmClock& clock) {
        return &heap == &clock.wall_ ? clock_read(CLOCK_REALTIME) : clock_now();
    }
    Heap& heap_of(const Alarm& alarm) { return alarm.wall_ ? wall_ : steady_; }
    static void place(Heap& heap, size_t at, Alarm* alarm) {
        heap.items[at] = alarm;
        alarm->place_ = at;
    }
    static void rise(Heap& heap, size_t at, Alarm* alarm);
    static void sink(Heap& heap, size_t at, Alarm* alarm);
    static bool grow(Heap& heap);
    static void take_out(Heap& heap, Alarm& alarm);

    FutexMutex start_lock_;
    FutexMutex lock_;
    bool running_ = false;
    int wake_ = -1;        // eventfd
    int wall_timer_ = -1;  // timerfd on CLOCK_REALTIME, cancelled when the clock is set
    bool sleeping_ = false;
    Heap steady_;
    Heap wall_;
};

namespace {

// Lives for ever, as its thread does.
AlarmClock& the_clock() {
    static Lasting<AlarmClock> lasting;
    AlarmClock& clock = lasting.get();
    return clock;
}

}  // namespace

void AlarmClock::rise(Heap& heap, size_t at, Alarm* alarm) {
    while (at > 0) {
        const size_t parent = (at - 1) / 2;
        if (heap.items[parent]->at_ <= alarm->at_)
            break;
        place(heap, at, heap.items[parent]);
        at = parent;
    }
    place(heap, at, alarm);
}

void AlarmClock::sink(Heap& heap, size_t at, Alarm* alarm) {
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= heap.count)
            break;
        if (child + 1 < heap.count && heap.items[child + 1]->at_ < heap.items[child]->at_)
            ++child;
        if (heap.items[child]->at_ >= alarm->at_)
            break;
        place(heap, at, heap.items[child]);
        at = child;
    }
    place(heap, at, alarm);
}

bool AlarmClock::grow(Heap& heap) {
    if (heap.count < heap.room)
        return true;
    const size_t room = heap.room ? heap.room * 2 : 64;
    std::unique_ptr<Alarm*[]> items(new (std::nothrow) Alarm*[room]);
    if (!items)
        return false;
    std::copy_n(heap.items.get(), heap.count, items.get());
    heap.items = std::move(items);
    heap.room = room;
    return true;
}

void AlarmClock::take_out(Heap& heap, Alarm& alarm) {
    const size_t at = std::exchange(alarm.place_, Alarm::kNowhere);
    Alarm* const last = heap.items[--heap.count];
    if (last == &alarm)
        return;
    if (at > 0 && last->at_ < heap.items[(at - 1) / 2]->at_)
        rise(heap, at, last);
    else
        sink(heap, at, last);
}

DWORD AlarmClock::prepare() {
    const std::lock_guard guard(start_lock_);
    if (running_)
        return 0;
    if (wake_ < 0)
        wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (wall_timer_ < 0)
        wall_timer_ = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (wake_ < 0 || wall_timer_ < 0)
        return ERROR_NO_SYSTEM_RESOURCES;
    const Ref<Thread> thread = thread_make(&AlarmClock::main, this, false);
    if (!thread)
        return ERROR_NOT_ENOUGH_MEMORY;
    const BackgroundSignals signals;
    const DWORD error = thread_start(*thread, 0);
    running_ = error == 0;
    return error;
}

bool AlarmClock::set(Alarm& alarm, const AlarmTime& time) {
    bool had = false;
    bool wake = false;
    {
        const std::lock_guard guard(lock_);
        had = alarm.place_ != Alarm::kNowhere;
        if (had)
            take_out(heap_of(alarm), alarm);
        else
            alarm.owner_.ref();
        alarm.at_ = time.at;
        alarm.wall_ = time.wall;
        Heap& heap = heap_of(alarm);
        if (!grow(heap)) {  // cannot be kept: it is let go as if it had rung for nobody
            alarm.owner_.unref();
            return had;
        }
        rise(heap, heap.count++, &alarm);
        wake = alarm.place_ == 0 && sleeping_;
    }
    if (wake) {
        const uint64_t one = 1;
        static_cast<void>(!write(wake_, &one, sizeof one));
    }
    return had;
}

bool AlarmClock::cancel(Alarm& alarm) {
    {
        const std::lock_guard guard(lock_);
        if (alarm.place_ == Alarm::kNowhere)
            return false;
        take_out(heap_of(alarm), alarm);
    }
    alarm.owner_.unref();
    return true;
}

void AlarmClock::ring_due() {
    for (Heap* heap : {&steady_, &wall_}) {
        for (;;) {
            Alarm* due = nullptr;
            {
                const std::lock_guard guard(lock_);
                if (heap->count == 0 || heap->items[0]->at_ > now(*heap, *this))
                    break;
                due = heap->items[0];
                take_out(*heap, *due);
            }
            Object& owner = due->owner_;
            ringing = due;
            due->ring();
            ringing = nullptr;
            owner.unref();
        }
    }
}

void AlarmClock::sleep() {
    Deadline steady = kNever;
    {
        const std::lock_guard guard(lock_);
        if (steady_.count != 0)
            steady = steady_.items[0]->at_;
        itimerspec wall{};
        if (wall_.count != 0)
            wall.it_value = timespec_of(wall_.items[0]->at_ ? wall_.items[0]->at_ : 1);
        timerfd_settime(wall_timer_, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &wall, nullptr);
        sleeping_ = true;
    }
    timespec left{};
    const uint64_t now = clock_now();
    if (steady != kNever && steady > now)
        left = timespec_of(steady - now);
    std::array<pollfd, 2> descriptors{{{wake_, POLLIN, 0}, {wall_timer_, POLLIN, 0}}};
    ppoll(descriptors.data(), descriptors.size(), steady == kNever ? nullptr : &left, nullptr);
    const std::lock_guard guard(lock_);
    sleeping_ = false;
    uint64_t count = 0;
    for (const pollfd& descriptor : descriptors)
        if (descriptor.revents != 0)
            static_cast<void>(!read(descriptor.fd, &count, sizeof count));
}

void AlarmClock::run() {
    prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
    for (;;) {
        ring_due();
        sleep();
    }
}

DWORD AlarmClock::main(void* self) {
    static_cast<AlarmClock*>(self)->run();
}

// Where no thread can be had, the next prepare() tries again.
void AlarmClock::thread_ended() {
    Alarm* const alarm = std::exchange(ringing, nullptr);
    if (!alarm)
        return;
    Object& owner = alarm->owner_;
    alarm->abandoned();
    owner.unref();
    AlarmClock& clock = the_clock();
    {
        const std::lock_guard guard(clock.start_lock_);
        clock.running_ = false;
    }
    static_cast<void>(clock.prepare());
}

DWORD Alarm::prepare() {
    return the_clock().prepare();
}

void Alarm::thread_ended() {
    AlarmClock::thread_ended();
}

bool Alarm::set(const AlarmTime& time) {
    return the_clock().set(*this, time);
}

bool Alarm::cancel() {
    return the_clock().cancel(*this);
}

AlarmTime alarm_time(int64_t due) {
    if (due < 0) {
        const uint64_t steps = uint64_t{0} - static_cast<uint64_t>(due);
        const uint64_t now = clock_now();
        return {steps > (kNever - 1 - now) / 100 ? kNever - 1 : now + steps * 100, false};
    }
    const auto since = static_cast<uint64_t>(due);
    const uint64_t steps = since > kUnixEpoch ? since - kUnixEpoch : 0;
    return {steps > (INT64_MAX / 100) ? INT64_MAX : steps * 100, true};
}

bool alarm_time_passed(const AlarmTime& time) {
    return time.at <= (time.wall ? clock_read(CLOCK_REALTIME) : clock_now());
}

BackgroundSignals::BackgroundSignals() {
    sigset_t most;
    sigfillset(&most);
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT})
        sigdelset(&most, fault);
    pthread_sigmask(SIG_SETMASK, &most, &before_);
}

BackgroundSignals::~BackgroundSignals() {
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace berth::nt
