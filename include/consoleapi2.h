/*
 * The console's screen: cursor, colours, size, title. On a terminal by its control sequences.
 * https://learn.microsoft.com/windows/console/
 */
#ifndef _APISETCONSOLEL2_
#define _APISETCONSOLEL2_

#include "minwinbase.h"
#include "berth/wincon_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Each fails with ERROR_INVALID_HANDLE where the handle is no terminal. */
/* https://learn.microsoft.com/windows/console/getconsolescreenbufferinfo */
BERTH_API BOOL WINAPI GetConsoleScreenBufferInfo(
    HANDLE hConsoleOutput, PCONSOLE_SCREEN_BUFFER_INFO lpConsoleScreenBufferInfo);
/* https://learn.microsoft.com/windows/console/setconsoletextattribute */
BERTH_API BOOL WINAPI SetConsoleTextAttribute(HANDLE hConsoleOutput, WORD wAttributes);
/* https://learn.microsoft.com/windows/console/setconsolecursorposition */
BERTH_API BOOL WINAPI SetConsoleCursorPosition(HANDLE hConsoleOutput, COORD dwCursorPosition);
/* https://learn.microsoft.com/windows/console/setconsolecursorinfo */
BERTH_API BOOL WINAPI SetConsoleCursorInfo(HANDLE hConsoleOutput,
                                           const CONSOLE_CURSOR_INFO* lpConsoleCursorInfo);
BERTH_API BOOL WINAPI GetConsoleCursorInfo(HANDLE hConsoleOutput,
                                           PCONSOLE_CURSOR_INFO lpConsoleCursorInfo);
/* A terminal's size is its user's choice: accepted, without effect.
 * https://learn.microsoft.com/windows/console/setconsolescreenbuffersize */
BERTH_API BOOL WINAPI SetConsoleScreenBufferSize(HANDLE hConsoleOutput, COORD dwSize);
BERTH_API BOOL WINAPI SetConsoleWindowInfo(HANDLE hConsoleOutput, BOOL bAbsolute,
                                           const SMALL_RECT* lpConsoleWindow);
BERTH_API COORD WINAPI GetLargestConsoleWindowSize(HANDLE hConsoleOutput);
/* https://learn.microsoft.com/windows/console/fillconsoleoutputcharacter */
BERTH_API BOOL WINAPI FillConsoleOutputCharacterA(HANDLE hConsoleOutput, CHAR cCharacter,
                                                  DWORD nLength, COORD dwWriteCoord,
                                                  LPDWORD lpNumberOfCharsWritten);
BERTH_API BOOL WINAPI FillConsoleOutputCharacterW(HANDLE hConsoleOutput, WCHAR cCharacter,
                                                  DWORD nLength, COORD dwWriteCoord,
                                                  LPDWORD lpNumberOfCharsWritten);
/* A terminal keeps its text's colours: counts the cells and changes nothing.
 * https://learn.microsoft.com/windows/console/fillconsoleoutputattribute */
BERTH_API BOOL WINAPI FillConsoleOutputAttribute(HANDLE hConsoleOutput, WORD wAttribute,
                                                 DWORD nLength, COORD dwWriteCoord,
                                                 LPDWORD lpNumberOfAttrsWritten);
/* https://learn.microsoft.com/windows/console/writeconsoleoutputcharacter */
BERTH_API BOOL WINAPI WriteConsoleOutputCharacterA(HANDLE hConsoleOutput, LPCSTR lpCharacter,
                                                   DWORD nLength, COORD dwWriteCoord,
                                                   LPDWORD lpNumberOfCharsWritten);
BERTH_API BOOL WINAPI WriteConsoleOutputCharacterW(HANDLE hConsoleOutput, LPCWSTR lpCharacter,
                                                   DWORD nLength, COORD dwWriteCoord,
                                                   LPDWORD lpNumberOfCharsWritten);
/* https://learn.microsoft.com/windows/console/flushconsoleinputbuffer */
BERTH_API BOOL WINAPI FlushConsoleInputBuffer(HANDLE hConsoleInput);
/* Only UTF-8 (65001) can be set; another code page is accepted and its text is taken for UTF-8.
 * https://learn.microsoft.com/windows/console/setconsoleoutputcp */
BERTH_API BOOL WINAPI SetConsoleCP(UINT wCodePageID);
BERTH_API BOOL WINAPI SetConsoleOutputCP(UINT wCodePageID);
/* https://learn.microsoft.com/windows/console/setconsoletitle */
BERTH_API BOOL WINAPI SetConsoleTitleA(LPCSTR lpConsoleTitle);
BERTH_API BOOL WINAPI SetConsoleTitleW(LPCWSTR lpConsoleTitle);
BERTH_API DWORD WINAPI GetConsoleTitleA(LPSTR lpConsoleTitle, DWORD nSize);
BERTH_API DWORD WINAPI GetConsoleTitleW(LPWSTR lpConsoleTitle, DWORD nSize);
/* Sends SIGINT or SIGQUIT to a process group (0: the caller's own).
 * https://learn.microsoft.com/windows/console/generateconsolectrlevent */
BERTH_API BOOL WINAPI GenerateConsoleCtrlEvent(DWORD dwCtrlEvent, DWORD dwProcessGroupId);

#ifdef UNICODE
#define FillConsoleOutputCharacter FillConsoleOutputCharacterW
#define WriteConsoleOutputCharacter WriteConsoleOutputCharacterW
#define SetConsoleTitle SetConsoleTitleW
#define GetConsoleTitle GetConsoleTitleW
#else
#define FillConsoleOutputCharacter FillConsoleOutputCharacterA
#define WriteConsoleOutputCharacter WriteConsoleOutputCharacterA
#define SetConsoleTitle SetConsoleTitleA
#define GetConsoleTitle GetConsoleTitleA
#endif

#ifdef __cplusplus
}
#endif
#endif
