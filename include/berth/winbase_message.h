/* winbase.h's part on messages. */
#ifndef BERTH_WINBASE_MESSAGE_H
#define BERTH_WINBASE_MESSAGE_H

#include <stdarg.h>
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FORMAT_MESSAGE_MAX_WIDTH_MASK 0x000000ff
#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x00000100
#define FORMAT_MESSAGE_IGNORE_INSERTS 0x00000200
#define FORMAT_MESSAGE_FROM_STRING 0x00000400
#define FORMAT_MESSAGE_FROM_HMODULE 0x00000800
#define FORMAT_MESSAGE_FROM_SYSTEM 0x00001000
#define FORMAT_MESSAGE_ARGUMENT_ARRAY 0x00002000

/*
 * Formats a message: the system's text for dwMessageId, or lpSource with FORMAT_MESSAGE_FROM_STRING. The
 * arguments are a va_list*, or an array of DWORD_PTR with FORMAT_MESSAGE_ARGUMENT_ARRAY. Returns the
 * length in characters. 0: ERROR_INVALID_PARAMETER, ERROR_INSUFFICIENT_BUFFER, ERROR_MR_MID_NOT_FOUND,
 * ERROR_RESOURCE_LANG_NOT_FOUND (texts are in English), ERROR_RESOURCE_DATA_NOT_FOUND (a module: shared
 * objects hold no message tables).
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-formatmessagea
 */
BERTH_API DWORD WINAPI FormatMessageA(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId,
                                      DWORD dwLanguageId, LPSTR lpBuffer, DWORD nSize,
                                      va_list* Arguments);
BERTH_API DWORD WINAPI FormatMessageW(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId,
                                      DWORD dwLanguageId, LPWSTR lpBuffer, DWORD nSize,
                                      va_list* Arguments);

#ifdef UNICODE
#define FormatMessage FormatMessageW
#else
#define FormatMessage FormatMessageA
#endif

#ifdef __cplusplus
}
#endif
#endif
