// Netlink messages to netfilter, and the socket that carries them. No file that includes winsock2.h
// may include the system's own headers, so what others need of netfilter has plain types.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace berth::kernel {

// One or more messages in a row. What does not fit any more is noted, and then nothing is sent.
class NetfilterMessages {
  public:
    // `type`: subsystem and message; `resource`: the queue's number, or what the subsystem says.
    void begin(uint16_t type, uint16_t flags, uint8_t family, uint16_t resource);
    void end();

    void attribute(uint16_t type, const void* value, size_t length);
    void text(uint16_t type, const char* value);
    void octet(uint16_t type, uint8_t value) { attribute(type, &value, sizeof value); }
    void number16(uint16_t type, uint16_t value);  // in network order
    void number32(uint16_t type, uint32_t value);
    size_t nest(uint16_t type);
    void nest_end(size_t nest);

    std::span<const char> bytes() const { return {buffer_.data(), used_}; }
    bool fits() const { return !overflow_; }
    uint32_t last_sequence() const { return sequence_; }

  private:
    void* take(size_t length);

    alignas(8) std::array<char, 2048> buffer_{};
    size_t used_ = 0;
    size_t message_ = 0;  // where the last one begins
    uint32_t sequence_ = 0;
    bool overflow_ = false;
};

// A netlink socket of the network that the calling thread is in.
class NetfilterSocket {
  public:
    NetfilterSocket() = default;
    ~NetfilterSocket() { close(); }
    NetfilterSocket(const NetfilterSocket&) = delete;
    NetfilterSocket& operator=(const NetfilterSocket&) = delete;

    // 0 or an errno.
    int open();
    void close();
    int fd() const { return fd_; }
    // Sends, and reads answers until every message that asked for one has it. 0 or the first errno.
    int transact(const NetfilterMessages& messages, unsigned acknowledgements);
    // Without waiting for an answer.
    int send(const NetfilterMessages& messages);
    // For the answers to a request that lists: one call of `each(bytes)` a message, whose type is
    // the subsystem's.
    template <typename Each>
    int list(const NetfilterMessages& request, Each&& each);

  private:
    int receive(char* buffer, size_t room, size_t* length);
    // The next message of what was received; null: there is none. `*error`: what an
    // acknowledgement says, or -1.
    static const char* next(const char* at, const char* end, size_t* length, int* error,
                            bool* done);

    int fd_ = -1;
};

// The attributes that follow a message's or a nest's head: calls each(type, value, length).
bool netlink_attribute_next(const char** at, const char* end, uint16_t* type, const char** value,
                            size_t* length);

template <typename Each>
int NetfilterSocket::list(const NetfilterMessages& request, Each&& each) {
    if (const int error = send(request))
        return error;
    alignas(8) std::array<char, 32768> buffer;
    for (;;) {
        size_t length = 0;
        if (const int error = receive(buffer.data(), buffer.size(), &length))
            return error;
        const char* const end = buffer.data() + length;
        size_t size = 0;
        int error = -1;
        bool done = false;
        for (const char* message = next(buffer.data(), end, &size, &error, &done); message;
             message = next(message + ((size + 3) & ~size_t{3}), end, &size, &error, &done)) {
            if (done || error >= 0)
                return done ? 0 : error;
            each(std::span<const char>(message, size));
        }
    }
}

}  // namespace berth::kernel
