/* DEFINE_GUID defines from here on: it does so at any time here (guiddef.h).
 * https://learn.microsoft.com/windows-hardware/drivers/kernel/defining-and-exporting-new-guids */
#ifndef INITGUID
#define INITGUID
#endif
#include "guiddef.h"
