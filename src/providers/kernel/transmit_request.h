// TransmitFile, TransmitPackets and DisconnectEx: pieces of memory and of files, in order, and
// then, perhaps, the end of the connection.
#pragma once

#include "mswsock.h"
#include "nt/file.h"
#include "providers/kernel/request.h"
#include "providers/kernel/transfer.h"

namespace berth::kernel {

struct TransmitPiece {
    static constexpr uint64_t kToEnd = ~uint64_t{0};

    nt::Ref<nt::File> file;  // empty: memory
    char* memory = nullptr;
    uint64_t offset = 0;
    uint64_t left = 0;
    bool ends_message = false;  // TP_ELEMENT_EOP
};

class TransmitRequest final : public Request {
  public:
    // `flags`: TF_DISCONNECT, TF_REUSE_SOCKET. `send_size`: the longest message on a socket of
    // messages; 0: as long as they may be.
    TransmitRequest(std::unique_ptr<TransmitPiece[]> pieces, size_t count, DWORD flags,
                    DWORD send_size);

    Step perform(SocketWatch& watch) override;

  private:
    int piece_send(Socket& socket, TransmitPiece& piece);
    Step messages_send(Socket& socket);
    int message_fill();
    Step disconnect(SocketWatch& watch);
    Step peer_wait(SocketWatch& watch);

    std::unique_ptr<TransmitPiece[]> pieces_;
    const size_t count_;
    size_t next_ = 0;
    const DWORD flags_wanted_;
    bool shut_ = false;

    // The message that is being sent, put together from the pieces.
    const DWORD send_size_;
    std::unique_ptr<char[]> message_;
    size_t message_length_ = 0;
    bool message_begun_ = false;
};

// After a disconnect: the socket is as new again, or bound where the program had bound it. Under
// the watch's lock. 0 or a WSA code.
int socket_renew(SocketWatch& watch);

}  // namespace berth::kernel
