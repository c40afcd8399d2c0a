// The texts of std::exception("text"), which Microsoft's C++ library keeps in the exception and the
// system's has no room for: they are kept by the exception's address. What the C++ library has of
// the class is found by name when a program is loaded, and this library comes first: so its what()
// looks here, and its destructors forget.
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "berth/base.h"

namespace berth::crt {
namespace {

class ExceptionTexts {
  public:
    void set(const void* exception, const char* text, bool copies) {
        const std::lock_guard lock(mutex_);
        texts_[exception] = copies ? Text{text, nullptr} : Text{{}, text};
        count_.store(texts_.size(), std::memory_order_release);
    }

    void forget(const void* exception) {
        if (count_.load(std::memory_order_acquire) == 0)
            return;
        const std::lock_guard lock(mutex_);
        texts_.erase(exception);
        count_.store(texts_.size(), std::memory_order_release);
    }

    void copy(const void* to, const void* from) {
        if (to == from || count_.load(std::memory_order_acquire) == 0)
            return;
        const std::lock_guard lock(mutex_);
        const auto found = texts_.find(from);
        if (found == texts_.end())
            texts_.erase(to);
        else
            texts_[to] = Text{found->second};
        count_.store(texts_.size(), std::memory_order_release);
    }

    const char* find(const void* exception) {
        if (count_.load(std::memory_order_acquire) == 0)
            return nullptr;
        const std::lock_guard lock(mutex_);
        const auto found = texts_.find(exception);
        if (found == texts_.end())
            return nullptr;
        return found->second.lent ? found->second.lent : found->second.own.c_str();
    }

  private:
    struct Text {
        std::string own;
        const char* lent;
    };
    std::atomic<size_t> count_{0};
    std::mutex mutex_;
    std::unordered_map<const void*, Text> texts_;
};

// Never taken down: exceptions are thrown until the process' last moment.
ExceptionTexts& exception_texts() {
    static auto& texts = *std::make_unique<ExceptionTexts>().release();
    return texts;
}

}  // namespace
}  // namespace berth::crt

using berth::crt::exception_texts;

extern "C" {

// An exception without memory for its text has none, rather than being another exception.
BERTH_API void berth_exception_text(const void* exception, const char* text, int copies) noexcept {
    try {
        if (text)
            exception_texts().set(exception, text, copies != 0);
        else
            exception_texts().forget(exception);
    } catch (...) {
        exception_texts().forget(exception);
    }
}

BERTH_API void berth_exception_copy(const void* to, const void* from) noexcept {
    try {
        exception_texts().copy(to, from);
    } catch (...) {
        exception_texts().forget(to);
    }
}

BERTH_API const char* berth_exception_what(const void* exception) __asm__(
    "_ZNKSt9exception4whatEv");
BERTH_API const char* berth_exception_what(const void* exception) {
    const char* text = exception_texts().find(exception);
    return text ? text : "std::exception";
}

BERTH_API void berth_exception_end(const void* exception) __asm__("_ZNSt9exceptionD1Ev");
BERTH_API void berth_exception_end(const void* exception) {
    exception_texts().forget(exception);
}

BERTH_API void berth_exception_end_base(const void* exception) __asm__("_ZNSt9exceptionD2Ev");
BERTH_API void berth_exception_end_base(const void* exception) {
    exception_texts().forget(exception);
}

BERTH_API void berth_exception_delete(void* exception) __asm__("_ZNSt9exceptionD0Ev");
BERTH_API void berth_exception_delete(void* exception) {
    exception_texts().forget(exception);
    operator delete(exception);
}
}
