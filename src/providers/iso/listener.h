// What a listening socket keeps: the connection requests that wait for the server's decision, and
// the peers that have connected and not said yet what they want.
#pragma once

#include <deque>
#include <list>
#include <utility>
#include <vector>

#include "providers/iso/connection.h"
#include "providers/iso/socket.h"

namespace berth::iso {

// A peer that has connected by TCP, and its connection request once that has come. The client
// waits for the answer. Guarded by the listener's lock; the listener changes only within ready().
class ConnectionRequest final : public reactor::Watch {
  public:
    ConnectionRequest(SocketRef listener, TcpDescriptor tcp);

    // The CR. What it points to lives as long as this.
    const Tpdu& request() const { return request_; }
    bool is_complete() const { return !octets_.empty(); }

    int watch_begin();
    void watch_end();
    void ready(uint32_t events, uint16_t registration) override;
    // Takes what has come: the request, or that it is withdrawn.
    void look();
    // It is another listener's from now on. Under the locks of both.
    void listener_set(SocketRef listener) { listener_ = std::move(listener); }
    // Answers with a DR, and ends the connection.
    void refuse(DisconnectReason reason, Octets data = {});
    void end();

    Connection connection;
    uint8_t transport_class = 0;
    bool is_queued = false;
    uint64_t since = 0;      // when it connected
    uint64_t arrival = 0;    // its place in the queue
    bool indicated = false;  // the program has heard of it
    bool deferred = false;
    bool withdrawn = false;

  private:
    ~ConnectionRequest() override = default;
    bool take(Octets tpkt);
    void reject(const Reject& reject, Octets octets);

    SocketRef listener_;
    reactor::Reactor* reactor_ = nullptr;
    std::vector<uint8_t> octets_;
    Tpdu request_;
};

using ConnectionRequestRef = nt::Ref<ConnectionRequest>;

class Listener {
  public:
    explicit Listener(size_t backlog);

    // A request is there to be told of.
    bool has_request(bool deferred_too) const {
        return !requests_.empty() && (deferred_too || !requests_.front()->deferred);
    }
    bool is_full() const { return requests_.size() >= backlog_; }

    // New peers.
    void arrivals_take(Socket& socket);
    // A peer has said what it wants. It may go to another listener at the port.
    void arrived(Socket& socket, ConnectionRequest& request);
    // A peer has gone, or was sent away.
    void gone(ConnectionRequest& request);

    // The request at the top, which leaves the queue; empty: there is none. *code: it was
    // withdrawn, and the program is told so.
    ConnectionRequestRef take(int* code);
    void put_back(ConnectionRequestRef request);
    // Peers wait for a descriptor.
    bool is_starved(Socket& socket);
    // Those that have said nothing for too long.
    void expire(Socket& socket, uint64_t now);
    // The program's part: the requests, and what AcceptEx still waits for.
    void requests_end();
    void end();

    // AcceptEx has a connection, and waits for its first data; and no longer. How many were.
    void accepted_wait(Socket& socket);
    uint32_t accepted_cancel(const OVERLAPPED* overlapped, uint32_t thread);

  private:
    void drop_oldest();
    void queue(Socket& socket, ConnectionRequest& request);
    static uint32_t accepted_cancel(Socket& socket, const OVERLAPPED* overlapped, uint32_t thread);

    const size_t backlog_;
    const size_t half_open_most_;
    std::list<ConnectionRequestRef> half_open_;  // the oldest first
    std::deque<ConnectionRequestRef> requests_;
    uint64_t next_arrival_ = 0;
    bool starved_ = false;
    std::vector<SocketRef> accepted_;
};

}  // namespace berth::iso
