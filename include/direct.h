/*
 * Directories. Names may separate with backslashes. Each returns 0, or -1 and sets errno.
 * https://learn.microsoft.com/cpp/c-runtime-library/directory-control
 */
#ifndef _INC_DIRECT
#define _INC_DIRECT

#include "berth/libc_names.h"
#include "berth/crt_types.h"
#include <sys/stat.h>

BERTH_BEGIN_DECLS

BERTH_API int _mkdir(const char* name);
BERTH_API int _rmdir(const char* name);
BERTH_API int _chdir(const char* name);
BERTH_API int _wmkdir(const wchar_t* name);
BERTH_API int _wrmdir(const wchar_t* name);
BERTH_API int _wchdir(const wchar_t* name);
/* Null for `to`: from malloc. Null and ERANGE: the name is longer than `size`. */
BERTH_API char* _getcwd(char* to, int size);
BERTH_API wchar_t* _wgetcwd(wchar_t* to, int size);

BERTH_END_DECLS

#ifdef __cplusplus
extern "C++" inline int mkdir(const char* name) {
    return _mkdir(name);
}
#endif

#endif
