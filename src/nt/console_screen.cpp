// The screen: colours, cursor, title, by the terminal's control sequences (ECMA-48).
#include <sys/ioctl.h>
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <mutex>
#include <string>

#include "consoleapi2.h"
#include "nt/api.h"
#include "nt/console.h"
#include "nt/text.h"

using namespace berth::nt;

namespace {

constexpr WORD kDefaultAttributes = FOREGROUND_RED | FOREGROUND_GREEN | FOREGROUND_BLUE;

// What the program has set: a terminal can't be asked without reading its input.
struct Screen {
    std::atomic<WORD> attributes{kDefaultAttributes};
    std::atomic<uint32_t> cursor{0};
    std::atomic<bool> cursor_visible{true};
    std::atomic<DWORD> cursor_size{25};
};
constinit Screen screen;

struct Title {
    std::mutex lock;
    std::string text;
};
Title& title() {
    static Title kept;
    return kept;
}

COORD terminal_size(const File& file) {
    winsize size{};
    if (ioctl(file.descriptor(), TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return {80, 25};
    return {static_cast<SHORT>(std::min<int>(size.ws_col, 32767)),
            static_cast<SHORT>(std::min<int>(size.ws_row, 32767))};
}

// Windows counts blue, green, red from the lowest bit; terminals red, green, blue.
unsigned colour(unsigned bits) {
    return (bits & 1 ? 4u : 0) | (bits & 2) | (bits & 4 ? 1u : 0);
}

std::string colour_sequence(WORD attributes) {
    if (attributes == kDefaultAttributes)
        return "\x1b[0m";
    const unsigned fore = colour(attributes & 7u) + (attributes & FOREGROUND_INTENSITY ? 90u : 30u);
    const unsigned back =
        colour((attributes >> 4) & 7u) + (attributes & BACKGROUND_INTENSITY ? 100u : 40u);
    std::string sequence = "\x1b[0";
    if (attributes & COMMON_LVB_UNDERSCORE)
        sequence += ";4";
    if (attributes & COMMON_LVB_REVERSE_VIDEO)
        sequence += ";7";
    if ((attributes & 0x0f) != kDefaultAttributes)
        sequence += ";" + std::to_string(fore);
    if ((attributes & 0xf0) != 0)  // black behind is the terminal's own background
        sequence += ";" + std::to_string(back);
    return sequence + "m";
}

std::string cursor_sequence(COORD at) {
    return "\x1b[" + std::to_string(at.Y + 1) + ";" + std::to_string(at.X + 1) + "H";
}

// How many of `length` cells there are from a position to the end of the screen.
DWORD cells_left(COORD size, COORD at, DWORD length) {
    if (at.X < 0 || at.Y < 0 || at.X >= size.X || at.Y >= size.Y)
        return 0;
    const auto total = static_cast<DWORD>(size.X) * static_cast<DWORD>(size.Y);
    const auto before =
        static_cast<DWORD>(at.Y) * static_cast<DWORD>(size.X) + static_cast<DWORD>(at.X);
    return std::min(length, total - before);
}

template <typename Body>
BOOL on_terminal(HANDLE handle, Body&& body) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<File> file = console_get(handle, &error);
        return file ? body(*file) : error;
    });
}

// Writes cells elsewhere and leaves the cursor where it was.
DWORD cells_write(File& file, COORD at, const std::string& text) {
    return console_put(file, "\x1b\x37" + cursor_sequence(at) + text + "\x1b\x38");
}

BOOL fill(HANDLE handle, char32_t character, DWORD length, COORD at, LPDWORD count) {
    return on_terminal(handle, [&](File& file) -> DWORD {
        const COORD size = terminal_size(file);
        const DWORD cells = cells_left(size, at, length);
        if (count)
            *count = cells;
        if (cells == 0)
            return 0;
        if (character == ' ' && at.X == 0 && at.Y == 0 &&
            cells == static_cast<DWORD>(size.X) * static_cast<DWORD>(size.Y))
            return console_put(file, "\x1b[2J");
        char unit[4];
        const unsigned units = utf8_encode(character > 0x10ffff ? '?' : character, unit);
        std::string text;
        for (DWORD index = 0; index < cells; ++index)
            text.append(unit, units);
        return cells_write(file, at, text);
    });
}

BOOL title_set(const std::string& text) {
    {
        const std::lock_guard<std::mutex> guard(title().lock);
        title().text = text;
    }
    std::string shown;
    for (const char c : text)
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)
            shown.push_back(c);
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
        DWORD error = 0;
        const Ref<File> file = console_get(descriptor_handle(descriptor), &error);
        if (file) {
            console_put(*file, "\x1b]0;" + shown + "\a");
            break;
        }
    }
    return TRUE;
}

template <typename Char>
DWORD title_get(Char* buffer, DWORD size) {
    const std::lock_guard<std::mutex> guard(title().lock);
    buffer_copy(title().text, buffer, size);
    return static_cast<DWORD>(title().text.size());
}

BOOL characters_write(HANDLE handle, std::wstring_view text, COORD at, LPDWORD count) {
    return on_terminal(handle, [&](File& file) -> DWORD {
        const DWORD cells = cells_left(terminal_size(file), at, static_cast<DWORD>(text.size()));
        if (count)
            *count = cells;
        return cells ? cells_write(file, at, utf8_from_wide(text.substr(0, cells))) : 0;
    });
}

}  // namespace

extern "C" {

BOOL WINAPI GetConsoleScreenBufferInfo(HANDLE handle, PCONSOLE_SCREEN_BUFFER_INFO info) {
    return on_terminal(handle, [&](File& file) -> DWORD {
        if (!info)
            return ERROR_INVALID_PARAMETER;
        const COORD size = terminal_size(file);
        const uint32_t cursor = screen.cursor.load();
        info->dwSize = size;
        info->dwCursorPosition = {static_cast<SHORT>(cursor & 0xffff),
                                  static_cast<SHORT>(cursor >> 16)};
        info->wAttributes = screen.attributes.load();
        info->srWindow = {0, 0, static_cast<SHORT>(size.X - 1), static_cast<SHORT>(size.Y - 1)};
        info->dwMaximumWindowSize = size;
        return 0;
    });
}

BOOL WINAPI SetConsoleTextAttribute(HANDLE handle, WORD attributes) {
    return on_terminal(handle, [&](File& file) -> DWORD {
        screen.attributes = attributes;
        return console_put(file, colour_sequence(attributes));
    });
}

BOOL WINAPI SetConsoleCursorPosition(HANDLE handle, COORD position) {
    return on_terminal(handle, [&](File& file) -> DWORD {
        if (position.X < 0 || position.Y < 0)
            return ERROR_INVALID_PARAMETER;
        screen.cursor = static_cast<uint32_t>(position.Y) << 16 | static_cast<uint32_t>(position.X);
        return console_put(file, cursor_sequence(position));
    });
}

BOOL WINAPI SetConsoleCursorInfo(HANDLE handle, const CONSOLE_CURSOR_INFO* info) {
    return on_terminal(handle, [&](File& file) -> DWORD {
        if (!info || info->dwSize < 1 || info->dwSize > 100)
            return ERROR_INVALID_PARAMETER;
        screen.cursor_visible = info->bVisible != FALSE;
        screen.cursor_size = info->dwSize;
        return console_put(file, info->bVisible ? "\x1b[?25h" : "\x1b[?25l");
    });
}

BOOL WINAPI GetConsoleCursorInfo(HANDLE handle, PCONSOLE_CURSOR_INFO info) {
    return on_terminal(handle, [&](File&) -> DWORD {
        if (!info)
            return ERROR_INVALID_PARAMETER;
        *info = {screen.cursor_size.load(), screen.cursor_visible.load()};
        return 0;
    });
}

BOOL WINAPI SetConsoleScreenBufferSize(HANDLE handle, COORD size) {
    return on_terminal(handle, [&](File&) -> DWORD {
        return size.X > 0 && size.Y > 0 ? 0 : DWORD{ERROR_INVALID_PARAMETER};
    });
}

BOOL WINAPI SetConsoleWindowInfo(HANDLE handle, BOOL, const SMALL_RECT* window) {
    return on_terminal(handle,
                       [&](File&) -> DWORD { return window ? 0 : DWORD{ERROR_INVALID_PARAMETER}; });
}

COORD WINAPI GetLargestConsoleWindowSize(HANDLE handle) {
    DWORD error = 0;
    const Ref<File> file = console_get(handle, &error);
    return file ? terminal_size(*file) : api_fail(error, COORD{0, 0});
}

BOOL WINAPI FillConsoleOutputCharacterA(HANDLE handle, CHAR character, DWORD length, COORD at,
                                        LPDWORD count) {
    return fill(handle, static_cast<unsigned char>(character), length, at, count);
}

BOOL WINAPI FillConsoleOutputCharacterW(HANDLE handle, WCHAR character, DWORD length, COORD at,
                                        LPDWORD count) {
    return fill(handle, static_cast<char32_t>(character), length, at, count);
}

BOOL WINAPI FillConsoleOutputAttribute(HANDLE handle, WORD, DWORD length, COORD at, LPDWORD count) {
    return on_terminal(handle, [&](File& file) -> DWORD {
        if (count)
            *count = cells_left(terminal_size(file), at, length);
        return 0;
    });
}

BOOL WINAPI WriteConsoleOutputCharacterA(HANDLE handle, LPCSTR text, DWORD length, COORD at,
                                         LPDWORD count) {
    return text ? api_call(FALSE,
                           [&] {
                               return characters_write(
                                   handle, wide_from_utf8(std::string_view(text, length)), at,
                                   count);
                           })
                : api_fail(ERROR_INVALID_PARAMETER, FALSE);
}

BOOL WINAPI WriteConsoleOutputCharacterW(HANDLE handle, LPCWSTR text, DWORD length, COORD at,
                                         LPDWORD count) {
    return text ? characters_write(handle, {text, length}, at, count)
                : api_fail(ERROR_INVALID_PARAMETER, FALSE);
}

BOOL WINAPI SetConsoleTitleA(LPCSTR text) {
    return api_call(FALSE, [&] { return title_set(text ? text : ""); });
}

BOOL WINAPI SetConsoleTitleW(LPCWSTR text) {
    return api_call(FALSE, [&] { return title_set(utf8_from_wide(text)); });
}

DWORD WINAPI GetConsoleTitleA(LPSTR buffer, DWORD size) {
    return api_call<DWORD>(0, [&] { return title_get(buffer, size); });
}

DWORD WINAPI GetConsoleTitleW(LPWSTR buffer, DWORD size) {
    return api_call<DWORD>(0, [&] { return title_get(buffer, size); });
}

}  // extern "C"
