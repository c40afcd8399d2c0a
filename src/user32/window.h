// Windows that receive messages and are never drawn. An HWND holds a slot's index and the slot's
// generation; slots are taken in turn, so a number comes back after some hundred million windows.
//   bits 0  zero   bits 1..14  index   bits 15..29  generation
//
// A window belongs to the thread that created it: only that thread runs its procedure and destroys
// it. Locks are taken in this order: a window's slot, a queue's, the tree's.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "nt/message_queue.h"
#include "user32/window_class.h"
#include "winuser.h"

namespace berth::user32 {

inline constexpr size_t kMostWindows = 10'000;

// Guarded by its slot's lock.
struct Window {
    HWND handle = nullptr;
    nt::Ref<nt::MessageQueue> queue;
    std::shared_ptr<WindowClass> window_class;
    WNDPROC procedure = nullptr;
    bool unicode = false;
    bool destroying = false;
    DWORD style = 0;
    DWORD extended_style = 0;
    HINSTANCE instance = nullptr;
    ULONG_PTR id = 0;  // a child's number, or a menu
    LONG_PTR user_data = 0;
    std::vector<unsigned char> extra;
    std::wstring text;
    std::map<ATOM, HANDLE> properties;
};

// Holds a window's slot while it lives. Brief: no procedure is called meanwhile.
class WindowLock {
  public:
    explicit WindowLock(HWND window);
    WindowLock(const WindowLock&) = delete;
    WindowLock& operator=(const WindowLock&) = delete;
    ~WindowLock();

    explicit operator bool() const { return window_ != nullptr; }
    Window* operator->() const { return window_; }
    Window& operator*() const { return *window_; }

  private:
    nt::FutexMutex* lock_ = nullptr;
    Window* window_ = nullptr;
};

// Enters the window into the table. Null: the table is full.
HWND window_add(std::unique_ptr<Window> window);
// Takes it out, with its pending messages, its timers and its place in the tree.
void window_remove(HWND window);
bool window_exists(HWND window);
// The queue of the window's thread; null: no such window.
nt::Ref<nt::MessageQueue> window_queue(HWND window);
// Whether the window belongs to the calling thread.
bool window_is_own(HWND window);

// ---- the tree (window_tree.cpp) ----
// Top-level windows have the parent null, message-only ones HWND_MESSAGE.

void tree_add(HWND window, HWND parent, HWND owner, bool at_bottom);
void tree_remove(HWND window);
HWND tree_parent(HWND window);
HWND tree_owner(HWND window);
void tree_owner_set(HWND window, HWND owner);
void tree_parent_set(HWND window, HWND parent);
// From the top of the Z-order.
std::vector<HWND> tree_children(HWND parent);
std::vector<HWND> tree_owned(HWND owner);
// Whether `window` is `ancestor` or somewhere below it.
bool tree_belongs(HWND window, HWND ancestor);

// ---- procedures (window_procedure.cpp) ----

// Calls the window's procedure, in its thread. `unicode`: the form of the text that the message
// carries. False: no such window.
bool window_call(HWND window, UINT message, WPARAM wparam, LPARAM lparam, bool unicode,
                 LRESULT* result);
// What GetWindowLongPtr(GWLP_WNDPROC) shows to a caller of the other form, and back.
WNDPROC procedure_show(WNDPROC procedure, bool unicode, bool to_unicode);
WNDPROC procedure_take(WNDPROC shown, bool* unicode);

// ---- sending (message_send.cpp) ----

// SendMessage: 0 or ERROR_INVALID_WINDOW_HANDLE.
DWORD message_send(HWND window, UINT message, WPARAM wparam, LPARAM lparam, bool unicode,
                   LRESULT* result);
// Runs `work` in the queue's thread, which may be this one, and waits until it has.
void work_run_in(nt::MessageQueue& queue, std::function<void()> work);
// Runs what other threads sent to this one.
void sent_run(nt::MessageQueue& queue);

// ---- the end (window_destroy.cpp) ----

DWORD window_destroy(HWND window);

}  // namespace berth::user32
