/*
 * Text that is wide where _UNICODE (or UNICODE) is defined and UTF-8 otherwise: _TCHAR, _T() and the
 * functions that go with them.
 * https://learn.microsoft.com/cpp/c-runtime-library/routine-mappings
 */
#ifndef _INC_TCHAR
#define _INC_TCHAR

#include <ctype.h>
#include <locale.h>
#include <wctype.h>
#include "berth/crt_stdio.h"
#include "berth/crt_stdlib.h"
#include "berth/crt_string.h"
#include "berth/crt_time.h"

#if defined(UNICODE) && !defined(_UNICODE)
#define _UNICODE
#endif

#ifdef _UNICODE

typedef wchar_t _TCHAR;
typedef wchar_t _TSCHAR;
typedef wchar_t _TUCHAR;
typedef wchar_t _TXCHAR;
typedef wint_t _TINT;
#define _TEOF WEOF
#define __T(text) L##text

/* wcstok with the two arguments that it had before it took a context. */
static inline wchar_t* berth_wcstok(wchar_t* text, const wchar_t* delimiters) {
    static __thread wchar_t* context;
    return wcstok(text, delimiters, &context);
}
#define _tprintf wprintf
#define _tprintf_s wprintf_s
#define _ftprintf fwprintf
#define _ftprintf_s fwprintf_s
#define _stprintf _swprintf
#define _stprintf_s swprintf_s
#define _sntprintf _snwprintf
#define _sntprintf_s _snwprintf_s
#define _sctprintf _scwprintf
#define _vtprintf vwprintf
#define _vtprintf_s vwprintf_s
#define _vftprintf vfwprintf
#define _vftprintf_s vfwprintf_s
#define _vstprintf _vswprintf
#define _vstprintf_s vswprintf_s
#define _vsntprintf _vsnwprintf
#define _vsntprintf_s _vsnwprintf_s
#define _vsctprintf _vscwprintf
#define _tcprintf _cwprintf
#define _tcprintf_s _cwprintf_s
#define _tscanf wscanf
#define _tscanf_s wscanf_s
#define _ftscanf fwscanf
#define _ftscanf_s fwscanf_s
#define _stscanf swscanf
#define _stscanf_s swscanf_s

#define _fgettc fgetwc
#define _fgetts fgetws
#define _fputtc fputwc
#define _fputts fputws
#define _gettc getwc
#define _gettchar getwchar
#define _getts_s _getws_s
#define _puttc putwc
#define _puttchar putwchar
#define _putts _putws
#define _ungettc ungetwc
#define _cputts _cputws
#define _puttch _putwch
#define _gettch _getwch
#define _gettche _getwche
#define _tperror _wperror

#define _tfopen _wfopen
#define _tfopen_s _wfopen_s
#define _tfreopen _wfreopen
#define _tfreopen_s _wfreopen_s
#define _tfdopen _wfdopen
#define _tfsopen _wfsopen
#define _tpopen _wpopen
#define _topen _wopen
#define _tsopen _wsopen
#define _tsopen_s _wsopen_s
#define _tcreat _wcreat
#define _taccess _waccess
#define _taccess_s _waccess_s
#define _tchmod _wchmod
#define _tremove _wremove
#define _trename _wrename
#define _tunlink _wunlink
#define _tstat _wstat
#define _tstat64 _wstat
#define _tchdir _wchdir
#define _tmkdir _wmkdir
#define _trmdir _wrmdir
#define _tgetcwd _wgetcwd
#define _tfullpath _wfullpath
#define _tmakepath _wmakepath
#define _tmakepath_s _wmakepath_s
#define _tsplitpath _wsplitpath
#define _tsplitpath_s _wsplitpath_s
#define _tfindfirst _wfindfirst
#define _tfindnext _wfindnext
#define _tfinddata_t _wfinddata_t

#define _tgetenv _wgetenv
#define _tgetenv_s _wgetenv_s
#define _tdupenv_s _wdupenv_s
#define _tputenv _wputenv
#define _tputenv_s _wputenv_s
#define _tenviron _wenviron
#define _tpgmptr _wpgmptr
#define __targv __wargv
#define _tsystem _wsystem
#define _tsetlocale _wsetlocale

#define _itot _itow
#define _itot_s _itow_s
#define _ltot _ltow
#define _ltot_s _ltow_s
#define _ultot _ultow
#define _ultot_s _ultow_s
#define _i64tot _i64tow
#define _i64tot_s _i64tow_s
#define _ui64tot _ui64tow
#define _ui64tot_s _ui64tow_s
#define _ttoi _wtoi
#define _ttol _wtol
#define _ttoi64 _wtoi64
#define _tstoi _wtoi
#define _tstol _wtol
#define _tstoi64 _wtoi64
#define _tstof _wtof
#define _ttof _wtof
#define _tcstod wcstod
#define _tcstol wcstol
#define _tcstoul wcstoul
#define _tcstoll wcstoll
#define _tcstoull wcstoull
#define _tcstoi64 _wcstoi64
#define _tcstoui64 _wcstoui64

#define _tcscat wcscat
#define _tcscat_s wcscat_s
#define _tcschr wcschr
#define _tcscmp wcscmp
#define _tcscoll wcscoll
#define _tcscpy wcscpy
#define _tcscpy_s wcscpy_s
#define _tcscspn wcscspn
#define _tcsdup _wcsdup
#define _tcserror _wcserror
#define _tcserror_s _wcserror_s
#define _tcsicmp _wcsicmp
#define _tcsicoll _wcsicoll
#define _tcslen wcslen
#define _tcsclen wcslen
#define _tcsnlen wcsnlen
#define _tcslwr _wcslwr
#define _tcslwr_s _wcslwr_s
#define _tcsupr _wcsupr
#define _tcsupr_s _wcsupr_s
#define _tcsncat wcsncat
#define _tcsncat_s wcsncat_s
#define _tcsnccat wcsncat
#define _tcsncmp wcsncmp
#define _tcsnccmp wcsncmp
#define _tcsncpy wcsncpy
#define _tcsncpy_s wcsncpy_s
#define _tcsnccpy wcsncpy
#define _tcsnccpy_s wcsncpy_s
#define _tcsnicmp _wcsnicmp
#define _tcsncicmp _wcsnicmp
#define _tcsnset _wcsnset
#define _tcspbrk wcspbrk
#define _tcsrchr wcsrchr
#define _tcsrev _wcsrev
#define _tcsset _wcsset
#define _tcsspn wcsspn
#define _tcsstr wcsstr
#define _tcstok berth_wcstok
#define _tcstok_s wcstok_s
#define _tcsxfrm wcsxfrm

#define _istalnum iswalnum
#define _istalpha iswalpha
#define _istascii iswascii
#define _istcntrl iswcntrl
#define _istdigit iswdigit
#define _istgraph iswgraph
#define _istlower iswlower
#define _istprint iswprint
#define _istpunct iswpunct
#define _istspace iswspace
#define _istupper iswupper
#define _istxdigit iswxdigit
#define _totlower towlower
#define _totupper towupper

#define _tasctime _wasctime
#define _tasctime_s _wasctime_s
#define _tctime _wctime
#define _tctime_s _wctime_s
#define _tctime64 _wctime
#define _tcsftime wcsftime
#define _tstrdate _wstrdate
#define _tstrdate_s _wstrdate_s
#define _tstrtime _wstrtime
#define _tstrtime_s _wstrtime_s

#define _tmain wmain
#define _tWinMain wWinMain

#else

typedef char _TCHAR;
typedef signed char _TSCHAR;
typedef unsigned char _TUCHAR;
typedef char _TXCHAR;
typedef int _TINT;
#define _TEOF EOF
#define __T(text) text

#define _tprintf printf
#define _tprintf_s printf_s
#define _ftprintf fprintf
#define _ftprintf_s fprintf_s
#define _stprintf sprintf
#define _stprintf_s sprintf_s
#define _sntprintf _snprintf
#define _sntprintf_s _snprintf_s
#define _sctprintf _scprintf
#define _vtprintf vprintf
#define _vtprintf_s vprintf_s
#define _vftprintf vfprintf
#define _vftprintf_s vfprintf_s
#define _vstprintf vsprintf
#define _vstprintf_s vsprintf_s
#define _vsntprintf _vsnprintf
#define _vsntprintf_s _vsnprintf_s
#define _vsctprintf _vscprintf
#define _tcprintf _cprintf
#define _tcprintf_s _cprintf_s
#define _tscanf scanf
#define _tscanf_s scanf_s
#define _ftscanf fscanf
#define _ftscanf_s fscanf_s
#define _stscanf sscanf
#define _stscanf_s sscanf_s

#define _fgettc fgetc
#define _fgetts fgets
#define _fputtc fputc
#define _fputts fputs
#define _gettc getc
#define _gettchar getchar
#define _getts_s gets_s
#define _puttc putc
#define _puttchar putchar
#define _putts puts
#define _ungettc ungetc
#define _cputts _cputs
#define _puttch _putch
#define _gettch _getch
#define _gettche _getche
#define _tperror perror

#define _tfopen fopen
#define _tfopen_s fopen_s
#define _tfreopen freopen
#define _tfreopen_s freopen_s
#define _tfdopen _fdopen
#define _tfsopen _fsopen
#define _tpopen _popen
#define _topen _open
#define _tsopen _sopen
#define _tsopen_s _sopen_s
#define _tcreat _creat
#define _taccess _access
#define _taccess_s _access_s
#define _tchmod _chmod
#define _tremove remove
#define _trename rename
#define _tunlink _unlink
#define _tstat stat
#define _tstat64 stat
#define _tchdir _chdir
#define _tmkdir _mkdir
#define _trmdir _rmdir
#define _tgetcwd _getcwd
#define _tfullpath _fullpath
#define _tmakepath _makepath
#define _tmakepath_s _makepath_s
#define _tsplitpath _splitpath
#define _tsplitpath_s _splitpath_s
#define _tfindfirst _findfirst
#define _tfindnext _findnext
#define _tfinddata_t _finddata_t

#define _tgetenv getenv
#define _tgetenv_s getenv_s
#define _tdupenv_s _dupenv_s
#define _tputenv _putenv
#define _tputenv_s _putenv_s
#define _tenviron _environ
#define _tpgmptr _pgmptr
#define __targv __argv
#define _tsystem system
#define _tsetlocale setlocale

#define _itot _itoa
#define _itot_s _itoa_s
#define _ltot _ltoa
#define _ltot_s _ltoa_s
#define _ultot _ultoa
#define _ultot_s _ultoa_s
#define _i64tot _i64toa
#define _i64tot_s _i64toa_s
#define _ui64tot _ui64toa
#define _ui64tot_s _ui64toa_s
#define _ttoi atoi
#define _ttol atol
#define _ttoi64 _atoi64
#define _tstoi atoi
#define _tstol atol
#define _tstoi64 _atoi64
#define _tstof atof
#define _ttof atof
#define _tcstod strtod
#define _tcstol strtol
#define _tcstoul strtoul
#define _tcstoll strtoll
#define _tcstoull strtoull
#define _tcstoi64 _strtoi64
#define _tcstoui64 _strtoui64

#define _tcscat strcat
#define _tcscat_s strcat_s
#define _tcschr strchr
#define _tcscmp strcmp
#define _tcscoll strcoll
#define _tcscpy strcpy
#define _tcscpy_s strcpy_s
#define _tcscspn strcspn
#define _tcsdup _strdup
#define _tcserror strerror
#define _tcserror_s strerror_s
#define _tcsicmp _stricmp
#define _tcsicoll _stricoll
#define _tcslen strlen
#define _tcsclen strlen
#define _tcsnlen strnlen
#define _tcslwr _strlwr
#define _tcslwr_s _strlwr_s
#define _tcsupr _strupr
#define _tcsupr_s _strupr_s
#define _tcsncat strncat
#define _tcsncat_s strncat_s
#define _tcsnccat strncat
#define _tcsncmp strncmp
#define _tcsnccmp strncmp
#define _tcsncpy strncpy
#define _tcsncpy_s strncpy_s
#define _tcsnccpy strncpy
#define _tcsnccpy_s strncpy_s
#define _tcsnicmp _strnicmp
#define _tcsncicmp _strnicmp
#define _tcsnset _strnset
#define _tcspbrk strpbrk
#define _tcsrchr strrchr
#define _tcsrev _strrev
#define _tcsset _strset
#define _tcsspn strspn
#define _tcsstr strstr
#define _tcstok strtok
#define _tcstok_s strtok_s
#define _tcsxfrm strxfrm

#define _istalnum isalnum
#define _istalpha isalpha
#define _istascii isascii
#define _istcntrl iscntrl
#define _istdigit isdigit
#define _istgraph isgraph
#define _istlower islower
#define _istprint isprint
#define _istpunct ispunct
#define _istspace isspace
#define _istupper isupper
#define _istxdigit isxdigit
#define _totlower tolower
#define _totupper toupper

#define _tasctime asctime
#define _tasctime_s asctime_s
#define _tctime ctime
#define _tctime_s ctime_s
#define _tctime64 ctime
#define _tcsftime strftime
#define _tstrdate _strdate
#define _tstrdate_s _strdate_s
#define _tstrtime _strtime
#define _tstrtime_s _strtime_s

#define _tmain main
#define _tWinMain WinMain

#endif

#define _T(text) __T(text)
#define _TEXT(text) __T(text)

/* winnt.h has TCHAR, too: the same type. */
#if !defined(_TCHAR_DEFINED) && !defined(_WINNT_)
#define _TCHAR_DEFINED
typedef _TCHAR TCHAR;
#endif

/* Every character is one _TCHAR, so stepping and copying need no tables. */
static inline _TCHAR* _tcsinc(const _TCHAR* at) { return (_TCHAR*)(at + 1); }
static inline _TCHAR* _tcsdec(const _TCHAR* start, const _TCHAR* at) {
    return at > start ? (_TCHAR*)(at - 1) : (_TCHAR*)0;
}
static inline _TCHAR* _tcsninc(const _TCHAR* at, size_t count) { return (_TCHAR*)(at + count); }
static inline unsigned int _tcsnextc(const _TCHAR* at) { return (unsigned int)*at; }
#define _tcsspnp(text, set) (_tcsspn(text, set) < _tcslen(text) ? (text) + _tcsspn(text, set) : 0)
#define _tclen(at) ((size_t)1)
#define _tccpy(to, from) (*(to) = *(from))
#define _tccmp(a, b) ((*(a)) - (*(b)))
#define _istlead(c) (0)
#define _istlegal(c) (1)

#endif
