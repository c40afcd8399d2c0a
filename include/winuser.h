/* Strings, windows and messages. https://learn.microsoft.com/windows/win32/api/winuser/ */
#ifndef _WINUSER_
#define _WINUSER_

#include "windef.h"
#include "berth/winuser_box.h"
#include "berth/winuser_message.h"
#include "berth/winuser_string.h"
#include "berth/winuser_window.h"

#endif
