// SYSTEMTIME and FILETIME: dates as fields and as a count, in UTC and in local time.
#include <ctime>

#include "nt/clock.h"
#include "nt/last_error.h"
#include "sysinfoapi.h"
#include "timezoneapi.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr uint64_t kPerMillisecond = 10'000;
constexpr uint64_t kPerSecond = 10'000'000;
constexpr uint64_t kPerDay = kPerSecond * 86400;
constexpr int kFirstYear = 1601;
constexpr int kLastYear = 30827;  // SYSTEMTIME's
constexpr int kDaysPer400Years = 146097;

uint64_t count_of(const FILETIME& time) {
    return uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime;
}

FILETIME file_time_of(uint64_t count) {
    return {static_cast<DWORD>(count), static_cast<DWORD>(count >> 32)};
}

bool leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in(int month, int year) {
    constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return kDays[month - 1] + (month == 2 && leap(year) ? 1 : 0);
}

// Days from 1601-01-01 to the first day of the year.
uint64_t days_before(int year) {
    const auto n = static_cast<uint64_t>(year - kFirstYear);
    return n * 365 + n / 4 - n / 100 + n / 400;
}

SYSTEMTIME fields_of(uint64_t count) {
    SYSTEMTIME fields{};
    uint64_t days = count / kPerDay;
    const uint64_t rest = count % kPerDay;
    fields.wDayOfWeek = static_cast<WORD>((days + 1) % 7);  // 1601-01-01 was a Monday
    auto year = static_cast<int>(kFirstYear + days / kDaysPer400Years * 400);
    while (days_before(year + 1) <= days)
        ++year;
    days -= days_before(year);
    int month = 1;
    while (days >= static_cast<uint64_t>(days_in(month, year)))
        days -= static_cast<uint64_t>(days_in(month++, year));
    fields.wYear = static_cast<WORD>(year);
    fields.wMonth = static_cast<WORD>(month);
    fields.wDay = static_cast<WORD>(days + 1);
    fields.wHour = static_cast<WORD>(rest / (kPerSecond * 3600));
    fields.wMinute = static_cast<WORD>(rest / (kPerSecond * 60) % 60);
    fields.wSecond = static_cast<WORD>(rest / kPerSecond % 60);
    fields.wMilliseconds = static_cast<WORD>(rest / kPerMillisecond % 1000);
    return fields;
}

bool count_from(const SYSTEMTIME& fields, uint64_t* count) {
    const int year = fields.wYear;
    const int month = fields.wMonth;
    if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || fields.wDay < 1 ||
        fields.wDay > days_in(month, year) || fields.wHour > 23 || fields.wMinute > 59 ||
        fields.wSecond > 59 || fields.wMilliseconds > 999)
        return false;
    uint64_t days = days_before(year) + fields.wDay - 1;
    for (int m = 1; m < month; ++m)
        days += static_cast<uint64_t>(days_in(m, year));
    const uint64_t seconds =
        uint64_t{fields.wHour} * 3600 + uint64_t{fields.wMinute} * 60 + fields.wSecond;
    *count = days * kPerDay + seconds * kPerSecond + fields.wMilliseconds * kPerMillisecond;
    return true;
}

// Seconds that local time is ahead of UTC at that moment of UTC.
int64_t offset_at(uint64_t count) {
    const auto seconds = static_cast<time_t>(static_cast<int64_t>(count - kUnixEpoch) /
                                             static_cast<int64_t>(kPerSecond));
    tm local{};
    return localtime_r(&seconds, &local) ? local.tm_gmtoff : 0;
}

uint64_t shift(uint64_t count, int64_t seconds) {
    return count + static_cast<uint64_t>(seconds * static_cast<int64_t>(kPerSecond));
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

VOID WINAPI GetSystemTime(LPSYSTEMTIME lpSystemTime) {
    *lpSystemTime = fields_of(system_time());
}

VOID WINAPI GetLocalTime(LPSYSTEMTIME lpSystemTime) {
    const uint64_t now = system_time();
    *lpSystemTime = fields_of(shift(now, offset_at(now)));
}

BOOL WINAPI FileTimeToSystemTime(const FILETIME* lpFileTime, LPSYSTEMTIME lpSystemTime) {
    if (!lpFileTime || !lpSystemTime || count_of(*lpFileTime) >> 63 != 0)
        return last_error_result(ERROR_INVALID_PARAMETER);
    *lpSystemTime = fields_of(count_of(*lpFileTime));
    return TRUE;
}

BOOL WINAPI SystemTimeToFileTime(const SYSTEMTIME* lpSystemTime, LPFILETIME lpFileTime) {
    uint64_t count = 0;
    if (!lpSystemTime || !lpFileTime || !count_from(*lpSystemTime, &count))
        return last_error_result(ERROR_INVALID_PARAMETER);
    *lpFileTime = file_time_of(count);
    return TRUE;
}

// Windows shifts by the offset of now, not by that of the date.
BOOL WINAPI FileTimeToLocalFileTime(const FILETIME* lpFileTime, LPFILETIME lpLocalFileTime) {
    if (!lpFileTime || !lpLocalFileTime)
        return last_error_result(ERROR_INVALID_PARAMETER);
    *lpLocalFileTime = file_time_of(shift(count_of(*lpFileTime), offset_at(system_time())));
    return TRUE;
}

BOOL WINAPI LocalFileTimeToFileTime(const FILETIME* lpLocalFileTime, LPFILETIME lpFileTime) {
    if (!lpLocalFileTime || !lpFileTime)
        return last_error_result(ERROR_INVALID_PARAMETER);
    *lpFileTime = file_time_of(shift(count_of(*lpLocalFileTime), -offset_at(system_time())));
    return TRUE;
}
