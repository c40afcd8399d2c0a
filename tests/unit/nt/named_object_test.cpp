// Events, mutexes, semaphores and timers with a name, within one process.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

#include "berth/winbase_mapping.h"
#include "nt/last_error.h"
#include "winbase.h"
#include "winerror.h"

namespace {

using berth::nt::last_error_get;
using berth::nt::last_error_set;

std::string unique_name(const char* what) {
    static int count = 0;
    return "berth-named-" + std::to_string(getpid()) + "-" + what + std::to_string(++count);
}

std::wstring wide(const std::string& text) {
    return {text.begin(), text.end()};
}

HANDLE event_open(const std::string& name) {
    return OpenEventA(EVENT_ALL_ACCESS, FALSE, name.c_str());
}

TEST(NamedObject, ANewNameAndOneThatExists) {
    const std::string name = unique_name("event");
    last_error_set(ERROR_GEN_FAILURE);
    const HANDLE first = CreateEventA(nullptr, TRUE, TRUE, name.c_str());
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_SUCCESS});
    const HANDLE second = CreateEventW(nullptr, FALSE, FALSE, wide(name).c_str());
    ASSERT_NE(second, nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ALREADY_EXISTS});
    EXPECT_NE(first, second);
    EXPECT_TRUE(CompareObjectHandles(first, second));
    EXPECT_EQ(WaitForSingleObject(second, 0), WAIT_OBJECT_0) << "the state is the first's";
    EXPECT_EQ(WaitForSingleObject(second, 0), WAIT_OBJECT_0) << "and so is its kind";
    ResetEvent(second);
    EXPECT_EQ(WaitForSingleObject(first, 0), DWORD{WAIT_TIMEOUT});
    CloseHandle(first);
    const HANDLE third = event_open(name);
    ASSERT_NE(third, nullptr) << "one handle is left";
    CloseHandle(second);
    CloseHandle(third);
    EXPECT_EQ(event_open(name), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_NOT_FOUND});
}

TEST(NamedObject, OneNameSpaceForAllKinds) {
    const std::string name = unique_name("kinds");
    const char* const text = name.c_str();
    using Maker = HANDLE (*)(const char*);
    const std::array<Maker, 5> makers{
        [](const char* n) { return CreateEventA(nullptr, FALSE, FALSE, n); },
        [](const char* n) { return CreateMutexA(nullptr, FALSE, n); },
        [](const char* n) { return CreateSemaphoreA(nullptr, 0, 1, n); },
        [](const char* n) { return CreateWaitableTimerA(nullptr, FALSE, n); },
        [](const char* n) {
            return CreateFileMappingA(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE, 0, 4096, n);
        }};
    const std::array<Maker, 5> openers{
        [](const char* n) { return OpenEventA(SYNCHRONIZE, FALSE, n); },
        [](const char* n) { return OpenMutexA(SYNCHRONIZE, FALSE, n); },
        [](const char* n) { return OpenSemaphoreA(SYNCHRONIZE, FALSE, n); },
        [](const char* n) { return OpenWaitableTimerA(SYNCHRONIZE, FALSE, n); },
        [](const char* n) { return OpenFileMappingA(FILE_MAP_READ, FALSE, n); }};
    for (size_t kind = 0; kind < makers.size(); ++kind) {
        const HANDLE object = makers[kind](text);
        ASSERT_NE(object, nullptr);
        EXPECT_EQ(last_error_get(), DWORD{ERROR_SUCCESS});
        for (size_t other = 0; other < makers.size(); ++other) {
            for (const Maker call : {makers[other], openers[other]}) {
                const HANDLE again = call(text);
                EXPECT_EQ(again != nullptr, other == kind) << kind << ' ' << other;
                if (again)
                    CloseHandle(again);
                else
                    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
            }
        }
        CloseHandle(object);
    }
}

TEST(NamedObject, Names) {
    const std::string name = unique_name("Name");
    const HANDLE event = CreateEventA(nullptr, FALSE, FALSE, ("Local\\" + name).c_str());
    ASSERT_NE(event, nullptr);
    const HANDLE plain = event_open(name);
    EXPECT_NE(plain, nullptr);
    CloseHandle(plain);
    std::string other = name;
    other[0] = 'B';
    EXPECT_EQ(event_open(other), nullptr) << "case counts";
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_NOT_FOUND});
    for (const char* bad : {"a\\b", "local\\x", "Nowhere\\x", "Global\\a\\b"}) {
        EXPECT_EQ(CreateEventA(nullptr, FALSE, FALSE, bad), nullptr) << bad;
        EXPECT_EQ(last_error_get(), DWORD{ERROR_PATH_NOT_FOUND});
        EXPECT_EQ(OpenMutexA(SYNCHRONIZE, FALSE, bad), nullptr) << bad;
        EXPECT_EQ(last_error_get(), DWORD{ERROR_PATH_NOT_FOUND});
    }
    EXPECT_EQ(CreateEventA(nullptr, FALSE, FALSE, "\\x"), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_BAD_PATHNAME});
    EXPECT_EQ(CreateEventA(nullptr, FALSE, FALSE, "Global\\"), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_NAME});
    const std::string longest = name + std::string(MAX_PATH - name.size(), 'x');
    const HANDLE fits = CreateEventA(nullptr, FALSE, FALSE, longest.c_str());
    EXPECT_NE(fits, nullptr);
    CloseHandle(fits);
    EXPECT_EQ(CreateEventA(nullptr, FALSE, FALSE, (longest + "x").c_str()), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILENAME_EXCED_RANGE});
    EXPECT_EQ(CreateMutexW(nullptr, FALSE, wide(longest + "x").c_str()), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILENAME_EXCED_RANGE});
    EXPECT_EQ(OpenEventA(SYNCHRONIZE, FALSE, nullptr), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    CloseHandle(event);
    // No name: an object of its own each time.
    const HANDLE one = CreateEventA(nullptr, FALSE, FALSE, "");
    const HANDLE two = CreateEventW(nullptr, FALSE, FALSE, L"");
    EXPECT_EQ(last_error_get(), DWORD{ERROR_SUCCESS});
    EXPECT_FALSE(CompareObjectHandles(one, two));
    CloseHandle(one);
    CloseHandle(two);
    // What a file name cannot hold, and names that differ in it.
    const HANDLE odd = CreateEventW(nullptr, FALSE, FALSE, wide(name + "/..\x01 %2F").c_str());
    EXPECT_NE(odd, nullptr);
    EXPECT_EQ(event_open(name + "%2F..\x01 /"), nullptr);
    CloseHandle(odd);
}

TEST(NamedObject, AccessIsWhatTheHandleWasOpenedWith) {
    const std::string name = unique_name("access");
    const HANDLE event = CreateEventA(nullptr, TRUE, FALSE, name.c_str());
    const HANDLE waits = OpenEventA(SYNCHRONIZE, TRUE, name.c_str());
    const HANDLE sets = OpenEventA(EVENT_MODIFY_STATE, FALSE, name.c_str());
    EXPECT_FALSE(SetEvent(waits));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ACCESS_DENIED});
    EXPECT_EQ(WaitForSingleObject(sets, 0), WAIT_FAILED);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ACCESS_DENIED});
    EXPECT_TRUE(SetEvent(sets));
    EXPECT_EQ(WaitForSingleObject(waits, 0), WAIT_OBJECT_0);
    DWORD flags = 0;
    EXPECT_TRUE(GetHandleInformation(waits, &flags));
    EXPECT_EQ(flags, DWORD{HANDLE_FLAG_INHERIT});
    EXPECT_TRUE(GetHandleInformation(sets, &flags));
    EXPECT_EQ(flags, 0U);
    for (const HANDLE handle : {event, waits, sets})
        CloseHandle(handle);
    EXPECT_FALSE(SetEvent(sets));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
}

TEST(NamedObject, AMutexIsOneObjectThroughAllItsHandles) {
    const std::string name = unique_name("mutex");
    const HANDLE first = CreateMutexA(nullptr, TRUE, name.c_str());
    const HANDLE second = CreateMutexA(nullptr, TRUE, name.c_str());
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ALREADY_EXISTS});
    EXPECT_EQ(WaitForSingleObject(second, 0), WAIT_OBJECT_0) << "the owner again";
    std::thread([&] {
        EXPECT_EQ(WaitForSingleObject(second, 0), DWORD{WAIT_TIMEOUT});
        EXPECT_FALSE(ReleaseMutex(second));
        EXPECT_EQ(last_error_get(), DWORD{ERROR_NOT_OWNER});
    }).join();
    EXPECT_TRUE(ReleaseMutex(first));
    EXPECT_TRUE(ReleaseMutex(second));
    EXPECT_FALSE(ReleaseMutex(second)) << "the second bInitialOwner did not count";
    std::thread([&] { EXPECT_EQ(WaitForSingleObject(first, 0), WAIT_OBJECT_0); }).join();
    EXPECT_EQ(WaitForSingleObject(second, INFINITE), DWORD{WAIT_ABANDONED});
    EXPECT_TRUE(ReleaseMutex(second));
    EXPECT_EQ(WaitForSingleObject(second, 0), WAIT_OBJECT_0) << "abandoned once";
    // The name goes with the handles, though the mutex is owned.
    CloseHandle(first);
    CloseHandle(second);
    EXPECT_EQ(OpenMutexA(SYNCHRONIZE, FALSE, name.c_str()), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_NOT_FOUND});
    const HANDLE fresh = CreateMutexA(nullptr, FALSE, name.c_str());
    EXPECT_EQ(last_error_get(), DWORD{ERROR_SUCCESS});
    std::thread([&] { EXPECT_EQ(WaitForSingleObject(fresh, 0), WAIT_OBJECT_0); }).join();
    CloseHandle(fresh);
}

TEST(NamedObject, ASemaphoreCountsForAllItsHandles) {
    const std::string name = unique_name("semaphore");
    const HANDLE first = CreateSemaphoreA(nullptr, 1, 3, name.c_str());
    const HANDLE second =
        CreateSemaphoreExW(nullptr, 2, 2, wide(name).c_str(), 0, SEMAPHORE_ALL_ACCESS);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ALREADY_EXISTS});
    EXPECT_EQ(WaitForSingleObject(second, 0), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(first, 0), DWORD{WAIT_TIMEOUT});
    LONG before = -1;
    EXPECT_TRUE(ReleaseSemaphore(second, 3, &before));
    EXPECT_EQ(before, 0);
    EXPECT_FALSE(ReleaseSemaphore(first, 1, nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_TOO_MANY_POSTS});
    EXPECT_EQ(CreateSemaphoreA(nullptr, 3, 2, name.c_str()), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    CloseHandle(first);
    CloseHandle(second);
}

TEST(NamedObject, WaitsForAllTakeAllOrNone) {
    const std::string name = unique_name("all");
    const std::array<HANDLE, 4> objects{CreateEventA(nullptr, FALSE, TRUE, (name + "e").c_str()),
                                        CreateEventA(nullptr, FALSE, FALSE, nullptr),
                                        CreateSemaphoreA(nullptr, 1, 1, (name + "s").c_str()),
                                        CreateMutexA(nullptr, FALSE, (name + "m").c_str())};
    EXPECT_EQ(WaitForMultipleObjects(4, objects.data(), TRUE, 0), DWORD{WAIT_TIMEOUT});
    std::thread waiter([&] {
        EXPECT_EQ(WaitForMultipleObjects(4, objects.data(), TRUE, INFINITE), WAIT_OBJECT_0);
        EXPECT_TRUE(ReleaseMutex(objects[3]));
    });
    EXPECT_TRUE(SetEvent(objects[1]));
    waiter.join();
    EXPECT_EQ(WaitForMultipleObjects(4, objects.data(), FALSE, 0), DWORD{WAIT_OBJECT_0 + 3});
    EXPECT_TRUE(ReleaseMutex(objects[3]));
    EXPECT_EQ(WaitForMultipleObjects(3, objects.data(), FALSE, 0), DWORD{WAIT_TIMEOUT});
    const HANDLE twice[2] = {objects[0], OpenEventA(SYNCHRONIZE, FALSE, (name + "e").c_str())};
    EXPECT_EQ(WaitForMultipleObjects(2, twice, TRUE, 0), WAIT_FAILED);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    CloseHandle(twice[1]);
    for (const HANDLE object : objects)
        CloseHandle(object);
}

TEST(NamedObject, AnEventWakesThreadsOfTheProcess) {
    const std::string name = unique_name("wake");
    const HANDLE there = CreateEventA(nullptr, FALSE, FALSE, (name + "t").c_str());
    const HANDLE back = CreateEventA(nullptr, FALSE, FALSE, (name + "b").c_str());
    std::thread other([&] {
        for (int i = 0; i < 100; ++i) {
            EXPECT_EQ(WaitForSingleObject(there, INFINITE), WAIT_OBJECT_0);
            EXPECT_TRUE(SetEvent(back));
        }
    });
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(SignalObjectAndWait(there, back, INFINITE, FALSE), WAIT_OBJECT_0);
    other.join();
    EXPECT_TRUE(PulseEvent(there)) << "nobody waits: nothing stays";
    EXPECT_EQ(WaitForSingleObject(there, 0), DWORD{WAIT_TIMEOUT});
    CloseHandle(there);
    CloseHandle(back);
}

TEST(NamedObject, ARegisteredWaitOnAName) {
    const std::string name = unique_name("registered");
    const HANDLE event = CreateEventA(nullptr, FALSE, FALSE, name.c_str());
    const HANDLE done = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    HANDLE wait = nullptr;
    ASSERT_TRUE(RegisterWaitForSingleObject(
        &wait, event, [](void* told, BOOLEAN) { SetEvent(told); }, done, INFINITE,
        WT_EXECUTEONLYONCE));
    SetEvent(event);
    EXPECT_EQ(WaitForSingleObject(done, INFINITE), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(event, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_TRUE(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    CloseHandle(event);
    CloseHandle(done);
}

TEST(NamedObject, ATimerIsSetThroughAnyHandle) {
    const std::string name = unique_name("timer");
    const HANDLE first = CreateWaitableTimerA(nullptr, TRUE, name.c_str());
    const HANDLE second = OpenWaitableTimerW(TIMER_ALL_ACCESS, FALSE, wide(name).c_str());
    LARGE_INTEGER due;
    due.QuadPart = -1;
    EXPECT_TRUE(SetWaitableTimer(first, &due, 0, nullptr, nullptr, FALSE));
    EXPECT_EQ(WaitForSingleObject(second, INFINITE), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(first, 0), WAIT_OBJECT_0) << "manual reset";
    due.QuadPart = -36'000'000'000;
    int calls = 0;
    EXPECT_TRUE(SetWaitableTimer(second, &due, 0, nullptr, nullptr, FALSE));
    EXPECT_EQ(WaitForSingleObject(first, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_TRUE(CancelWaitableTimer(first));
    due.QuadPart = -1;
    EXPECT_TRUE(SetWaitableTimer(
        second, &due, 0, [](void* count, DWORD, DWORD) { ++*static_cast<int*>(count); }, &calls,
        FALSE));
    while (calls == 0)
        SleepEx(INFINITE, TRUE);
    EXPECT_EQ(calls, 1);
    CloseHandle(first);
    CloseHandle(second);
    EXPECT_EQ(OpenWaitableTimerA(SYNCHRONIZE, FALSE, name.c_str()), nullptr);
}

TEST(NamedObject, ManyThreadsCreateAndClose) {
    const std::string name = unique_name("storm");
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (int i = 0; i < 100; ++i) {
                const HANDLE mutex = CreateMutexA(nullptr, FALSE, name.c_str());
                ASSERT_NE(mutex, nullptr);
                EXPECT_EQ(WaitForSingleObject(mutex, INFINITE), WAIT_OBJECT_0);
                EXPECT_TRUE(ReleaseMutex(mutex));
                CloseHandle(mutex);
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(OpenMutexA(SYNCHRONIZE, FALSE, name.c_str()), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_NOT_FOUND});
}

}  // namespace
