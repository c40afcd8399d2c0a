/*
 * winbase.h's part on file mappings.
 */
#ifndef BERTH_WINBASE_MAPPING_H
#define BERTH_WINBASE_MAPPING_H

#include "memoryapi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* As CreateFileMappingW.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-createfilemappinga */
BERTH_API HANDLE WINAPI CreateFileMappingA(HANDLE hFile,
                                           LPSECURITY_ATTRIBUTES lpFileMappingAttributes,
                                           DWORD flProtect, DWORD dwMaximumSizeHigh,
                                           DWORD dwMaximumSizeLow, LPCSTR lpName);
/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-openfilemappinga */
BERTH_API HANDLE WINAPI OpenFileMappingA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName);

#ifndef UNICODE
#define CreateFileMapping CreateFileMappingA
#define OpenFileMapping OpenFileMappingA
#endif

#ifdef __cplusplus
}
#endif
#endif
