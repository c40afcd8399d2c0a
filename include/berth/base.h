/*
 * Compiler ground that every Berth header stands on: Microsoft's keywords for GCC and Clang, calling
 * conventions (which vanish: Linux has one), source annotations (which vanish), linkage helpers.
 * No Windows name that is a type or a function is defined here.
 */
#ifndef BERTH_BASE_H
#define BERTH_BASE_H

#if !defined(__linux__) || !defined(__LP64__)
#error "Berth's headers are for 64-bit Linux (LP64)."
#endif

#ifdef __cplusplus
#define BERTH_BEGIN_DECLS extern "C" {
#define BERTH_END_DECLS }
#define BERTH_NOTHROW noexcept
#else
#define BERTH_BEGIN_DECLS
#define BERTH_END_DECLS
#define BERTH_NOTHROW
#endif

/* Gives a function that shares its name with one of libc's a symbol of its own. */
#define BERTH_SYMBOL(name) __asm__("berth_" #name)
/* Marks a function that the library exports; everything else in it is hidden. */
#define BERTH_API __attribute__((visibility("default")))

/* ---- calling conventions ---- */
#ifndef __cdecl
#define __cdecl
#endif
#ifndef _cdecl
#define _cdecl
#endif
#ifndef __stdcall
#define __stdcall
#endif
#ifndef _stdcall
#define _stdcall
#endif
#ifndef __fastcall
#define __fastcall
#endif
#ifndef __thiscall
#define __thiscall
#endif
#ifndef __vectorcall
#define __vectorcall
#endif
#ifndef __pascal
#define __pascal
#endif

/* ---- sized integers ---- */
#ifndef __int8
#define __int8 char
#endif
#ifndef __int16
#define __int16 short
#endif
#ifndef __int32
#define __int32 int
#endif
#ifndef __int64
#define __int64 long long
#endif
#ifndef _int64
#define _int64 long long
#endif

/* ---- declaration modifiers ---- */
#ifndef __forceinline
#ifdef __cplusplus
#define __forceinline inline __attribute__((always_inline))
#else
#define __forceinline static inline __attribute__((always_inline))
#endif
#endif
#ifndef __unaligned
#define __unaligned
#endif
#ifndef __w64
#define __w64
#endif
#ifndef __ptr32
#define __ptr32
#endif
#ifndef __ptr64
#define __ptr64
#endif
#ifndef __assume
#define __assume(condition) \
    do { \
        if (!(condition)) __builtin_unreachable(); \
    } while (0)
#endif

/* __declspec: GCC knows it on Windows only, Clang with -fms-extensions; here it maps to attributes. */
#define BERTH_DECLSPEC_align(n) __attribute__((aligned(n)))
#define BERTH_DECLSPEC_allocate(name) __attribute__((section(name)))
#define BERTH_DECLSPEC_allocator
#define BERTH_DECLSPEC_deprecated __attribute__((deprecated))
#define BERTH_DECLSPEC_dllexport __attribute__((visibility("default")))
#define BERTH_DECLSPEC_dllimport
#define BERTH_DECLSPEC_empty_bases
#define BERTH_DECLSPEC_guard(x)
#define BERTH_DECLSPEC_naked
#define BERTH_DECLSPEC_noalias
#define BERTH_DECLSPEC_noinline __attribute__((noinline))
#define BERTH_DECLSPEC_noreturn __attribute__((noreturn))
#define BERTH_DECLSPEC_nothrow __attribute__((nothrow))
#define BERTH_DECLSPEC_novtable
#define BERTH_DECLSPEC_restrict __attribute__((malloc))
#define BERTH_DECLSPEC_safebuffers
#define BERTH_DECLSPEC_selectany __attribute__((weak))
#define BERTH_DECLSPEC_spectre(x)
#define BERTH_DECLSPEC_thread __thread
#define BERTH_DECLSPEC_uuid(x)
#undef __declspec
#define __declspec(x) BERTH_DECLSPEC_##x
#define _declspec(x) BERTH_DECLSPEC_##x

#endif
