// TransmitFile, TransmitPackets, DisconnectEx.
// https://learn.microsoft.com/windows/win32/api/mswsock/nf-mswsock-transmitfile
#include <climits>
#include <sys/stat.h>
#include <unistd.h>

#include "nt/handle.h"
#include "nt/last_error.h"
#include "nt/memory_probe.h"
#include "nt/ntstatus.h"
#include "nt/overlapped.h"
#include "providers/kernel/error.h"
#include "providers/kernel/extension.h"
#include "providers/kernel/request_start.h"
#include "providers/kernel/startup.h"
#include "providers/kernel/transmit_request.h"
#include "synchapi.h"
#include "handleapi.h"

namespace berth::kernel {
namespace {

constexpr DWORD kMostBytes = INT_MAX - 1;

using Pieces = std::unique_ptr<TransmitPiece[]>;

void memory_piece(TransmitPiece& piece, void* memory, DWORD length) {
    piece.memory = static_cast<char*>(memory);
    piece.left = length;
}

// `length` 0: to the file's end. 0 or a WSA code.
int file_piece(TransmitPiece& piece, HANDLE handle, uint64_t offset, DWORD length) {
    DWORD error = 0;
    piece.file = nt::handle_get<nt::File>(handle, 0, &error);
    if (!piece.file)
        return static_cast<int>(error);
    struct stat status {};
    const bool regular = fstat(piece.file->descriptor(), &status) == 0 && S_ISREG(status.st_mode);
    if (regular && offset > static_cast<uint64_t>(status.st_size))
        return WSAEINVAL;
    piece.offset = offset;
    piece.left = length != 0 ? length
                 : regular   ? static_cast<uint64_t>(status.st_size) - offset
                             : TransmitPiece::kToEnd;
    return 0;
}

// One call sends no more than that, everything counted.
bool too_much(const TransmitPiece* pieces, size_t count) {
    uint64_t total = 0;
    for (size_t i = 0; i < count; ++i) {
        if (pieces[i].left != TransmitPiece::kToEnd)
            total += pieces[i].left;
    }
    return total > kMostBytes;
}

// A call without an OVERLAPPED waits for its own.
class OwnEvent {
  public:
    OwnEvent() : handle_(CreateEventW(nullptr, TRUE, FALSE, nullptr)) {
        // Not told to a port.
        overlapped_.hEvent = reinterpret_cast<HANDLE>(reinterpret_cast<uintptr_t>(handle_) | 1);
    }
    OwnEvent(const OwnEvent&) = delete;
    OwnEvent& operator=(const OwnEvent&) = delete;
    ~OwnEvent() {
        if (handle_)
            CloseHandle(handle_);
    }
    OVERLAPPED* get() { return &overlapped_; }
    bool made() const { return handle_ != nullptr; }
    int wait() {
        uint32_t status = 0;
        DWORD bytes = 0;
        if (const DWORD error =
                nt::overlapped_result(overlapped_, nt::kNever, false, nullptr, &status, &bytes))
            return static_cast<int>(error);
        const auto code = static_cast<int>(nt::socket_error_from_status(status));
        return code == WSA_OPERATION_ABORTED ? WSAEINTR : code;
    }

  private:
    HANDLE handle_;
    OVERLAPPED overlapped_{};
};

int transmit_start(SocketUse& socket, Pieces pieces, size_t count, DWORD flags,
                   OVERLAPPED* overlapped, DWORD send_size = 0) {
    auto request = request_make<TransmitRequest>(0, std::move(pieces), count, flags, send_size);
    if (is_overlapped(*socket, overlapped))
        return request_start(*socket, &SocketWatch::sending, {overlapped}, std::move(request));
    OwnEvent own;
    if (!own.made())
        return WSAENOBUFS;
    const int code = request_start(*socket, &SocketWatch::sending, {own.get()}, std::move(request));
    if (code != WSA_IO_PENDING)
        return code;
    socket.release();  // whoever closes the socket ends the request
    return own.wait();
}

int file_transmit(SOCKET s, HANDLE handle, DWORD length, OVERLAPPED* overlapped,
                  const TRANSMIT_FILE_BUFFERS* buffers, DWORD flags) {
    SocketUse socket(s);
    if (!socket)
        return socket_missing();
    if ((flags & TF_REUSE_SOCKET) && !(flags & TF_DISCONNECT))
        return WSAEINVAL;
    if (length > kMostBytes)
        return WSAEINVAL;
    if (buffers && !nt::memory_is_mapped(buffers, sizeof *buffers))
        return WSAEFAULT;
    if (overlapped && !nt::memory_is_mapped(overlapped, sizeof *overlapped))
        return WSAEFAULT;
    if (!socket->is_stream())
        return WSAEINVAL;
    if (int code = send_check(*socket, false))
        return code;
    Pieces pieces(new (std::nothrow) TransmitPiece[3]);
    if (!pieces)
        return WSAENOBUFS;
    size_t count = 0;
    if (buffers && buffers->HeadLength != 0)
        memory_piece(pieces[count++], buffers->Head, buffers->HeadLength);
    if (handle) {
        uint64_t offset = 0;
        TransmitPiece& piece = pieces[count++];
        if (overlapped)
            offset = overlapped->Offset | uint64_t{overlapped->OffsetHigh} << 32;
        if (int code = file_piece(piece, handle, 0, length))
            return code;
        if (!overlapped) {
            const off_t now = lseek(piece.file->descriptor(), 0, SEEK_CUR);
            offset = now > 0 ? static_cast<uint64_t>(now) : 0;
        }
        if (int code = file_piece(piece, handle, offset, length))
            return code;
    }
    if (buffers && buffers->TailLength != 0)
        memory_piece(pieces[count++], buffers->Tail, buffers->TailLength);
    if (too_much(pieces.get(), count))
        return WSAEINVAL;
    return transmit_start(socket, std::move(pieces), count, flags, overlapped);
}

int element_piece(const TRANSMIT_PACKETS_ELEMENT& element, TransmitPiece& piece) {
    const ULONG kind = element.dwElFlags & (TP_ELEMENT_MEMORY | TP_ELEMENT_FILE);
    piece.ends_message = (element.dwElFlags & TP_ELEMENT_EOP) != 0;
    if (kind == TP_ELEMENT_MEMORY) {
        if (element.cLength != 0 && !nt::memory_is_mapped(element.pBuffer, element.cLength))
            return WSAEFAULT;
        memory_piece(piece, element.pBuffer, element.cLength);
        return 0;
    }
    // A file is what an element is where its flags name neither.
    if (kind == (TP_ELEMENT_MEMORY | TP_ELEMENT_FILE))
        return WSAEINVAL;
    // -1: from the file's position.
    int64_t offset = element.nFileOffset.QuadPart;
    if (offset == -1) {
        const nt::Ref<nt::File> file = nt::handle_get<nt::File>(element.hFile);
        offset = file ? lseek(file->descriptor(), 0, SEEK_CUR) : 0;
    }
    if (offset < 0)
        return WSAEINVAL;
    return file_piece(piece, element.hFile, static_cast<uint64_t>(offset), element.cLength);
}

int packets_transmit(SOCKET s, const TRANSMIT_PACKETS_ELEMENT* elements, DWORD count,
                     DWORD send_size, OVERLAPPED* overlapped, DWORD flags) {
    SocketUse socket(s);
    if (!socket)
        return socket_missing();
    if ((flags & TP_REUSE_SOCKET) && !(flags & TP_DISCONNECT))
        return WSAEINVAL;
    if (count != 0 && !nt::memory_is_mapped(elements, count * sizeof *elements))
        return WSAEFAULT;
    if (overlapped && !nt::memory_is_mapped(overlapped, sizeof *overlapped))
        return WSAEFAULT;
    if (!socket->is_stream() && (flags & (TP_DISCONNECT | TP_REUSE_SOCKET)) != 0)
        return WSAEOPNOTSUPP;
    if (int code = send_check(*socket, false))
        return code;
    Pieces pieces(new (std::nothrow) TransmitPiece[count != 0 ? count : 1]);
    if (!pieces)
        return WSAENOBUFS;
    for (DWORD i = 0; i < count; ++i) {
        if (int code = element_piece(elements[i], pieces[i]))
            return code;
    }
    if (too_much(pieces.get(), count))
        return WSAEINVAL;
    return transmit_start(socket, std::move(pieces), count, flags, overlapped, send_size);
}

int disconnect_start(SOCKET s, OVERLAPPED* overlapped, DWORD flags, DWORD reserved) {
    SocketUse socket(s);
    if (!socket)
        return socket_missing();
    if (reserved != 0 || (flags & ~DWORD{TF_REUSE_SOCKET}) != 0)
        return WSAEINVAL;
    if (overlapped && !nt::memory_is_mapped(overlapped, sizeof *overlapped))
        return WSAEFAULT;
    if (!socket->is_stream())
        return WSAEOPNOTSUPP;
    if (!socket->connected || (socket->send_shut && !(flags & TF_REUSE_SOCKET)))
        return WSAENOTCONN;
    return transmit_start(socket, nullptr, 0, TF_DISCONNECT | flags, overlapped);
}

BOOL answer(int code) {
    return nt::last_error_result(static_cast<DWORD>(code));
}

}  // namespace

BOOL PASCAL transmit_file(SOCKET s, HANDLE file, DWORD length, DWORD, LPOVERLAPPED overlapped,
                          LPTRANSMIT_FILE_BUFFERS buffers, DWORD flags) {
    return answer(file_transmit(s, file, length, overlapped, buffers, flags));
}

BOOL PASCAL transmit_packets(SOCKET s, LPTRANSMIT_PACKETS_ELEMENT elements, DWORD count,
                             DWORD send_size, LPOVERLAPPED overlapped, DWORD flags) {
    return answer(packets_transmit(s, elements, count, send_size, overlapped, flags));
}

BOOL PASCAL disconnect_ex(SOCKET s, LPOVERLAPPED overlapped, DWORD flags, DWORD reserved) {
    return answer(disconnect_start(s, overlapped, flags, reserved));
}

}  // namespace berth::kernel
