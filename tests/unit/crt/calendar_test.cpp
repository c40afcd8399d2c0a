#include <gtest/gtest.h>

#include <cerrno>
#include <ctime>

#include "berth/crt_time.h"
#include "invalid_handler.h"

namespace berth::crt {
namespace {

using Guard = InvalidHandlerGuard;

TEST(Calendar, ResultComesFirst) {
    const time_t when = 315'540'235;
    tm date;
    EXPECT_EQ(gmtime_s(&date, &when), 0);
    EXPECT_EQ(date.tm_year, 80);
    EXPECT_EQ(_gmtime64_s(&date, &when), 0);
    EXPECT_EQ(date.tm_yday, 0);
    EXPECT_EQ(localtime_s(&date, &when), 0);
}

TEST(Calendar, TimesBefore1970AreRefused) {
    const Guard guard;
    const time_t when = -1;
    tm date;
    EXPECT_EQ(gmtime_s(&date, &when), EINVAL);
    EXPECT_EQ(date.tm_year, -1);
    EXPECT_EQ(Guard::calls, 0);
    EXPECT_EQ(gmtime_s(&date, nullptr), EINVAL);
    EXPECT_EQ(gmtime_s(nullptr, &when), EINVAL);
    EXPECT_EQ(Guard::calls, 2);
}

TEST(Calendar, Text) {
    const time_t when = 315'626'635;
    tm date;
    ASSERT_EQ(gmtime_s(&date, &when), 0);
    char to[26];
    EXPECT_EQ(asctime_s(to, sizeof to, &date), 0);
    EXPECT_STREQ(to, "Wed Jan 02 02:03:55 1980\n");
    EXPECT_STREQ(_wasctime(&date), L"Wed Jan 02 02:03:55 1980\n");
    const Guard guard;
    EXPECT_EQ(asctime_s(to, 25, &date), EINVAL);
    date.tm_mon = 12;
    EXPECT_EQ(asctime_s(to, sizeof to, &date), EINVAL);
    EXPECT_EQ(Guard::calls, 2);
}

TEST(Calendar, NowWithMilliseconds) {
    struct _timeb now;
    const time_t before = time(nullptr);
    _ftime(&now);
    EXPECT_GE(now.time, before);
    EXPECT_LT(now.millitm, 1000);
}

TEST(Calendar, DateAndTimeOfDay) {
    char to[9];
    EXPECT_EQ(_strdate_s(to, 9), 0);
    EXPECT_EQ(to[2], '/');
    EXPECT_EQ(_strtime_s(to, 9), 0);
    EXPECT_EQ(to[5], ':');
    const Guard guard;
    EXPECT_EQ(_strtime_s(to, 8), ERANGE);
}

}  // namespace
}  // namespace berth::crt
