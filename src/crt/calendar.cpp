// Times as calendar dates and as text.
#include <cstdio>
#include <cstring>
#include <ctime>

#include "berth/crt_time.h"
#include "crt/invalid_parameter.h"

namespace berth::crt {
namespace {

using Breakdown = tm* (*)(const time_t* when, tm* result);

// The last second that Microsoft's functions know: the end of the year 3000.
constexpr time_t kLast = 32'535'215'999;

errno_t break_down(const char* function, Breakdown breakdown, tm* result, const time_t* when) {
    if (!result)
        return invalid_parameter(function, EINVAL);
    memset(result, -1, sizeof *result);
    result->tm_zone = "";
    if (!when)
        return invalid_parameter(function, EINVAL);
    if (*when < 0 || *when > kLast || !breakdown(when, result)) {
        errno = EINVAL;
        return EINVAL;
    }
    return 0;
}

constexpr size_t kTextSize = 26;

// "Wed Jan 02 02:03:55 1980\n": unlike asctime in glibc, the day has a leading zero.
template <typename C>
errno_t date_text(const char* function, C* to, size_t size, const tm* when) {
    if (!to || size == 0)
        return invalid_parameter(function, EINVAL);
    *to = C{};
    if (size < kTextSize || !when || when->tm_wday < 0 || when->tm_wday > 6 || when->tm_mon < 0 ||
        when->tm_mon > 11 || when->tm_mday < 1 || when->tm_mday > 31 || when->tm_hour < 0 ||
        when->tm_hour > 23 || when->tm_min < 0 || when->tm_min > 59 || when->tm_sec < 0 ||
        when->tm_sec > 60 || when->tm_year < 0 || when->tm_year > 8099)
        return invalid_parameter(function, EINVAL);
    static constexpr char kDays[] = "SunMonTueWedThuFriSat";
    static constexpr char kMonths[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char text[64];
    snprintf(text, sizeof text, "%.3s %.3s %02d %02d:%02d:%02d %04d\n", kDays + 3 * when->tm_wday,
             kMonths + 3 * when->tm_mon, when->tm_mday, when->tm_hour, when->tm_min, when->tm_sec,
             1900 + when->tm_year);
    for (size_t i = 0; i < kTextSize; ++i)
        to[i] = static_cast<C>(text[i]);
    return 0;
}

template <typename C>
errno_t time_text(const char* function, C* to, size_t size, const time_t* when) {
    if (!to || size == 0)
        return invalid_parameter(function, EINVAL);
    *to = C{};
    if (size < kTextSize || !when)
        return invalid_parameter(function, EINVAL);
    tm local;
    const errno_t error = break_down(function, localtime_r, &local, when);
    return error == 0 ? date_text(function, to, size, &local) : error;
}

template <typename C>
errno_t now_text(const char* function, C* to, size_t size, const char* format) {
    if (!to || size == 0)
        return invalid_parameter(function, EINVAL);
    *to = C{};
    if (size < 9)
        return invalid_parameter(function, ERANGE);
    const time_t now = time(nullptr);
    tm local;
    localtime_r(&now, &local);
    char text[16];
    strftime(text, sizeof text, format, &local);
    for (size_t i = 0; i < 9; ++i)
        to[i] = static_cast<C>(text[i]);
    return 0;
}

constexpr const char* kDate = "%m/%d/%y";
constexpr const char* kTime = "%H:%M:%S";

wchar_t* wide_text_buffer() {
    static thread_local wchar_t text[kTextSize];
    return text;
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

errno_t localtime_s(struct tm* result, const time_t* when) {
    return break_down("localtime_s", localtime_r, result, when);
}
errno_t gmtime_s(struct tm* result, const time_t* when) {
    return break_down("gmtime_s", gmtime_r, result, when);
}
errno_t _localtime32_s(struct tm* result, const __time32_t* when) {
    const time_t wide = when ? *when : 0;
    return break_down("_localtime32_s", localtime_r, result, when ? &wide : nullptr);
}
errno_t _gmtime32_s(struct tm* result, const __time32_t* when) {
    const time_t wide = when ? *when : 0;
    return break_down("_gmtime32_s", gmtime_r, result, when ? &wide : nullptr);
}

errno_t asctime_s(char* to, size_t size, const struct tm* when) {
    return date_text("asctime_s", to, size, when);
}
errno_t _wasctime_s(wchar_t* to, size_t size, const struct tm* when) {
    return date_text("_wasctime_s", to, size, when);
}
errno_t ctime_s(char* to, size_t size, const time_t* when) {
    return time_text("ctime_s", to, size, when);
}
errno_t _wctime_s(wchar_t* to, size_t size, const time_t* when) {
    return time_text("_wctime_s", to, size, when);
}
wchar_t* _wasctime(const struct tm* when) {
    return date_text("_wasctime", wide_text_buffer(), kTextSize, when) == 0 ? wide_text_buffer()
                                                                            : nullptr;
}
wchar_t* _wctime(const time_t* when) {
    return time_text("_wctime", wide_text_buffer(), kTextSize, when) == 0 ? wide_text_buffer()
                                                                          : nullptr;
}

errno_t _strdate_s(char* to, size_t size) {
    return now_text("_strdate_s", to, size, kDate);
}
errno_t _strtime_s(char* to, size_t size) {
    return now_text("_strtime_s", to, size, kTime);
}
errno_t _wstrdate_s(wchar_t* to, size_t size) {
    return now_text("_wstrdate_s", to, size, kDate);
}
errno_t _wstrtime_s(wchar_t* to, size_t size) {
    return now_text("_wstrtime_s", to, size, kTime);
}
char* _strdate(char* to) {
    return _strdate_s(to, 9) == 0 ? to : nullptr;
}
char* _strtime(char* to) {
    return _strtime_s(to, 9) == 0 ? to : nullptr;
}
wchar_t* _wstrdate(wchar_t* to) {
    return _wstrdate_s(to, 9) == 0 ? to : nullptr;
}
wchar_t* _wstrtime(wchar_t* to) {
    return _wstrtime_s(to, 9) == 0 ? to : nullptr;
}

errno_t _get_timezone(long* seconds) {
    if (!seconds)
        return invalid_parameter("_get_timezone", EINVAL);
    tzset();
    *seconds = timezone;
    return 0;
}

errno_t _get_daylight(int* hours) {
    if (!hours)
        return invalid_parameter("_get_daylight", EINVAL);
    tzset();
    *hours = daylight;
    return 0;
}

errno_t _ftime64_s(struct __timeb64* now) {
    if (!now)
        return invalid_parameter("_ftime64_s", EINVAL);
    timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    tm local;
    localtime_r(&at.tv_sec, &local);
    now->time = at.tv_sec;
    now->millitm = static_cast<unsigned short>(at.tv_nsec / 1'000'000);
    // Minutes west of Greenwich, summer time left out.
    const long summer = local.tm_isdst > 0 ? 3600 : 0;
    now->timezone = static_cast<short>(-(local.tm_gmtoff - summer) / 60);
    now->dstflag = static_cast<short>(local.tm_isdst > 0);
    return 0;
}

void _ftime64(struct __timeb64* now) {
    _ftime64_s(now);
}
