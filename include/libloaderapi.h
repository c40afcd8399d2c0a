/*
 * Modules: shared objects. The names of Windows' own libraries (ws2_32.dll, mswsock, kernel32,
 * ntdll, user32, advapi32, winmm ...) all mean this one. The DllMain of an object that `berth c++
 * -shared` links is called when it is loaded and unloaded, not for threads, and its answer is not
 * asked for. https://learn.microsoft.com/windows/win32/api/libloaderapi/
 */
#ifndef _APISETLIBLOADER_
#define _APISETLIBLOADER_

#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Why DllMain is called. */
#define DLL_PROCESS_DETACH 0
#define DLL_PROCESS_ATTACH 1
#define DLL_THREAD_ATTACH 2
#define DLL_THREAD_DETACH 3

#define GET_MODULE_HANDLE_EX_FLAG_PIN 0x00000001
#define GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT 0x00000002
#define GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS 0x00000004
#define DONT_RESOLVE_DLL_REFERENCES 0x00000001
#define LOAD_LIBRARY_AS_DATAFILE 0x00000002
#define LOAD_WITH_ALTERED_SEARCH_PATH 0x00000008
#define LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR 0x00000100
#define LOAD_LIBRARY_SEARCH_APPLICATION_DIR 0x00000200
#define LOAD_LIBRARY_SEARCH_USER_DIRS 0x00000400
#define LOAD_LIBRARY_SEARCH_SYSTEM32 0x00000800
#define LOAD_LIBRARY_SEARCH_DEFAULT_DIRS 0x00001000

/* A loaded module, or the program for NULL. NULL: ERROR_MOD_NOT_FOUND.
 * https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-getmodulehandlea */
BERTH_API HMODULE WINAPI GetModuleHandleA(LPCSTR lpModuleName);
BERTH_API HMODULE WINAPI GetModuleHandleW(LPCWSTR lpModuleName);
/* https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-getmodulehandleexa */
BERTH_API BOOL WINAPI GetModuleHandleExA(DWORD dwFlags, LPCSTR lpModuleName, HMODULE* phModule);
BERTH_API BOOL WINAPI GetModuleHandleExW(DWORD dwFlags, LPCWSTR lpModuleName, HMODULE* phModule);
/* The path, with slashes. Returns its length; nSize with ERROR_INSUFFICIENT_BUFFER where it was
 * cut.
 * https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-getmodulefilenamea */
BERTH_API DWORD WINAPI GetModuleFileNameA(HMODULE hModule, LPSTR lpFilename, DWORD nSize);
BERTH_API DWORD WINAPI GetModuleFileNameW(HMODULE hModule, LPWSTR lpFilename, DWORD nSize);
/* "name.dll" also finds name.so and libname.so, in the program's folder first. NULL:
 * ERROR_MOD_NOT_FOUND, ERROR_BAD_EXE_FORMAT.
 * https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-loadlibrarya */
BERTH_API HMODULE WINAPI LoadLibraryA(LPCSTR lpLibFileName);
BERTH_API HMODULE WINAPI LoadLibraryW(LPCWSTR lpLibFileName);
BERTH_API HMODULE WINAPI LoadLibraryExA(LPCSTR lpLibFileName, HANDLE hFile, DWORD dwFlags);
BERTH_API HMODULE WINAPI LoadLibraryExW(LPCWSTR lpLibFileName, HANDLE hFile, DWORD dwFlags);
/* https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-freelibrary */
BERTH_API BOOL WINAPI FreeLibrary(HMODULE hLibModule);
/* By name; NULL: ERROR_PROC_NOT_FOUND (also for an ordinal), ERROR_MOD_NOT_FOUND.
 * https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-getprocaddress */
BERTH_API FARPROC WINAPI GetProcAddress(HMODULE hModule, LPCSTR lpProcName);
/* Accepted: DllMain is not called for threads.
 * https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-disablethreadlibrarycalls
 */
BERTH_API BOOL WINAPI DisableThreadLibraryCalls(HMODULE hLibModule);

#ifdef UNICODE
#define GetModuleHandle GetModuleHandleW
#define GetModuleHandleEx GetModuleHandleExW
#define GetModuleFileName GetModuleFileNameW
#define LoadLibrary LoadLibraryW
#define LoadLibraryEx LoadLibraryExW
#else
#define GetModuleHandle GetModuleHandleA
#define GetModuleHandleEx GetModuleHandleExA
#define GetModuleFileName GetModuleFileNameA
#define LoadLibrary LoadLibraryA
#define LoadLibraryEx LoadLibraryExA
#endif

#ifdef __cplusplus
}
#endif
#endif
