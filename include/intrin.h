/*
 * Microsoft's compiler intrinsics: bits, bytes, atomics (winnt.h), time stamps, the processor's
 * identity. https://learn.microsoft.com/cpp/intrinsics/compiler-intrinsics
 */
#ifndef __INTRIN_H_
#define __INTRIN_H_

#include "winnt.h"
#include "berth/crt_stdlib.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Clang with -fms-extensions has some of these names built in, with other types: ours are macros
 * for names of their own. */
#define _ReturnAddress() __builtin_return_address(0)
#define _AddressOfReturnAddress() ((void*)((char*)__builtin_frame_address(0) + sizeof(void*)))
#define _ReadWriteBarrier() __asm__ volatile("" ::: "memory")
#define _ReadBarrier() __asm__ volatile("" ::: "memory")
#define _WriteBarrier() __asm__ volatile("" ::: "memory")
#define __faststorefence() __sync_synchronize()
#define __nop() __asm__ volatile("nop")
#define __noop(...) ((void)0)
#define __fastfail(code) __builtin_trap()
#define __ud2() __builtin_trap()
#if defined(__x86_64__)
#define __debugbreak() __asm__ volatile("int3")
#else
#define __debugbreak() __builtin_trap()
#endif

#define _BitScanForward berth_bit_scan_forward
#define _BitScanReverse berth_bit_scan_reverse
#define _BitScanForward64 berth_bit_scan_forward64
#define _BitScanReverse64 berth_bit_scan_reverse64
#define __popcnt16(value) ((unsigned short)__builtin_popcount((unsigned short)(value)))
#define __popcnt(value) ((unsigned int)__builtin_popcount(value))
#define __popcnt64(value) ((unsigned long long)__builtin_popcountll(value))
#undef __lzcnt
#undef __lzcnt64
#define __lzcnt(value) berth_lzcnt(value)
#define __lzcnt64(value) berth_lzcnt64(value)
#define _bittest(base, bit) ((unsigned char)(*(base) >> ((bit)&31) & 1))
#define _bittest64(base, bit) ((unsigned char)(*(base) >> ((bit)&63) & 1))

#undef _rotl
#undef _rotr
#undef _rotl64
#undef _rotr64
#define _rotl(value, shift) berth_rotl((value), (shift))
#define _rotr(value, shift) berth_rotl((value), -(shift))
#define _rotl64(value, shift) berth_rotl64((value), (shift))
#define _rotr64(value, shift) berth_rotl64((value), -(shift))

#define __emul(a, b) ((long long)(int)(a) * (int)(b))
#define __emulu(a, b) ((unsigned long long)(unsigned)(a) * (unsigned)(b))
#define _umul128 berth_umul128
#define _mul128 berth_mul128
#define __umulh(a, b) \
    ((unsigned long long)(((unsigned __int128)(a) * (unsigned long long)(b)) >> 64))
#define __mulh(a, b) ((long long)(((__int128)(a) * (long long)(b)) >> 64))

#ifdef __cplusplus
extern "C++" {
#define BERTH_INTRINSIC inline
#else
#define BERTH_INTRINSIC static inline
#endif

/* FALSE for a mask of 0; else *index is the position of the lowest (highest) bit that is set.
 * Windows programs pass the address of an `unsigned long`, which is 64 bits wide here, or of a
 * DWORD. */
#ifdef __cplusplus
template <typename Index>
inline unsigned char berth_bit_scan_forward(Index* index, unsigned int mask) {
    if (mask != 0)
        *index = (Index)__builtin_ctz(mask);
    return mask != 0;
}
template <typename Index>
inline unsigned char berth_bit_scan_reverse(Index* index, unsigned int mask) {
    if (mask != 0)
        *index = (Index)(31 - __builtin_clz(mask));
    return mask != 0;
}
template <typename Index>
inline unsigned char berth_bit_scan_forward64(Index* index, unsigned long long mask) {
    if (mask != 0)
        *index = (Index)__builtin_ctzll(mask);
    return mask != 0;
}
template <typename Index>
inline unsigned char berth_bit_scan_reverse64(Index* index, unsigned long long mask) {
    if (mask != 0)
        *index = (Index)(63 - __builtin_clzll(mask));
    return mask != 0;
}
#else
#define berth_bit_scan_forward(index, mask)                     \
    __extension__({                                             \
        unsigned int berth_mask = (mask);                       \
        if (berth_mask != 0)                                    \
            *(index) = (unsigned int)__builtin_ctz(berth_mask); \
        (unsigned char)(berth_mask != 0);                       \
    })
#define berth_bit_scan_reverse(index, mask)                            \
    __extension__({                                                    \
        unsigned int berth_mask = (mask);                              \
        if (berth_mask != 0)                                           \
            *(index) = (unsigned int)(31 - __builtin_clz(berth_mask)); \
        (unsigned char)(berth_mask != 0);                              \
    })
#define berth_bit_scan_forward64(index, mask)                     \
    __extension__({                                               \
        unsigned long long berth_mask = (mask);                   \
        if (berth_mask != 0)                                      \
            *(index) = (unsigned int)__builtin_ctzll(berth_mask); \
        (unsigned char)(berth_mask != 0);                         \
    })
#define berth_bit_scan_reverse64(index, mask)                            \
    __extension__({                                                      \
        unsigned long long berth_mask = (mask);                          \
        if (berth_mask != 0)                                             \
            *(index) = (unsigned int)(63 - __builtin_clzll(berth_mask)); \
        (unsigned char)(berth_mask != 0);                                \
    })
#endif

BERTH_INTRINSIC unsigned int berth_rotl(unsigned int value, int shift) {
    return value << (shift & 31) | value >> (-shift & 31);
}
BERTH_INTRINSIC unsigned long long berth_rotl64(unsigned long long value, int shift) {
    return value << (shift & 63) | value >> (-shift & 63);
}
BERTH_INTRINSIC unsigned int berth_lzcnt(unsigned int value) {
    return value ? (unsigned int)__builtin_clz(value) : 32;
}
BERTH_INTRINSIC unsigned long long berth_lzcnt64(unsigned long long value) {
    return value ? (unsigned long long)__builtin_clzll(value) : 64;
}
BERTH_INTRINSIC unsigned long long berth_umul128(unsigned long long a, unsigned long long b,
                                                 unsigned long long* high) {
    const unsigned __int128 product = (unsigned __int128)a * b;
    *high = (unsigned long long)(product >> 64);
    return (unsigned long long)product;
}
BERTH_INTRINSIC long long berth_mul128(long long a, long long b, long long* high) {
    const __int128 product = (__int128)a * b;
    *high = (long long)(product >> 64);
    return (long long)product;
}

#if defined(__x86_64__)
/* eax, ebx, ecx, edx of the CPUID instruction. <cpuid.h> has a macro of the same name. */
BERTH_INTRINSIC void berth_cpuidex(int info[4], int leaf, int subleaf) {
    __asm__ volatile("cpuid"
                     : "=a"(info[0]), "=b"(info[1]), "=c"(info[2]), "=d"(info[3])
                     : "a"(leaf), "c"(subleaf));
}
#ifndef __cpuid
#define __cpuid(info, leaf) berth_cpuidex((info), (leaf), 0)
#define __cpuidex(info, leaf, subleaf) berth_cpuidex((info), (leaf), (subleaf))
#endif
#endif

#ifdef __cplusplus
}
#endif
#undef BERTH_INTRINSIC
#endif
