// Serial ports: what a DCB says, as a terminal device of Linux takes it.
#include <algorithm>
#include <array>
#include <cerrno>
#include <iterator>
#include <termios.h>

#include "berth/winbase_serial.h"
#include "nt/api.h"
#include "nt/errno.h"
#include "nt/file.h"
#include "winerror.h"
#include "winnt.h"

using namespace berth::nt;

namespace {

struct Rate {
    DWORD baud;
    speed_t speed;
};
constexpr std::array kRates = {
    Rate{110, B110},       Rate{300, B300},       Rate{600, B600},       Rate{1200, B1200},
    Rate{2400, B2400},     Rate{4800, B4800},     Rate{9600, B9600},     Rate{19200, B19200},
    Rate{38400, B38400},   Rate{57600, B57600},   Rate{115200, B115200}, Rate{230400, B230400},
    Rate{460800, B460800}, Rate{921600, B921600},
};
constexpr std::array<tcflag_t, 4> kByteSizes = {CS5, CS6, CS7, CS8};
constexpr BYTE kSmallestByte = 5;
constexpr tcflag_t kMark = PARENB | CMSPAR | PARODD;
constexpr tcflag_t kSpace = PARENB | CMSPAR;

// 0, and the line's settings.
DWORD line_get(HANDLE handle, Ref<File>* file, termios* line) {
    DWORD error = 0;
    *file = handle_get<File>(handle, 0, &error);
    if (!*file)
        return error;
    if (tcgetattr((*file)->descriptor(), line) != 0)
        return errno == ENOTTY || errno == EINVAL ? DWORD{ERROR_INVALID_FUNCTION}
                                                  : error_from_errno(errno);
    return 0;
}

DWORD line_set(const File& file, const termios& line) {
    return tcsetattr(file.descriptor(), TCSANOW, &line) == 0 ? 0 : error_from_errno(errno);
}

BYTE parity_of(tcflag_t flags) {
    if (!(flags & PARENB))
        return NOPARITY;
    if (flags & CMSPAR)
        return flags & PARODD ? MARKPARITY : SPACEPARITY;
    return flags & PARODD ? ODDPARITY : EVENPARITY;
}

void dcb_fill(const termios& line, DCB* dcb) {
    *dcb = DCB{};
    dcb->DCBlength = sizeof *dcb;
    const auto rate = std::find_if(kRates.begin(), kRates.end(), [&](const Rate& known) {
        return known.speed == cfgetospeed(&line);
    });
    dcb->BaudRate = rate != kRates.end() ? rate->baud : 0;
    dcb->fBinary = 1;
    dcb->Parity = parity_of(line.c_cflag);
    dcb->fParity = (line.c_iflag & INPCK) != 0;
    dcb->fOutxCtsFlow = (line.c_cflag & CRTSCTS) != 0;
    dcb->fRtsControl = line.c_cflag & CRTSCTS ? RTS_CONTROL_HANDSHAKE : RTS_CONTROL_ENABLE;
    dcb->fDtrControl = DTR_CONTROL_ENABLE;
    dcb->fOutX = (line.c_iflag & IXON) != 0;
    dcb->fInX = (line.c_iflag & IXOFF) != 0;
    const auto* size = std::find(kByteSizes.begin(), kByteSizes.end(), line.c_cflag & CSIZE);
    dcb->ByteSize = static_cast<BYTE>(kSmallestByte + std::distance(kByteSizes.begin(), size));
    dcb->StopBits = line.c_cflag & CSTOPB ? TWOSTOPBITS : ONESTOPBIT;
    dcb->XonChar = static_cast<char>(line.c_cc[VSTART]);
    dcb->XoffChar = static_cast<char>(line.c_cc[VSTOP]);
}

bool parity_set(const DCB& dcb, termios* line) {
    line->c_cflag &= ~static_cast<tcflag_t>(PARENB | PARODD | CMSPAR);
    switch (dcb.Parity) {
        case NOPARITY:
            break;
        case ODDPARITY:
            line->c_cflag |= PARENB | PARODD;
            break;
        case EVENPARITY:
            line->c_cflag |= PARENB;
            break;
        case MARKPARITY:
            line->c_cflag |= kMark;
            break;
        case SPACEPARITY:
            line->c_cflag |= kSpace;
            break;
        default:
            return false;
    }
    return true;
}

DWORD dcb_apply(const DCB& dcb, termios* line) {
    const auto* rate = std::find_if(kRates.begin(), kRates.end(),
                                    [&](const Rate& known) { return known.baud == dcb.BaudRate; });
    const bool five_bits = dcb.ByteSize == kSmallestByte;
    if (dcb.DCBlength != sizeof dcb || rate == kRates.end() || !dcb.fBinary || dcb.fOutxDsrFlow ||
        dcb.fDtrControl == DTR_CONTROL_HANDSHAKE || dcb.fRtsControl == RTS_CONTROL_TOGGLE ||
        dcb.ByteSize < kSmallestByte || dcb.ByteSize >= kSmallestByte + kByteSizes.size() ||
        dcb.StopBits > TWOSTOPBITS || (dcb.StopBits == ONE5STOPBITS && !five_bits) ||
        (dcb.StopBits == TWOSTOPBITS && five_bits) || !parity_set(dcb, line))
        return ERROR_INVALID_PARAMETER;
    cfmakeraw(line);
    parity_set(dcb, line);  // cfmakeraw took it away
    line->c_cflag |= CREAD | CLOCAL;
    line->c_cflag &= ~static_cast<tcflag_t>(CSIZE | CSTOPB | CRTSCTS);
    line->c_cflag |= kByteSizes[static_cast<size_t>(dcb.ByteSize - kSmallestByte)];
    if (dcb.StopBits != ONESTOPBIT)
        line->c_cflag |= CSTOPB;
    if (dcb.fOutxCtsFlow || dcb.fRtsControl == RTS_CONTROL_HANDSHAKE)
        line->c_cflag |= CRTSCTS;
    line->c_iflag &= ~static_cast<tcflag_t>(INPCK | IXON | IXOFF);
    line->c_iflag |= (dcb.fParity ? INPCK : 0u) | (dcb.fOutX ? IXON : 0u) | (dcb.fInX ? IXOFF : 0u);
    if (dcb.fOutX || dcb.fInX) {
        line->c_cc[VSTART] = static_cast<cc_t>(dcb.XonChar);
        line->c_cc[VSTOP] = static_cast<cc_t>(dcb.XoffChar);
    }
    return cfsetspeed(line, rate->speed) == 0 ? 0 : ERROR_INVALID_PARAMETER;
}

// Tenths of a second, at least one.
cc_t tenths(DWORD milliseconds) {
    constexpr DWORD kTenth = 100;
    constexpr DWORD kMost = 255;
    return static_cast<cc_t>(std::clamp<DWORD>(milliseconds / kTenth, 1, kMost));
}

}  // namespace

extern "C" {

BOOL WINAPI GetCommState(HANDLE handle, LPDCB dcb) {
    return api_bool([&]() -> DWORD {
        if (!dcb)
            return ERROR_INVALID_PARAMETER;
        Ref<File> file;
        termios line{};
        const DWORD error = line_get(handle, &file, &line);
        if (error == 0)
            dcb_fill(line, dcb);
        return error;
    });
}

BOOL WINAPI SetCommState(HANDLE handle, LPDCB dcb) {
    return api_bool([&]() -> DWORD {
        if (!dcb)
            return ERROR_INVALID_PARAMETER;
        Ref<File> file;
        termios line{};
        DWORD error = line_get(handle, &file, &line);
        if (error == 0)
            error = dcb_apply(*dcb, &line);
        return error == 0 ? line_set(*file, line) : error;
    });
}

BOOL WINAPI SetCommTimeouts(HANDLE handle, LPCOMMTIMEOUTS timeouts) {
    return api_bool([&]() -> DWORD {
        if (!timeouts)
            return ERROR_INVALID_PARAMETER;
        Ref<File> file;
        termios line{};
        if (const DWORD error = line_get(handle, &file, &line))
            return error;
        const bool total = timeouts->ReadTotalTimeoutConstant != 0;
        if (timeouts->ReadIntervalTimeout == MAXDWORD && !total) {
            line.c_cc[VMIN] = 0;
            line.c_cc[VTIME] = 0;
        } else if (total) {
            line.c_cc[VMIN] = 0;
            line.c_cc[VTIME] = tenths(timeouts->ReadTotalTimeoutConstant);
        } else {
            line.c_cc[VMIN] = 1;
            line.c_cc[VTIME] =
                timeouts->ReadIntervalTimeout != 0 ? tenths(timeouts->ReadIntervalTimeout) : 0;
        }
        return line_set(*file, line);
    });
}

BOOL WINAPI PurgeComm(HANDLE handle, DWORD flags) {
    return api_bool([&]() -> DWORD {
        constexpr DWORD kKnown = PURGE_TXABORT | PURGE_RXABORT | PURGE_TXCLEAR | PURGE_RXCLEAR;
        Ref<File> file;
        termios line{};
        if (const DWORD error = line_get(handle, &file, &line))
            return error;
        if (flags == 0 || (flags & ~kKnown))
            return ERROR_INVALID_PARAMETER;
        if (flags & PURGE_RXCLEAR)
            tcflush(file->descriptor(), TCIFLUSH);
        if (flags & PURGE_TXCLEAR)
            tcflush(file->descriptor(), TCOFLUSH);
        return 0;
    });
}

}  // extern "C"
