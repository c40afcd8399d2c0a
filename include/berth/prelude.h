/*
 * What Microsoft's compiler brings without being asked, read before each source file by `berth c++`
 * and `berth cc` (-include): its keywords, and the names of its C runtime that its standard headers
 * declare beyond the C standard's.
 */
#ifndef BERTH_PRELUDE_H
#define BERTH_PRELUDE_H

/*
 * Types that Microsoft's C runtime leaves to programs: where one declares such a name itself (the
 * driver looks), libc's headers are read here with another name for theirs.
 */
#ifdef BERTH_OWN_ssize_t
#define ssize_t berth_libc_ssize_t
#endif
#ifdef BERTH_OWN_useconds_t
#define useconds_t berth_libc_useconds_t
#endif
#ifdef BERTH_OWN_mode_t
#define mode_t berth_libc_mode_t
#endif
#ifdef BERTH_OWN_pid_t
#define pid_t berth_libc_pid_t
#endif
#ifdef BERTH_OWN_uint
#define uint berth_libc_uint
#endif
#ifdef BERTH_OWN_ushort
#define ushort berth_libc_ushort
#endif
#ifdef BERTH_OWN_u_int8_t
#define u_int8_t berth_libc_u_int8_t
#endif
#ifdef BERTH_OWN_u_int16_t
#define u_int16_t berth_libc_u_int16_t
#endif
#ifdef BERTH_OWN_u_int32_t
#define u_int32_t berth_libc_u_int32_t
#endif
#include "berth/base.h"
#include "berth/libc_names.h"
#include "berth/libc_stdio.h"
#ifdef BERTH_OWN_TYPES
#define __socklen_t_defined
#include <fcntl.h>
#include <unistd.h>
#include <sys/stat.h>
#endif
#ifdef BERTH_OWN_ssize_t
#undef ssize_t
#endif
#ifdef BERTH_OWN_useconds_t
#undef useconds_t
#endif
#ifdef BERTH_OWN_mode_t
#undef mode_t
#endif
#ifdef BERTH_OWN_pid_t
#undef pid_t
#endif
#ifdef BERTH_OWN_uint
#undef uint
#endif
#ifdef BERTH_OWN_ushort
#undef ushort
#endif
#ifdef BERTH_OWN_u_int8_t
#undef u_int8_t
#endif
#ifdef BERTH_OWN_u_int16_t
#undef u_int16_t
#endif
#ifdef BERTH_OWN_u_int32_t
#undef u_int32_t
#endif
#include "berth/crt_types.h"
#include "berth/crt_string.h"
#include "berth/crt_invalid.h"
#include "berth/crt_printf.h"
#include "berth/crt_stdio.h"
#include "berth/crt_stdlib.h"
#include "berth/crt_time.h"
#include "berth/crt_clock.h"
#include "berth/crt_files.h"
#include "sal.h"
#include "excpt.h"

#include <stdarg.h>
#include <ctype.h>
#include <wctype.h>
#include <inttypes.h>
#include <float.h>
#include <limits.h>

#ifdef __cplusplus
/* Microsoft's C++ library brings these with whatever else is included; programs lean on it. */
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <cwchar>

/* Where its names of technical report 1 were, until Visual Studio 2019. */
namespace std {
namespace tr1 {
using namespace std;
}
}  // namespace std
#endif

/* Boost would declare Windows' functions by itself, with types of its own, and Boost.Asio take
 * Linux' epoll besides its completion port. */
#ifndef BOOST_USE_WINDOWS_H
#define BOOST_USE_WINDOWS_H
#endif
#ifndef BOOST_ASIO_DISABLE_EPOLL
#define BOOST_ASIO_DISABLE_EPOLL
#endif

/* What the compiler knows without <intrin.h>; Clang knows them, too. */
#ifndef __clang__
#define __noop(...) ((void)0)
#if defined(__x86_64__)
#define __debugbreak() __asm__ volatile("int3")
#else
#define __debugbreak() __builtin_trap()
#endif
#endif

#endif
