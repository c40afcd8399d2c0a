#include <gtest/gtest.h>

#include <cerrno>

#include "berth/crt_process.h"
#include "invalid_handler.h"

namespace berth::crt {
namespace {

TEST(Spawn, WaitsForTheExitStatus) {
    EXPECT_EQ(_spawnlp(_P_WAIT, "sh", "sh", "-c", "exit 7", nullptr), 7);
    const char* const arguments[] = {"sh", "-c", "exit 3", nullptr};
    EXPECT_EQ(_spawnv(_P_WAIT, "\\bin\\sh.exe", arguments), 3);
}

TEST(Spawn, RunsBesideAndIsWaitedFor) {
    const intptr_t process = _spawnlp(_P_NOWAIT, "sh", "sh", "-c", "exit 5", nullptr);
    ASSERT_GT(process, 0);
    int status = 0;
    EXPECT_EQ(_cwait(&status, process, 0), process);
    EXPECT_EQ(status, 5);
}

TEST(Spawn, FailuresHaveAnErrno) {
    EXPECT_EQ(_spawnlp(_P_WAIT, "/nowhere/at/all", "x", nullptr), -1);
    EXPECT_EQ(errno, ENOENT);
    const InvalidHandlerGuard guard;
    EXPECT_EQ(_spawnv(_P_WAIT, nullptr, nullptr), -1);
    EXPECT_EQ(InvalidHandlerGuard::calls, 1);
}

}  // namespace
}  // namespace berth::crt
