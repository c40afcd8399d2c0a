#include "nt/handle.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

#include "winerror.h"

namespace berth::nt {
namespace {

class Thing : public Object {
  public:
    static constexpr ObjectType kType{"Thing", false};
    explicit Thing(int* alive) : Object(kType), alive_(alive) { ++*alive_; }
    ~Thing() override { --*alive_; }
    bool last_handle_gone = false;

  protected:
    void on_last_handle() override { last_handle_gone = true; }

  private:
    int* alive_;
};

class Other : public Object {
  public:
    static constexpr ObjectType kType{"Other", false};
    Other() : Object(kType) {}
};

class Counted : public Object {
  public:
    static constexpr ObjectType kType{"Counted", false};
    explicit Counted(std::atomic<int>* alive) : Object(kType), count(alive) { ++*count; }
    ~Counted() override { --*count; }
    std::atomic<int>* const count;
};

TEST(Handle, IsAMultipleOfFourAboveAllDescriptors) {
    int alive = 0;
    const HANDLE handle = handle_make(object_make<Thing>(&alive));
    const auto number = reinterpret_cast<uintptr_t>(handle);
    EXPECT_GE(number, kHandleBase);
    EXPECT_LT(number, uintptr_t{0x80000000}) << "must survive a round trip through int";
    EXPECT_EQ(number % 4, 0u);
    EXPECT_EQ(handle_close(handle), 0u);
    EXPECT_EQ(alive, 0);
}

TEST(Handle, FindsItsObjectUntilItIsClosed) {
    int alive = 0;
    const HANDLE handle = handle_make(object_make<Thing>(&alive));
    Ref<Thing> thing = handle_get<Thing>(handle);
    ASSERT_TRUE(thing);
    EXPECT_EQ(handle_close(handle), 0u);
    EXPECT_TRUE(thing->last_handle_gone);
    EXPECT_EQ(alive, 1) << "a reference outlives the handle";
    thing.reset();
    EXPECT_EQ(alive, 0);
    DWORD error = 0;
    EXPECT_FALSE(handle_get<Thing>(handle, 0, &error));
    EXPECT_EQ(error, DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(handle_close(handle), DWORD{ERROR_INVALID_HANDLE});
}

TEST(Handle, OfAnotherKindIsRefused) {
    DWORD error = 0;
    const HANDLE handle = handle_make(object_make<Other>());
    EXPECT_FALSE(handle_get<Thing>(handle, 0, &error));
    EXPECT_EQ(error, DWORD{ERROR_INVALID_HANDLE});
    EXPECT_TRUE(handle_get<Other>(handle));
    handle_close(handle);
}

TEST(Handle, NumbersThatWereNeverGivenOutAreRefused) {
    for (uintptr_t number : {uintptr_t{0}, uintptr_t{3}, kHandleBase + 1, kHandleBase + 0x3ffffc,
                             uintptr_t{0x80000000}, ~uintptr_t{7}}) {
        DWORD error = 0;
        auto* const handle = reinterpret_cast<HANDLE>(number);
        EXPECT_FALSE(handle_object(handle, 0, &error));
        EXPECT_EQ(error, DWORD{ERROR_INVALID_HANDLE});
        EXPECT_EQ(handle_close(handle), DWORD{ERROR_INVALID_HANDLE});
    }
}

TEST(Handle, DoesNotGrantWhatItWasNotOpenedWith) {
    int alive = 0;
    DWORD error = 0;
    const HANDLE handle = handle_make(object_make<Thing>(&alive), 0x0001);
    EXPECT_TRUE(handle_get<Thing>(handle, 0x0001));
    EXPECT_FALSE(handle_get<Thing>(handle, 0x0002, &error));
    EXPECT_EQ(error, DWORD{ERROR_ACCESS_DENIED});
    handle_close(handle);
}

TEST(Handle, ProtectedIsNotClosed) {
    int alive = 0;
    const HANDLE handle = handle_make(object_make<Thing>(&alive));
    EXPECT_EQ(handle_flags_set(handle, kHandleProtect, kHandleProtect), 0u);
    EXPECT_EQ(handle_close(handle), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(handle_flags_set(handle, kHandleProtect, 0), 0u);
    EXPECT_EQ(handle_close(handle), 0u);
}

TEST(Handle, NumberIsNotReusedForThousandsOfCloses) {
    int alive = 0;
    std::set<HANDLE> seen;
    for (int i = 0; i < 20000; ++i) {
        const HANDLE handle = handle_make(object_make<Thing>(&alive));
        ASSERT_TRUE(seen.insert(handle).second);
        handle_close(handle);
    }
    EXPECT_EQ(alive, 0);
}

TEST(Handle, KeepsTheNumberOfAnotherProcess) {
    int alive = 0;
    auto* const number = reinterpret_cast<HANDLE>(kHandleBase | 5u << 22 | 7000u << 2);
    const auto inherited = [] {
        std::set<HANDLE> all;
        handle_each_inherited([](void* set, HANDLE handle, Object&,
                                 DWORD) { static_cast<std::set<HANDLE>*>(set)->insert(handle); },
                              &all);
        return all;
    };
    std::set<HANDLE> expected = inherited();  // the standard handles, perhaps
    ASSERT_TRUE(handle_make_at(number, object_make<Thing>(&alive), kAllAccess, true));
    EXPECT_FALSE(handle_make_at(number, object_make<Thing>(&alive), kAllAccess, true));
    EXPECT_TRUE(handle_get<Thing>(number));
    expected.insert(number);
    EXPECT_EQ(inherited(), expected);
    handle_close(number);
    EXPECT_EQ(alive, 0);
}

TEST(Handle, LookUpsRaceWithClosing) {
    std::atomic<int> alive{0};
    std::atomic<HANDLE> current{nullptr};
    std::atomic<bool> stop{false};
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&] {
            while (!stop) {
                Ref<Counted> object = handle_get<Counted>(current.load());
                if (object) {
                    EXPECT_GT(object->count->load(), 0);
                }
            }
        });
    }
    for (int i = 0; i < 5000; ++i) {
        const HANDLE handle = handle_make(object_make<Counted>(&alive));
        current = handle;
        EXPECT_EQ(handle_close(handle), 0u);
    }
    stop = true;
    for (std::thread& reader : readers)
        reader.join();
    EXPECT_EQ(alive, 0);
}

}  // namespace
}  // namespace berth::nt
