// Events, mutexes, semaphores and timers that processes share. The other process is this program
// again: an environment variable tells it what to do.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "berth/winbase_mapping.h"
#include "nt/last_error.h"
#include "nt/shared_object.h"
#include "winbase.h"
#include "winerror.h"

namespace {

using berth::nt::last_error_get;

constexpr const char* kRole = "BERTH_TEST_ROLE";  // "role name number"

std::string unique_name(const char* what) {
    return "berth-process-" + std::to_string(getpid()) + "-" + what;
}

HANDLE event_of(const std::string& name, bool manual = false) {
    return CreateEventA(nullptr, manual, FALSE, name.c_str());
}

// ---- what the other process does ----

int echo(const std::string& name, uintptr_t count) {
    const HANDLE there = event_of(name + "t");
    const HANDLE back = event_of(name + "b");
    for (uintptr_t i = 0; i < count; ++i) {
        if (WaitForSingleObject(there, INFINITE) != WAIT_OBJECT_0 || !SetEvent(back))
            return 1;
    }
    return 0;
}

// Takes the mutex, says so, and waits to be killed.
int hold(const std::string& name, uintptr_t /*unused*/) {
    const HANDLE mutex = CreateMutexA(nullptr, TRUE, name.c_str());
    const HANDLE held = event_of(name + "h");
    if (!mutex || !SetEvent(held))
        return 1;
    for (;;)
        Sleep(INFINITE);
}

// Waits for the mutex and reports the outcome.
int take(const std::string& name, uintptr_t /*unused*/) {
    const HANDLE mutex = OpenMutexA(SYNCHRONIZE, FALSE, name.c_str());
    return static_cast<int>(WaitForSingleObject(mutex, INFINITE));
}

// Counts in shared memory, without atomics, under the mutex.
int count(const std::string& name, uintptr_t times) {
    const HANDLE mapping = OpenFileMappingA(FILE_MAP_WRITE, FALSE, (name + "c").c_str());
    auto* number = static_cast<int*>(MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0));
    if (!number)
        return 1;
    for (uintptr_t i = 0; i < times; ++i) {
        const HANDLE mutex = CreateMutexA(nullptr, FALSE, name.c_str());
        if (WaitForSingleObject(mutex, INFINITE) != WAIT_OBJECT_0)
            return 2;
        ++*number;
        if (!ReleaseMutex(mutex) || !CloseHandle(mutex))
            return 3;
    }
    return UnmapViewOfFile(number) && CloseHandle(mapping) ? 0 : 4;
}

// Waits for all of a named event, a named semaphore and a mutex.
int all(const std::string& name, uintptr_t /*unused*/) {
    const std::array<HANDLE, 3> objects{event_of(name + "e"),
                                        CreateSemaphoreA(nullptr, 0, 1, (name + "s").c_str()),
                                        CreateMutexA(nullptr, FALSE, (name + "m").c_str())};
    if (WaitForMultipleObjects(3, objects.data(), TRUE, INFINITE) != WAIT_OBJECT_0)
        return 1;
    return SetEvent(event_of(name + "d")) && ReleaseMutex(objects[2]) ? 0 : 2;
}

// A handle that was inherited: sets it.
int set(const std::string& /*unused*/, uintptr_t handle) {
    return SetEvent(reinterpret_cast<HANDLE>(handle)) ? 0 : 1;
}

int wait_one(const std::string& name, uintptr_t /*unused*/) {
    const HANDLE object = OpenWaitableTimerA(SYNCHRONIZE, FALSE, name.c_str());
    SetEvent(event_of(name + "r"));
    return static_cast<int>(WaitForSingleObject(object, INFINITE));
}

// Dies in the middle of a change: the object's lock is held, and what it guards is half done.
int die_with_lock(const std::string& name, uintptr_t kind) {
    const HANDLE object = kind == 'm' ? OpenMutexA(MUTEX_ALL_ACCESS, FALSE, name.c_str())
                                      : OpenSemaphoreA(SEMAPHORE_ALL_ACCESS, FALSE, name.c_str());
    if (WaitForSingleObject(object, INFINITE) != WAIT_OBJECT_0)
        return 1;
    const auto waitable = berth::nt::handle_get_waitable(object);
    waitable->shared_object()->cell().lock();
    SetEvent(event_of(name + "h"));
    return raise(SIGKILL);
}

// Ends before the process that it makes.
int leave(const std::string& name, uintptr_t /*unused*/);

const std::map<std::string, int (*)(const std::string&, uintptr_t)>& roles() {
    static const std::map<std::string, int (*)(const std::string&, uintptr_t)> all_roles{
        {"echo", echo},  {"hold", hold}, {"take", take},         {"count", count},
        {"all", all},    {"set", set},   {"wait_one", wait_one}, {"die_with_lock", die_with_lock},
        {"leave", leave}};
    return all_roles;
}

// Before the first test, after what the library does at start-up.
class RoleEnvironment final : public testing::Environment {
    void SetUp() override {
        const char* const text = getenv(kRole);
        if (!text)
            return;
        char role[32];
        char name[256];
        uintptr_t number = 0;
        if (sscanf(text, "%31s %255s %lu", role, name, &number) != 3)
            _exit(99);
        unsetenv(kRole);
        exit(roles().at(role)(name, number));
    }
};

const testing::Environment* const role_environment =
    testing::AddGlobalTestEnvironment(new RoleEnvironment);

class Other {
  public:
    Other(const char* role, const std::string& name, uintptr_t number = 0) {
        setenv(kRole, (std::string(role) + ' ' + name + ' ' + std::to_string(number)).c_str(), 1);
        char line[] = "/proc/self/exe";
        char path[4096] = {};
        EXPECT_GT(readlink(line, path, sizeof(path) - 1), 0);
        STARTUPINFOA startup{};
        startup.cb = sizeof(startup);
        EXPECT_TRUE(CreateProcessA(path, nullptr, nullptr, nullptr, TRUE, 0, nullptr, nullptr,
                                   &startup, &information_));
        unsetenv(kRole);
    }
    Other(const Other&) = delete;
    Other& operator=(const Other&) = delete;
    ~Other() {
        CloseHandle(information_.hThread);
        CloseHandle(information_.hProcess);
    }
    DWORD code() const {
        EXPECT_EQ(WaitForSingleObject(information_.hProcess, INFINITE), WAIT_OBJECT_0);
        DWORD code = ~DWORD{0};
        EXPECT_TRUE(GetExitCodeProcess(information_.hProcess, &code));
        return code;
    }
    void stop() const {
        const auto pid = static_cast<pid_t>(information_.dwProcessId);
        EXPECT_EQ(::kill(pid, SIGSTOP), 0);
        // The library reaps its children, but for a stop nobody else waits.
        siginfo_t information{};
        EXPECT_EQ(waitid(P_PID, static_cast<id_t>(pid), &information, WSTOPPED | WNOWAIT), 0);
    }
    void kill() const {
        ::kill(static_cast<pid_t>(information_.dwProcessId), SIGKILL);
        EXPECT_EQ(WaitForSingleObject(information_.hProcess, INFINITE), WAIT_OBJECT_0);
    }

  private:
    PROCESS_INFORMATION information_{};
};

int leave(const std::string& name, uintptr_t /*unused*/) {
    const Other other("wait_one", name);
    return 0;
}

// ---- the tests ----

TEST(NamedProcess, EventsThereAndBack) {
    const std::string name = unique_name("echo");
    const HANDLE there = event_of(name + "t");
    const HANDLE back = event_of(name + "b");
    const Other other("echo", name, 100);
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(SignalObjectAndWait(there, back, INFINITE, FALSE), WAIT_OBJECT_0);
    EXPECT_EQ(other.code(), 0U);
    CloseHandle(there);
    CloseHandle(back);
}

TEST(NamedProcess, AKilledOwnerAbandonsToOneWaiter) {
    const std::string name = unique_name("hold");
    const HANDLE held = event_of(name + "h");
    const Other other("hold", name);
    EXPECT_EQ(WaitForSingleObject(held, INFINITE), WAIT_OBJECT_0);
    const HANDLE mutex = CreateMutexA(nullptr, TRUE, name.c_str());
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ALREADY_EXISTS});
    EXPECT_EQ(WaitForSingleObject(mutex, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_FALSE(ReleaseMutex(mutex));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_NOT_OWNER});
    const Other waiter("take", name);
    other.kill();
    const DWORD first = WaitForSingleObject(mutex, INFINITE);
    EXPECT_TRUE(ReleaseMutex(mutex));
    const DWORD second = waiter.code();
    // The waiter ends as its owner: whoever came second found it abandoned too, or not at all.
    EXPECT_TRUE(first == WAIT_ABANDONED || second == WAIT_ABANDONED);
    EXPECT_FALSE(first == WAIT_OBJECT_0 && second == WAIT_OBJECT_0);
    CloseHandle(mutex);
    CloseHandle(held);
}

TEST(NamedProcess, AKilledProcessLeavesNoName) {
    const std::string name = unique_name("left");
    const HANDLE held = event_of(name + "h");
    const Other other("hold", name);
    EXPECT_EQ(WaitForSingleObject(held, INFINITE), WAIT_OBJECT_0);
    other.kill();
    EXPECT_EQ(OpenMutexA(SYNCHRONIZE, FALSE, name.c_str()), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_NOT_FOUND});
    const HANDLE mutex = CreateMutexA(nullptr, FALSE, name.c_str());
    EXPECT_EQ(last_error_get(), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(WaitForSingleObject(mutex, 0), WAIT_OBJECT_0);
    CloseHandle(mutex);
    CloseHandle(held);
}

TEST(NamedProcess, AKilledWaiterTakesNothing) {
    const std::string name = unique_name("waiter");
    const HANDLE timer = CreateWaitableTimerA(nullptr, FALSE, name.c_str());
    const HANDLE ready = event_of(name + "r");
    const Other other("wait_one", name);
    EXPECT_EQ(WaitForSingleObject(ready, INFINITE), WAIT_OBJECT_0);
    other.kill();
    LARGE_INTEGER due;
    due.QuadPart = 0;
    EXPECT_TRUE(SetWaitableTimer(timer, &due, 0, nullptr, nullptr, FALSE));
    EXPECT_EQ(WaitForSingleObject(timer, INFINITE), WAIT_OBJECT_0);
    CloseHandle(timer);
    CloseHandle(ready);
}

TEST(NamedProcess, DeathWithAMutexsLockIsRepaired) {
    const std::string name = unique_name("repair");
    const HANDLE mutex = CreateMutexA(nullptr, FALSE, name.c_str());
    const HANDLE held = event_of(name + "h");
    const Other other("die_with_lock", name, 'm');
    EXPECT_EQ(WaitForSingleObject(held, INFINITE), WAIT_OBJECT_0);
    // Whether it is dead by now or not.
    EXPECT_EQ(WaitForSingleObject(mutex, INFINITE), DWORD{WAIT_ABANDONED});
    EXPECT_TRUE(ReleaseMutex(mutex));
    const Other next("take", name);
    EXPECT_EQ(next.code(), DWORD{WAIT_OBJECT_0});
    EXPECT_NE(other.code(), 1U);
    CloseHandle(mutex);
    CloseHandle(held);
}

TEST(NamedProcess, DeathWithASemaphoresLockIsRepaired) {
    const std::string name = unique_name("repair");
    const HANDLE semaphore = CreateSemaphoreA(nullptr, 1, 2, name.c_str());
    const HANDLE held = event_of(name + "h");
    {
        const Other other("die_with_lock", name, 's');
        EXPECT_EQ(WaitForSingleObject(held, INFINITE), WAIT_OBJECT_0);
        EXPECT_NE(other.code(), 1U);
    }
    // Its count is gone with it, and the object works on: here, and in another process.
    EXPECT_EQ(WaitForSingleObject(semaphore, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_TRUE(ReleaseSemaphore(semaphore, 1, nullptr));
    const Other next("die_with_lock", name, 's');
    EXPECT_EQ(WaitForSingleObject(held, INFINITE), WAIT_OBJECT_0);
    LONG before = -1;
    EXPECT_TRUE(ReleaseSemaphore(semaphore, 2, &before));
    EXPECT_EQ(before, 0);
    EXPECT_EQ(WaitForSingleObject(semaphore, INFINITE), WAIT_OBJECT_0);
    CloseHandle(semaphore);
    CloseHandle(held);
}

TEST(NamedProcess, WhatAStoppedProcessWasGrantedComesBackWithItsDeath) {
    const std::string name = unique_name("stopped");
    const HANDLE timer = CreateWaitableTimerA(nullptr, FALSE, name.c_str());
    const HANDLE ready = event_of(name + "r");
    const Other other("wait_one", name);
    EXPECT_EQ(WaitForSingleObject(ready, INFINITE), WAIT_OBJECT_0);
    other.stop();
    LARGE_INTEGER due;
    due.QuadPart = 0;
    EXPECT_TRUE(SetWaitableTimer(timer, &due, 0, nullptr, nullptr, FALSE));
    other.kill();
    EXPECT_EQ(WaitForSingleObject(timer, INFINITE), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(timer, 0), DWORD{WAIT_TIMEOUT});
    CloseHandle(timer);
    CloseHandle(ready);
}

TEST(NamedProcess, ATimerEndsAWaitElsewhere) {
    const std::string name = unique_name("timer");
    const HANDLE timer = CreateWaitableTimerA(nullptr, TRUE, name.c_str());
    const HANDLE ready = event_of(name + "r");
    const Other other("wait_one", name);
    EXPECT_EQ(WaitForSingleObject(ready, INFINITE), WAIT_OBJECT_0);
    LARGE_INTEGER due;
    due.QuadPart = -10'000;
    EXPECT_TRUE(SetWaitableTimer(timer, &due, 0, nullptr, nullptr, FALSE));
    CloseHandle(timer);
    EXPECT_EQ(other.code(), DWORD{WAIT_OBJECT_0});
    CloseHandle(ready);
}

TEST(NamedProcess, AProcessThatOutlivesItsCreatorIsNoLeak) {
    const std::string name = unique_name("leave");
    const HANDLE timer = CreateWaitableTimerA(nullptr, TRUE, name.c_str());
    const HANDLE ready = event_of(name + "r");
    const Other creator("leave", name);
    EXPECT_EQ(creator.code(), 0U);  // a leak checker's exit code else
    EXPECT_EQ(WaitForSingleObject(ready, INFINITE), WAIT_OBJECT_0);
    LARGE_INTEGER due;
    due.QuadPart = 0;
    EXPECT_TRUE(SetWaitableTimer(timer, &due, 0, nullptr, nullptr, FALSE));
    CloseHandle(timer);
    CloseHandle(ready);
}

TEST(NamedProcess, StormOfCreateAndClose) {
    const std::string name = unique_name("count");
    const HANDLE mapping = CreateFileMappingA(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE, 0,
                                              4096, (name + "c").c_str());
    auto* number = static_cast<int*>(MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0));
    ASSERT_NE(number, nullptr);
    {
        const Other first("count", name, 300);
        const Other second("count", name, 300);
        EXPECT_EQ(count(name, 300), 0);
        EXPECT_EQ(first.code(), 0U);
        EXPECT_EQ(second.code(), 0U);
    }
    EXPECT_EQ(*number, 900);
    UnmapViewOfFile(number);
    CloseHandle(mapping);
    EXPECT_EQ(OpenMutexA(SYNCHRONIZE, FALSE, name.c_str()), nullptr);
}

TEST(NamedProcess, WaitsForAllAreAtomicAcrossProcesses) {
    const std::string name = unique_name("all");
    const HANDLE event = event_of(name + "e");
    const HANDLE semaphore = CreateSemaphoreA(nullptr, 0, 1, (name + "s").c_str());
    const HANDLE mutex = CreateMutexA(nullptr, FALSE, (name + "m").c_str());
    const HANDLE done = event_of(name + "d");
    const Other first("all", name);
    const Other second("all", name);
    for (int i = 0; i < 2; ++i) {
        EXPECT_TRUE(SetEvent(event));
        EXPECT_EQ(WaitForSingleObject(done, 0), DWORD{WAIT_TIMEOUT});
        EXPECT_TRUE(ReleaseSemaphore(semaphore, 1, nullptr));
        EXPECT_EQ(WaitForSingleObject(done, INFINITE), WAIT_OBJECT_0);
    }
    EXPECT_EQ(first.code(), 0U);
    EXPECT_EQ(second.code(), 0U);
    for (const HANDLE handle : {event, semaphore, mutex, done})
        CloseHandle(handle);
}

TEST(NamedProcess, InheritedHandles) {
    SECURITY_ATTRIBUTES inherits{sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
    const std::string name = unique_name("inherited");
    const HANDLE named = CreateEventA(&inherits, FALSE, FALSE, name.c_str());
    const HANDLE nameless = CreateEventA(&inherits, FALSE, FALSE, nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_SUCCESS});
    const HANDLE own = event_of(name);
    for (const HANDLE event : {named, nameless}) {
        const Other other("set", "-", reinterpret_cast<uintptr_t>(event));
        EXPECT_EQ(WaitForSingleObject(event, INFINITE), WAIT_OBJECT_0);
        EXPECT_EQ(other.code(), 0U);
    }
    const Other other("set", "-", reinterpret_cast<uintptr_t>(own));
    EXPECT_EQ(other.code(), 1U) << "not inheritable";
    for (const HANDLE handle : {named, nameless, own})
        CloseHandle(handle);
}

// An event that this process alone had, with threads that wait for it, is shared from the moment
// in which a child is to inherit it.
TEST(NamedProcess, AnEventBecomesSharedWhileThreadsWait) {
    const HANDLE event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    const HANDLE both = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    const auto waitable = berth::nt::handle_get_waitable(event);
    const auto begun = [&] {
        const std::lock_guard guard(*waitable);
        return waitable->has_waiters();
    };
    std::vector<std::thread> threads;
    threads.emplace_back([&] {
        const std::array<HANDLE, 2> objects{both, event};
        EXPECT_EQ(WaitForMultipleObjects(2, objects.data(), TRUE, INFINITE), WAIT_OBJECT_0);
    });
    while (!begun())
        std::this_thread::yield();
    EXPECT_TRUE(SetHandleInformation(event, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT));
    EXPECT_FALSE(waitable->is_shared());
    {
        const Other other("set", "-", reinterpret_cast<uintptr_t>(event));
        EXPECT_TRUE(waitable->is_shared());
        EXPECT_EQ(other.code(), 0U);
    }
    EXPECT_TRUE(SetEvent(both));
    threads[0].join();
    EXPECT_EQ(WaitForSingleObject(event, 0), DWORD{WAIT_TIMEOUT});
    // And once more, for a thread that began to wait when it was shared.
    threads.emplace_back([&] { EXPECT_EQ(WaitForSingleObject(event, INFINITE), WAIT_OBJECT_0); });
    const Other other("set", "-", reinterpret_cast<uintptr_t>(event));
    EXPECT_EQ(other.code(), 0U);
    threads[1].join();
    CloseHandle(event);
    CloseHandle(both);
}

// What a process holds as its own goes into the cell: an owner, how often it took the mutex, an
// end that abandoned it, a count, a due time.
TEST(NamedProcess, StateMovesWhenAnObjectBecomesShared) {
    const HANDLE mutex = CreateMutexA(nullptr, TRUE, nullptr);
    EXPECT_EQ(WaitForSingleObject(mutex, 0), WAIT_OBJECT_0);
    const HANDLE abandoned = CreateMutexA(nullptr, FALSE, nullptr);
    std::thread([&] { WaitForSingleObject(abandoned, 0); }).join();
    const HANDLE semaphore = CreateSemaphoreA(nullptr, 2, 3, nullptr);
    const HANDLE timer = CreateWaitableTimerA(nullptr, TRUE, nullptr);
    int calls = 0;
    LARGE_INTEGER due;
    due.QuadPart = -10'000;
    EXPECT_TRUE(SetWaitableTimer(
        timer, &due, 0, [](void* count, DWORD, DWORD) { ++*static_cast<int*>(count); }, &calls,
        FALSE));
    for (const HANDLE handle : {mutex, abandoned, semaphore, timer})
        EXPECT_TRUE(SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT));
    const Other other("set", "-", reinterpret_cast<uintptr_t>(mutex));
    EXPECT_EQ(other.code(), 1U) << "no event";
    std::thread([&] { EXPECT_EQ(WaitForSingleObject(mutex, 0), DWORD{WAIT_TIMEOUT}); }).join();
    EXPECT_TRUE(ReleaseMutex(mutex));
    EXPECT_TRUE(ReleaseMutex(mutex));
    EXPECT_FALSE(ReleaseMutex(mutex));
    EXPECT_EQ(WaitForSingleObject(abandoned, 0), DWORD{WAIT_ABANDONED});
    LONG before = 0;
    EXPECT_FALSE(ReleaseSemaphore(semaphore, 2, nullptr));
    EXPECT_TRUE(ReleaseSemaphore(semaphore, 1, &before));
    EXPECT_EQ(before, 2);
    while (calls == 0)
        SleepEx(INFINITE, TRUE);
    EXPECT_EQ(WaitForSingleObject(timer, INFINITE), WAIT_OBJECT_0);
    for (const HANDLE handle : {mutex, abandoned, semaphore, timer})
        CloseHandle(handle);
}

}  // namespace
