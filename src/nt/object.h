// What a HANDLE stands for: a reference-counted object. Events, threads, files, processes, mappings
// and completion ports derive from Object (or from Waitable, wait.h, where a thread can wait for
// them).
#pragma once

#include <atomic>
#include <cstdint>
#include <new>
#include <utility>

#include "minwindef.h"

namespace berth::nt {

// One constant a class, compared by address: `static constexpr ObjectType kType{"Event", true};`
struct ObjectType {
    const char* name;
    bool waitable;
};

class Object {
  public:
    explicit Object(const ObjectType& type) : type_(&type) {}
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;

    const ObjectType& type() const { return *type_; }

    void ref() { refs_.fetch_add(1, std::memory_order_relaxed); }
    // For whoever finds the object through a list that holds no reference: false when it is being
    // destroyed.
    bool try_ref() {
        uint32_t refs = refs_.load(std::memory_order_relaxed);
        while (refs != 0) {
            if (refs_.compare_exchange_weak(refs, refs + 1, std::memory_order_acquire))
                return true;
        }
        return false;
    }
    void unref() {
        if (refs_.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete this;
    }

    // The handle table counts the handles. When the last one closes, the object may still be
    // referenced (by a thread that waits for it): on_last_handle is where a completion port lets
    // its waiters go.
    void handle_opened() { handles_.fetch_add(1, std::memory_order_relaxed); }
    void handle_closed() {
        if (handles_.fetch_sub(1, std::memory_order_acq_rel) == 1)
            on_last_handle();
    }
    bool has_handles() const { return handles_.load(std::memory_order_acquire) != 0; }

  protected:
    virtual ~Object() = default;
    virtual void on_last_handle() {}

  private:
    std::atomic<uint32_t> refs_{1};
    std::atomic<uint32_t> handles_{0};
    const ObjectType* type_;
};

// A counted reference.
template <typename T>
class Ref {
  public:
    Ref() = default;
    Ref(const Ref& other) : object_(other.object_) {
        if (object_)
            object_->ref();
    }
    Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    template <typename U>
    Ref(Ref<U> other) : object_(other.release()) {}
    ~Ref() { reset(); }
    Ref& operator=(Ref other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }

    // Takes over a reference that the caller owns.
    static Ref adopt(T* object) {
        Ref ref;
        ref.object_ = object;
        return ref;
    }
    // Adds a reference to an object that somebody else keeps alive.
    static Ref share(T* object) {
        if (object)
            object->ref();
        return adopt(object);
    }

    T* get() const { return object_; }
    T* operator->() const { return object_; }
    T& operator*() const { return *object_; }
    explicit operator bool() const { return object_ != nullptr; }
    [[nodiscard]] T* release() { return std::exchange(object_, nullptr); }
    void reset() {
        if (T* object = std::exchange(object_, nullptr))
            object->unref();
    }

  private:
    T* object_ = nullptr;
};

// A new object, or an empty reference when memory is short.
template <typename T, typename... Args>
Ref<T> object_make(Args&&... args) {
    try {
        return Ref<T>::adopt(new (std::nothrow) T(std::forward<Args>(args)...));
    } catch (const std::bad_alloc&) {  // its members'
        return {};
    }
}

}  // namespace berth::nt
