/*
 * What Microsoft's compiler brings without being asked, read before each source file by `berth c++`
 * and `berth cc` (-include): its keywords, and the names of its C runtime that its standard headers
 * declare beyond the C standard's.
 */
#ifndef BERTH_PRELUDE_H
#define BERTH_PRELUDE_H

#include "berth/base.h"
#include "berth/libc_names.h"
#include "berth/libc_stdio.h"
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
#endif

#endif
