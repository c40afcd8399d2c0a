/* The multimedia library: its clock. https://learn.microsoft.com/windows/win32/api/mmsystem/ */
#ifndef _INC_MMSYSTEM
#define _INC_MMSYSTEM

#include "windef.h"
#include "timeapi.h"

#endif
