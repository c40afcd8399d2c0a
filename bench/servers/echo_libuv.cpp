// The echo server on libuv.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <uv.h>

namespace {

struct Connection {
    uv_tcp_t stream;
    uv_write_t write;
    std::array<char, 16384> buffer;
};

Connection* connection_of(void* handle) {
    return static_cast<Connection*>(static_cast<uv_handle_t*>(handle)->data);
}

void closed(uv_handle_t* handle) {
    delete connection_of(handle);
}

void on_read(uv_stream_t* stream, ssize_t got, const uv_buf_t* buffer) {
    Connection* connection = connection_of(stream);
    if (got < 0) {
        uv_close(reinterpret_cast<uv_handle_t*>(stream), closed);
    } else if (got > 0) {
        // As programs on libuv do: try at once, queue what remains.
        uv_buf_t out = uv_buf_init(buffer->base, static_cast<unsigned>(got));
        const int done = uv_try_write(stream, &out, 1);
        if (done < got) {
            out.base += done > 0 ? done : 0;
            out.len -= static_cast<size_t>(done > 0 ? done : 0);
            uv_read_stop(stream);
            uv_write(&connection->write, stream, &out, 1, [](uv_write_t* request, int) {
                uv_read_start(
                    request->handle,
                    [](uv_handle_t* handle, size_t, uv_buf_t* room) {
                        *room = uv_buf_init(connection_of(handle)->buffer.data(), 16384);
                    },
                    on_read);
            });
        }
    }
}

void on_connection(uv_stream_t* server, int status) {
    if (status < 0)
        return;
    auto* connection = new Connection;
    uv_tcp_init(server->loop, &connection->stream);
    connection->stream.data = connection;
    auto* stream = reinterpret_cast<uv_stream_t*>(&connection->stream);
    if (uv_accept(server, stream) != 0) {
        uv_close(reinterpret_cast<uv_handle_t*>(stream), closed);
        return;
    }
    uv_tcp_nodelay(&connection->stream, 1);
    uv_read_start(
        stream,
        [](uv_handle_t* handle, size_t, uv_buf_t* room) {
            *room = uv_buf_init(connection_of(handle)->buffer.data(), 16384);
        },
        on_read);
}

}  // namespace

int main() {
    uv_loop_t* loop = uv_default_loop();
    uv_tcp_t server;
    uv_tcp_init(loop, &server);
    sockaddr_in address{};
    uv_ip4_addr("127.0.0.1", 0, &address);
    uv_tcp_bind(&server, reinterpret_cast<sockaddr*>(&address), 0);
    if (uv_listen(reinterpret_cast<uv_stream_t*>(&server), SOMAXCONN, on_connection) != 0)
        return EXIT_FAILURE;
    int length = sizeof address;
    uv_tcp_getsockname(&server, reinterpret_cast<sockaddr*>(&address), &length);
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    return uv_run(loop, UV_RUN_DEFAULT);
}
