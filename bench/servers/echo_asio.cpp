// The echo server on Asio's own Linux back end, as Asio's examples write it.
#include <array>
#include <asio.hpp>
#include <cstdio>
#include <memory>

namespace {

using asio::ip::tcp;

class Session : public std::enable_shared_from_this<Session> {
  public:
    explicit Session(tcp::socket socket) : socket_(std::move(socket)) {
        socket_.set_option(tcp::no_delay(true));
    }
    void read() {
        socket_.async_read_some(asio::buffer(data_),
                                [self = shared_from_this()](std::error_code error, size_t length) {
                                    if (!error)
                                        self->write(length);
                                });
    }

  private:
    void write(size_t length) {
        asio::async_write(socket_, asio::buffer(data_, length),
                          [self = shared_from_this()](std::error_code error, size_t) {
                              if (!error)
                                  self->read();
                          });
    }

    tcp::socket socket_;
    std::array<char, 16384> data_;
};

void take(tcp::acceptor& acceptor) {
    acceptor.async_accept([&acceptor](std::error_code error, tcp::socket socket) {
        if (!error)
            std::make_shared<Session>(std::move(socket))->read();
        take(acceptor);
    });
}

}  // namespace

int main() {
    asio::io_context context(1);
    tcp::acceptor acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    std::printf("%d\n", acceptor.local_endpoint().port());
    std::fflush(stdout);
    take(acceptor);
    context.run();
}
