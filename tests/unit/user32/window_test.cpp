// Windows and classes: their lives, their data, who finds them.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "window_scope.h"

namespace {

DWORD error() {
    return GetLastError();
}

TEST(WindowTest, LifeInMessages) {
    std::vector<UINT> seen;
    {
        const WindowScope window([&](HWND hwnd, UINT message, WPARAM wparam, LPARAM lparam) {
            seen.push_back(message);
            return DefWindowProcW(hwnd, message, wparam, lparam);
        });
        EXPECT_TRUE(IsWindow(window.get()));
        EXPECT_TRUE(DestroyWindow(window.get()));
        EXPECT_FALSE(IsWindow(window.get()));
    }
    // WM_GETMINMAXINFO comes before the procedure can know whose it is.
    EXPECT_EQ(seen,
              (std::vector<UINT>{WM_NCCREATE, WM_NCCALCSIZE, WM_CREATE, WM_DESTROY, WM_NCDESTROY}));
}

TEST(WindowTest, ProcedureRefuses) {
    std::vector<UINT> seen;
    const WindowScope window([&](HWND, UINT message, WPARAM, LPARAM) -> LRESULT {
        seen.push_back(message);
        return message == WM_CREATE ? -1 : TRUE;
    });
    EXPECT_EQ(window.get(), nullptr);
    EXPECT_EQ(seen.back(), static_cast<UINT>(WM_NCDESTROY));
    const WindowScope other([](HWND, UINT, WPARAM, LPARAM) -> LRESULT { return FALSE; });
    EXPECT_EQ(other.get(), nullptr);
}

TEST(WindowTest, CreateStructure) {
    static CREATESTRUCTA seen;
    static std::string name;
    WNDCLASSA window_class{};
    window_class.lpszClassName = "Create";
    window_class.lpfnWndProc = [](HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
        if (message == WM_CREATE) {
            seen = *reinterpret_cast<CREATESTRUCTA*>(lparam);
            name = seen.lpszName;
        }
        return DefWindowProcA(window, message, wparam, lparam);
    };
    ASSERT_NE(RegisterClassA(&window_class), 0);
    // The class takes UTF-8, the caller gives wide text.
    const HWND window = CreateWindowExW(WS_EX_TOPMOST, L"create", L"größer", WS_POPUP, 1, 2, 3, 4,
                                        HWND_MESSAGE, nullptr, nullptr, &seen);
    ASSERT_NE(window, nullptr);
    EXPECT_EQ(seen.lpCreateParams, &seen);
    EXPECT_EQ(name, "größer");
    EXPECT_EQ(seen.x, 1);
    EXPECT_EQ(seen.y, 2);
    EXPECT_EQ(seen.cx, 3);
    EXPECT_EQ(seen.cy, 4);
    EXPECT_EQ(seen.hwndParent, HWND_MESSAGE);
    EXPECT_EQ(seen.dwExStyle, static_cast<DWORD>(WS_EX_TOPMOST));
    EXPECT_FALSE(UnregisterClassA("Create", nullptr));
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_CLASS_HAS_WINDOWS));
    wchar_t text[16];
    EXPECT_EQ(GetWindowTextW(window, text, 16), 6);
    EXPECT_EQ(std::wstring(text), L"größer");
    char few[5];
    EXPECT_EQ(GetWindowTextA(window, few, 5), 4);
    EXPECT_EQ(GetWindowTextLengthW(window), 6);
    EXPECT_EQ(GetWindowTextLengthA(window), 8);
    DestroyWindow(window);
    EXPECT_TRUE(UnregisterClassW(L"CREATE", nullptr));
    EXPECT_FALSE(UnregisterClassW(L"CREATE", nullptr));
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_CLASS_DOES_NOT_EXIST));
}

TEST(WindowTest, Classes) {
    WNDCLASSEXW window_class{};
    window_class.lpszClassName = L"Classes";
    window_class.lpfnWndProc = DefWindowProcW;
    EXPECT_EQ(RegisterClassExW(&window_class), 0);
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
    window_class.cbSize = sizeof window_class;
    window_class.cbWndExtra = 16;
    window_class.lpszMenuName = L"menu";
    const ATOM atom = RegisterClassExW(&window_class);
    EXPECT_GE(atom, 0xC000);
    EXPECT_EQ(RegisterClassExW(&window_class), 0);
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_CLASS_ALREADY_EXISTS));
    WNDCLASSEXA info{};
    info.cbSize = sizeof info;
    EXPECT_EQ(GetClassInfoExA(nullptr, "classes", &info), atom);
    EXPECT_EQ(info.cbWndExtra, 16);
    EXPECT_STREQ(info.lpszMenuName, "menu");
    const HWND window = CreateWindowW(MAKEINTRESOURCEW(atom), nullptr, 0, 0, 0, 0, 0, HWND_MESSAGE,
                                      nullptr, nullptr, nullptr);
    ASSERT_NE(window, nullptr);
    char name[32];
    EXPECT_EQ(GetClassNameA(window, name, sizeof name), 7);
    EXPECT_STREQ(name, "Classes");
    EXPECT_EQ(GetClassLongPtrW(window, GCW_ATOM), atom);
    EXPECT_EQ(GetClassLongW(window, GCL_CBWNDEXTRA), 16u);
    EXPECT_EQ(SetWindowLongPtrW(window, 8, 77), 0);
    EXPECT_EQ(GetWindowLongPtrW(window, 8), 77);
    EXPECT_EQ(GetWindowLongPtrW(window, 9), 0);
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_INVALID_INDEX));
    DestroyWindow(window);
    EXPECT_TRUE(UnregisterClassW(MAKEINTRESOURCEW(atom), nullptr));
}

TEST(WindowTest, CreationFails) {
    EXPECT_EQ(CreateWindowW(L"NoSuchClass", L"", 0, 0, 0, 0, 0, nullptr, nullptr, nullptr, nullptr),
              nullptr);
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_CANNOT_FIND_WND_CLASS));
    EXPECT_EQ(CreateWindowW(nullptr, L"", 0, 0, 0, 0, 0, nullptr, nullptr, nullptr, nullptr),
              nullptr);
    EXPECT_EQ(
        CreateWindowW(L"Static", L"", WS_CHILD, 0, 0, 0, 0, nullptr, nullptr, nullptr, nullptr),
        nullptr);
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_TLW_WITH_WSCHILD));
    EXPECT_EQ(CreateWindowW(L"Static", L"", 0, 0, 0, 0, 0, reinterpret_cast<HWND>(0x77777), nullptr,
                            nullptr, nullptr),
              nullptr);
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_INVALID_WINDOW_HANDLE));
}

TEST(WindowTest, TenThousandWindows) {
    std::vector<HWND> all;
    std::set<HWND> numbers;
    while (HWND window = CreateWindowW(L"Static", L"", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr,
                                       nullptr, nullptr)) {
        all.push_back(window);
        numbers.insert(window);
    }
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_NO_MORE_USER_HANDLES));
    EXPECT_EQ(all.size(), 10'000u);
    EXPECT_EQ(numbers.size(), all.size());
    for (HWND window : all)
        EXPECT_TRUE(DestroyWindow(window));
    // A number that is no longer valid stays so.
    const HWND next =
        CreateWindowW(L"Static", L"", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
    EXPECT_EQ(numbers.count(next), 0u);
    DestroyWindow(next);
}

TEST(WindowTest, DestroyedWithMessagesPending) {
    queue_drain();
    const WindowScope other;
    {
        const WindowScope window;
        PostMessageW(window.get(), WM_APP, 0, 0);
        PostMessageW(other.get(), WM_APP + 1, 0, 0);
        PostMessageW(window.get(), WM_APP + 2, 0, 0);
        SetTimer(window.get(), 1, 10, nullptr);
    }
    MSG message{};
    EXPECT_TRUE(PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE));
    EXPECT_EQ(message.message, static_cast<UINT>(WM_APP + 1));
    EXPECT_FALSE(PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE));
}

TEST(WindowTest, ChildrenAndOwnedGoToo) {
    std::vector<std::pair<char, UINT>> seen;
    auto log = [&](char who) {
        return [&seen, who](HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
            if (message == WM_DESTROY || message == WM_NCDESTROY)
                seen.emplace_back(who, message);
            return DefWindowProcW(window, message, wparam, lparam);
        };
    };
    const WindowScope parent(log('p'));
    const WindowScope child(log('c'), parent.get(), WS_CHILD);
    const WindowScope grandchild(log('g'), child.get(), WS_CHILD);
    const WindowScope owned(log('o'), parent.get(), WS_POPUP);
    EXPECT_TRUE(IsChild(parent.get(), grandchild.get()));
    EXPECT_FALSE(IsChild(parent.get(), owned.get()));
    EXPECT_EQ(GetParent(child.get()), parent.get());
    EXPECT_EQ(GetWindow(owned.get(), GW_OWNER), parent.get());
    EXPECT_EQ(GetAncestor(grandchild.get(), GA_ROOT), parent.get());
    DestroyWindow(parent.get());
    const std::vector<std::pair<char, UINT>> wanted = {
        {'o', WM_DESTROY}, {'o', WM_NCDESTROY}, {'p', WM_DESTROY},   {'c', WM_DESTROY},
        {'g', WM_DESTROY}, {'g', WM_NCDESTROY}, {'c', WM_NCDESTROY}, {'p', WM_NCDESTROY}};
    EXPECT_EQ(seen, wanted);
    EXPECT_FALSE(IsWindow(grandchild.get()));
}

TEST(WindowTest, OnlyItsThreadDestroysIt) {
    const WindowScope window;
    std::thread([&] {
        EXPECT_FALSE(DestroyWindow(window.get()));
        EXPECT_EQ(error(), static_cast<DWORD>(ERROR_ACCESS_DENIED));
        EXPECT_NE(GetWindowThreadProcessId(window.get(), nullptr), GetCurrentThreadId());
    }).join();
    EXPECT_TRUE(IsWindow(window.get()));
    EXPECT_FALSE(DestroyWindow(nullptr));
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_INVALID_WINDOW_HANDLE));
}

TEST(WindowTest, GoesWithItsThread) {
    HWND window = nullptr;
    bool told = false;
    std::thread([&] {
        const Procedure procedure = [&](HWND hwnd, UINT message, WPARAM wparam, LPARAM lparam) {
            told = told || message == WM_DESTROY;
            return DefWindowProcW(hwnd, message, wparam, lparam);
        };
        const WindowScope registers;
        window = CreateWindowExW(0, L"WindowScope", L"", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr,
                                 nullptr, const_cast<Procedure*>(&procedure));
        EXPECT_TRUE(IsWindow(window));
    }).join();
    EXPECT_FALSE(IsWindow(window));
    EXPECT_FALSE(told);
    EXPECT_FALSE(PostMessageW(window, WM_APP, 0, 0));
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_INVALID_WINDOW_HANDLE));
}

TEST(WindowTest, IsFound) {
    WNDCLASSW window_class{};
    window_class.lpszClassName = L"Found";
    window_class.lpfnWndProc = DefWindowProcW;
    RegisterClassW(&window_class);
    auto make = [](HWND parent, const wchar_t* title) {
        return CreateWindowW(L"Found", title, 0, 0, 0, 0, 0, parent, nullptr, nullptr, nullptr);
    };
    const HWND hidden = make(nullptr, L"Top");
    const HWND first = make(HWND_MESSAGE, L"One");
    const HWND second = make(HWND_MESSAGE, L"Two");
    EXPECT_EQ(FindWindowW(L"found", L"TOP"), hidden);
    EXPECT_EQ(FindWindowExA(HWND_MESSAGE, nullptr, "Found", "one"), first);
    EXPECT_EQ(FindWindowExA(HWND_MESSAGE, nullptr, "Found", nullptr), second);
    EXPECT_EQ(FindWindowExA(HWND_MESSAGE, second, "Found", nullptr), first);
    EXPECT_EQ(FindWindowExA(HWND_MESSAGE, first, "Found", nullptr), nullptr);
    EXPECT_EQ(FindWindowA("Found", "nothing"), nullptr);
    EXPECT_EQ(FindWindowA("no such class", nullptr), nullptr);
    EXPECT_EQ(FindWindowExA(hidden, first, nullptr, nullptr), nullptr);
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_INVALID_WINDOW_HANDLE));
    // Broadcasts are for top-level windows.
    queue_drain();
    EXPECT_TRUE(PostMessageW(HWND_BROADCAST, WM_APP, 0, 0));
    MSG message{};
    EXPECT_TRUE(PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE));
    EXPECT_EQ(message.hwnd, hidden);
    EXPECT_FALSE(PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE));
    for (HWND window : {hidden, first, second})
        DestroyWindow(window);
    UnregisterClassW(L"Found", nullptr);
}

TEST(WindowTest, IsSubclassed) {
    static WNDPROC before = nullptr;
    static std::string text;
    const HWND window =
        CreateWindowW(L"Static", L"straße", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
    EXPECT_TRUE(IsWindowUnicode(window));
    const WNDPROC narrow = [](HWND hwnd, UINT message, WPARAM wparam, LPARAM lparam) {
        if (message == WM_SETTEXT)
            text = reinterpret_cast<const char*>(lparam);
        return CallWindowProcA(before, hwnd, message, wparam, lparam);
    };
    before = reinterpret_cast<WNDPROC>(
        SetWindowLongPtrA(window, GWLP_WNDPROC, reinterpret_cast<LONG_PTR>(narrow)));
    EXPECT_FALSE(IsWindowUnicode(window));
    SetWindowTextW(window, L"größe");
    EXPECT_EQ(text, "größe");
    wchar_t wide[16];
    EXPECT_EQ(GetWindowTextW(window, wide, 16), 5);
    EXPECT_EQ(std::wstring(wide), L"größe");
    SetWindowLongPtrA(window, GWLP_WNDPROC, reinterpret_cast<LONG_PTR>(before));
    EXPECT_TRUE(IsWindowUnicode(window));
    DestroyWindow(window);
}

TEST(WindowTest, StyleAndProperties) {
    const WindowScope window({}, HWND_MESSAGE, WS_OVERLAPPEDWINDOW);
    EXPECT_EQ(GetWindowLongW(window.get(), GWL_STYLE),
              static_cast<LONG>(WS_OVERLAPPEDWINDOW | WS_CLIPSIBLINGS));
    EXPECT_FALSE(ShowWindow(window.get(), SW_SHOW));
    EXPECT_TRUE(IsWindowVisible(window.get()));
    EXPECT_TRUE(UpdateWindow(window.get()));
    EXPECT_TRUE(ShowWindow(window.get(), SW_HIDE));
    EXPECT_TRUE(IsWindowEnabled(window.get()));
    EXPECT_FALSE(EnableWindow(window.get(), FALSE));
    EXPECT_FALSE(IsWindowEnabled(window.get()));
    int value = 0;
    EXPECT_TRUE(SetPropA(window.get(), "Prop", &value));
    EXPECT_EQ(GetPropW(window.get(), L"prop"), &value);
    EXPECT_EQ(RemovePropA(window.get(), "Prop"), &value);
    EXPECT_EQ(GetPropA(window.get(), "Prop"), nullptr);
    EXPECT_EQ(GetWindowLongW(window.get(), GWLP_WNDPROC), 0);
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_INVALID_INDEX));
}

TEST(MessageBoxTest, AnswersWithTheDefaultButton) {
    EXPECT_EQ(MessageBoxA(nullptr, "text", "caption", MB_OK | MB_ICONERROR), IDOK);
    EXPECT_EQ(MessageBoxW(nullptr, L"text", nullptr, MB_YESNO), IDYES);
    EXPECT_EQ(MessageBoxA(nullptr, nullptr, nullptr, MB_YESNO | MB_DEFBUTTON2), IDNO);
    EXPECT_EQ(MessageBoxA(nullptr, "", "", MB_OK | MB_DEFBUTTON3), IDOK);
    EXPECT_EQ(MessageBoxA(nullptr, "", "", MB_CANCELTRYCONTINUE | MB_DEFBUTTON3), IDCONTINUE);
    EXPECT_EQ(MessageBoxA(nullptr, "", "", 7), 0);
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_INVALID_MSGBOX_STYLE));
    EXPECT_EQ(MessageBoxA(reinterpret_cast<HWND>(0x7ffffff0), "", "", MB_OK), 0);
    EXPECT_EQ(error(), static_cast<DWORD>(ERROR_INVALID_WINDOW_HANDLE));
}

}  // namespace
