/* winuser.h's part on windows and their classes. Windows here receive messages; there is no
 * display. */
#ifndef BERTH_WINUSER_WINDOW_H
#define BERTH_WINUSER_WINDOW_H

#include "berth/winuser_constants.h"
#include "berth/winuser_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The class's atom, or 0: ERROR_CLASS_ALREADY_EXISTS, ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-registerclassw */
BERTH_API ATOM WINAPI RegisterClassA(const WNDCLASSA* lpWndClass);
BERTH_API ATOM WINAPI RegisterClassW(const WNDCLASSW* lpWndClass);

/* https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-registerclassexw */
BERTH_API ATOM WINAPI RegisterClassExA(const WNDCLASSEXA* lpwcx);
BERTH_API ATOM WINAPI RegisterClassExW(const WNDCLASSEXW* lpwcx);

/* ERROR_CLASS_DOES_NOT_EXIST, ERROR_CLASS_HAS_WINDOWS.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-unregisterclassw */
BERTH_API BOOL WINAPI UnregisterClassA(LPCSTR lpClassName, HINSTANCE hInstance);
BERTH_API BOOL WINAPI UnregisterClassW(LPCWSTR lpClassName, HINSTANCE hInstance);

/* ERROR_CLASS_DOES_NOT_EXIST.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getclassinfow */
BERTH_API BOOL WINAPI GetClassInfoA(HINSTANCE hInstance, LPCSTR lpClassName, WNDCLASSA* lpWndClass);
BERTH_API BOOL WINAPI GetClassInfoW(HINSTANCE hInstance, LPCWSTR lpClassName,
                                    WNDCLASSW* lpWndClass);

/* https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getclassinfoexw */
BERTH_API BOOL WINAPI GetClassInfoExA(HINSTANCE hInstance, LPCSTR lpClassName, WNDCLASSEXA* lpwcx);
BERTH_API BOOL WINAPI GetClassInfoExW(HINSTANCE hInstance, LPCWSTR lpClassName, WNDCLASSEXW* lpwcx);

/* How many characters were copied.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getclassname */
BERTH_API int WINAPI GetClassNameA(HWND hWnd, LPSTR lpClassName, int nMaxCount);
BERTH_API int WINAPI GetClassNameW(HWND hWnd, LPWSTR lpClassName, int nMaxCount);

/*
 * A member of the class (GCL_*, GCW_*, GCLP_*) or four, eight of its extra bytes;
 * ERROR_INVALID_INDEX.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getclasslongptrw
 */
BERTH_API DWORD WINAPI GetClassLongA(HWND hWnd, int nIndex);
BERTH_API DWORD WINAPI GetClassLongW(HWND hWnd, int nIndex);
BERTH_API DWORD WINAPI SetClassLongA(HWND hWnd, int nIndex, LONG dwNewLong);
BERTH_API DWORD WINAPI SetClassLongW(HWND hWnd, int nIndex, LONG dwNewLong);
BERTH_API ULONG_PTR WINAPI GetClassLongPtrA(HWND hWnd, int nIndex);
BERTH_API ULONG_PTR WINAPI GetClassLongPtrW(HWND hWnd, int nIndex);
BERTH_API ULONG_PTR WINAPI SetClassLongPtrA(HWND hWnd, int nIndex, LONG_PTR dwNewLong);
BERTH_API ULONG_PTR WINAPI SetClassLongPtrW(HWND hWnd, int nIndex, LONG_PTR dwNewLong);

/*
 * A window that nobody sees: with HWND_MESSAGE as its parent one that only receives messages. NULL:
 * ERROR_CANNOT_FIND_WND_CLASS, ERROR_INVALID_WINDOW_HANDLE (the parent), ERROR_TLW_WITH_WSCHILD,
 * ERROR_NO_MORE_USER_HANDLES beyond 10,000 windows.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-createwindowexw
 */
BERTH_API HWND WINAPI CreateWindowExA(DWORD dwExStyle, LPCSTR lpClassName, LPCSTR lpWindowName,
                                      DWORD dwStyle, int X, int Y, int nWidth, int nHeight,
                                      HWND hWndParent, HMENU hMenu, HINSTANCE hInstance,
                                      LPVOID lpParam);
BERTH_API HWND WINAPI CreateWindowExW(DWORD dwExStyle, LPCWSTR lpClassName, LPCWSTR lpWindowName,
                                      DWORD dwStyle, int X, int Y, int nWidth, int nHeight,
                                      HWND hWndParent, HMENU hMenu, HINSTANCE hInstance,
                                      LPVOID lpParam);

/* Only by the thread that created it: ERROR_ACCESS_DENIED, ERROR_INVALID_WINDOW_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-destroywindow */
BERTH_API BOOL WINAPI DestroyWindow(HWND hWnd);

/* https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-iswindow */
BERTH_API BOOL WINAPI IsWindow(HWND hWnd);
BERTH_API BOOL WINAPI IsWindowUnicode(HWND hWnd);

/* What a window does with a message that its procedure does not handle.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-defwindowprocw */
BERTH_API LRESULT WINAPI DefWindowProcA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);
BERTH_API LRESULT WINAPI DefWindowProcW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);

/* Calls what GetWindowLongPtr(GWLP_WNDPROC) returned.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-callwindowprocw */
BERTH_API LRESULT WINAPI CallWindowProcA(WNDPROC lpPrevWndFunc, HWND hWnd, UINT Msg, WPARAM wParam,
                                         LPARAM lParam);
BERTH_API LRESULT WINAPI CallWindowProcW(WNDPROC lpPrevWndFunc, HWND hWnd, UINT Msg, WPARAM wParam,
                                         LPARAM lParam);

/*
 * A member of the window (GWL_*, GWLP_*), or four, eight, two of its cbWndExtra bytes;
 * ERROR_INVALID_INDEX, ERROR_INVALID_WINDOW_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getwindowlongptrw
 */
BERTH_API LONG WINAPI GetWindowLongA(HWND hWnd, int nIndex);
BERTH_API LONG WINAPI GetWindowLongW(HWND hWnd, int nIndex);
BERTH_API LONG_PTR WINAPI GetWindowLongPtrA(HWND hWnd, int nIndex);
BERTH_API LONG_PTR WINAPI GetWindowLongPtrW(HWND hWnd, int nIndex);
BERTH_API WORD WINAPI GetWindowWord(HWND hWnd, int nIndex);

/* Returns the value before, which may be 0.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-setwindowlongptrw */
BERTH_API LONG WINAPI SetWindowLongA(HWND hWnd, int nIndex, LONG dwNewLong);
BERTH_API LONG WINAPI SetWindowLongW(HWND hWnd, int nIndex, LONG dwNewLong);
BERTH_API LONG_PTR WINAPI SetWindowLongPtrA(HWND hWnd, int nIndex, LONG_PTR dwNewLong);
BERTH_API LONG_PTR WINAPI SetWindowLongPtrW(HWND hWnd, int nIndex, LONG_PTR dwNewLong);
BERTH_API WORD WINAPI SetWindowWord(HWND hWnd, int nIndex, WORD wNewWord);

/* https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-setwindowtextw */
BERTH_API BOOL WINAPI SetWindowTextA(HWND hWnd, LPCSTR lpString);
BERTH_API BOOL WINAPI SetWindowTextW(HWND hWnd, LPCWSTR lpString);

/* How many characters were copied.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getwindowtextw */
BERTH_API int WINAPI GetWindowTextA(HWND hWnd, LPSTR lpString, int nMaxCount);
BERTH_API int WINAPI GetWindowTextW(HWND hWnd, LPWSTR lpString, int nMaxCount);
BERTH_API int WINAPI GetWindowTextLengthA(HWND hWnd);
BERTH_API int WINAPI GetWindowTextLengthW(HWND hWnd);

/* The first of this process's top-level windows with that class and title (NULL: any).
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-findwindoww */
BERTH_API HWND WINAPI FindWindowA(LPCSTR lpClassName, LPCSTR lpWindowName);
BERTH_API HWND WINAPI FindWindowW(LPCWSTR lpClassName, LPCWSTR lpWindowName);

/* The same among a window's children, or HWND_MESSAGE's, after hWndChildAfter.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-findwindowexw */
BERTH_API HWND WINAPI FindWindowExA(HWND hWndParent, HWND hWndChildAfter, LPCSTR lpszClass,
                                    LPCSTR lpszWindow);
BERTH_API HWND WINAPI FindWindowExW(HWND hWndParent, HWND hWndChildAfter, LPCWSTR lpszClass,
                                    LPCWSTR lpszWindow);

/* The thread that created the window, or 0: ERROR_INVALID_WINDOW_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getwindowthreadprocessid */
BERTH_API DWORD WINAPI GetWindowThreadProcessId(HWND hWnd, LPDWORD lpdwProcessId);

/* https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getparent */
BERTH_API HWND WINAPI GetParent(HWND hWnd);
BERTH_API HWND WINAPI SetParent(HWND hWndChild, HWND hWndNewParent);
BERTH_API HWND WINAPI GetAncestor(HWND hwnd, UINT gaFlags);
BERTH_API HWND WINAPI GetWindow(HWND hWnd, UINT uCmd);
BERTH_API BOOL WINAPI IsChild(HWND hWndParent, HWND hWnd);

/* Calls lpEnumFunc for each window until it says FALSE.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-enumwindows */
BERTH_API BOOL WINAPI EnumWindows(WNDENUMPROC lpEnumFunc, LPARAM lParam);
BERTH_API BOOL WINAPI EnumChildWindows(HWND hWndParent, WNDENUMPROC lpEnumFunc, LPARAM lParam);
BERTH_API BOOL WINAPI EnumThreadWindows(DWORD dwThreadId, WNDENUMPROC lpfn, LPARAM lParam);

/* The number that a child window was created with.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getdlgctrlid */
BERTH_API int WINAPI GetDlgCtrlID(HWND hWnd);
BERTH_API HWND WINAPI GetDlgItem(HWND hDlg, int nIDDlgItem);

/* Changes WS_VISIBLE, nothing else; returns whether it was set.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-showwindow */
BERTH_API BOOL WINAPI ShowWindow(HWND hWnd, int nCmdShow);
BERTH_API BOOL WINAPI ShowWindowAsync(HWND hWnd, int nCmdShow);
BERTH_API BOOL WINAPI UpdateWindow(HWND hWnd);
BERTH_API BOOL WINAPI IsWindowVisible(HWND hWnd);

/* Changes WS_DISABLED; returns whether it was set.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-enablewindow */
BERTH_API BOOL WINAPI EnableWindow(HWND hWnd, BOOL bEnable);
BERTH_API BOOL WINAPI IsWindowEnabled(HWND hWnd);

/* A handle that a program keeps with a window under a name, or an atom.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-setpropw */
BERTH_API BOOL WINAPI SetPropA(HWND hWnd, LPCSTR lpString, HANDLE hData);
BERTH_API BOOL WINAPI SetPropW(HWND hWnd, LPCWSTR lpString, HANDLE hData);
BERTH_API HANDLE WINAPI GetPropA(HWND hWnd, LPCSTR lpString);
BERTH_API HANDLE WINAPI GetPropW(HWND hWnd, LPCWSTR lpString);
BERTH_API HANDLE WINAPI RemovePropA(HWND hWnd, LPCSTR lpString);
BERTH_API HANDLE WINAPI RemovePropW(HWND hWnd, LPCWSTR lpString);

/*
 * The system's own icons and cursors (IDI_*, IDC_*, with hInstance NULL), as numbers that nothing
 * is drawn from; NULL and ERROR_RESOURCE_NAME_NOT_FOUND for others: a program has no resources
 * here. https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-loadiconw
 */
BERTH_API HICON WINAPI LoadIconA(HINSTANCE hInstance, LPCSTR lpIconName);
BERTH_API HICON WINAPI LoadIconW(HINSTANCE hInstance, LPCWSTR lpIconName);
BERTH_API HCURSOR WINAPI LoadCursorA(HINSTANCE hInstance, LPCSTR lpCursorName);
BERTH_API HCURSOR WINAPI LoadCursorW(HINSTANCE hInstance, LPCWSTR lpCursorName);

/* https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-createwindoww */
#define CreateWindowA(name, title, style, x, y, cx, cy, parent, menu, instance, parameter) \
    CreateWindowExA(0L, name, title, style, x, y, cx, cy, parent, menu, instance, parameter)
#define CreateWindowW(name, title, style, x, y, cx, cy, parent, menu, instance, parameter) \
    CreateWindowExW(0L, name, title, style, x, y, cx, cy, parent, menu, instance, parameter)

#define MAKEINTRESOURCEA(i) ((LPSTR)((ULONG_PTR)((WORD)(i))))
#define MAKEINTRESOURCEW(i) ((LPWSTR)((ULONG_PTR)((WORD)(i))))
#define IS_INTRESOURCE(name) (((ULONG_PTR)(name) >> 16) == 0)
#ifdef UNICODE
#define CreateWindow CreateWindowW
#define MAKEINTRESOURCE MAKEINTRESOURCEW
#else
#define CreateWindow CreateWindowA
#define MAKEINTRESOURCE MAKEINTRESOURCEA
#endif
#define IDI_APPLICATION MAKEINTRESOURCE(32512)
#define IDI_HAND MAKEINTRESOURCE(32513)
#define IDI_QUESTION MAKEINTRESOURCE(32514)
#define IDI_EXCLAMATION MAKEINTRESOURCE(32515)
#define IDI_ASTERISK MAKEINTRESOURCE(32516)
#define IDI_WINLOGO MAKEINTRESOURCE(32517)
#define IDI_ERROR IDI_HAND
#define IDI_WARNING IDI_EXCLAMATION
#define IDI_INFORMATION IDI_ASTERISK
#define IDC_ARROW MAKEINTRESOURCE(32512)
#define IDC_IBEAM MAKEINTRESOURCE(32513)
#define IDC_WAIT MAKEINTRESOURCE(32514)
#define IDC_CROSS MAKEINTRESOURCE(32515)
#define IDC_HAND MAKEINTRESOURCE(32649)
#define COLOR_WINDOW 5
#define COLOR_APPWORKSPACE 12
#define COLOR_BTNFACE 15

#ifdef UNICODE
#define RegisterClass RegisterClassW
#define RegisterClassEx RegisterClassExW
#define UnregisterClass UnregisterClassW
#define GetClassInfo GetClassInfoW
#define GetClassInfoEx GetClassInfoExW
#define GetClassName GetClassNameW
#define GetClassLong GetClassLongW
#define SetClassLong SetClassLongW
#define GetClassLongPtr GetClassLongPtrW
#define SetClassLongPtr SetClassLongPtrW
#define CreateWindowEx CreateWindowExW
#define DefWindowProc DefWindowProcW
#define CallWindowProc CallWindowProcW
#define GetWindowLong GetWindowLongW
#define GetWindowLongPtr GetWindowLongPtrW
#define SetWindowLong SetWindowLongW
#define SetWindowLongPtr SetWindowLongPtrW
#define SetWindowText SetWindowTextW
#define GetWindowText GetWindowTextW
#define GetWindowTextLength GetWindowTextLengthW
#define FindWindow FindWindowW
#define FindWindowEx FindWindowExW
#define SetProp SetPropW
#define GetProp GetPropW
#define RemoveProp RemovePropW
#define LoadIcon LoadIconW
#define LoadCursor LoadCursorW
#else
#define RegisterClass RegisterClassA
#define RegisterClassEx RegisterClassExA
#define UnregisterClass UnregisterClassA
#define GetClassInfo GetClassInfoA
#define GetClassInfoEx GetClassInfoExA
#define GetClassName GetClassNameA
#define GetClassLong GetClassLongA
#define SetClassLong SetClassLongA
#define GetClassLongPtr GetClassLongPtrA
#define SetClassLongPtr SetClassLongPtrA
#define CreateWindowEx CreateWindowExA
#define DefWindowProc DefWindowProcA
#define CallWindowProc CallWindowProcA
#define GetWindowLong GetWindowLongA
#define GetWindowLongPtr GetWindowLongPtrA
#define SetWindowLong SetWindowLongA
#define SetWindowLongPtr SetWindowLongPtrA
#define SetWindowText SetWindowTextA
#define GetWindowText GetWindowTextA
#define GetWindowTextLength GetWindowTextLengthA
#define FindWindow FindWindowA
#define FindWindowEx FindWindowExA
#define SetProp SetPropA
#define GetProp GetPropA
#define RemoveProp RemovePropA
#define LoadIcon LoadIconA
#define LoadCursor LoadCursorA
#endif

#ifdef __cplusplus
}
#endif
#endif
