#include "fileapi.h"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>
#include <cstdlib>
#include <fstream>
#include <string>

#include "berth/winbase_file.h"
#include "handleapi.h"
#include "namedpipeapi.h"
#include "nt/file.h"
#include "nt/last_error.h"
#include "nt/text.h"
#include "processenv.h"
#include "winerror.h"

namespace {

using berth::nt::kInvalidHandle;
using berth::nt::last_error_get;

class FileTest : public testing::Test {
  protected:
    void SetUp() override {
        char pattern[] = "/tmp/berth-file-XXXXXX";
        ASSERT_NE(mkdtemp(pattern), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { ASSERT_EQ(system(("rm -rf " + folder_).c_str()), 0); }
    std::string path(const std::string& name) const { return folder_ + "/" + name; }
    void put(const std::string& name, const std::string& text) const {
        std::ofstream(path(name)) << text;
    }
    std::string content(const std::string& name) const {
        std::ifstream file(path(name));
        return {std::istreambuf_iterator<char>(file), {}};
    }
    static HANDLE open_file(const std::string& name, DWORD access, DWORD disposition,
                            DWORD flags = FILE_ATTRIBUTE_NORMAL, DWORD share = FILE_SHARE_READ) {
        return CreateFileA(name.c_str(), access, share, nullptr, disposition, flags, nullptr);
    }
    std::string folder_;
};

TEST_F(FileTest, WritesSeeksAndReads) {
    HANDLE file = open_file(path("a"), GENERIC_READ | GENERIC_WRITE, CREATE_NEW);
    ASSERT_NE(file, kInvalidHandle);
    DWORD count = 0;
    EXPECT_TRUE(WriteFile(file, "hello, world", 12, &count, nullptr));
    EXPECT_EQ(count, 12u);
    EXPECT_EQ(SetFilePointer(file, 7, nullptr, FILE_BEGIN), 7u);
    char buffer[16] = {};
    EXPECT_TRUE(ReadFile(file, buffer, sizeof(buffer), &count, nullptr));
    EXPECT_EQ(std::string(buffer, count), "world");
    EXPECT_TRUE(ReadFile(file, buffer, sizeof(buffer), &count, nullptr));
    EXPECT_EQ(count, 0u);
    EXPECT_EQ(GetFileSize(file, nullptr), 12u);
    EXPECT_EQ(GetFileType(file), DWORD{FILE_TYPE_DISK});
    SetFilePointer(file, 5, nullptr, FILE_BEGIN);
    EXPECT_TRUE(SetEndOfFile(file));
    EXPECT_TRUE(FlushFileBuffers(file));
    EXPECT_TRUE(CloseHandle(file));
    EXPECT_EQ(content("a"), "hello");
}

TEST_F(FileTest, DispositionsTellWhatWasThere) {
    HANDLE file = open_file(path("a"), GENERIC_WRITE, CREATE_ALWAYS);
    ASSERT_NE(file, kInvalidHandle);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_SUCCESS});
    CloseHandle(file);
    EXPECT_EQ(open_file(path("a"), GENERIC_WRITE, CREATE_NEW), kInvalidHandle);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_EXISTS});
    put("a", "text");
    file = open_file(path("a"), GENERIC_WRITE, OPEN_ALWAYS);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ALREADY_EXISTS});
    CloseHandle(file);
    EXPECT_EQ(content("a"), "text");
    file = open_file(path("a"), GENERIC_WRITE, CREATE_ALWAYS);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ALREADY_EXISTS});
    CloseHandle(file);
    EXPECT_EQ(content("a"), "");
    put("a", "text");
    EXPECT_EQ(open_file(path("a"), GENERIC_READ, TRUNCATE_EXISTING), kInvalidHandle);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    CloseHandle(open_file(path("a"), GENERIC_WRITE, TRUNCATE_EXISTING));
    EXPECT_EQ(content("a"), "");
}

TEST_F(FileTest, MissingFilesAndFoldersAreToldApart) {
    EXPECT_EQ(open_file(path("none"), GENERIC_READ, OPEN_EXISTING), kInvalidHandle);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_NOT_FOUND});
    EXPECT_EQ(open_file(path("none/none"), GENERIC_READ, OPEN_EXISTING), kInvalidHandle);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_PATH_NOT_FOUND});
    EXPECT_EQ(open_file("", GENERIC_READ, OPEN_EXISTING), kInvalidHandle);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_PATH_NOT_FOUND});
    EXPECT_EQ(open_file(path("a*b"), GENERIC_READ, OPEN_EXISTING), kInvalidHandle);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_NAME});
    EXPECT_EQ(open_file(folder_, GENERIC_READ, OPEN_EXISTING), kInvalidHandle);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ACCESS_DENIED});
    HANDLE folder = open_file(folder_, GENERIC_READ, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
    EXPECT_NE(folder, kInvalidHandle);
    CloseHandle(folder);
}

TEST_F(FileTest, WindowsSpellingsOfAPathLeadToTheFile) {
    put("Config.ini", "x");
    std::string windows = "C:" + path("config.INI");
    for (char& c : windows)
        c = c == '/' ? '\\' : c;
    for (const std::string& name : {windows, "\\\\?\\" + windows}) {
        HANDLE file = open_file(name, GENERIC_READ, OPEN_EXISTING);
        EXPECT_NE(file, kInvalidHandle) << name;
        CloseHandle(file);
    }
    HANDLE nul = open_file("NUL", GENERIC_WRITE, OPEN_EXISTING);
    EXPECT_EQ(GetFileType(nul), DWORD{FILE_TYPE_CHAR});
    CloseHandle(nul);
    EXPECT_EQ(open_file("\\\\server\\share\\file", GENERIC_READ, OPEN_EXISTING), kInvalidHandle);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_BAD_NETPATH});
}

TEST_F(FileTest, AnUnsharedFileKeepsOthersOut) {
    HANDLE file = open_file(path("a"), GENERIC_WRITE, CREATE_NEW, 0, 0);
    EXPECT_EQ(open_file(path("a"), GENERIC_READ, OPEN_EXISTING), kInvalidHandle);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_SHARING_VIOLATION});
    CloseHandle(file);
    file = open_file(path("a"), GENERIC_READ, OPEN_EXISTING);
    EXPECT_NE(file, kInvalidHandle);
    CloseHandle(file);
}

TEST_F(FileTest, AccessIsChecked) {
    HANDLE file = open_file(path("a"), GENERIC_WRITE, CREATE_NEW);
    char byte = 0;
    DWORD count = 0;
    EXPECT_FALSE(ReadFile(file, &byte, 1, &count, nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ACCESS_DENIED});
    CloseHandle(file);
    EXPECT_FALSE(ReadFile(file, &byte, 1, &count, nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_FALSE(WriteFile(nullptr, &byte, 1, &count, nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
}

TEST_F(FileTest, AppendDataWritesAtTheEnd) {
    put("log", "one\n");
    HANDLE file = open_file(path("log"), FILE_APPEND_DATA, OPEN_EXISTING);
    DWORD count = 0;
    EXPECT_TRUE(WriteFile(file, "two\n", 4, &count, nullptr));
    CloseHandle(file);
    EXPECT_EQ(content("log"), "one\ntwo\n");
}

TEST_F(FileTest, AnOffsetInOverlappedIsUsedAndItsOutcomeKept) {
    put("a", "0123456789");
    HANDLE file = open_file(path("a"), GENERIC_READ, OPEN_EXISTING);
    OVERLAPPED request{};
    request.Offset = 4;
    char buffer[3] = {};
    DWORD count = 0;
    EXPECT_TRUE(ReadFile(file, buffer, 3, &count, &request));
    EXPECT_EQ(std::string(buffer, 3), "456");
    EXPECT_EQ(request.InternalHigh, 3u);
    EXPECT_EQ(SetFilePointer(file, 0, nullptr, FILE_CURRENT), 7u);
    request.Offset = 10;
    EXPECT_FALSE(ReadFile(file, buffer, 3, &count, &request));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_HANDLE_EOF});
    CloseHandle(file);
}

TEST_F(FileTest, DeleteOnCloseRemovesTheFile) {
    HANDLE file = open_file(path("a"), GENERIC_WRITE, CREATE_NEW, FILE_FLAG_DELETE_ON_CLOSE);
    EXPECT_EQ(access(path("a").c_str(), F_OK), 0);
    CloseHandle(file);
    EXPECT_NE(access(path("a").c_str(), F_OK), 0);
}

TEST_F(FileTest, SeekErrors) {
    HANDLE file = open_file(path("a"), GENERIC_WRITE, CREATE_NEW);
    EXPECT_EQ(SetFilePointer(file, -1, nullptr, FILE_BEGIN), INVALID_SET_FILE_POINTER);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_NEGATIVE_SEEK});
    EXPECT_EQ(SetFilePointer(file, 0, nullptr, 9), INVALID_SET_FILE_POINTER);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    LONG high = 1;
    EXPECT_EQ(SetFilePointer(file, 2, &high, FILE_BEGIN), 2u);
    EXPECT_EQ(high, 1);
    CloseHandle(file);
}

TEST_F(FileTest, PipeCarriesBytesAndTellsTheEnd) {
    HANDLE reads = nullptr;
    HANDLE writes = nullptr;
    ASSERT_TRUE(CreatePipe(&reads, &writes, nullptr, 0));
    DWORD count = 0;
    EXPECT_TRUE(WriteFile(writes, "abc", 3, &count, nullptr));
    EXPECT_TRUE(PeekNamedPipe(reads, nullptr, 0, nullptr, &count, nullptr));
    EXPECT_EQ(count, 3u);
    char buffer[8];
    EXPECT_TRUE(ReadFile(reads, buffer, 8, &count, nullptr));
    EXPECT_EQ(count, 3u);
    EXPECT_EQ(GetFileType(reads), DWORD{FILE_TYPE_PIPE});
    CloseHandle(writes);
    EXPECT_FALSE(ReadFile(reads, buffer, 8, &count, nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_BROKEN_PIPE});
    CloseHandle(reads);
}

TEST_F(FileTest, WriteToAPipeWithoutReaderIsAnErrorAndNoSignal) {
    HANDLE reads = nullptr;
    HANDLE writes = nullptr;
    ASSERT_TRUE(CreatePipe(&reads, &writes, nullptr, 0));
    CloseHandle(reads);
    DWORD count = 0;
    EXPECT_FALSE(WriteFile(writes, "abc", 3, &count, nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_NO_DATA});
    CloseHandle(writes);
}

TEST_F(FileTest, AttributesAndTimes) {
    put("a", "12345");
    EXPECT_EQ(GetFileAttributesA(path("a").c_str()), DWORD{FILE_ATTRIBUTE_ARCHIVE});
    EXPECT_EQ(GetFileAttributesA(folder_.c_str()), DWORD{FILE_ATTRIBUTE_DIRECTORY});
    EXPECT_EQ(GetFileAttributesA(path("none").c_str()), INVALID_FILE_ATTRIBUTES);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_NOT_FOUND});
    EXPECT_TRUE(SetFileAttributesA(path("a").c_str(), FILE_ATTRIBUTE_READONLY));
    WIN32_FILE_ATTRIBUTE_DATA data{};
    EXPECT_TRUE(GetFileAttributesExA(path("a").c_str(), GetFileExInfoStandard, &data));
    EXPECT_EQ(data.nFileSizeLow, 5u);
    EXPECT_TRUE(data.dwFileAttributes & FILE_ATTRIBUTE_READONLY);
    EXPECT_FALSE(DeleteFileA(path("a").c_str()));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ACCESS_DENIED});
    EXPECT_TRUE(SetFileAttributesA(path("a").c_str(), FILE_ATTRIBUTE_NORMAL));
    HANDLE file = open_file(path("a"), GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING);
    FILETIME wanted{0x11223340, 0x01d00000};
    FILETIME written{};
    EXPECT_TRUE(SetFileTime(file, nullptr, nullptr, &wanted));
    EXPECT_TRUE(GetFileTime(file, nullptr, nullptr, &written));
    EXPECT_EQ(CompareFileTime(&wanted, &written), 0);
    BY_HANDLE_FILE_INFORMATION information{};
    EXPECT_TRUE(GetFileInformationByHandle(file, &information));
    EXPECT_EQ(information.nNumberOfLinks, 1u);
    EXPECT_EQ(information.nFileSizeLow, 5u);
    CloseHandle(file);
}

TEST_F(FileTest, MovesCopiesAndDeletes) {
    put("a", "text");
    EXPECT_TRUE(CopyFileA(path("a").c_str(), path("b").c_str(), TRUE));
    EXPECT_EQ(content("b"), "text");
    EXPECT_FALSE(CopyFileA(path("a").c_str(), path("b").c_str(), TRUE));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_EXISTS});
    EXPECT_FALSE(MoveFileA(path("a").c_str(), path("b").c_str()));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ALREADY_EXISTS});
    EXPECT_TRUE(MoveFileExA(path("a").c_str(), path("b").c_str(), MOVEFILE_REPLACE_EXISTING));
    EXPECT_FALSE(MoveFileA(path("a").c_str(), path("c").c_str()));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_NOT_FOUND});
    EXPECT_TRUE(DeleteFileW(berth::nt::wide_from_utf8(path("b")).c_str()));
    EXPECT_FALSE(DeleteFileA(path("b").c_str()));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_NOT_FOUND});
}

TEST_F(FileTest, FoldersComeAndGo) {
    const std::string sub = path("sub");
    EXPECT_TRUE(CreateDirectoryA(sub.c_str(), nullptr));
    EXPECT_FALSE(CreateDirectoryA(sub.c_str(), nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ALREADY_EXISTS});
    put("sub/x", "");
    EXPECT_FALSE(RemoveDirectoryA(sub.c_str()));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_DIR_NOT_EMPTY});
    EXPECT_TRUE(DeleteFileA((sub + "\\x").c_str()));
    EXPECT_TRUE(RemoveDirectoryA(sub.c_str()));
    EXPECT_FALSE(CreateDirectoryA(path("no/sub").c_str(), nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_PATH_NOT_FOUND});
}

TEST_F(FileTest, FindListsWhatMatchesInOrder) {
    for (const char* name : {"b.txt", "A.TXT", "c.log"})
        put(name, "");
    WIN32_FIND_DATAA data;
    std::string names;
    HANDLE find = FindFirstFileA((folder_ + "\\*.txt").c_str(), &data);
    ASSERT_NE(find, kInvalidHandle);
    do {
        names += data.cFileName + std::string(" ");
    } while (FindNextFileA(find, &data));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_NO_MORE_FILES});
    EXPECT_TRUE(FindClose(find));
    EXPECT_FALSE(FindClose(find));
    EXPECT_EQ(names, "A.TXT b.txt ");
    EXPECT_EQ(FindFirstFileA((folder_ + "/*.none").c_str(), &data), kInvalidHandle);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FILE_NOT_FOUND});
    EXPECT_EQ(FindFirstFileA((folder_ + "/none/*").c_str(), &data), kInvalidHandle);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_PATH_NOT_FOUND});
}

TEST_F(FileTest, TemporaryNamesAreNew) {
    char first[MAX_PATH];
    char second[MAX_PATH];
    EXPECT_NE(GetTempFileNameA(folder_.c_str(), "prefix", 0, first), 0u);
    EXPECT_NE(GetTempFileNameA(folder_.c_str(), "prefix", 0, second), 0u);
    EXPECT_STRNE(first, second);
    EXPECT_EQ(access(first, F_OK), 0);
    EXPECT_EQ(GetTempFileNameA(path("none").c_str(), "p", 0, first), 0u);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_DIRECTORY});
}

TEST_F(FileTest, FullPathsLoseDots) {
    char buffer[MAX_PATH];
    char* part = nullptr;
    EXPECT_EQ(GetFullPathNameA("C:\\a\\.\\b\\..\\c.txt", MAX_PATH, buffer, &part), 8u);
    EXPECT_STREQ(buffer, "/a/c.txt");
    EXPECT_STREQ(part, "c.txt");
    EXPECT_EQ(GetFullPathNameA("C:\\a\\c.txt", 4, buffer, nullptr), 9u);
}

TEST_F(FileTest, RangeLocksKeepOtherHandlesOut) {
    put("a", "0123456789");
    HANDLE one = open_file(path("a"), GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING);
    HANDLE two = open_file(path("a"), GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING);
    EXPECT_TRUE(LockFile(one, 0, 0, 5, 0));
    EXPECT_FALSE(LockFile(two, 4, 0, 1, 0));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_LOCK_VIOLATION});
    EXPECT_TRUE(LockFile(two, 5, 0, 5, 0));
    EXPECT_TRUE(UnlockFile(one, 0, 0, 5, 0));
    EXPECT_TRUE(LockFile(two, 0, 0, 5, 0));
    CloseHandle(one);
    CloseHandle(two);
}

TEST_F(FileTest, TheRuntimesDescriptorAndTheHandleAreOne) {
    HANDLE file = open_file(path("a"), GENERIC_WRITE, CREATE_NEW);
    const int descriptor = berth::nt::handle_descriptor(file);
    ASSERT_GE(descriptor, 0);
    EXPECT_EQ(write(descriptor, "x", 1), 1);
    EXPECT_EQ(berth::nt::descriptor_handle(descriptor), file);
    EXPECT_TRUE(berth::nt::descriptor_close(descriptor));
    EXPECT_FALSE(CloseHandle(file));
    EXPECT_EQ(berth::nt::descriptor_handle(-1), kInvalidHandle);
}

}  // namespace
