#include "berth/winbase_message.h"

#include <gtest/gtest.h>

#include <cstdarg>
#include <string>

#include "berth/winbase_memory.h"
#include "nt/last_error.h"
#include "nt/message_text.h"
#include "winerror.h"

namespace {

using berth::nt::last_error_get;

std::string from_string(DWORD flags, const char* text, ...) {
    va_list arguments;
    va_start(arguments, text);
    char buffer[256] = {};
    const DWORD length = FormatMessageA(FORMAT_MESSAGE_FROM_STRING | flags, text, 0, 0, buffer,
                                        sizeof(buffer), &arguments);
    va_end(arguments);
    return {buffer, length};
}

TEST(Message, SystemTextEndsWithALineEnd) {
    char buffer[256];
    const DWORD length = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, nullptr, 10061, 0, buffer,
                                        sizeof(buffer), nullptr);
    EXPECT_EQ(std::string(buffer, length),
              "No connection could be made because the target machine actively refused it.\r\n");
}

TEST(Message, TablesAreSorted) {
    using namespace berth::nt;
    const std::pair<const MessageText*, unsigned> tables[] = {{kSystemTexts, kSystemTextsCount},
                                                              {kObjectTexts, kObjectTextsCount},
                                                              {kWinsockTexts, kWinsockTextsCount}};
    for (auto [table, count] : tables)
        for (unsigned index = 0; index < count; ++index)
            EXPECT_EQ(message_text(table[index].code), table[index].text) << table[index].code;
}

TEST(Message, AllocatesABufferForTheCaller) {
    LPWSTR text = nullptr;
    const DWORD length = FormatMessageW(
        FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_IGNORE_INSERTS,
        nullptr, ERROR_ACCESS_DENIED, MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT),
        reinterpret_cast<LPWSTR>(&text), 0, nullptr);
    ASSERT_NE(text, nullptr);
    EXPECT_EQ(std::wstring(text, length), L"Access is denied.\r\n");
    EXPECT_EQ(LocalFree(text), nullptr);
}

TEST(Message, AnHresultMadeFromACodeHasItsText) {
    char buffer[64];
    FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, nullptr, 0x80070005, 0, buffer, 64, nullptr);
    EXPECT_STREQ(buffer, "Access is denied.\r\n");
}

TEST(Message, MaximumWidthMaskTurnsLineEndsIntoSpaces) {
    char buffer[64];
    FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_MAX_WIDTH_MASK, nullptr,
                   ERROR_ACCESS_DENIED, 0, buffer, 64, nullptr);
    EXPECT_STREQ(buffer, "Access is denied. ");
}

TEST(Message, WidthBreaksLinesBetweenWords) {
    EXPECT_EQ(from_string(10, "the quick brown fox%njumps"), "the quick\r\nbrown fox\r\njumps");
}

TEST(Message, InsertsByNumberAndFormat) {
    EXPECT_EQ(from_string(0, "%2 %1 %3!04x! %4!s!", "a", "b", 255, "d"), "b a 00ff d");
    EXPECT_EQ(from_string(0, "%1!*.*s!|%4|%5!*s!", 4, 2, "Bill", "Bob", 6, "Bill"),
              "  Bi|Bob|  Bill");
}

TEST(Message, InsertsFromAnArray) {
    const DWORD_PTR arguments[] = {reinterpret_cast<DWORD_PTR>("port"), 80};
    char buffer[32];
    FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, "%1 %2!d!", 0, 0,
                   buffer, 32, reinterpret_cast<va_list*>(const_cast<DWORD_PTR*>(arguments)));
    EXPECT_STREQ(buffer, "port 80");
}

TEST(Message, EscapesStandForCharacters) {
    EXPECT_EQ(from_string(0, "100%% a%nb%tc%.%!% x%0unseen"), "100% a\r\nb\tc.! x");
}

TEST(Message, IgnoredInsertsPassThrough) {
    EXPECT_EQ(from_string(FORMAT_MESSAGE_IGNORE_INSERTS, "%1 %2!d! end"), "%1 %2!d! end");
}

DWORD failure(DWORD flags, LPCVOID source, DWORD code, DWORD language, DWORD size) {
    char buffer[64];
    berth::nt::last_error_set(0);
    EXPECT_EQ(FormatMessageA(flags, source, code, language, buffer, size, nullptr), 0u);
    return last_error_get();
}

TEST(Message, BadArgumentsGiveTheDocumentedErrors) {
    EXPECT_EQ(failure(0, nullptr, 5, 0, 64), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(failure(FORMAT_MESSAGE_FROM_STRING, nullptr, 5, 0, 64),
              DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(failure(FORMAT_MESSAGE_FROM_SYSTEM, nullptr, 5, 0, 4),
              DWORD{ERROR_INSUFFICIENT_BUFFER});
    EXPECT_EQ(failure(FORMAT_MESSAGE_FROM_SYSTEM, nullptr, 999999, 0, 64),
              DWORD{ERROR_MR_MID_NOT_FOUND});
    EXPECT_EQ(failure(FORMAT_MESSAGE_FROM_SYSTEM, nullptr, 5,
                      MAKELANGID(LANG_GERMAN, SUBLANG_GERMAN), 64),
              DWORD{ERROR_RESOURCE_LANG_NOT_FOUND});
    EXPECT_EQ(failure(FORMAT_MESSAGE_FROM_STRING, "%1", 0, 0, 64), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(failure(FORMAT_MESSAGE_FROM_STRING, "%1!q", 0, 0, 64),
              DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, nullptr, 5, 0, nullptr, 64, nullptr), 0u);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
}

}  // namespace
