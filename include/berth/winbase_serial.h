/*
 * winbase.h's part on serial ports: a port is a terminal device of Linux, COM1 is /dev/ttyS0.
 */
#ifndef BERTH_WINBASE_SERIAL_H
#define BERTH_WINBASE_SERIAL_H

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NOPARITY 0
#define ODDPARITY 1
#define EVENPARITY 2
#define MARKPARITY 3
#define SPACEPARITY 4
#define ONESTOPBIT 0
#define ONE5STOPBITS 1
#define TWOSTOPBITS 2

#define CBR_110 110
#define CBR_300 300
#define CBR_600 600
#define CBR_1200 1200
#define CBR_2400 2400
#define CBR_4800 4800
#define CBR_9600 9600
#define CBR_14400 14400
#define CBR_19200 19200
#define CBR_38400 38400
#define CBR_56000 56000
#define CBR_57600 57600
#define CBR_115200 115200
#define CBR_128000 128000
#define CBR_256000 256000

#define DTR_CONTROL_DISABLE 0x00
#define DTR_CONTROL_ENABLE 0x01
#define DTR_CONTROL_HANDSHAKE 0x02
#define RTS_CONTROL_DISABLE 0x00
#define RTS_CONTROL_ENABLE 0x01
#define RTS_CONTROL_HANDSHAKE 0x02
#define RTS_CONTROL_TOGGLE 0x03

#define PURGE_TXABORT 0x0001
#define PURGE_RXABORT 0x0002
#define PURGE_TXCLEAR 0x0004
#define PURGE_RXCLEAR 0x0008

typedef struct _DCB {
    DWORD DCBlength;
    DWORD BaudRate;
    DWORD fBinary : 1;
    DWORD fParity : 1;
    DWORD fOutxCtsFlow : 1;
    DWORD fOutxDsrFlow : 1;
    DWORD fDtrControl : 2;
    DWORD fDsrSensitivity : 1;
    DWORD fTXContinueOnXoff : 1;
    DWORD fOutX : 1;
    DWORD fInX : 1;
    DWORD fErrorChar : 1;
    DWORD fNull : 1;
    DWORD fRtsControl : 2;
    DWORD fAbortOnError : 1;
    DWORD fDummy2 : 17;
    WORD wReserved;
    WORD XonLim;
    WORD XoffLim;
    BYTE ByteSize;
    BYTE Parity;
    BYTE StopBits;
    char XonChar;
    char XoffChar;
    char ErrorChar;
    char EofChar;
    char EvtChar;
    WORD wReserved1;
} DCB, *LPDCB;

typedef struct _COMMTIMEOUTS {
    DWORD ReadIntervalTimeout;
    DWORD ReadTotalTimeoutMultiplier;
    DWORD ReadTotalTimeoutConstant;
    DWORD WriteTotalTimeoutMultiplier;
    DWORD WriteTotalTimeoutConstant;
} COMMTIMEOUTS, *LPCOMMTIMEOUTS;

/* How the line is set. FALSE: ERROR_INVALID_HANDLE; ERROR_INVALID_FUNCTION for a file that is no
 * serial port. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getcommstate */
BERTH_API BOOL WINAPI GetCommState(HANDLE hFile, LPDCB lpDCB);
/* Sets the rate (in baud), parity, stop bits, bits a byte (5 to 8), flow control by CTS and RTS or
 * by XON and XOFF; the line carries bytes as they are. FALSE: as above, ERROR_INVALID_PARAMETER for
 * what a Linux line cannot do (fBinary FALSE, flow control by DSR and DTR).
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setcommstate */
BERTH_API BOOL WINAPI SetCommState(HANDLE hFile, LPDCB lpDCB);
/* How long ReadFile waits, in milliseconds (kept in tenths of a second): MAXDWORD, 0, 0 for not at
 * all, an interval between bytes, or a constant for the whole. Writes wait as long as it takes.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setcommtimeouts */
BERTH_API BOOL WINAPI SetCommTimeouts(HANDLE hFile, LPCOMMTIMEOUTS lpCommTimeouts);
/* Drops what was received (PURGE_RXCLEAR) or is yet to be sent (PURGE_TXCLEAR).
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-purgecomm */
BERTH_API BOOL WINAPI PurgeComm(HANDLE hFile, DWORD dwFlags);

#ifdef __cplusplus
}
#endif
#endif
