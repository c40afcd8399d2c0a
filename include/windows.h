/*
 * The Windows API, as far as socket programs need it.
 * https://learn.microsoft.com/windows/win32/winprog/using-the-windows-headers
 */
#ifndef _WINDOWS_
#define _WINDOWS_

#include "windef.h"
#include "winerror.h"
#include "winbase.h"
#include "wincon.h"
#include "wingdi.h"
#include "winnls.h"
#include "winuser.h"
#ifndef NOSERVICE
#include "winsvc.h"
#endif

/* Last, since winsock.h needs all of the above. */
#ifndef WIN32_LEAN_AND_MEAN
#include "mmsystem.h"
#include "objbase.h"
#include "rpc.h"
#include "shellapi.h"
#include "wincrypt.h"
#include "winsock.h"
#endif

#endif
