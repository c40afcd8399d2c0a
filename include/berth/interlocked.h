/*
 * The Interlocked functions, inline: one locked instruction each, full barriers.
 * A Windows program's `long` variable is 64 bits wide here while LONG is 32, so each function takes
 * a pointer to any integer of 4 or 8 bytes, signed or not, and works at that width.
 * https://learn.microsoft.com/windows/win32/sync/interlocked-variable-access
 */
#ifndef BERTH_INTERLOCKED_H
#define BERTH_INTERLOCKED_H

#ifdef __cplusplus
extern "C++" {

namespace berth {
/* Keeps an argument out of type deduction: the variable alone decides the type. */
template <typename T>
struct interlocked_value {
    typedef T type;
};
}  // namespace berth

#define BERTH_INTERLOCKED_2(name, builtin)                                                \
    template <typename T>                                                                 \
    inline T name(T volatile* target, typename berth::interlocked_value<T>::type value) { \
        static_assert(sizeof(T) == 4 || sizeof(T) == 8, "an integer of 4 or 8 bytes");    \
        return builtin(target, value, __ATOMIC_SEQ_CST);                                  \
    }
#define BERTH_INTERLOCKED_1(name, builtin)                                             \
    template <typename T>                                                              \
    inline T name(T volatile* target) {                                                \
        static_assert(sizeof(T) == 4 || sizeof(T) == 8, "an integer of 4 or 8 bytes"); \
        return builtin(target, (T)1, __ATOMIC_SEQ_CST);                                \
    }
#define BERTH_INTERLOCKED_3(name)                                                          \
    template <typename T>                                                                  \
    inline T name(T volatile* target, typename berth::interlocked_value<T>::type exchange, \
                  typename berth::interlocked_value<T>::type comparand) {                  \
        __atomic_compare_exchange_n(target, &comparand, exchange, false, __ATOMIC_SEQ_CST, \
                                    __ATOMIC_SEQ_CST);                                     \
        return comparand;                                                                  \
    }
/* The fixed-width families: 8 and 16 bits, 64 bits, pointers. */
#define BERTH_INTERLOCKED_FIXED_2(name, builtin, type)    \
    inline type name(type volatile* target, type value) { \
        return builtin(target, value, __ATOMIC_SEQ_CST);  \
    }
#define BERTH_INTERLOCKED_FIXED_1(name, builtin, type)     \
    inline type name(type volatile* target) {              \
        return builtin(target, (type)1, __ATOMIC_SEQ_CST); \
    }
#define BERTH_INTERLOCKED_FIXED_3(name, type)                                              \
    inline type name(type volatile* target, type exchange, type comparand) {               \
        __atomic_compare_exchange_n(target, &comparand, exchange, false, __ATOMIC_SEQ_CST, \
                                    __ATOMIC_SEQ_CST);                                     \
        return comparand;                                                                  \
    }

#else /* C: macros that take a variable of any width */

#define BERTH_INTERLOCKED_CAS(target, exchange, comparand) \
    __sync_val_compare_and_swap((target), (comparand), (exchange))

#endif

#ifdef __cplusplus
BERTH_INTERLOCKED_2(InterlockedExchange, __atomic_exchange_n)
BERTH_INTERLOCKED_2(InterlockedExchangeNoFence, __atomic_exchange_n)
BERTH_INTERLOCKED_2(InterlockedExchangeAcquire, __atomic_exchange_n)
BERTH_INTERLOCKED_2(InterlockedExchangeRelease, __atomic_exchange_n)
BERTH_INTERLOCKED_2(InterlockedExchangeAdd, __atomic_fetch_add)
BERTH_INTERLOCKED_2(InterlockedExchangeAddNoFence, __atomic_fetch_add)
BERTH_INTERLOCKED_2(InterlockedExchangeAddAcquire, __atomic_fetch_add)
BERTH_INTERLOCKED_2(InterlockedExchangeAddRelease, __atomic_fetch_add)
BERTH_INTERLOCKED_2(InterlockedAnd, __atomic_fetch_and)
BERTH_INTERLOCKED_2(InterlockedAndNoFence, __atomic_fetch_and)
BERTH_INTERLOCKED_2(InterlockedAndAcquire, __atomic_fetch_and)
BERTH_INTERLOCKED_2(InterlockedAndRelease, __atomic_fetch_and)
BERTH_INTERLOCKED_2(InterlockedOr, __atomic_fetch_or)
BERTH_INTERLOCKED_2(InterlockedOrNoFence, __atomic_fetch_or)
BERTH_INTERLOCKED_2(InterlockedOrAcquire, __atomic_fetch_or)
BERTH_INTERLOCKED_2(InterlockedOrRelease, __atomic_fetch_or)
BERTH_INTERLOCKED_2(InterlockedXor, __atomic_fetch_xor)
BERTH_INTERLOCKED_2(InterlockedXorNoFence, __atomic_fetch_xor)
BERTH_INTERLOCKED_2(InterlockedXorAcquire, __atomic_fetch_xor)
BERTH_INTERLOCKED_2(InterlockedXorRelease, __atomic_fetch_xor)
BERTH_INTERLOCKED_1(InterlockedIncrement, __atomic_add_fetch)
BERTH_INTERLOCKED_1(InterlockedIncrementNoFence, __atomic_add_fetch)
BERTH_INTERLOCKED_1(InterlockedIncrementAcquire, __atomic_add_fetch)
BERTH_INTERLOCKED_1(InterlockedIncrementRelease, __atomic_add_fetch)
BERTH_INTERLOCKED_1(InterlockedDecrement, __atomic_sub_fetch)
BERTH_INTERLOCKED_1(InterlockedDecrementNoFence, __atomic_sub_fetch)
BERTH_INTERLOCKED_1(InterlockedDecrementAcquire, __atomic_sub_fetch)
BERTH_INTERLOCKED_1(InterlockedDecrementRelease, __atomic_sub_fetch)
BERTH_INTERLOCKED_3(InterlockedCompareExchange)
BERTH_INTERLOCKED_3(InterlockedCompareExchangeNoFence)
BERTH_INTERLOCKED_3(InterlockedCompareExchangeAcquire)
BERTH_INTERLOCKED_3(InterlockedCompareExchangeRelease)
BERTH_INTERLOCKED_2(InterlockedExchange64, __atomic_exchange_n)
BERTH_INTERLOCKED_2(InterlockedExchange64NoFence, __atomic_exchange_n)
BERTH_INTERLOCKED_2(InterlockedExchange64Acquire, __atomic_exchange_n)
BERTH_INTERLOCKED_2(InterlockedExchange64Release, __atomic_exchange_n)
BERTH_INTERLOCKED_2(InterlockedExchangeAdd64, __atomic_fetch_add)
BERTH_INTERLOCKED_2(InterlockedExchangeAdd64NoFence, __atomic_fetch_add)
BERTH_INTERLOCKED_2(InterlockedExchangeAdd64Acquire, __atomic_fetch_add)
BERTH_INTERLOCKED_2(InterlockedExchangeAdd64Release, __atomic_fetch_add)
BERTH_INTERLOCKED_2(InterlockedAnd64, __atomic_fetch_and)
BERTH_INTERLOCKED_2(InterlockedAnd64NoFence, __atomic_fetch_and)
BERTH_INTERLOCKED_2(InterlockedAnd64Acquire, __atomic_fetch_and)
BERTH_INTERLOCKED_2(InterlockedAnd64Release, __atomic_fetch_and)
BERTH_INTERLOCKED_2(InterlockedOr64, __atomic_fetch_or)
BERTH_INTERLOCKED_2(InterlockedOr64NoFence, __atomic_fetch_or)
BERTH_INTERLOCKED_2(InterlockedOr64Acquire, __atomic_fetch_or)
BERTH_INTERLOCKED_2(InterlockedOr64Release, __atomic_fetch_or)
BERTH_INTERLOCKED_2(InterlockedXor64, __atomic_fetch_xor)
BERTH_INTERLOCKED_2(InterlockedXor64NoFence, __atomic_fetch_xor)
BERTH_INTERLOCKED_2(InterlockedXor64Acquire, __atomic_fetch_xor)
BERTH_INTERLOCKED_2(InterlockedXor64Release, __atomic_fetch_xor)
BERTH_INTERLOCKED_1(InterlockedIncrement64, __atomic_add_fetch)
BERTH_INTERLOCKED_1(InterlockedIncrement64NoFence, __atomic_add_fetch)
BERTH_INTERLOCKED_1(InterlockedIncrement64Acquire, __atomic_add_fetch)
BERTH_INTERLOCKED_1(InterlockedIncrement64Release, __atomic_add_fetch)
BERTH_INTERLOCKED_1(InterlockedDecrement64, __atomic_sub_fetch)
BERTH_INTERLOCKED_1(InterlockedDecrement64NoFence, __atomic_sub_fetch)
BERTH_INTERLOCKED_1(InterlockedDecrement64Acquire, __atomic_sub_fetch)
BERTH_INTERLOCKED_1(InterlockedDecrement64Release, __atomic_sub_fetch)
BERTH_INTERLOCKED_3(InterlockedCompareExchange64)
BERTH_INTERLOCKED_3(InterlockedCompareExchange64NoFence)
BERTH_INTERLOCKED_3(InterlockedCompareExchange64Acquire)
BERTH_INTERLOCKED_3(InterlockedCompareExchange64Release)
BERTH_INTERLOCKED_FIXED_2(InterlockedExchange16, __atomic_exchange_n, SHORT)
BERTH_INTERLOCKED_FIXED_2(InterlockedExchangeAdd16, __atomic_fetch_add, SHORT)
BERTH_INTERLOCKED_FIXED_2(InterlockedAnd16, __atomic_fetch_and, SHORT)
BERTH_INTERLOCKED_FIXED_2(InterlockedOr16, __atomic_fetch_or, SHORT)
BERTH_INTERLOCKED_FIXED_2(InterlockedXor16, __atomic_fetch_xor, SHORT)
BERTH_INTERLOCKED_FIXED_1(InterlockedIncrement16, __atomic_add_fetch, SHORT)
BERTH_INTERLOCKED_FIXED_1(InterlockedDecrement16, __atomic_sub_fetch, SHORT)
BERTH_INTERLOCKED_FIXED_3(InterlockedCompareExchange16, SHORT)
BERTH_INTERLOCKED_FIXED_2(InterlockedExchange8, __atomic_exchange_n, char)
BERTH_INTERLOCKED_FIXED_2(InterlockedExchangeAdd8, __atomic_fetch_add, char)
BERTH_INTERLOCKED_FIXED_2(InterlockedAnd8, __atomic_fetch_and, char)
BERTH_INTERLOCKED_FIXED_2(InterlockedOr8, __atomic_fetch_or, char)
BERTH_INTERLOCKED_FIXED_2(InterlockedXor8, __atomic_fetch_xor, char)
BERTH_INTERLOCKED_FIXED_3(InterlockedCompareExchange8, char)

/* Adds and returns the sum. */
BERTH_INTERLOCKED_2(InterlockedAdd, __atomic_add_fetch)
BERTH_INTERLOCKED_2(InterlockedAdd64, __atomic_add_fetch)
BERTH_INTERLOCKED_2(InterlockedExchangeSubtract, __atomic_fetch_sub)

inline void* InterlockedExchangePointer(void* volatile* target, void* value) {
    return __atomic_exchange_n(target, value, __ATOMIC_SEQ_CST);
}
inline void* InterlockedCompareExchangePointer(void* volatile* target, void* exchange,
                                               void* comparand) {
    __atomic_compare_exchange_n(target, &comparand, exchange, false, __ATOMIC_SEQ_CST,
                                __ATOMIC_SEQ_CST);
    return comparand;
}
#undef BERTH_INTERLOCKED_1
#undef BERTH_INTERLOCKED_2
#undef BERTH_INTERLOCKED_3
#undef BERTH_INTERLOCKED_FIXED_1
#undef BERTH_INTERLOCKED_FIXED_2
#undef BERTH_INTERLOCKED_FIXED_3
#else
#define InterlockedExchange(target, value) __atomic_exchange_n((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeNoFence(target, value) \
    __atomic_exchange_n((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAcquire(target, value) \
    __atomic_exchange_n((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeRelease(target, value) \
    __atomic_exchange_n((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAdd(target, value) \
    __atomic_fetch_add((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAddNoFence(target, value) \
    __atomic_fetch_add((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAddAcquire(target, value) \
    __atomic_fetch_add((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAddRelease(target, value) \
    __atomic_fetch_add((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedAnd(target, value) __atomic_fetch_and((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedAndNoFence(target, value) __atomic_fetch_and((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedAndAcquire(target, value) __atomic_fetch_and((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedAndRelease(target, value) __atomic_fetch_and((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedOr(target, value) __atomic_fetch_or((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedOrNoFence(target, value) __atomic_fetch_or((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedOrAcquire(target, value) __atomic_fetch_or((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedOrRelease(target, value) __atomic_fetch_or((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedXor(target, value) __atomic_fetch_xor((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedXorNoFence(target, value) __atomic_fetch_xor((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedXorAcquire(target, value) __atomic_fetch_xor((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedXorRelease(target, value) __atomic_fetch_xor((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedIncrement(target) __atomic_add_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedIncrementNoFence(target) __atomic_add_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedIncrementAcquire(target) __atomic_add_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedIncrementRelease(target) __atomic_add_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedDecrement(target) __atomic_sub_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedDecrementNoFence(target) __atomic_sub_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedDecrementAcquire(target) __atomic_sub_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedDecrementRelease(target) __atomic_sub_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedCompareExchange(target, exchange, comparand) \
    BERTH_INTERLOCKED_CAS(target, exchange, comparand)
#define InterlockedCompareExchangeNoFence(target, exchange, comparand) \
    BERTH_INTERLOCKED_CAS(target, exchange, comparand)
#define InterlockedCompareExchangeAcquire(target, exchange, comparand) \
    BERTH_INTERLOCKED_CAS(target, exchange, comparand)
#define InterlockedCompareExchangeRelease(target, exchange, comparand) \
    BERTH_INTERLOCKED_CAS(target, exchange, comparand)
#define InterlockedExchange64(target, value) \
    __atomic_exchange_n((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchange64NoFence(target, value) \
    __atomic_exchange_n((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchange64Acquire(target, value) \
    __atomic_exchange_n((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchange64Release(target, value) \
    __atomic_exchange_n((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAdd64(target, value) \
    __atomic_fetch_add((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAdd64NoFence(target, value) \
    __atomic_fetch_add((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAdd64Acquire(target, value) \
    __atomic_fetch_add((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAdd64Release(target, value) \
    __atomic_fetch_add((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedAnd64(target, value) __atomic_fetch_and((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedAnd64NoFence(target, value) \
    __atomic_fetch_and((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedAnd64Acquire(target, value) \
    __atomic_fetch_and((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedAnd64Release(target, value) \
    __atomic_fetch_and((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedOr64(target, value) __atomic_fetch_or((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedOr64NoFence(target, value) __atomic_fetch_or((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedOr64Acquire(target, value) __atomic_fetch_or((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedOr64Release(target, value) __atomic_fetch_or((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedXor64(target, value) __atomic_fetch_xor((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedXor64NoFence(target, value) \
    __atomic_fetch_xor((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedXor64Acquire(target, value) \
    __atomic_fetch_xor((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedXor64Release(target, value) \
    __atomic_fetch_xor((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedIncrement64(target) __atomic_add_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedIncrement64NoFence(target) __atomic_add_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedIncrement64Acquire(target) __atomic_add_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedIncrement64Release(target) __atomic_add_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedDecrement64(target) __atomic_sub_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedDecrement64NoFence(target) __atomic_sub_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedDecrement64Acquire(target) __atomic_sub_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedDecrement64Release(target) __atomic_sub_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedCompareExchange64(target, exchange, comparand) \
    BERTH_INTERLOCKED_CAS(target, exchange, comparand)
#define InterlockedCompareExchange64NoFence(target, exchange, comparand) \
    BERTH_INTERLOCKED_CAS(target, exchange, comparand)
#define InterlockedCompareExchange64Acquire(target, exchange, comparand) \
    BERTH_INTERLOCKED_CAS(target, exchange, comparand)
#define InterlockedCompareExchange64Release(target, exchange, comparand) \
    BERTH_INTERLOCKED_CAS(target, exchange, comparand)
#define InterlockedExchange16(target, value) \
    __atomic_exchange_n((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAdd16(target, value) \
    __atomic_fetch_add((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedAnd16(target, value) __atomic_fetch_and((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedOr16(target, value) __atomic_fetch_or((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedXor16(target, value) __atomic_fetch_xor((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedIncrement16(target) __atomic_add_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedDecrement16(target) __atomic_sub_fetch((target), 1, __ATOMIC_SEQ_CST)
#define InterlockedCompareExchange16(target, exchange, comparand) \
    BERTH_INTERLOCKED_CAS(target, exchange, comparand)
#define InterlockedExchange8(target, value) __atomic_exchange_n((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAdd8(target, value) \
    __atomic_fetch_add((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedAnd8(target, value) __atomic_fetch_and((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedOr8(target, value) __atomic_fetch_or((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedXor8(target, value) __atomic_fetch_xor((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedCompareExchange8(target, exchange, comparand) \
    BERTH_INTERLOCKED_CAS(target, exchange, comparand)
#define InterlockedAdd(target, value) __atomic_add_fetch((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedAdd64(target, value) __atomic_add_fetch((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeSubtract(target, value) \
    __atomic_fetch_sub((target), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangePointer(target, value) \
    __atomic_exchange_n((void* volatile*)(target), (void*)(value), __ATOMIC_SEQ_CST)
#define InterlockedCompareExchangePointer(target, exchange, comparand) \
    __sync_val_compare_and_swap((void* volatile*)(target), (void*)(comparand), (void*)(exchange))
#endif
#define InterlockedExchangePointerAcquire InterlockedExchangePointer
#define InterlockedExchangePointerNoFence InterlockedExchangePointer
#define InterlockedCompareExchangePointerAcquire InterlockedCompareExchangePointer
#define InterlockedCompareExchangePointerRelease InterlockedCompareExchangePointer
#define InterlockedCompareExchangePointerNoFence InterlockedCompareExchangePointer

/* The intrinsics of the same meaning. Clang with -fms-extensions has some built in: hence macros.
 */
#define _InterlockedExchange InterlockedExchange
#define _InterlockedExchangeAdd InterlockedExchangeAdd
#define _InterlockedAnd InterlockedAnd
#define _InterlockedOr InterlockedOr
#define _InterlockedXor InterlockedXor
#define _InterlockedIncrement InterlockedIncrement
#define _InterlockedDecrement InterlockedDecrement
#define _InterlockedCompareExchange InterlockedCompareExchange
#define _InterlockedExchange64 InterlockedExchange64
#define _InterlockedExchangeAdd64 InterlockedExchangeAdd64
#define _InterlockedAnd64 InterlockedAnd64
#define _InterlockedOr64 InterlockedOr64
#define _InterlockedXor64 InterlockedXor64
#define _InterlockedIncrement64 InterlockedIncrement64
#define _InterlockedDecrement64 InterlockedDecrement64
#define _InterlockedCompareExchange64 InterlockedCompareExchange64
#define _InterlockedExchange16 InterlockedExchange16
#define _InterlockedExchangeAdd16 InterlockedExchangeAdd16
#define _InterlockedAnd16 InterlockedAnd16
#define _InterlockedOr16 InterlockedOr16
#define _InterlockedXor16 InterlockedXor16
#define _InterlockedIncrement16 InterlockedIncrement16
#define _InterlockedDecrement16 InterlockedDecrement16
#define _InterlockedCompareExchange16 InterlockedCompareExchange16
#define _InterlockedExchange8 InterlockedExchange8
#define _InterlockedExchangeAdd8 InterlockedExchangeAdd8
#define _InterlockedAnd8 InterlockedAnd8
#define _InterlockedOr8 InterlockedOr8
#define _InterlockedXor8 InterlockedXor8
#define _InterlockedCompareExchange8 InterlockedCompareExchange8
#define _InterlockedExchangePointer InterlockedExchangePointer
#define _InterlockedCompareExchangePointer InterlockedCompareExchangePointer
#define _InterlockedAdd InterlockedAdd
#define _InterlockedAdd64 InterlockedAdd64

/* The bit's old value. `bit` counts from 0 within the LONG. */
#define BERTH_BIT_OF(target, bit) \
    ((__typeof__(*(target)))1 << ((bit) & (sizeof(*(target)) * 8 - 1)))
#define InterlockedBitTestAndSet(target, bit)                                                     \
    ((unsigned char)((__atomic_fetch_or((target), BERTH_BIT_OF(target, bit), __ATOMIC_SEQ_CST) >> \
                      ((bit) & (sizeof(*(target)) * 8 - 1))) &                                    \
                     1))
#define InterlockedBitTestAndReset(target, bit)                                \
    ((unsigned char)((__atomic_fetch_and((target), ~BERTH_BIT_OF(target, bit), \
                                         __ATOMIC_SEQ_CST) >>                  \
                      ((bit) & (sizeof(*(target)) * 8 - 1))) &                 \
                     1))
#define InterlockedBitTestAndComplement(target, bit)                                               \
    ((unsigned char)((__atomic_fetch_xor((target), BERTH_BIT_OF(target, bit), __ATOMIC_SEQ_CST) >> \
                      ((bit) & (sizeof(*(target)) * 8 - 1))) &                                     \
                     1))
#define InterlockedBitTestAndSet64 InterlockedBitTestAndSet
#define InterlockedBitTestAndReset64 InterlockedBitTestAndReset
#define _interlockedbittestandset InterlockedBitTestAndSet
#define _interlockedbittestandreset InterlockedBitTestAndReset
#define _interlockedbittestandset64 InterlockedBitTestAndSet
#define _interlockedbittestandreset64 InterlockedBitTestAndReset

#ifdef __cplusplus
}
#endif
#endif
