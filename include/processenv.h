/*
 * The environment, the standard handles, the command line and the current directory.
 * https://learn.microsoft.com/windows/win32/api/processenv/
 */
#ifndef _PROCESSENV_
#define _PROCESSENV_

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

/* NULL for a handle that the process does not have; INVALID_HANDLE_VALUE: ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/console/getstdhandle */
BERTH_API HANDLE WINAPI GetStdHandle(DWORD nStdHandle);
/* Changes what GetStdHandle gives; descriptors 0, 1 and 2 stay as they are.
 * https://learn.microsoft.com/windows/console/setstdhandle */
BERTH_API BOOL WINAPI SetStdHandle(DWORD nStdHandle, HANDLE hHandle);
/* Quoted by Windows' rules from the program's arguments.
 * https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-getcommandlinea */
BERTH_API LPSTR WINAPI GetCommandLineA(void);
BERTH_API LPWSTR WINAPI GetCommandLineW(void);
/* 0: ERROR_ENVVAR_NOT_FOUND; otherwise the length, or the size needed.
 * https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-getenvironmentvariablea */
BERTH_API DWORD WINAPI GetEnvironmentVariableA(LPCSTR lpName, LPSTR lpBuffer, DWORD nSize);
BERTH_API DWORD WINAPI GetEnvironmentVariableW(LPCWSTR lpName, LPWSTR lpBuffer, DWORD nSize);
/* NULL as value deletes.
 * https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-setenvironmentvariablea */
BERTH_API BOOL WINAPI SetEnvironmentVariableA(LPCSTR lpName, LPCSTR lpValue);
BERTH_API BOOL WINAPI SetEnvironmentVariableW(LPCWSTR lpName, LPCWSTR lpValue);
/* Puts variables in for %NAME%. Returns the size with the terminator, also where lpDst was too
 * small.
 * https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-expandenvironmentstringsa
 */
BERTH_API DWORD WINAPI ExpandEnvironmentStringsA(LPCSTR lpSrc, LPSTR lpDst, DWORD nSize);
BERTH_API DWORD WINAPI ExpandEnvironmentStringsW(LPCWSTR lpSrc, LPWSTR lpDst, DWORD nSize);
/* A block of NAME=value strings; FreeEnvironmentStrings frees it.
 * https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-getenvironmentstrings */
BERTH_API LPCH WINAPI GetEnvironmentStringsA(void);
BERTH_API LPWCH WINAPI GetEnvironmentStringsW(void);
BERTH_API BOOL WINAPI FreeEnvironmentStringsA(LPCH penv);
BERTH_API BOOL WINAPI FreeEnvironmentStringsW(LPWCH penv);
/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getcurrentdirectory */
BERTH_API DWORD WINAPI GetCurrentDirectoryA(DWORD nBufferLength, LPSTR lpBuffer);
BERTH_API DWORD WINAPI GetCurrentDirectoryW(DWORD nBufferLength, LPWSTR lpBuffer);
BERTH_API BOOL WINAPI SetCurrentDirectoryA(LPCSTR lpPathName);
BERTH_API BOOL WINAPI SetCurrentDirectoryW(LPCWSTR lpPathName);

#ifdef UNICODE
#define GetCommandLine GetCommandLineW
#define GetEnvironmentVariable GetEnvironmentVariableW
#define SetEnvironmentVariable SetEnvironmentVariableW
#define ExpandEnvironmentStrings ExpandEnvironmentStringsW
#define GetEnvironmentStrings GetEnvironmentStringsW
#define FreeEnvironmentStrings FreeEnvironmentStringsW
#define GetCurrentDirectory GetCurrentDirectoryW
#define SetCurrentDirectory SetCurrentDirectoryW
#else
#define GetCommandLine GetCommandLineA
#define GetEnvironmentVariable GetEnvironmentVariableA
#define SetEnvironmentVariable SetEnvironmentVariableA
#define ExpandEnvironmentStrings ExpandEnvironmentStringsA
#define GetEnvironmentStrings GetEnvironmentStringsA
#define FreeEnvironmentStrings FreeEnvironmentStringsA
#define GetCurrentDirectory GetCurrentDirectoryA
#define SetCurrentDirectory SetCurrentDirectoryA
#endif

#ifdef __cplusplus
}
#endif
#endif
