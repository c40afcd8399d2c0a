/*
 * Structured exception handling's words: __try, __except, __finally, __leave.
 *
 * Linux has no structured exceptions: a fault is a signal and ends the program, so the block of an
 * __except never runs and its filter is compiled but never evaluated. The rest works: a __finally block
 * runs when its __try block ends or is left by __leave, from inside loops too, and blocks nest.
 *
 * Two things differ. A `return`, a `goto` or a C++ exception out of a __try block skips its __finally
 * block. And in C a __try block is itself a loop: a `break` or `continue` directly in it, meant for a
 * loop around it, ends just the __try block. (In C++ it is not.)
 * https://learn.microsoft.com/cpp/cpp/try-except-statement
 */
#ifndef BERTH_EXCPT_H
#define BERTH_EXCPT_H

#include "berth/base.h"

#define EXCEPTION_EXECUTE_HANDLER 1
#define EXCEPTION_CONTINUE_SEARCH 0
#define EXCEPTION_CONTINUE_EXECUTION (-1)

typedef enum _EXCEPTION_DISPOSITION {
    ExceptionContinueExecution,
    ExceptionContinueSearch,
    ExceptionNestedException,
    ExceptionCollidedUnwind
} EXCEPTION_DISPOSITION;

struct _EXCEPTION_POINTERS;

/* The intrinsics: inside a filter or a block that never runs they only have to have their types. */
#define GetExceptionCode() (0u)
#define exception_code() (0u)
#define _exception_code() (0u)
#define GetExceptionInformation() ((struct _EXCEPTION_POINTERS*)0)
#define exception_info() ((struct _EXCEPTION_POINTERS*)0)
#define _exception_info() ((struct _EXCEPTION_POINTERS*)0)
#define AbnormalTermination() (0)
#define abnormal_termination() (0)
#define _abnormal_termination() (0)

#if defined(__cplusplus) && defined(__cpp_exceptions)

namespace berth {
struct seh_leave {};
}  // namespace berth

/* libstdc++ has the very same definition of __try. */
#undef __try
#define __try      try
#define __leave throw ::berth::seh_leave()
#define __finally \
    catch (const ::berth::seh_leave&) { \
    }
#define __except(filter) \
    catch (const ::berth::seh_leave&) { \
    } \
    if (false && (filter))

#elif !defined(__cplusplus)

/* GCC thinks that a computed goto may go to any label, past any initialization. */
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

/* A loop that runs once, because only a `for` brings a name into the scope of the block that follows:
 * the address of the label at which __leave ends it. */
#define BERTH_SEH_TRY(label) \
    for (void *berth_leave_to __attribute__((unused)) = &&label, *berth_once = berth_leave_to; \
         berth_once; berth_once = 0) \
        if (0) { \
        label: \
            break; \
        } else
#define BERTH_SEH_LABEL_(n) berth_leave_##n
#define BERTH_SEH_LABEL(n) BERTH_SEH_LABEL_(n)
#define __try BERTH_SEH_TRY(BERTH_SEH_LABEL(__COUNTER__))
#define __leave goto* berth_leave_to
#define __finally
#define __except(filter) if (0 && (filter))

#endif

#endif
