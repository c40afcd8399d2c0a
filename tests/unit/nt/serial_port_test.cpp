#include <array>
#include <fcntl.h>
#include <stdlib.h>
#include <string>
#include <unistd.h>

#include "berth/winbase_serial.h"
#include "errhandlingapi.h"
#include "fileapi.h"
#include "gtest/gtest.h"
#include "handleapi.h"
#include "nt/path.h"
#include "winbase.h"
#include "winerror.h"

namespace {

// A pseudo terminal stands in for the line; its other end is `master`.
struct SerialPortTest : testing::Test {
    SerialPortTest() : master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
        EXPECT_EQ(0, grantpt(master));
        EXPECT_EQ(0, unlockpt(master));
        std::array<char, 64> name{};
        EXPECT_EQ(0, ptsname_r(master, name.data(), name.size()));
        port = CreateFileA(name.data(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0,
                           nullptr);
    }
    ~SerialPortTest() override {
        CloseHandle(port);
        close(master);
    }

    DCB state() const {
        DCB dcb{};
        dcb.DCBlength = sizeof dcb;
        EXPECT_TRUE(GetCommState(port, &dcb));
        return dcb;
    }

    int master;
    HANDLE port;
};

TEST_F(SerialPortTest, WhatWasSetIsReadBack) {
    DCB dcb = state();
    dcb.BaudRate = CBR_115200;
    dcb.ByteSize = 8;
    dcb.Parity = NOPARITY;
    dcb.StopBits = TWOSTOPBITS;
    dcb.fOutX = 1;
    dcb.XonChar = 17;
    dcb.XoffChar = 19;
    ASSERT_TRUE(SetCommState(port, &dcb));
    const DCB now = state();
    EXPECT_EQ(115200u, now.BaudRate);
    EXPECT_EQ(8, now.ByteSize);
    EXPECT_EQ(TWOSTOPBITS, now.StopBits);
    EXPECT_TRUE(now.fOutX);
    EXPECT_FALSE(now.fInX);
}

TEST_F(SerialPortTest, BytesPassAsTheyAre) {
    DCB dcb = state();
    dcb.BaudRate = CBR_9600;
    dcb.ByteSize = 8;
    dcb.fBinary = 1;
    ASSERT_TRUE(SetCommState(port, &dcb));
    COMMTIMEOUTS timeouts{1, 0, 0, 0, 0};
    ASSERT_TRUE(SetCommTimeouts(port, &timeouts));
    ASSERT_EQ(3, write(master, "\x03\r\n", 3));
    std::array<char, 8> in{};
    DWORD got = 0;
    ASSERT_TRUE(ReadFile(port, in.data(), in.size(), &got, nullptr));
    EXPECT_EQ("\x03\r\n", std::string(in.data(), got));
}

TEST_F(SerialPortTest, AReadThatMayNotWaitComesBackEmpty) {
    DCB dcb = state();
    ASSERT_TRUE(SetCommState(port, &dcb));
    COMMTIMEOUTS timeouts{MAXDWORD, 0, 0, 0, 0};
    ASSERT_TRUE(SetCommTimeouts(port, &timeouts));
    char byte = 0;
    DWORD got = 1;
    EXPECT_TRUE(ReadFile(port, &byte, 1, &got, nullptr));
    EXPECT_EQ(0u, got);
}

TEST_F(SerialPortTest, WhatALineCannotDoIsRefused) {
    DCB dcb = state();
    dcb.ByteSize = 9;
    EXPECT_FALSE(SetCommState(port, &dcb));
    EXPECT_EQ(static_cast<DWORD>(ERROR_INVALID_PARAMETER), GetLastError());
    EXPECT_FALSE(PurgeComm(port, 0));
    EXPECT_EQ(static_cast<DWORD>(ERROR_INVALID_PARAMETER), GetLastError());
    EXPECT_FALSE(GetCommState(nullptr, &dcb));
    EXPECT_EQ(static_cast<DWORD>(ERROR_INVALID_HANDLE), GetLastError());
}

TEST(SerialPortNameTest, TheFirstPortIsLinuxFirst) {
    std::string path;
    EXPECT_EQ(0u, berth::nt::path_translate("\\\\.\\COM1", path));
    EXPECT_EQ("/dev/ttyS0", path);
    EXPECT_EQ(0u, berth::nt::path_translate("com12", path));
    EXPECT_EQ("/dev/ttyS11", path);
}

}  // namespace
