#include "versionhelpers.h"
#include "gtest/gtest.h"
#include "winerror.h"

namespace {

BOOL at_least(DWORD major, DWORD minor, WORD service_pack, BYTE condition = VER_GREATER_EQUAL) {
    const DWORD types = VER_MAJORVERSION | VER_MINORVERSION | VER_SERVICEPACKMAJOR;
    OSVERSIONINFOEXA version{};
    version.dwOSVersionInfoSize = sizeof version;
    version.dwMajorVersion = major;
    version.dwMinorVersion = minor;
    version.wServicePackMajor = service_pack;
    return VerifyVersionInfoA(&version, types, VerSetConditionMask(0, types, condition));
}

TEST(SystemVersionTest, TheFirstPartThatDiffersDecides) {
    EXPECT_TRUE(at_least(6, 3, 9));
    EXPECT_TRUE(at_least(10, 0, 0));
    EXPECT_FALSE(at_least(10, 0, 1));
    EXPECT_FALSE(at_least(11, 0, 0));
    EXPECT_TRUE(at_least(9, 5, 5, VER_GREATER));
    EXPECT_FALSE(at_least(10, 0, 0, VER_GREATER));
    EXPECT_TRUE(at_least(10, 0, 0, VER_EQUAL));
    EXPECT_TRUE(at_least(10, 1, 0, VER_LESS));
}

TEST(SystemVersionTest, AnOlderVersionHasItsOwnError) {
    at_least(11, 0, 0);
    EXPECT_EQ(static_cast<DWORD>(ERROR_OLD_WIN_VERSION), GetLastError());
}

TEST(SystemVersionTest, BadInputIsRefused) {
    OSVERSIONINFOEXA version{};
    version.dwOSVersionInfoSize = sizeof version;
    EXPECT_FALSE(VerifyVersionInfoA(&version, 0, 0));
    EXPECT_EQ(static_cast<DWORD>(ERROR_INVALID_PARAMETER), GetLastError());
    EXPECT_FALSE(VerifyVersionInfoA(nullptr, VER_MAJORVERSION, 0));
    EXPECT_EQ(static_cast<DWORD>(ERROR_INVALID_PARAMETER), GetLastError());
    EXPECT_FALSE(VerifyVersionInfoA(&version, VER_MAJORVERSION, 0));
    EXPECT_EQ(static_cast<DWORD>(ERROR_BAD_ARGUMENTS), GetLastError());
}

TEST(SystemVersionTest, TheHelpersAgree) {
    EXPECT_TRUE(IsWindows10OrGreater());
    EXPECT_TRUE(IsWindows7SP1OrGreater());
    EXPECT_FALSE(IsWindowsServer());
}

TEST(SystemVersionTest, TheExtendedStructureIsFilledWhereThereIsRoom) {
    OSVERSIONINFOEXW version{};
    version.dwOSVersionInfoSize = sizeof version;
    ASSERT_TRUE(GetVersionExW(reinterpret_cast<OSVERSIONINFOW*>(&version)));
    EXPECT_EQ(10u, version.dwMajorVersion);
    EXPECT_EQ(VER_NT_WORKSTATION, version.wProductType);
    EXPECT_EQ(10u, GetVersion() & 0xff);
}

}  // namespace
