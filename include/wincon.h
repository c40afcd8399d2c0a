/* The console. https://learn.microsoft.com/windows/console/ */
#ifndef _WINCON_
#define _WINCON_

#include "berth/wincon_types.h"
#include "consoleapi.h"
#include "consoleapi2.h"
#include "consoleapi3.h"

#endif
