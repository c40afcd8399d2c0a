/*
 * winbase.h's part on the system's folders and on initialization files (.ini).
 */
#ifndef BERTH_PROFILE_H
#define BERTH_PROFILE_H

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

/* /Windows and /Windows/System32: no such folders need be there. uSize: characters. Returns the
 * length, or the size that is needed with the terminator.
 * https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getwindowsdirectorya */
BERTH_API UINT WINAPI GetWindowsDirectoryA(LPSTR lpBuffer, UINT uSize);
BERTH_API UINT WINAPI GetWindowsDirectoryW(LPWSTR lpBuffer, UINT uSize);
/* https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getsystemdirectorya */
BERTH_API UINT WINAPI GetSystemDirectoryA(LPSTR lpBuffer, UINT uSize);
BERTH_API UINT WINAPI GetSystemDirectoryW(LPWSTR lpBuffer, UINT uSize);

/* Initialization files: sections, and keys in them, without regard to case. A file's name without a
 * folder means one in /Windows where that is there, and in the current folder otherwise. Files are
 * in UTF-8, or in UTF-16 with a byte order mark. */

/* The value of a key, without the quotes around it; `lpDefault` where there is none (the last error
 * is ERROR_FILE_NOT_FOUND without a file). lpAppName NULL: the names of the sections; lpKeyName
 * NULL: those of the section's keys, each with a terminator, and one at the end. Returns the number
 * of characters without the last terminator; nSize - 1, or nSize - 2 for a list, where it was cut.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getprivateprofilestringa */
BERTH_API DWORD WINAPI GetPrivateProfileStringA(LPCSTR lpAppName, LPCSTR lpKeyName,
                                                LPCSTR lpDefault, LPSTR lpReturnedString,
                                                DWORD nSize, LPCSTR lpFileName);
BERTH_API DWORD WINAPI GetPrivateProfileStringW(LPCWSTR lpAppName, LPCWSTR lpKeyName,
                                                LPCWSTR lpDefault, LPWSTR lpReturnedString,
                                                DWORD nSize, LPCWSTR lpFileName);
/* The value as a number, decimal or with 0x; nDefault where there is no key.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getprivateprofileinta */
BERTH_API UINT WINAPI GetPrivateProfileIntA(LPCSTR lpAppName, LPCSTR lpKeyName, INT nDefault,
                                            LPCSTR lpFileName);
BERTH_API UINT WINAPI GetPrivateProfileIntW(LPCWSTR lpAppName, LPCWSTR lpKeyName, INT nDefault,
                                            LPCWSTR lpFileName);
/* A section's lines, "key=value", each with a terminator, and one at the end. Returns the number of
 * characters without the last terminator; nSize - 2 where it was cut.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getprivateprofilesectiona */
BERTH_API DWORD WINAPI GetPrivateProfileSectionA(LPCSTR lpAppName, LPSTR lpReturnedString,
                                                 DWORD nSize, LPCSTR lpFileName);
BERTH_API DWORD WINAPI GetPrivateProfileSectionW(LPCWSTR lpAppName, LPWSTR lpReturnedString,
                                                 DWORD nSize, LPCWSTR lpFileName);
/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getprivateprofilesectionnamesa
 */
BERTH_API DWORD WINAPI GetPrivateProfileSectionNamesA(LPSTR lpszReturnBuffer, DWORD nSize,
                                                      LPCSTR lpFileName);
BERTH_API DWORD WINAPI GetPrivateProfileSectionNamesW(LPWSTR lpszReturnBuffer, DWORD nSize,
                                                      LPCWSTR lpFileName);
/* Sets a key, in a file and a section that are made where they are missing. lpString NULL: takes
 * the key away; lpKeyName NULL: the section. FALSE: the file's error; ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-writeprivateprofilestringa */
BERTH_API BOOL WINAPI WritePrivateProfileStringA(LPCSTR lpAppName, LPCSTR lpKeyName,
                                                 LPCSTR lpString, LPCSTR lpFileName);
BERTH_API BOOL WINAPI WritePrivateProfileStringW(LPCWSTR lpAppName, LPCWSTR lpKeyName,
                                                 LPCWSTR lpString, LPCWSTR lpFileName);

#ifdef UNICODE
#define GetWindowsDirectory GetWindowsDirectoryW
#define GetSystemDirectory GetSystemDirectoryW
#define GetPrivateProfileString GetPrivateProfileStringW
#define GetPrivateProfileInt GetPrivateProfileIntW
#define GetPrivateProfileSection GetPrivateProfileSectionW
#define GetPrivateProfileSectionNames GetPrivateProfileSectionNamesW
#define WritePrivateProfileString WritePrivateProfileStringW
#else
#define GetWindowsDirectory GetWindowsDirectoryA
#define GetSystemDirectory GetSystemDirectoryA
#define GetPrivateProfileString GetPrivateProfileStringA
#define GetPrivateProfileInt GetPrivateProfileIntA
#define GetPrivateProfileSection GetPrivateProfileSectionA
#define GetPrivateProfileSectionNames GetPrivateProfileSectionNamesA
#define WritePrivateProfileString WritePrivateProfileStringA
#endif

#ifdef __cplusplus
}
#endif
#endif
