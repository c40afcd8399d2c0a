/*
 * The Windows API's base: what the thin headers declare, and what has none of its own.
 * https://learn.microsoft.com/windows/win32/api/winbase/
 */
#ifndef _WINBASE_
#define _WINBASE_

#include "minwinbase.h"
#include "handleapi.h"
#include "synchapi.h"
#include "processthreadsapi.h"
#include "fibersapi.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __cplusplus
}
#endif
#endif
