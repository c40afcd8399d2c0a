/*
 * The debugging heap's interface: everything is there and does nothing, for what finds leaks and
 * bad pointers here is AddressSanitizer or valgrind. _ASSERT and _ASSERTE check where _DEBUG is
 * defined, as in Microsoft's runtime.
 * https://learn.microsoft.com/cpp/c-runtime-library/debug-routines
 */
#ifndef _INC_CRTDBG
#define _INC_CRTDBG

#include <assert.h>
#include <stdlib.h>
#include "berth/crt_types.h"

#define _CRT_WARN 0
#define _CRT_ERROR 1
#define _CRT_ASSERT 2
#define _CRT_ERRCNT 3
#define _CRTDBG_MODE_FILE 0x1
#define _CRTDBG_MODE_DEBUG 0x2
#define _CRTDBG_MODE_WNDW 0x4
#define _CRTDBG_REPORT_MODE (-1)
#define _CRTDBG_INVALID_HFILE ((_HFILE)-1)
#define _CRTDBG_HFILE_ERROR ((_HFILE)-2)
#define _CRTDBG_FILE_STDOUT ((_HFILE)-4)
#define _CRTDBG_FILE_STDERR ((_HFILE)-5)
#define _CRTDBG_REPORT_FILE ((_HFILE)-6)
#define _CRTDBG_ALLOC_MEM_DF 0x01
#define _CRTDBG_DELAY_FREE_MEM_DF 0x02
#define _CRTDBG_CHECK_ALWAYS_DF 0x04
#define _CRTDBG_RESERVED_DF 0x08
#define _CRTDBG_CHECK_CRT_DF 0x10
#define _CRTDBG_LEAK_CHECK_DF 0x20
#define _CRTDBG_CHECK_EVERY_16_DF 0x00100000
#define _CRTDBG_CHECK_EVERY_128_DF 0x00800000
#define _CRTDBG_CHECK_EVERY_1024_DF 0x04000000
#define _CRTDBG_CHECK_DEFAULT_DF 0
#define _CRTDBG_REPORT_FLAG (-1)
#define _FREE_BLOCK 0
#define _NORMAL_BLOCK 1
#define _CRT_BLOCK 2
#define _IGNORE_BLOCK 3
#define _CLIENT_BLOCK 4
#define _MAX_BLOCKS 5
#define _HOOK_ALLOC 1
#define _HOOK_REALLOC 2
#define _HOOK_FREE 3

typedef void* _HFILE;
typedef int (*_CRT_REPORT_HOOK)(int kind, char* message, int* result);
typedef int (*_CRT_ALLOC_HOOK)(int operation, void* block, size_t size, int kind, long request,
                               const unsigned char* file, int line);
typedef void (*_CRT_DUMP_CLIENT)(void* block, size_t size);
typedef struct _CrtMemState {
    struct _CrtMemBlockHeader* pBlockHeader;
    size_t lCounts[_MAX_BLOCKS];
    size_t lSizes[_MAX_BLOCKS];
    size_t lHighWaterCount;
    size_t lTotalCount;
} _CrtMemState;

static inline int _CrtSetDbgFlag(int flags) {
    return flags & 0;
}
static inline int _CrtDumpMemoryLeaks(void) {
    return 0;
}
static inline int _CrtCheckMemory(void) {
    return 1;
}
static inline long _CrtSetBreakAlloc(long request) {
    return request & 0;
}
static inline int _CrtSetReportMode(int kind, int mode) {
    return kind & mode & 0;
}
static inline _HFILE _CrtSetReportFile(int kind, _HFILE file) {
    return kind < 0 ? file : 0;
}
static inline _CRT_REPORT_HOOK _CrtSetReportHook(_CRT_REPORT_HOOK hook) {
    (void)hook;
    return 0;
}
static inline _CRT_ALLOC_HOOK _CrtSetAllocHook(_CRT_ALLOC_HOOK hook) {
    (void)hook;
    return 0;
}
static inline _CRT_DUMP_CLIENT _CrtSetDumpClient(_CRT_DUMP_CLIENT dump) {
    (void)dump;
    return 0;
}
static inline int _CrtIsValidPointer(const void* pointer, unsigned int size, int write) {
    (void)size;
    (void)write;
    return pointer != 0;
}
static inline int _CrtIsValidHeapPointer(const void* pointer) {
    return pointer != 0;
}
static inline int _CrtReportBlockType(const void* pointer) {
    (void)pointer;
    return -1;
}
static inline void _CrtMemCheckpoint(_CrtMemState* state) {
    (void)state;
}
static inline int _CrtMemDifference(_CrtMemState* difference, const _CrtMemState* old,
                                    const _CrtMemState* now) {
    (void)difference;
    (void)old;
    (void)now;
    return 0;
}
static inline void _CrtMemDumpAllObjectsSince(const _CrtMemState* state) {
    (void)state;
}
static inline void _CrtMemDumpStatistics(const _CrtMemState* state) {
    (void)state;
}
static inline int berth_crt_report(int kind, ...) {
    return kind & 0;
}
#define _CrtDbgBreak() __builtin_trap()
#define _CrtDbgReport berth_crt_report
#define _CrtDbgReportW berth_crt_report

#define _malloc_dbg(size, kind, file, line) malloc(size)
#define _calloc_dbg(count, size, kind, file, line) calloc(count, size)
#define _realloc_dbg(block, size, kind, file, line) realloc(block, size)
#define _free_dbg(block, kind) free(block)

#define _RPT0(kind, format) ((void)0)
#define _RPT1(kind, format, a) ((void)0)
#define _RPT2(kind, format, a, b) ((void)0)
#define _RPT3(kind, format, a, b, c) ((void)0)
#define _RPT4(kind, format, a, b, c, d) ((void)0)
#define _RPT5(kind, format, a, b, c, d, e) ((void)0)
#define _RPTF0(kind, format) ((void)0)
#define _RPTF1(kind, format, a) ((void)0)
#define _RPTF2(kind, format, a, b) ((void)0)
#define _RPTF3(kind, format, a, b, c) ((void)0)
#define _RPTF4(kind, format, a, b, c, d) ((void)0)
#define _RPTW0(kind, format) ((void)0)
#define _RPTW1(kind, format, a) ((void)0)
#define _RPTW2(kind, format, a, b) ((void)0)

#ifdef _DEBUG
#define _ASSERT(expression) assert(expression)
#define _ASSERTE(expression) assert(expression)
#define _ASSERT_EXPR(expression, message) assert(expression)
#else
#define _ASSERT(expression) ((void)0)
#define _ASSERTE(expression) ((void)0)
#define _ASSERT_EXPR(expression, message) ((void)0)
#endif

#endif
