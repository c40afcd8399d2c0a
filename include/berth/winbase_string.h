/* winbase.h's part on C strings. A null argument never faults. */
#ifndef BERTH_WINBASE_STRING_H
#define BERTH_WINBASE_STRING_H

#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Length in bytes or wide characters; 0 for NULL. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-lstrlena */
BERTH_API int WINAPI lstrlenA(LPCSTR lpString);
BERTH_API int WINAPI lstrlenW(LPCWSTR lpString);
/* lpString1, or NULL where an argument is NULL. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-lstrcpya */
BERTH_API LPSTR WINAPI lstrcpyA(LPSTR lpString1, LPCSTR lpString2);
BERTH_API LPWSTR WINAPI lstrcpyW(LPWSTR lpString1, LPCWSTR lpString2);
/* Copies at most iMaxLength characters, the terminator among them. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-lstrcpyna */
BERTH_API LPSTR WINAPI lstrcpynA(LPSTR lpString1, LPCSTR lpString2, int iMaxLength);
BERTH_API LPWSTR WINAPI lstrcpynW(LPWSTR lpString1, LPCWSTR lpString2, int iMaxLength);
/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-lstrcata */
BERTH_API LPSTR WINAPI lstrcatA(LPSTR lpString1, LPCSTR lpString2);
BERTH_API LPWSTR WINAPI lstrcatW(LPWSTR lpString1, LPCWSTR lpString2);
/* <0, 0, >0, in the order of CompareString. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-lstrcmpa */
BERTH_API int WINAPI lstrcmpA(LPCSTR lpString1, LPCSTR lpString2);
BERTH_API int WINAPI lstrcmpW(LPCWSTR lpString1, LPCWSTR lpString2);
/* The same without regard to case. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-lstrcmpia */
BERTH_API int WINAPI lstrcmpiA(LPCSTR lpString1, LPCSTR lpString2);
BERTH_API int WINAPI lstrcmpiW(LPCWSTR lpString1, LPCWSTR lpString2);

#ifdef UNICODE
#define lstrlen lstrlenW
#define lstrcpy lstrcpyW
#define lstrcpyn lstrcpynW
#define lstrcat lstrcatW
#define lstrcmp lstrcmpW
#define lstrcmpi lstrcmpiW
#else
#define lstrlen lstrlenA
#define lstrcpy lstrcpyA
#define lstrcpyn lstrcpynA
#define lstrcat lstrcatA
#define lstrcmp lstrcmpA
#define lstrcmpi lstrcmpiA
#endif

#ifdef __cplusplus
}
#endif
#endif
