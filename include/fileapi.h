/*
 * Files and directories. Backslashes and slashes are the same, a drive letter falls away, upper and
 * lower case find each other; A functions take UTF-8.
 * https://learn.microsoft.com/windows/win32/api/fileapi/
 */
#ifndef _APISETFILE_
#define _APISETFILE_

#include "minwinbase.h"
#include "berth/minwinbase_file.h"
#include "berth/winnt_file.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CREATE_NEW 1
#define CREATE_ALWAYS 2
#define OPEN_EXISTING 3
#define OPEN_ALWAYS 4
#define TRUNCATE_EXISTING 5
#define INVALID_FILE_SIZE ((DWORD)0xFFFFFFFF)
#define INVALID_SET_FILE_POINTER ((DWORD)-1)
#define INVALID_FILE_ATTRIBUTES ((DWORD)-1)

typedef struct _BY_HANDLE_FILE_INFORMATION {
    DWORD dwFileAttributes;
    FILETIME ftCreationTime;
    FILETIME ftLastAccessTime;
    FILETIME ftLastWriteTime;
    DWORD dwVolumeSerialNumber;
    DWORD nFileSizeHigh;
    DWORD nFileSizeLow;
    DWORD nNumberOfLinks;
    DWORD nFileIndexHigh;
    DWORD nFileIndexLow;
} BY_HANDLE_FILE_INFORMATION, *PBY_HANDLE_FILE_INFORMATION, *LPBY_HANDLE_FILE_INFORMATION;
typedef struct _WIN32_FILE_ATTRIBUTE_DATA {
    DWORD dwFileAttributes;
    FILETIME ftCreationTime;
    FILETIME ftLastAccessTime;
    FILETIME ftLastWriteTime;
    DWORD nFileSizeHigh;
    DWORD nFileSizeLow;
} WIN32_FILE_ATTRIBUTE_DATA, *LPWIN32_FILE_ATTRIBUTE_DATA;

/* Opens or makes a file, or opens a device (NUL, CONIN$, CONOUT$). INVALID_HANDLE_VALUE: the last
 * error. A share mode of 0 keeps out every other program on Berth (ERROR_SHARING_VIOLATION); finer
 * modes are not enforced.
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-createfilea */
BERTH_API HANDLE WINAPI CreateFileA(LPCSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode,
                                    LPSECURITY_ATTRIBUTES lpSecurityAttributes,
                                    DWORD dwCreationDisposition, DWORD dwFlagsAndAttributes,
                                    HANDLE hTemplateFile);
BERTH_API HANDLE WINAPI CreateFileW(LPCWSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode,
                                    LPSECURITY_ATTRIBUTES lpSecurityAttributes,
                                    DWORD dwCreationDisposition, DWORD dwFlagsAndAttributes,
                                    HANDLE hTemplateFile);
/* Reads at the file's position, or at lpOverlapped's offset. Counts are in bytes. FALSE:
 * ERROR_HANDLE_EOF (with lpOverlapped), ERROR_BROKEN_PIPE, ERROR_ACCESS_DENIED,
 * ERROR_INVALID_HANDLE. https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-readfile
 */
BERTH_API BOOL WINAPI ReadFile(HANDLE hFile, LPVOID lpBuffer, DWORD nNumberOfBytesToRead,
                               LPDWORD lpNumberOfBytesRead, LPOVERLAPPED lpOverlapped);
/* FALSE: ERROR_NO_DATA (nobody reads the pipe), ERROR_DISK_FULL, ERROR_ACCESS_DENIED,
 * ERROR_INVALID_HANDLE. https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-writefile
 */
BERTH_API BOOL WINAPI WriteFile(HANDLE hFile, LPCVOID lpBuffer, DWORD nNumberOfBytesToWrite,
                                LPDWORD lpNumberOfBytesWritten, LPOVERLAPPED lpOverlapped);
/* Reads at lpOverlapped's offset from a file opened with FILE_FLAG_OVERLAPPED; the completion
 * routine runs in this thread, in an alertable wait. lpOverlapped's hEvent is the program's own.
 * FALSE: ERROR_HANDLE_EOF, ERROR_INVALID_PARAMETER (the file is not overlapped, or has a completion
 * port), ERROR_ACCESS_DENIED, ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-readfileex */
BERTH_API BOOL WINAPI ReadFileEx(HANDLE hFile, LPVOID lpBuffer, DWORD nNumberOfBytesToRead,
                                 LPOVERLAPPED lpOverlapped,
                                 LPOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
/* https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-writefileex */
BERTH_API BOOL WINAPI WriteFileEx(HANDLE hFile, LPCVOID lpBuffer, DWORD nNumberOfBytesToWrite,
                                  LPOVERLAPPED lpOverlapped,
                                  LPOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
/* https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-flushfilebuffers */
BERTH_API BOOL WINAPI FlushFileBuffers(HANDLE hFile);
/* INVALID_SET_FILE_POINTER with a last error other than NO_ERROR: ERROR_NEGATIVE_SEEK,
 * ERROR_INVALID_PARAMETER, ERROR_SEEK_ON_DEVICE.
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-setfilepointer */
BERTH_API DWORD WINAPI SetFilePointer(HANDLE hFile, LONG lDistanceToMove,
                                      PLONG lpDistanceToMoveHigh, DWORD dwMoveMethod);
/* https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-setfilepointerex */
BERTH_API BOOL WINAPI SetFilePointerEx(HANDLE hFile, LARGE_INTEGER liDistanceToMove,
                                       PLARGE_INTEGER lpNewFilePointer, DWORD dwMoveMethod);
/* Cuts or extends the file at its position.
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-setendoffile */
BERTH_API BOOL WINAPI SetEndOfFile(HANDLE hFile);
/* https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfilesize */
BERTH_API DWORD WINAPI GetFileSize(HANDLE hFile, LPDWORD lpFileSizeHigh);
/* https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfilesizeex */
BERTH_API BOOL WINAPI GetFileSizeEx(HANDLE hFile, PLARGE_INTEGER lpFileSize);
/* FILE_TYPE_DISK, FILE_TYPE_CHAR, FILE_TYPE_PIPE (sockets too), FILE_TYPE_UNKNOWN.
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfiletype */
BERTH_API DWORD WINAPI GetFileType(HANDLE hFile);
/* Each may be NULL. https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfiletime */
BERTH_API BOOL WINAPI GetFileTime(HANDLE hFile, LPFILETIME lpCreationTime,
                                  LPFILETIME lpLastAccessTime, LPFILETIME lpLastWriteTime);
/* The time of creation can't be set on Linux.
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-setfiletime */
BERTH_API BOOL WINAPI SetFileTime(HANDLE hFile, const FILETIME* lpCreationTime,
                                  const FILETIME* lpLastAccessTime,
                                  const FILETIME* lpLastWriteTime);
/* -1, 0 or 1. https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-comparefiletime */
BERTH_API LONG WINAPI CompareFileTime(const FILETIME* lpFileTime1, const FILETIME* lpFileTime2);
/* https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfileinformationbyhandle */
BERTH_API BOOL WINAPI GetFileInformationByHandle(HANDLE hFile,
                                                 LPBY_HANDLE_FILE_INFORMATION lpFileInformation);
/* INVALID_FILE_ATTRIBUTES: ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND ...
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfileattributesa */
BERTH_API DWORD WINAPI GetFileAttributesA(LPCSTR lpFileName);
BERTH_API DWORD WINAPI GetFileAttributesW(LPCWSTR lpFileName);
/* https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfileattributesexa */
BERTH_API BOOL WINAPI GetFileAttributesExA(LPCSTR lpFileName, GET_FILEEX_INFO_LEVELS fInfoLevelId,
                                           LPVOID lpFileInformation);
BERTH_API BOOL WINAPI GetFileAttributesExW(LPCWSTR lpFileName, GET_FILEEX_INFO_LEVELS fInfoLevelId,
                                           LPVOID lpFileInformation);
/* Of the attributes only FILE_ATTRIBUTE_READONLY is kept.
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-setfileattributesa */
BERTH_API BOOL WINAPI SetFileAttributesA(LPCSTR lpFileName, DWORD dwFileAttributes);
BERTH_API BOOL WINAPI SetFileAttributesW(LPCWSTR lpFileName, DWORD dwFileAttributes);
/* https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-deletefilea */
BERTH_API BOOL WINAPI DeleteFileA(LPCSTR lpFileName);
BERTH_API BOOL WINAPI DeleteFileW(LPCWSTR lpFileName);
/* https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-createdirectorya */
BERTH_API BOOL WINAPI CreateDirectoryA(LPCSTR lpPathName,
                                       LPSECURITY_ATTRIBUTES lpSecurityAttributes);
BERTH_API BOOL WINAPI CreateDirectoryW(LPCWSTR lpPathName,
                                       LPSECURITY_ATTRIBUTES lpSecurityAttributes);
/* https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-removedirectorya */
BERTH_API BOOL WINAPI RemoveDirectoryA(LPCSTR lpPathName);
BERTH_API BOOL WINAPI RemoveDirectoryW(LPCWSTR lpPathName);
/* Names that match a pattern with * and ?, in alphabetical order. INVALID_HANDLE_VALUE:
 * ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND.
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-findfirstfilea */
BERTH_API HANDLE WINAPI FindFirstFileA(LPCSTR lpFileName, LPWIN32_FIND_DATAA lpFindFileData);
BERTH_API HANDLE WINAPI FindFirstFileW(LPCWSTR lpFileName, LPWIN32_FIND_DATAW lpFindFileData);
/* https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-findfirstfileexa */
BERTH_API HANDLE WINAPI FindFirstFileExA(LPCSTR lpFileName, FINDEX_INFO_LEVELS fInfoLevelId,
                                         LPVOID lpFindFileData, FINDEX_SEARCH_OPS fSearchOp,
                                         LPVOID lpSearchFilter, DWORD dwAdditionalFlags);
BERTH_API HANDLE WINAPI FindFirstFileExW(LPCWSTR lpFileName, FINDEX_INFO_LEVELS fInfoLevelId,
                                         LPVOID lpFindFileData, FINDEX_SEARCH_OPS fSearchOp,
                                         LPVOID lpSearchFilter, DWORD dwAdditionalFlags);
/* FALSE: ERROR_NO_MORE_FILES.
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-findnextfilea */
BERTH_API BOOL WINAPI FindNextFileA(HANDLE hFindFile, LPWIN32_FIND_DATAA lpFindFileData);
BERTH_API BOOL WINAPI FindNextFileW(HANDLE hFindFile, LPWIN32_FIND_DATAW lpFindFileData);
/* https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-findclose */
BERTH_API BOOL WINAPI FindClose(HANDLE hFindFile);
/* With slashes, without a drive letter. Returns the length, or the size needed.
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfullpathnamea */
BERTH_API DWORD WINAPI GetFullPathNameA(LPCSTR lpFileName, DWORD nBufferLength, LPSTR lpBuffer,
                                        LPSTR* lpFilePart);
BERTH_API DWORD WINAPI GetFullPathNameW(LPCWSTR lpFileName, DWORD nBufferLength, LPWSTR lpBuffer,
                                        LPWSTR* lpFilePart);
/* $TMPDIR or /tmp/. https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-gettemppatha
 */
BERTH_API DWORD WINAPI GetTempPathA(DWORD nBufferLength, LPSTR lpBuffer);
BERTH_API DWORD WINAPI GetTempPathW(DWORD nBufferLength, LPWSTR lpBuffer);
/* lpTempFileName has room for MAX_PATH characters. Returns the number in the name.
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-gettempfilenamea */
BERTH_API UINT WINAPI GetTempFileNameA(LPCSTR lpPathName, LPCSTR lpPrefixString, UINT uUnique,
                                       LPSTR lpTempFileName);
BERTH_API UINT WINAPI GetTempFileNameW(LPCWSTR lpPathName, LPCWSTR lpPrefixString, UINT uUnique,
                                       LPWSTR lpTempFileName);
/* Locks are kept among programs on Linux that use fcntl's. FALSE: ERROR_LOCK_VIOLATION.
 * https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-lockfile */
BERTH_API BOOL WINAPI LockFile(HANDLE hFile, DWORD dwFileOffsetLow, DWORD dwFileOffsetHigh,
                               DWORD nNumberOfBytesToLockLow, DWORD nNumberOfBytesToLockHigh);
BERTH_API BOOL WINAPI UnlockFile(HANDLE hFile, DWORD dwFileOffsetLow, DWORD dwFileOffsetHigh,
                                 DWORD nNumberOfBytesToUnlockLow, DWORD nNumberOfBytesToUnlockHigh);
/* https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-lockfileex */
BERTH_API BOOL WINAPI LockFileEx(HANDLE hFile, DWORD dwFlags, DWORD dwReserved,
                                 DWORD nNumberOfBytesToLockLow, DWORD nNumberOfBytesToLockHigh,
                                 LPOVERLAPPED lpOverlapped);
BERTH_API BOOL WINAPI UnlockFileEx(HANDLE hFile, DWORD dwReserved, DWORD nNumberOfBytesToUnlockLow,
                                   DWORD nNumberOfBytesToUnlockHigh, LPOVERLAPPED lpOverlapped);

#ifdef UNICODE
#define CreateFile CreateFileW
#define GetFileAttributes GetFileAttributesW
#define GetFileAttributesEx GetFileAttributesExW
#define SetFileAttributes SetFileAttributesW
#define DeleteFile DeleteFileW
#define CreateDirectory CreateDirectoryW
#define RemoveDirectory RemoveDirectoryW
#define FindFirstFile FindFirstFileW
#define FindFirstFileEx FindFirstFileExW
#define FindNextFile FindNextFileW
#define GetFullPathName GetFullPathNameW
#define GetTempPath GetTempPathW
#define GetTempFileName GetTempFileNameW
#else
#define CreateFile CreateFileA
#define GetFileAttributes GetFileAttributesA
#define GetFileAttributesEx GetFileAttributesExA
#define SetFileAttributes SetFileAttributesA
#define DeleteFile DeleteFileA
#define CreateDirectory CreateDirectoryA
#define RemoveDirectory RemoveDirectoryA
#define FindFirstFile FindFirstFileA
#define FindFirstFileEx FindFirstFileExA
#define FindNextFile FindNextFileA
#define GetFullPathName GetFullPathNameA
#define GetTempPath GetTempPathA
#define GetTempFileName GetTempFileNameA
#endif

#ifdef __cplusplus
}
#endif
#endif
