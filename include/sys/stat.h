/* A front of libc's: Microsoft's names. There is one struct stat; times and sizes have 64 bits. */
#include_next <sys/stat.h>
#ifndef BERTH_SYS_STAT_H
#define BERTH_SYS_STAT_H
#include "berth/base.h"
#include <wchar.h>
#define _S_IFMT S_IFMT
#define _S_IFDIR S_IFDIR
#define _S_IFREG S_IFREG
#define _S_IFCHR S_IFCHR
#define _S_IFIFO S_IFIFO
#define _S_IREAD 0400
#define _S_IWRITE 0200
#define _S_IEXEC 0100
#define _stat stat
#define _stat32 stat
#define _stat64 stat
#define _stati64 stat
#define _stat64i32 stat
#define __stat64 stat
#define _fstat fstat
#define _fstat64 fstat
#define _fstati64 fstat
#define _fstat64i32 fstat
#define _wstat64 _wstat
#define _wstati64 _wstat
BERTH_BEGIN_DECLS
BERTH_API int _wstat(const wchar_t* name, struct stat* found);
BERTH_END_DECLS
#endif
