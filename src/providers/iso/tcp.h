// TCP as ISO transport uses it (RFC 1006, RFC 2126): descriptors that never block. The system's
// socket interface stays in tcp.cpp, since <sys/socket.h> and winsock2.h share names.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

struct iovec;

namespace berth::iso {

// An Internet address and port. All zero: any address, any port.
struct TcpAddress {
    std::array<uint8_t, 16> ip{};  // IPv4: the first four
    uint32_t scope = 0;            // IPv6
    uint16_t port = 0;             // host order
    bool v6 = false;

    bool is_any() const;
    friend bool operator==(const TcpAddress&, const TcpAddress&) = default;
};

// A descriptor, closed with its owner.
class TcpDescriptor {
  public:
    TcpDescriptor() = default;
    explicit TcpDescriptor(int fd) : fd_(fd) {}
    TcpDescriptor(TcpDescriptor&& other) noexcept : fd_(other.release()) {}
    TcpDescriptor& operator=(TcpDescriptor&& other) noexcept {
        reset(other.release());
        return *this;
    }
    ~TcpDescriptor() { reset(); }

    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }
    int release() {
        const int fd = fd_;
        fd_ = -1;
        return fd;
    }
    void reset(int fd = -1);

  private:
    int fd_ = -1;
};

// Each returns 0 or an errno.
// `dual`: an IPv6 one that takes IPv4, too.
int tcp_open(bool v6, bool dual, TcpDescriptor* fd);
// With `again`: whatever connections of the last owner of the port still wait for their end.
int tcp_bind(int fd, const TcpAddress& address, bool again);
int tcp_listen(int fd);
// It listens no more, resets who had come, and keeps its address.
void tcp_listen_end(int fd);
// EINPROGRESS: under way.
int tcp_connect(int fd, const TcpAddress& address);
int tcp_accept(int fd, TcpDescriptor* accepted, TcpAddress* peer);
// How a connect has ended, or what broke the connection. Asking takes it away.
int tcp_error(int fd);
int tcp_local(int fd, TcpAddress* address);

// The number of octets, 0 at the end of the stream, or -errno.
long tcp_read(int fd, void* buffer, size_t length);
long tcp_write(int fd, const iovec* pieces, size_t count);

void tcp_end_output(int fd);
// Closing it will reset the connection.
void tcp_reset_at_close(int fd);
void tcp_no_delay(int fd, bool on);
void tcp_keep_alive(int fd, bool on);

// How many descriptors the process may have.
size_t tcp_descriptor_limit();

}  // namespace berth::iso
