/*
 * The console: reading, writing, modes, Ctrl+C. The console is the terminal that the process has.
 * https://learn.microsoft.com/windows/console/
 */
#ifndef _APISETCONSOLE_
#define _APISETCONSOLE_

#include "minwinbase.h"
#include "berth/wincon_types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CTRL_C_EVENT 0
#define CTRL_BREAK_EVENT 1
#define CTRL_CLOSE_EVENT 2
#define CTRL_LOGOFF_EVENT 5
#define CTRL_SHUTDOWN_EVENT 6

#define ENABLE_PROCESSED_INPUT 0x0001
#define ENABLE_LINE_INPUT 0x0002
#define ENABLE_ECHO_INPUT 0x0004
#define ENABLE_WINDOW_INPUT 0x0008
#define ENABLE_MOUSE_INPUT 0x0010
#define ENABLE_INSERT_MODE 0x0020
#define ENABLE_QUICK_EDIT_MODE 0x0040
#define ENABLE_EXTENDED_FLAGS 0x0080
#define ENABLE_AUTO_POSITION 0x0100
#define ENABLE_VIRTUAL_TERMINAL_INPUT 0x0200
#define ENABLE_PROCESSED_OUTPUT 0x0001
#define ENABLE_WRAP_AT_EOL_OUTPUT 0x0002
#define ENABLE_VIRTUAL_TERMINAL_PROCESSING 0x0004
#define DISABLE_NEWLINE_AUTO_RETURN 0x0008
#define ENABLE_LVB_GRID_WORLDWIDE 0x0010

typedef BOOL(WINAPI* PHANDLER_ROUTINE)(DWORD CtrlType);

/* FALSE: ERROR_ACCESS_DENIED where the process has a terminal already.
 * https://learn.microsoft.com/windows/console/allocconsole */
BERTH_API BOOL WINAPI AllocConsole(void);
/* https://learn.microsoft.com/windows/console/freeconsole */
BERTH_API BOOL WINAPI FreeConsole(void);
/* FALSE: ERROR_ACCESS_DENIED where the process has a terminal already, otherwise
 * ERROR_INVALID_HANDLE. https://learn.microsoft.com/windows/console/attachconsole */
BERTH_API BOOL WINAPI AttachConsole(DWORD dwProcessId);
/* UTF-8, 65001. https://learn.microsoft.com/windows/console/getconsolecp */
BERTH_API UINT WINAPI GetConsoleCP(void);
BERTH_API UINT WINAPI GetConsoleOutputCP(void);
/* FALSE: ERROR_INVALID_HANDLE where the handle is no terminal.
 * https://learn.microsoft.com/windows/console/getconsolemode */
BERTH_API BOOL WINAPI GetConsoleMode(HANDLE hConsoleHandle, LPDWORD lpMode);
/* https://learn.microsoft.com/windows/console/setconsolemode */
BERTH_API BOOL WINAPI SetConsoleMode(HANDLE hConsoleHandle, DWORD dwMode);
/* https://learn.microsoft.com/windows/console/getnumberofconsoleinputevents */
BERTH_API BOOL WINAPI GetNumberOfConsoleInputEvents(HANDLE hConsoleInput, LPDWORD lpNumberOfEvents);
/* Counts are in characters; a line ends in \r\n.
 * https://learn.microsoft.com/windows/console/readconsole */
BERTH_API BOOL WINAPI ReadConsoleA(HANDLE hConsoleInput, LPVOID lpBuffer,
                                   DWORD nNumberOfCharsToRead, LPDWORD lpNumberOfCharsRead,
                                   PCONSOLE_READCONSOLE_CONTROL pInputControl);
BERTH_API BOOL WINAPI ReadConsoleW(HANDLE hConsoleInput, LPVOID lpBuffer,
                                   DWORD nNumberOfCharsToRead, LPDWORD lpNumberOfCharsRead,
                                   PCONSOLE_READCONSOLE_CONTROL pInputControl);
/* Writes to pipes and files too, in UTF-8. https://learn.microsoft.com/windows/console/writeconsole
 */
BERTH_API BOOL WINAPI WriteConsoleA(HANDLE hConsoleOutput, const VOID* lpBuffer,
                                    DWORD nNumberOfCharsToWrite, LPDWORD lpNumberOfCharsWritten,
                                    LPVOID lpReserved);
BERTH_API BOOL WINAPI WriteConsoleW(HANDLE hConsoleOutput, const VOID* lpBuffer,
                                    DWORD nNumberOfCharsToWrite, LPDWORD lpNumberOfCharsWritten,
                                    LPVOID lpReserved);
/* Handlers run in a thread of their own, the last added first, on SIGINT (CTRL_C_EVENT), SIGQUIT
 * (CTRL_BREAK_EVENT), SIGTERM and SIGHUP (CTRL_CLOSE_EVENT); one that returns TRUE is the last to
 * run. After CTRL_CLOSE_EVENT the process ends all the same. NULL with Add TRUE ignores Ctrl+C.
 * https://learn.microsoft.com/windows/console/setconsolectrlhandler */
BERTH_API BOOL WINAPI SetConsoleCtrlHandler(PHANDLER_ROUTINE HandlerRoutine, BOOL Add);

#ifdef UNICODE
#define ReadConsole ReadConsoleW
#define WriteConsole WriteConsoleW
#else
#define ReadConsole ReadConsoleA
#define WriteConsole WriteConsoleA
#endif

#ifdef __cplusplus
}
#endif
#endif
