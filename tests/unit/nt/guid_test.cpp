// Identifiers: made at random, printed and read.
#include <gtest/gtest.h>

#include <array>
#include <cstring>

#include "combaseapi.h"
#include "rpcdce.h"
#include "winerror.h"

namespace {

constexpr GUID kKnown = {
    0xe70f1aa0, 0xab8b, 0x11cf, {0x8c, 0xa3, 0x00, 0x80, 0x5f, 0x48, 0xa1, 0x92}};

TEST(Guid, RandomOnesAreOfVersionFourAndDiffer) {
    GUID one{};
    GUID other{};
    ASSERT_EQ(UuidCreate(&one), RPC_S_OK);
    ASSERT_EQ(CoCreateGuid(&other), S_OK);
    EXPECT_EQ(one.Data3 >> 12, 4);
    EXPECT_EQ(one.Data4[0] & 0xc0, 0x80);
    EXPECT_FALSE(UuidEqual(&one, &other, nullptr));
    EXPECT_EQ(UuidCreate(nullptr), RPC_S_INVALID_ARG);
    EXPECT_EQ(CoCreateGuid(nullptr), E_INVALIDARG);
}

TEST(Guid, TextGoesThereAndBack) {
    RPC_CSTR text = nullptr;
    ASSERT_EQ(UuidToStringA(&kKnown, &text), RPC_S_OK);
    EXPECT_STREQ(reinterpret_cast<char*>(text), "e70f1aa0-ab8b-11cf-8ca3-00805f48a192");
    GUID back{};
    EXPECT_EQ(UuidFromStringA(text, &back), RPC_S_OK);
    EXPECT_EQ(memcmp(&back, &kKnown, sizeof back), 0);
    EXPECT_EQ(RpcStringFreeA(&text), RPC_S_OK);
    EXPECT_EQ(text, nullptr);
    EXPECT_EQ(RpcStringFreeA(&text), RPC_S_OK);
}

TEST(Guid, BracedTextGoesThereAndBack) {
    std::array<WCHAR, 39> text{};
    EXPECT_EQ(StringFromGUID2(kKnown, text.data(), 38), 0);
    EXPECT_EQ(StringFromGUID2(kKnown, text.data(), 39), 39);
    EXPECT_STREQ(text.data(), L"{E70F1AA0-AB8B-11CF-8CA3-00805F48A192}");
    CLSID back{};
    EXPECT_EQ(CLSIDFromString(text.data(), &back), S_OK);
    EXPECT_EQ(memcmp(&back, &kKnown, sizeof back), 0);
}

TEST(Guid, WhatIsNoIdentifierIsRefused) {
    GUID guid = kKnown;
    RPC_STATUS status = -1;
    EXPECT_EQ(CLSIDFromString(L"{E70F1AA0-AB8B-11CF-8CA3-00805F48A19}", &guid), CO_E_CLASSSTRING);
    EXPECT_EQ(IIDFromString(L"E70F1AA0-AB8B-11CF-8CA3-00805F48A192", &guid), CO_E_IIDSTRING);
    std::array<WCHAR, 37> text{L"e70f1aa0+ab8b-11cf-8ca3-00805f48a192"};
    EXPECT_EQ(UuidFromStringW(text.data(), &guid), RPC_S_INVALID_STRING_UUID);
    EXPECT_EQ(UuidFromStringW(nullptr, &guid), RPC_S_OK);
    EXPECT_TRUE(UuidIsNil(&guid, &status));
    EXPECT_EQ(status, RPC_S_OK);
    EXPECT_EQ(UuidToStringW(&kKnown, nullptr), RPC_S_INVALID_ARG);
}

}  // namespace
