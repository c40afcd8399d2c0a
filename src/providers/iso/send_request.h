// A send: the message's octets stay where the program has them until the kernel has taken them.
// What is written is a row of DTs, of which the request knows how far it has got.
#pragma once

#include <array>
#include <string>
#include <sys/uio.h>

#include "providers/iso/connection.h"
#include "providers/iso/request.h"

namespace berth::iso {

// Pieces of one write.
struct Gather {
    static constexpr size_t kMost = 64;
    std::array<iovec, kMost> pieces;
    std::array<std::array<uint8_t, kDataHeaderMax>, kMost / 2> headers;
    size_t count = 0;
    size_t headers_used = 0;
    size_t octets = 0;

    bool has_room() const { return count + 2 < kMost && headers_used < headers.size(); }
    void add(const void* data, size_t length);
};

class SendRequest : public Request {
  public:
    explicit SendRequest(DWORD asked) : in_flags(asked) {}
    bool perform(Socket& socket) override;

    // Whether a DT is written in part.
    bool is_within() const { return header_left_ > 0 || data_left_ > 0; }
    bool is_done() const { return begun_ && !is_within() && sent_ == buffers.total(); }
    bool is_begun() const { return begun_; }
    // There is nothing to be sent.
    void skip() { begun_ = true; }
    // The rest of the DT that is under way. False: there was not room for all of it.
    bool gather_rest(Gather& gather) const;
    // Further DTs, as many as there is room for.
    void gather_more(Gather& gather, const Connection& connection) const;
    // So many octets of those have been taken; returns how many were not this request's. `rest`:
    // only of the DT that is under way.
    size_t advance(size_t octets, const Connection& connection, bool rest);
    // All that is left, as DTs.
    void rest_append(std::string& out, const Connection& connection);

    Buffers buffers;
    const DWORD in_flags;

  private:
    void next_begin(const Connection& connection);
    bool gather_data(Gather& gather, size_t at, size_t length) const;

    size_t sent_ = 0;  // octets of the message before the DT that is under way, and of it
    std::array<uint8_t, kDataHeaderMax> header_{};
    size_t header_length_ = 0;
    size_t header_left_ = 0;
    size_t data_left_ = 0;
    bool begun_ = false;
};

}  // namespace berth::iso
