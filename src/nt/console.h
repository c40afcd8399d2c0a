// The terminal as a console.
#pragma once

#include <string_view>

#include "nt/file.h"

namespace berth::nt {

// Reads from a terminal. In line mode a line ends in "\r\n", as a console's does. 0 or a Windows
// error code.
DWORD console_read(File& file, char* buffer, DWORD length, DWORD* transferred);

// The file where it is a terminal; otherwise empty with ERROR_INVALID_HANDLE.
Ref<File> console_get(HANDLE handle, DWORD* error);

// Writes control sequences or text to a terminal, behind what stdout still holds. 0 or an error.
DWORD console_put(File& file, std::string_view text);

// Puts the terminal back into the state in which the process found it.
void console_restore();

// Who is asked first what a signal means; true where nothing else is to be done about it.
using SignalTaker = bool (*)(int signal);

// From now on `signal` comes to the taker, and where that leaves it to SetConsoleCtrlHandler's
// handlers, each time in a new thread. 0 or a Windows error code.
DWORD console_signal_take(int signal, SignalTaker taker);

}  // namespace berth::nt
