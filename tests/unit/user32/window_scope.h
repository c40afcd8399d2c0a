// A class with a procedure that a test gives, and a message-only window of it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "windows.h"

using Procedure = std::function<LRESULT(HWND, UINT, WPARAM, LPARAM)>;

inline LRESULT CALLBACK scope_procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    if (message == WM_NCCREATE)
        SetWindowLongPtrW(
            window, GWLP_USERDATA,
            reinterpret_cast<LONG_PTR>(reinterpret_cast<CREATESTRUCTW*>(lparam)->lpCreateParams));
    const auto* procedure =
        reinterpret_cast<const Procedure*>(GetWindowLongPtrW(window, GWLP_USERDATA));
    return procedure && *procedure ? (*procedure)(window, message, wparam, lparam)
                                   : DefWindowProcW(window, message, wparam, lparam);
}

class WindowScope {
  public:
    explicit WindowScope(Procedure procedure = {}, HWND parent = HWND_MESSAGE, DWORD style = 0)
        : procedure_(std::move(procedure)) {
        WNDCLASSW window_class{};
        window_class.lpfnWndProc = scope_procedure;
        window_class.lpszClassName = L"WindowScope";
        RegisterClassW(&window_class);
        window_ = CreateWindowExW(0, L"WindowScope", L"title", style, 0, 0, 0, 0, parent, nullptr,
                                  nullptr, &procedure_);
    }
    WindowScope(const WindowScope&) = delete;
    WindowScope& operator=(const WindowScope&) = delete;
    ~WindowScope() {
        if (IsWindow(window_)) {
            SetWindowLongPtrW(window_, GWLP_USERDATA, 0);
            DestroyWindow(window_);
        }
    }
    HWND get() const { return window_; }

  private:
    Procedure procedure_;
    HWND window_ = nullptr;
};

// What is in the calling thread's queue goes.
inline void queue_drain() {
    MSG message;
    while (PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE)) {
    }
}
