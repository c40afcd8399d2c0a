/* A front of libc's: Microsoft's names of the flags that open a file. */
#include_next <fcntl.h>
#ifndef BERTH_FCNTL_H
#define BERTH_FCNTL_H
#define _O_RDONLY O_RDONLY
#define _O_WRONLY O_WRONLY
#define _O_RDWR O_RDWR
#define _O_APPEND O_APPEND
#define _O_CREAT O_CREAT
#define _O_TRUNC O_TRUNC
#define _O_EXCL O_EXCL
#define _O_NOINHERIT 0x01000000
#define _O_TEXT 0x02000000
#define _O_BINARY 0x04000000
#define _O_WTEXT 0x08000000
#define _O_U8TEXT 0x10000000
#define _O_U16TEXT 0x20000000
#define _O_SEQUENTIAL 0
#define _O_RANDOM 0
#define _O_SHORT_LIVED 0
#ifndef O_BINARY
#define O_BINARY 0
#define O_TEXT 0
#define O_NOINHERIT O_CLOEXEC
#define O_SEQUENTIAL 0
#define O_RANDOM 0
#endif
#endif
