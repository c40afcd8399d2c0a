/*
 * winbase.h's part on files.
 */
#ifndef BERTH_WINBASE_FILE_H
#define BERTH_WINBASE_FILE_H

#include "minwinbase.h"
#include "berth/winnt_file.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FILE_BEGIN 0
#define FILE_CURRENT 1
#define FILE_END 2

#define FILE_FLAG_WRITE_THROUGH 0x80000000
#define FILE_FLAG_OVERLAPPED 0x40000000
#define FILE_FLAG_NO_BUFFERING 0x20000000
#define FILE_FLAG_RANDOM_ACCESS 0x10000000
#define FILE_FLAG_SEQUENTIAL_SCAN 0x08000000
#define FILE_FLAG_DELETE_ON_CLOSE 0x04000000
#define FILE_FLAG_BACKUP_SEMANTICS 0x02000000
#define FILE_FLAG_POSIX_SEMANTICS 0x01000000
#define FILE_FLAG_SESSION_AWARE 0x00800000
#define FILE_FLAG_OPEN_REPARSE_POINT 0x00200000
#define FILE_FLAG_OPEN_NO_RECALL 0x00100000
#define FILE_FLAG_FIRST_PIPE_INSTANCE 0x00080000

#define FILE_SKIP_COMPLETION_PORT_ON_SUCCESS 0x1
#define FILE_SKIP_SET_EVENT_ON_HANDLE 0x2

#define FILE_TYPE_UNKNOWN 0x0000
#define FILE_TYPE_DISK 0x0001
#define FILE_TYPE_CHAR 0x0002
#define FILE_TYPE_PIPE 0x0003
#define FILE_TYPE_REMOTE 0x8000

#define MOVEFILE_REPLACE_EXISTING 0x00000001
#define MOVEFILE_COPY_ALLOWED 0x00000002
#define MOVEFILE_DELAY_UNTIL_REBOOT 0x00000004
#define MOVEFILE_WRITE_THROUGH 0x00000008

/* FALSE: ERROR_FILE_EXISTS, ERROR_FILE_NOT_FOUND ...
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-copyfilea */
BERTH_API BOOL WINAPI CopyFileA(LPCSTR lpExistingFileName, LPCSTR lpNewFileName,
                                BOOL bFailIfExists);
BERTH_API BOOL WINAPI CopyFileW(LPCWSTR lpExistingFileName, LPCWSTR lpNewFileName,
                                BOOL bFailIfExists);
/* FALSE: ERROR_ALREADY_EXISTS ...
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-movefilea */
BERTH_API BOOL WINAPI MoveFileA(LPCSTR lpExistingFileName, LPCSTR lpNewFileName);
BERTH_API BOOL WINAPI MoveFileW(LPCWSTR lpExistingFileName, LPCWSTR lpNewFileName);
/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-movefileexa */
BERTH_API BOOL WINAPI MoveFileExA(LPCSTR lpExistingFileName, LPCSTR lpNewFileName, DWORD dwFlags);
BERTH_API BOOL WINAPI MoveFileExW(LPCWSTR lpExistingFileName, LPCWSTR lpNewFileName, DWORD dwFlags);
/* What is told of a file's or socket's requests: no packet for those that succeed at once
 * (FILE_SKIP_COMPLETION_PORT_ON_SUCCESS), no signal on the handle itself. A mode stays. FALSE:
 * ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setfilecompletionnotificationmodes
 */
BERTH_API BOOL WINAPI SetFileCompletionNotificationModes(HANDLE FileHandle, UCHAR Flags);
/* The program's own limit matters: accepted, returns what was asked.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-sethandlecount */
BERTH_API UINT WINAPI SetHandleCount(UINT uNumber);

#ifdef UNICODE
#define CopyFile CopyFileW
#define MoveFile MoveFileW
#define MoveFileEx MoveFileExW
#else
#define CopyFile CopyFileA
#define MoveFile MoveFileA
#define MoveFileEx MoveFileExA
#endif

#ifdef __cplusplus
}
#endif
#endif
