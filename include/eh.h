/* C++ exceptions' hooks under Microsoft's header name. */
#ifndef _INC_EH
#define _INC_EH
#ifdef __cplusplus
#include <exception>
using std::set_terminate;
using std::terminate;
typedef std::terminate_handler terminate_function;
struct _EXCEPTION_POINTERS;
typedef void (*_se_translator_function)(unsigned int code, struct _EXCEPTION_POINTERS* info);
/* A fault is a signal on Linux: the translator is kept by nobody and never called. */
inline _se_translator_function _set_se_translator(_se_translator_function) {
    return nullptr;
}
#endif
#endif
