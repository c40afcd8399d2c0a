#include "winbase.h"
#include "winerror.h"

#include <gtest/gtest.h>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

namespace {

class Profile : public testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/profileXXXXXX";
        const int file = mkstemp(name);
        ASSERT_GE(file, 0);
        close(file);
        path_ = name;
        write(
            "; a comment\r\n[Server]\r\nPort = 5001\r\nName=\" two words \"\r\nMask=0x1F\r\n"
            "\r\n[Empty]\r\n[server]\r\nPort=1\r\n");
    }
    void TearDown() override { std::remove(path_.c_str()); }
    void write(const std::string& text) { std::ofstream(path_, std::ios::binary) << text; }
    std::string text() const {
        std::ostringstream all;
        all << std::ifstream(path_, std::ios::binary).rdbuf();
        return all.str();
    }
    std::string get(const char* section, const char* key, const char* fallback,
                    DWORD size = 64) const {
        char buffer[64];
        const DWORD length =
            GetPrivateProfileStringA(section, key, fallback, buffer, size, path_.c_str());
        return {buffer, length};
    }
    std::string path_;
};

TEST_F(Profile, ReadsWithoutRegardToCase) {
    EXPECT_EQ(get("SERVER", "port", ""), "5001");
    EXPECT_EQ(get("Server", "Name", ""), " two words ");
    EXPECT_EQ(get("Server", "None", "default  "), "default");
    EXPECT_EQ(get("None", "Port", nullptr), "");
    EXPECT_EQ(GetPrivateProfileIntA("server", "PORT", 7, path_.c_str()), 5001U);
    EXPECT_EQ(GetPrivateProfileIntA("server", "Mask", 7, path_.c_str()), 31U);
    EXPECT_EQ(GetPrivateProfileIntA("server", "None", -7, path_.c_str()), static_cast<UINT>(-7));
}

TEST_F(Profile, ListsAreCutWithTwoTerminators) {
    using namespace std::string_literals;
    EXPECT_EQ(get(nullptr, nullptr, ""), "Server\0Empty\0server\0"s);
    EXPECT_EQ(get("Server", nullptr, ""), "Port\0Name\0Mask\0"s);
    EXPECT_EQ(get("Empty", nullptr, ""), "");
    char buffer[8];
    EXPECT_EQ(GetPrivateProfileStringA("Server", nullptr, "", buffer, 8, path_.c_str()), 6U);
    EXPECT_EQ(std::string(buffer, 8), "Port\0N\0\0"s);
    EXPECT_EQ(GetPrivateProfileStringA("Server", "Port", "", buffer, 4, path_.c_str()), 3U);
    EXPECT_STREQ(buffer, "500");
    char section[64];
    const DWORD length = GetPrivateProfileSectionA("Server", section, 64, path_.c_str());
    EXPECT_EQ(std::string(section, length), "Port=5001\0Name=\" two words \"\0Mask=0x1F\0"s);
}

TEST_F(Profile, WritesInItsPlace) {
    EXPECT_TRUE(WritePrivateProfileStringA("Server", "Port", "80", path_.c_str()));
    EXPECT_TRUE(WritePrivateProfileStringA("Server", "New", "n", path_.c_str()));
    EXPECT_TRUE(WritePrivateProfileStringA("Other", "Key", "v", path_.c_str()));
    EXPECT_TRUE(WritePrivateProfileStringA("Server", "Mask", nullptr, path_.c_str()));
    EXPECT_TRUE(WritePrivateProfileStringA("Empty", nullptr, nullptr, path_.c_str()));
    EXPECT_EQ(text(),
              "; a comment\r\n[Server]\r\nPort=80\r\nName=\" two words \"\r\nNew=n\r\n\r\n"
              "[server]\r\nPort=1\r\n[Other]\r\nKey=v\r\n");
    EXPECT_FALSE(WritePrivateProfileStringA(nullptr, "a", "b", path_.c_str()));
}

TEST_F(Profile, Utf16StaysUtf16) {
    write(std::string("\xff\xfe[\0a\0]\0\n\0k\0=\0\xe4\0\n\0", 18));
    wchar_t buffer[8];
    EXPECT_EQ(GetPrivateProfileStringW(L"a", L"k", L"", buffer, 8,
                                       std::wstring(path_.begin(), path_.end()).c_str()),
              1U);
    EXPECT_STREQ(buffer, L"\u00e4");
    EXPECT_TRUE(WritePrivateProfileStringA("a", "k", "x", path_.c_str()));
    EXPECT_TRUE(text().starts_with("\xff\xfe["));
    EXPECT_EQ(get("a", "k", ""), "x");
}

TEST_F(Profile, WithoutAFile) {
    const std::string missing = path_ + ".none";
    char buffer[8];
    SetLastError(0);
    EXPECT_EQ(GetPrivateProfileStringA("a", "b", "c", buffer, 8, missing.c_str()), 1U);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_FILE_NOT_FOUND));
    EXPECT_TRUE(WritePrivateProfileStringA("a", "b", "c", missing.c_str()));
    EXPECT_EQ(GetPrivateProfileIntA("a", "b", 9, missing.c_str()), 0U);
    std::remove(missing.c_str());
}

TEST(SystemFolder, SizesAsWithTheCurrentFolder) {
    char buffer[32];
    EXPECT_EQ(GetWindowsDirectoryA(buffer, 32), 8U);
    EXPECT_STREQ(buffer, "/Windows");
    EXPECT_EQ(GetSystemDirectoryA(nullptr, 0), 18U);
}

}  // namespace
