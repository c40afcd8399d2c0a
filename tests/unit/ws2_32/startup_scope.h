// Winsock started for as long as a test lasts.
#pragma once

#include <gtest/gtest.h>

#include "winsock2.h"

class StartedTest : public ::testing::Test {
  protected:
    void SetUp() override {
        WSADATA data;
        ASSERT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
    }
    void TearDown() override { EXPECT_EQ(0, WSACleanup()); }
};
