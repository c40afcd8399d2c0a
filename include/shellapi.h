/*
 * The command line, split. https://learn.microsoft.com/windows/win32/api/shellapi/
 */
#ifndef _INC_SHELLAPI
#define _INC_SHELLAPI

#include "windef.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The arguments in one block that LocalFree frees. NULL: ERROR_INVALID_PARAMETER,
 * ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw */
BERTH_API LPWSTR* WINAPI CommandLineToArgvW(LPCWSTR lpCmdLine, int* pNumArgs);

#ifdef __cplusplus
}
#endif
#endif
