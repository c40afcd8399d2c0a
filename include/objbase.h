/* https://learn.microsoft.com/windows/win32/api/objbase/ : see combaseapi.h. */
#ifndef _OBJBASE_H_
#define _OBJBASE_H_
#include "combaseapi.h"
#endif
