// gai_strerror. The buffer is the thread's own.
// https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-gai_strerrora
#include <string>

#include "nt/api.h"
#include "nt/message_text.h"
#include "nt/text.h"
#include "ws2tcpip.h"

namespace {

using namespace berth;

template <typename Char>
Char* error_text(int code) {
    thread_local Char buffer[GAI_STRERROR_BUFFER_SIZE + 1];
    buffer[0] = 0;
    return nt::api_call<Char*>(buffer, [&] {
        std::string text(nt::message_text(static_cast<DWORD>(code)));
        if (text.empty())
            text = "Unknown error " + std::to_string(code) + ".";
        nt::buffer_copy(text, buffer, GAI_STRERROR_BUFFER_SIZE + 1);
        return buffer;
    });
}

}  // namespace

char* gai_strerrorA(int ecode) {
    return error_text<char>(ecode);
}

WCHAR* gai_strerrorW(int ecode) {
    return error_text<WCHAR>(ecode);
}
