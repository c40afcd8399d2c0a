// A box with a text and buttons: what it says goes to standard error, and nobody is there to press
// another than the default button.
#include <unistd.h>

#include <array>
#include <string>

#include "nt/api.h"
#include "nt/text.h"
#include "user32/window.h"
#include "winerror.h"

namespace berth::user32 {

namespace {

constexpr std::array<std::array<int, 3>, 7> kButtons{{
    {IDOK, 0, 0},
    {IDOK, IDCANCEL, 0},
    {IDABORT, IDRETRY, IDIGNORE},
    {IDYES, IDNO, IDCANCEL},
    {IDYES, IDNO, 0},
    {IDRETRY, IDCANCEL, 0},
    {IDCANCEL, IDTRYAGAIN, IDCONTINUE},
}};

// The button that Enter would press; the first where the style names one that there is not.
int default_button(UINT type) {
    const auto& buttons = kButtons.at(type & MB_TYPEMASK);
    const UINT which = (type & MB_DEFMASK) >> 8;
    return which < buttons.size() && buttons[which] != 0 ? buttons[which] : buttons[0];
}

int message_box(HWND owner, const std::string& text, const std::string& caption, UINT type) {
    if (owner && !window_exists(owner))
        return nt::api_fail<int>(ERROR_INVALID_WINDOW_HANDLE, 0);
    if ((type & MB_TYPEMASK) >= kButtons.size())
        return nt::api_fail<int>(ERROR_INVALID_MSGBOX_STYLE, 0);
    const std::string line = caption + ": " + text + "\n";
    // One write, so that threads' lines stay whole; a closed standard error is nobody's reader.
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
    return default_button(type);
}

}  // namespace

}  // namespace berth::user32

using namespace berth;

int WINAPI MessageBoxA(HWND hWnd, LPCSTR lpText, LPCSTR lpCaption, UINT uType) {
    return nt::api_call<int>(0, [&] {
        return user32::message_box(hWnd, lpText ? lpText : "", lpCaption ? lpCaption : "Error",
                                   uType);
    });
}

int WINAPI MessageBoxW(HWND hWnd, LPCWSTR lpText, LPCWSTR lpCaption, UINT uType) {
    return nt::api_call<int>(0, [&] {
        return user32::message_box(hWnd, nt::utf8_from_wide(lpText),
                                   lpCaption ? nt::utf8_from_wide(lpCaption) : "Error", uType);
    });
}

int WINAPI MessageBoxExA(HWND hWnd, LPCSTR lpText, LPCSTR lpCaption, UINT uType, WORD) {
    return MessageBoxA(hWnd, lpText, lpCaption, uType);
}

int WINAPI MessageBoxExW(HWND hWnd, LPCWSTR lpText, LPCWSTR lpCaption, UINT uType, WORD) {
    return MessageBoxW(hWnd, lpText, lpCaption, uType);
}
