// The process's handle table. A handle's number holds a slot's index and the slot's generation, so
// a number that was closed is not taken for the object that uses its slot next:
//   bits 30..31  01 (kHandleBase)   bits 22..29  generation   bits 2..21  index   bits 0..1  zero
// Look-up is lock-free: a reader pins the slot for the few instructions in which it takes its
// reference, and a close that meets a pin leaves the slot to the last one who unpins it.
#pragma once

#include "nt/descriptor.h"
#include "nt/object.h"

namespace berth::nt {

// Access that a handle grants where the caller asks for everything.
inline constexpr DWORD kAllAccess = 0x1fffff;
// GetHandleInformation's flags: HANDLE_FLAG_INHERIT, HANDLE_FLAG_PROTECT_FROM_CLOSE.
inline constexpr DWORD kHandleInherit = 1;
inline constexpr DWORD kHandleProtect = 2;

// A handle to `object`, or null when memory or the table's 2^20 slots are used up.
HANDLE handle_make(Ref<Object> object, DWORD access = kAllAccess, bool inherit = false);
// The same with a number that another process's table gave out (an inherited handle), at start-up.
// False when the slot is taken or no such number can exist.
bool handle_make_at(HANDLE number, Ref<Object> object, DWORD access, bool inherit);

// 0, ERROR_INVALID_HANDLE. A protected handle is not closed.
DWORD handle_close(HANDLE handle);

// The object, or empty with `error` (if given) set: ERROR_INVALID_HANDLE, or ERROR_ACCESS_DENIED
// where the handle does not grant all of `access`. Knows the pseudo handles of the current process
// and thread.
Ref<Object> handle_object(HANDLE handle, DWORD access = 0, DWORD* error = nullptr);

// What handle_object finds, if it is a T: an object of just that class (T::kType).
template <typename T>
Ref<T> handle_get(HANDLE handle, DWORD access = 0, DWORD* error = nullptr) {
    Ref<Object> object = handle_object(handle, access, error);
    if (object && &object->type() == &T::kType) [[likely]]
        return Ref<T>::adopt(static_cast<T*>(object.release()));
    if (object && error)
        *error = 6;  // ERROR_INVALID_HANDLE
    return {};
}

// Whether the handle is open still, is the object's and grants `access`: for who keeps the object
// by a reference of its own, and asks in place of a pin. No pseudo handles.
bool handle_is(HANDLE handle, const Object& object, DWORD access);

// How many handles have been closed: while it stands still, what was open is. Read before them.
uint64_t handles_closed();

// For a call that is brief: keeps the handle itself from going away, which costs half of what a
// reference does. No pseudo handles.
class HandlePin {
  public:
    explicit HandlePin(HANDLE handle);
    HandlePin(const HandlePin&) = delete;
    HandlePin& operator=(const HandlePin&) = delete;
    ~HandlePin();

    // The object, if it is a T and the handle grants `access`; null with `error` set:
    // ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED.
    template <typename T>
    T* get(DWORD access, DWORD* error) const {
        Object* const object = this->object(T::kType, access, error);
        return static_cast<T*>(object);
    }

  private:
    Object* object(const ObjectType& type, DWORD access, DWORD* error) const;

    struct HandleSlot* slot_;
};

// Each 0 or ERROR_INVALID_HANDLE.
DWORD handle_flags_get(HANDLE handle, DWORD* flags);
DWORD handle_flags_set(HANDLE handle, DWORD mask, DWORD flags);
DWORD handle_access(HANDLE handle, DWORD* access);

// Calls `visit` for every open handle whose HANDLE_FLAG_INHERIT is set (CreateProcess passes them
// on).
void handle_each_inherited(void (*visit)(void* context, HANDLE handle, Object& object,
                                         DWORD access),
                           void* context);

// GetCurrentProcess() and GetCurrentThread(): numbers that mean the caller itself.
inline const HANDLE kCurrentProcess = reinterpret_cast<HANDLE>(~uintptr_t{0});
inline const HANDLE kCurrentThread = reinterpret_cast<HANDLE>(~uintptr_t{1});
// Whoever implements processes says here what the first one means.
using PseudoHandle = Ref<Object> (*)();
void handle_current_process_is(PseudoHandle source);

}  // namespace berth::nt
