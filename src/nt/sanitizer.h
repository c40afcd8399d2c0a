// Whether a sanitizer watches the program: the library is built without one, and leaves to it what
// it has to see.
#pragma once

extern "C" {
[[gnu::weak]] void __asan_init();
[[gnu::weak]] void __tsan_init();
[[gnu::weak]] void __msan_init();
}

namespace berth::nt {

inline bool sanitizer_watches() {
    return __asan_init || __tsan_init || __msan_init;
}

}  // namespace berth::nt
