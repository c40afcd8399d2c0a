/* What of drawing a window class asks for: nothing is drawn.
 * https://learn.microsoft.com/windows/win32/api/wingdi/ */
#ifndef _WINGDI_
#define _WINGDI_

#include "windef.h"

#ifdef __cplusplus
extern "C" {
#endif

#define WHITE_BRUSH 0
#define LTGRAY_BRUSH 1
#define GRAY_BRUSH 2
#define DKGRAY_BRUSH 3
#define BLACK_BRUSH 4
#define NULL_BRUSH 5
#define HOLLOW_BRUSH NULL_BRUSH
#define WHITE_PEN 6
#define BLACK_PEN 7
#define NULL_PEN 8
#define OEM_FIXED_FONT 10
#define ANSI_FIXED_FONT 11
#define ANSI_VAR_FONT 12
#define SYSTEM_FONT 13
#define DEVICE_DEFAULT_FONT 14
#define DEFAULT_PALETTE 15
#define SYSTEM_FIXED_FONT 16
#define DEFAULT_GUI_FONT 17
#define DC_BRUSH 18
#define DC_PEN 19

/*
 * A number that stands for the object, for WNDCLASS; NULL where i is none of the above.
 * https://learn.microsoft.com/windows/win32/api/wingdi/nf-wingdi-getstockobject
 */
BERTH_API HGDIOBJ WINAPI GetStockObject(int i);

#ifdef __cplusplus
}
#endif
#endif
