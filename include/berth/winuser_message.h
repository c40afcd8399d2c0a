/* winuser.h's part on messages, queues and timers.
 * https://learn.microsoft.com/windows/win32/winmsg/messages-and-message-queues */
#ifndef BERTH_WINUSER_MESSAGE_H
#define BERTH_WINUSER_MESSAGE_H

#include "berth/winuser_constants.h"
#include "berth/winuser_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Takes the next message that passes the filter, and waits for one where there is none. 0 for
 * WM_QUIT; -1: ERROR_INVALID_WINDOW_HANDLE, ERROR_NOACCESS. hWnd -1 takes the thread's own messages
 * only. https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getmessage
 */
BERTH_API BOOL WINAPI GetMessageA(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax);
BERTH_API BOOL WINAPI GetMessageW(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax);

/*
 * The same without waiting: FALSE where there is none. wRemoveMsg: PM_*.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-peekmessagew
 */
BERTH_API BOOL WINAPI PeekMessageA(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax,
                                   UINT wRemoveMsg);
BERTH_API BOOL WINAPI PeekMessageW(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax,
                                   UINT wRemoveMsg);

/* Waits until a message comes that was not there at the last look.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-waitmessage */
BERTH_API BOOL WINAPI WaitMessage(VOID);

/* TRUE for a key's message; no character follows, as there is no keyboard.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-translatemessage */
BERTH_API BOOL WINAPI TranslateMessage(const MSG* lpMsg);

/* Calls the window's procedure, or a timer's.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-dispatchmessagew */
BERTH_API LRESULT WINAPI DispatchMessageA(const MSG* lpMsg);
BERTH_API LRESULT WINAPI DispatchMessageW(const MSG* lpMsg);

/*
 * Puts a message into the queue of the window's thread; of the calling thread where hWnd is NULL;
 * of every top-level window for HWND_BROADCAST. ERROR_INVALID_WINDOW_HANDLE; ERROR_NOT_ENOUGH_QUOTA
 * beyond 10,000 messages; ERROR_MESSAGE_SYNC_ONLY where the message would carry a pointer.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-postmessagew
 */
BERTH_API BOOL WINAPI PostMessageA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);
BERTH_API BOOL WINAPI PostMessageW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);

/*
 * The same for a thread: ERROR_INVALID_THREAD_ID where it does not exist or has no queue yet.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-postthreadmessagew
 */
BERTH_API BOOL WINAPI PostThreadMessageA(DWORD idThread, UINT Msg, WPARAM wParam, LPARAM lParam);
BERTH_API BOOL WINAPI PostThreadMessageW(DWORD idThread, UINT Msg, WPARAM wParam, LPARAM lParam);

/* WM_QUIT comes once the queue has no posted message left.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-postquitmessage */
BERTH_API VOID WINAPI PostQuitMessage(int nExitCode);

/*
 * Calls the window's procedure, in its own thread, and waits for the result.
 * ERROR_INVALID_WINDOW_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-sendmessagew
 */
BERTH_API LRESULT WINAPI SendMessageA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);
BERTH_API LRESULT WINAPI SendMessageW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);

/* The same for uTimeout milliseconds at most: 0 and ERROR_TIMEOUT. fuFlags: SMTO_*.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-sendmessagetimeoutw */
BERTH_API LRESULT WINAPI SendMessageTimeoutA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam,
                                             UINT fuFlags, UINT uTimeout, PDWORD_PTR lpdwResult);
BERTH_API LRESULT WINAPI SendMessageTimeoutW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam,
                                             UINT fuFlags, UINT uTimeout, PDWORD_PTR lpdwResult);

/* Without waiting for another thread.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-sendnotifymessagew */
BERTH_API BOOL WINAPI SendNotifyMessageA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);
BERTH_API BOOL WINAPI SendNotifyMessageW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);

/* The result goes to lpResultCallBack when the calling thread looks for messages.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-sendmessagecallbackw */
BERTH_API BOOL WINAPI SendMessageCallbackA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam,
                                           SENDASYNCPROC lpResultCallBack, ULONG_PTR dwData);
BERTH_API BOOL WINAPI SendMessageCallbackW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam,
                                           SENDASYNCPROC lpResultCallBack, ULONG_PTR dwData);

/* Answers the message that another thread sent and that is being processed.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-replymessage */
BERTH_API BOOL WINAPI ReplyMessage(LRESULT lResult);

/* Whether a message that another thread sent is being processed; ISMEX_*.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-insendmessageex */
BERTH_API BOOL WINAPI InSendMessage(VOID);
BERTH_API DWORD WINAPI InSendMessageEx(LPVOID lpReserved);

/*
 * QS_* in the queue (high word) and of these what is new since the last look (low word).
 * ERROR_INVALID_FLAGS.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getqueuestatus
 */
BERTH_API DWORD WINAPI GetQueueStatus(UINT flags);

/* Whether there is keyboard or mouse input: FALSE.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getinputstate */
BERTH_API BOOL WINAPI GetInputState(VOID);

/*
 * Of the last message that GetMessage took: GetTickCount's time, the cursor's place, the extra
 * information. https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getmessagetime
 */
BERTH_API LONG WINAPI GetMessageTime(VOID);
BERTH_API DWORD WINAPI GetMessagePos(VOID);
BERTH_API LPARAM WINAPI GetMessageExtraInfo(VOID);
BERTH_API LPARAM WINAPI SetMessageExtraInfo(LPARAM lParam);

/*
 * Waits for up to 63 objects and for new messages (WAIT_OBJECT_0 + nCount). dwMilliseconds as in
 * WaitForMultipleObjects; dwWakeMask: QS_*. ERROR_INVALID_PARAMETER, ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-msgwaitformultipleobjects
 */
BERTH_API DWORD WINAPI MsgWaitForMultipleObjects(DWORD nCount, const HANDLE* pHandles,
                                                 BOOL fWaitAll, DWORD dwMilliseconds,
                                                 DWORD dwWakeMask);

/* The same with MWMO_*.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-msgwaitformultipleobjectsex */
BERTH_API DWORD WINAPI MsgWaitForMultipleObjectsEx(DWORD nCount, const HANDLE* pHandles,
                                                   DWORD dwMilliseconds, DWORD dwWakeMask,
                                                   DWORD dwFlags);

/* A message number (0xC000 to 0xFFFF) that is the same for the same string, case apart.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-registerwindowmessagew */
BERTH_API UINT WINAPI RegisterWindowMessageA(LPCSTR lpString);
BERTH_API UINT WINAPI RegisterWindowMessageW(LPCWSTR lpString);

/*
 * WM_TIMER every uElapse milliseconds (10 at least), once there is nothing else to take. Returns
 * the timer's number, or 0: ERROR_INVALID_WINDOW_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-settimer
 */
BERTH_API UINT_PTR WINAPI SetTimer(HWND hWnd, UINT_PTR nIDEvent, UINT uElapse,
                                   TIMERPROC lpTimerFunc);

/* The same; uToleranceDelay is checked and has no effect.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-setcoalescabletimer */
BERTH_API UINT_PTR WINAPI SetCoalescableTimer(HWND hWnd, UINT_PTR nIDEvent, UINT uElapse,
                                              TIMERPROC lpTimerFunc, ULONG uToleranceDelay);

/* ERROR_INVALID_PARAMETER: there is no such timer.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-killtimer */
BERTH_API BOOL WINAPI KillTimer(HWND hWnd, UINT_PTR uIDEvent);

/* Whether the window's thread has not looked for messages for five seconds.
 * https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-ishungappwindow */
BERTH_API BOOL WINAPI IsHungAppWindow(HWND hwnd);
#define MAKEWPARAM(l, h) ((WPARAM)(DWORD)MAKELONG(l, h))
#define MAKELPARAM(l, h) ((LPARAM)(DWORD)MAKELONG(l, h))
#define MAKELRESULT(l, h) ((LRESULT)(DWORD)MAKELONG(l, h))
#define PostAppMessageA(idThread, wMsg, wParam, lParam) \
    PostThreadMessageA((DWORD)(idThread), wMsg, wParam, lParam)
#define PostAppMessageW(idThread, wMsg, wParam, lParam) \
    PostThreadMessageW((DWORD)(idThread), wMsg, wParam, lParam)

#ifdef UNICODE
#define GetMessage GetMessageW
#define PeekMessage PeekMessageW
#define DispatchMessage DispatchMessageW
#define PostMessage PostMessageW
#define PostThreadMessage PostThreadMessageW
#define SendMessage SendMessageW
#define SendMessageTimeout SendMessageTimeoutW
#define SendNotifyMessage SendNotifyMessageW
#define SendMessageCallback SendMessageCallbackW
#define RegisterWindowMessage RegisterWindowMessageW
#else
#define GetMessage GetMessageA
#define PeekMessage PeekMessageA
#define DispatchMessage DispatchMessageA
#define PostMessage PostMessageA
#define PostThreadMessage PostThreadMessageA
#define SendMessage SendMessageA
#define SendMessageTimeout SendMessageTimeoutA
#define SendNotifyMessage SendNotifyMessageA
#define SendMessageCallback SendMessageCallbackA
#define RegisterWindowMessage RegisterWindowMessageA
#endif

#ifdef __cplusplus
}
#endif
#endif
