/*
 * main for programs that start elsewhere: in wmain (_tmain), WinMain, wWinMain, or in a main that
 * returns void, which `berth c++` compiles under the name berth_void_main. A C++ source mangles
 * those names with whatever parameters it gave them, so each spelling is asked for, weakly: the
 * linker answers with null where the program has no such function.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "berth/crt_stdlib.h"

#define WEAK(symbol) __asm__(#symbol) __attribute__((weak))

typedef int NarrowMain(int argc, char** argv, char** environment);
typedef int WideMain(int argc, wchar_t** argv, wchar_t** environment);
typedef void NarrowVoidMain(int argc, char** argv, char** environment);
typedef void WideVoidMain(int argc, wchar_t** argv, wchar_t** environment);
typedef int NarrowWinMain(void* instance, void* previous, char* command_line, int show);
typedef int WideWinMain(void* instance, void* previous, wchar_t* command_line, int show);

extern WideMain wmain_c WEAK(wmain);
extern WideMain wmain_none WEAK(_Z5wmainv);
extern WideMain wmain_count WEAK(_Z5wmaini);
extern WideMain wmain_plain WEAK(_Z5wmainiPPw);
extern WideMain wmain_const WEAK(_Z5wmainiPPKw);
extern WideMain wmain_pointer WEAK(_Z5wmainiPKPw);
extern WideMain wmain_const_pointer WEAK(_Z5wmainiPKPKw);
extern WideMain wmain_environment WEAK(_Z5wmainiPPwS0_);
extern WideMain wmain_const_environment WEAK(_Z5wmainiPPKwS1_);
extern WideMain wmain_one_const WEAK(_Z5wmainiPPKwPPw);

extern NarrowVoidMain void_main_c WEAK(berth_void_main);
extern NarrowVoidMain void_main_none WEAK(_Z15berth_void_mainv);
extern NarrowVoidMain void_main_count WEAK(_Z15berth_void_maini);
extern NarrowVoidMain void_main_plain WEAK(_Z15berth_void_mainiPPc);
extern NarrowVoidMain void_main_const WEAK(_Z15berth_void_mainiPPKc);
extern NarrowVoidMain void_main_pointer WEAK(_Z15berth_void_mainiPKPc);
extern NarrowVoidMain void_main_const_pointer WEAK(_Z15berth_void_mainiPKPKc);
extern NarrowVoidMain void_main_environment WEAK(_Z15berth_void_mainiPPcS0_);
extern NarrowVoidMain void_main_const_environment WEAK(_Z15berth_void_mainiPPKcS1_);

extern WideVoidMain void_wmain_c WEAK(berth_void_wmain);
extern WideVoidMain void_wmain_none WEAK(_Z16berth_void_wmainv);
extern WideVoidMain void_wmain_count WEAK(_Z16berth_void_wmaini);
extern WideVoidMain void_wmain_plain WEAK(_Z16berth_void_wmainiPPw);
extern WideVoidMain void_wmain_const WEAK(_Z16berth_void_wmainiPPKw);
extern WideVoidMain void_wmain_pointer WEAK(_Z16berth_void_wmainiPKPw);
extern WideVoidMain void_wmain_const_pointer WEAK(_Z16berth_void_wmainiPKPKw);
extern WideVoidMain void_wmain_environment WEAK(_Z16berth_void_wmainiPPwS0_);

extern NarrowWinMain winmain_c WEAK(WinMain);
extern NarrowWinMain winmain_cpp WEAK(_Z7WinMainP11HINSTANCE__S0_Pci);
extern WideWinMain wwinmain_c WEAK(wWinMain);
extern WideWinMain wwinmain_cpp WEAK(_Z8wWinMainP11HINSTANCE__S0_Pwi);

extern void* module_handle(const char* name) WEAK(GetModuleHandleA);

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SW_SHOWDEFAULT 10

int main(int argc, char** argv, char** environment) {
    WideMain* const wide[] = {wmain_c,
                              wmain_none,
                              wmain_count,
                              wmain_plain,
                              wmain_const,
                              wmain_pointer,
                              wmain_const_pointer,
                              wmain_environment,
                              wmain_const_environment,
                              wmain_one_const};
    for (size_t i = 0; i < COUNT(wide); ++i) {
        if (wide[i])
            return wide[i](argc, __wargv, _wenviron);
    }
    NarrowVoidMain* const narrow_void[] = {void_main_c,
                                           void_main_none,
                                           void_main_count,
                                           void_main_plain,
                                           void_main_const,
                                           void_main_pointer,
                                           void_main_const_pointer,
                                           void_main_environment,
                                           void_main_const_environment};
    for (size_t i = 0; i < COUNT(narrow_void); ++i) {
        if (narrow_void[i]) {
            narrow_void[i](argc, argv, environment);
            return 0;
        }
    }
    WideVoidMain* const wide_void[] = {
        void_wmain_c,     void_wmain_none,    void_wmain_count,         void_wmain_plain,
        void_wmain_const, void_wmain_pointer, void_wmain_const_pointer, void_wmain_environment};
    for (size_t i = 0; i < COUNT(wide_void); ++i) {
        if (wide_void[i]) {
            wide_void[i](argc, __wargv, _wenviron);
            return 0;
        }
    }
    void* const instance = module_handle ? module_handle(NULL) : NULL;
    if (winmain_c || winmain_cpp)
        return (winmain_c ? winmain_c : winmain_cpp)(instance, NULL, berth_winmain_arguments(),
                                                     SW_SHOWDEFAULT);
    if (wwinmain_c || wwinmain_cpp)
        return (wwinmain_c ? wwinmain_c : wwinmain_cpp)(instance, NULL, berth_wwinmain_arguments(),
                                                        SW_SHOWDEFAULT);
    fputs("This program has no main, wmain, WinMain or wWinMain.\n", stderr);
    return 127;
}
