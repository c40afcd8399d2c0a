/*
 * What happens when a C runtime function is called with an argument that its documentation forbids:
 * the invalid parameter handler. Without one set, a line on stderr names the function and abort()
 * follows. https://learn.microsoft.com/cpp/c-runtime-library/parameter-validation
 */
#ifndef BERTH_CRT_INVALID_H
#define BERTH_CRT_INVALID_H

#include "berth/crt_types.h"

BERTH_BEGIN_DECLS

typedef void (*_invalid_parameter_handler)(const wchar_t* expression, const wchar_t* function,
                                           const wchar_t* file, unsigned int line,
                                           uintptr_t reserved);

/* Set the handler of the process or, coming first, of the thread; null for none. Return the old
 * one. */
BERTH_API _invalid_parameter_handler
_set_invalid_parameter_handler(_invalid_parameter_handler handler);
BERTH_API _invalid_parameter_handler
_set_thread_local_invalid_parameter_handler(_invalid_parameter_handler handler);
BERTH_API _invalid_parameter_handler _get_invalid_parameter_handler(void);
BERTH_API _invalid_parameter_handler _get_thread_local_invalid_parameter_handler(void);
BERTH_API void _invalid_parameter_noinfo(void);
BERTH_API void _invalid_parameter_noinfo_noreturn(void) __attribute__((noreturn));

BERTH_END_DECLS

#endif
