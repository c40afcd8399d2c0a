/*
 * std::exception of the system's C++ library, as Microsoft's declares it besides: made with a text
 * that what() gives back, and with a what() that an override may declare without noexcept. It is
 * the same class to the library; the texts are kept aside (src/crt/exception_text.cpp). Only where
 * the prelude goes first. https://learn.microsoft.com/cpp/standard-library/exception-class
 */
#pragma GCC system_header
#if !defined(BERTH_PRELUDE_H) || __cplusplus > 202302L
#include_next <bits/exception.h>
#elif !defined(__EXCEPTION_H)
#define __EXCEPTION_H 1
#include <bits/c++config.h>

extern "C" {
/* Remembers the text of the exception at this address, or a copy of it. */
__attribute__((visibility("default"))) void berth_exception_text(const void* exception,
                                                                 const char* text,
                                                                 int copies) noexcept;
/* Gives the exception `to` the text of `from`. */
__attribute__((visibility("default"))) void berth_exception_copy(const void* to,
                                                                 const void* from) noexcept;
}

extern "C++" {
namespace std _GLIBCXX_VISIBILITY(default) {
    class exception {
      public:
        exception() noexcept {}
        explicit exception(const char* text) noexcept { berth_exception_text(this, text, 1); }
        exception(const char* text, int) noexcept { berth_exception_text(this, text, 0); }
        exception(const exception& other) noexcept { berth_exception_copy(this, &other); }
        exception& operator=(const exception& other) noexcept {
            berth_exception_copy(this, &other);
            return *this;
        }
        virtual ~exception() noexcept;
        virtual const char* what() const;
    };
}  // namespace )
}
#endif
