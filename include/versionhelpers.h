/*
 * Which version of Windows this is at least.
 * https://learn.microsoft.com/windows/win32/api/versionhelpers/
 */
#ifndef _versionhelpers_H_INCLUDED_
#define _versionhelpers_H_INCLUDED_

#include <string.h>

#include "winbase.h"

#ifdef __cplusplus
#define VERSIONHELPERAPI inline bool
#else
#define VERSIONHELPERAPI static __inline__ BOOL
#endif

/* https://learn.microsoft.com/windows/win32/api/versionhelpers/nf-versionhelpers-iswindowsversionorgreater
 */
VERSIONHELPERAPI IsWindowsVersionOrGreater(WORD wMajorVersion, WORD wMinorVersion,
                                           WORD wServicePackMajor) {
    const DWORD what = VER_MAJORVERSION | VER_MINORVERSION | VER_SERVICEPACKMAJOR;
    OSVERSIONINFOEXW version;
    memset(&version, 0, sizeof version);
    version.dwOSVersionInfoSize = sizeof version;
    version.dwMajorVersion = wMajorVersion;
    version.dwMinorVersion = wMinorVersion;
    version.wServicePackMajor = wServicePackMajor;
    return VerifyVersionInfoW(&version, what, VerSetConditionMask(0, what, VER_GREATER_EQUAL)) !=
           FALSE;
}

VERSIONHELPERAPI IsWindowsXPOrGreater(void) {
    return IsWindowsVersionOrGreater(5, 1, 0);
}
VERSIONHELPERAPI IsWindowsXPSP1OrGreater(void) {
    return IsWindowsVersionOrGreater(5, 1, 1);
}
VERSIONHELPERAPI IsWindowsXPSP2OrGreater(void) {
    return IsWindowsVersionOrGreater(5, 1, 2);
}
VERSIONHELPERAPI IsWindowsXPSP3OrGreater(void) {
    return IsWindowsVersionOrGreater(5, 1, 3);
}
VERSIONHELPERAPI IsWindowsVistaOrGreater(void) {
    return IsWindowsVersionOrGreater(6, 0, 0);
}
VERSIONHELPERAPI IsWindowsVistaSP1OrGreater(void) {
    return IsWindowsVersionOrGreater(6, 0, 1);
}
VERSIONHELPERAPI IsWindowsVistaSP2OrGreater(void) {
    return IsWindowsVersionOrGreater(6, 0, 2);
}
VERSIONHELPERAPI IsWindows7OrGreater(void) {
    return IsWindowsVersionOrGreater(6, 1, 0);
}
VERSIONHELPERAPI IsWindows7SP1OrGreater(void) {
    return IsWindowsVersionOrGreater(6, 1, 1);
}
VERSIONHELPERAPI IsWindows8OrGreater(void) {
    return IsWindowsVersionOrGreater(6, 2, 0);
}
VERSIONHELPERAPI IsWindows8Point1OrGreater(void) {
    return IsWindowsVersionOrGreater(6, 3, 0);
}
VERSIONHELPERAPI IsWindowsThresholdOrGreater(void) {
    return IsWindowsVersionOrGreater(10, 0, 0);
}
VERSIONHELPERAPI IsWindows10OrGreater(void) {
    return IsWindowsVersionOrGreater(10, 0, 0);
}
/* https://learn.microsoft.com/windows/win32/api/versionhelpers/nf-versionhelpers-iswindowsserver */
VERSIONHELPERAPI IsWindowsServer(void) {
    OSVERSIONINFOEXW version;
    memset(&version, 0, sizeof version);
    version.dwOSVersionInfoSize = sizeof version;
    version.wProductType = VER_NT_WORKSTATION;
    return VerifyVersionInfoW(&version, VER_PRODUCT_TYPE,
                              VerSetConditionMask(0, VER_PRODUCT_TYPE, VER_EQUAL)) == FALSE;
}

#endif
