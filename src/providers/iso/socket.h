// A socket of the ISO provider. The program's SOCKET comes from WPUCreateSocketHandle; the TCP
// descriptor stays in here and is watched by a reactor. One lock guards it all.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "nt/futex.h"
#include "nt/object.h"
#include "nt/wait.h"
#include "providers/iso/connection.h"
#include "providers/iso/message_store.h"
#include "providers/iso/network_events.h"
#include "providers/iso/request.h"
#include "reactor/reactor.h"

namespace berth::iso {

class Listener;
class ReceiveRequest;
class SendRequest;
class SocketTimer;

enum class Phase : uint8_t {
    kFresh,  // bound or not
    kListening,
    kConnecting,
    kConnected,  // until it is closed, even when the connection has ended
    kClosing,    // without a SOCKET: sends what is left
};

// What the program sets and an accepted socket has from its listener.
struct SocketOptions {
    int receive_buffer = 65536;  // octets
    int send_buffer = 65536;
    DWORD receive_timeout = 0;  // milliseconds; 0: none
    DWORD send_timeout = 0;
    bool linger_on = false;
    u_short linger_seconds = 0;
    int connect_seconds = 0;  // TCP_MAXRT. 0: the provider's own time; -1: no end
    bool keep_alive = false;
    bool expedited_inline = false;
    bool exclusive_address = false;
    bool reuse_address = false;
    bool conditional_accept = false;
    bool debug = false;
    bool dont_route = false;
};

// Somebody who waits for any of several sockets to change (select). Under the socket's lock.
struct Observer {
    nt::Event* event = nullptr;
    Observer* next = nullptr;
    Observer* previous = nullptr;
};

using Lock = std::unique_lock<nt::FutexMutex>;

class Socket final : public reactor::Watch {
  public:
    Socket(int protocol, DWORD catalog_entry_id, DWORD flags);

    const int protocol;  // ISOPROTO_TP0, ISOPROTO_TP2
    const DWORD catalog_entry_id;
    const DWORD flags;  // WSA_FLAG_*

    SOCKET handle() const { return handle_; }
    USHORT default_port() const;
    uint8_t best_class() const;

    nt::FutexMutex lock;  // all that follows

    void handle_set(SOCKET s) { handle_ = s; }
    bool is_closed() const { return closed_; }
    Phase phase() const { return phase_; }
    bool is_nonblocking(const OverlappedCall& call) const {
        return nonblocking && !call.overlapped;
    }

    // ---- what network events and select ask ----
    bool connect_was_begun() const { return phase_ != Phase::kFresh || connect_error_ != 0; }
    int connect_error() const { return connect_error_; }
    bool was_connected() const { return phase_ == Phase::kConnected; }
    bool has_request(bool deferred_too) const;
    bool has_data() const;
    bool has_expedited() const { return !options.expedited_inline && !expedited_.empty(); }
    bool has_room() const;
    bool has_ended() const { return failure_ != 0 || (peer_ended_ && store_.empty()); }
    // Of one that has ended, FD_CLOSE's: 0, WSAECONNRESET or WSAECONNABORTED.
    int close_code() const;

    // The state has changed: tells whoever waits for that.
    void changed(bool deferred_too = false);
    void observe(Observer& observer);
    void unobserve(Observer& observer);

    // Puts the request into the queue, lets go of the lock and waits for its end. 0: it has been
    // performed, and says how. WSAETIMEDOUT: it is out of the queue again.
    // (Without the lock where it is 0.)
    int wait(Lock& guard, RequestQueue& queue, Request& request, nt::Deadline deadline);
    // The same for one that is in the queue.
    int sleep(Lock& guard, RequestQueue& queue, Request& request, nt::Deadline deadline);
    static bool is_over(const Request& request);
    // Starts an overlapped request: 0 (over), WSA_IO_PENDING or another WSA code.
    int start(RequestQueue& queue, std::unique_ptr<Request> request, const OverlappedCall& call,
              DWORD* transferred, DWORD* result_flags);

    // SO_ERROR's, told once.
    int error_take();
    // FIONREAD's.
    size_t first_message_size() const { return store_.first_size(); }
    // ---- overlapped.cpp ----
    uint32_t requests_cancel(const OVERLAPPED* overlapped, uint32_t thread);

    // ---- bind.cpp ----
    // 0 or a WSA code, for a socket that has no descriptor yet.
    int descriptor_open(const IsoAddress& address, bool dual);

    // ---- connect.cpp ----
    int connect_begin(const IsoAddress& to, Octets caller_data, const QOS* quality);
    // Ends the attempt: 0, or why it failed.
    void connect_end(int code);
    int listen_begin(int backlog);
    // No TCP connections are taken any more.
    void listen_end();

    // ---- receive.cpp ----
    // Reads and takes apart what has come.
    void receive_octets();
    // A call that reads: first what is there, then what the kernel has. False: it has to wait.
    bool receive_try(ReceiveRequest& request, bool blocks);
    // After a call that may have made room.
    void receive_resume();
    // From the messages that are there. True: `request` is over, and says how.
    bool data_take(const Buffers& buffers, DWORD in_flags, Request* request);

    // ---- send.cpp ----
    int send_data(Lock& guard, const WSABUF* buffers, DWORD count, DWORD* sent, DWORD send_flags,
                  const OverlappedCall& call);
    bool expedited_send(Octets octets, Request* request);
    // Writes what is due; whatever is written to its end is told.
    void flush();
    // A TPDU of the transport's own, for between two TPDUs of sends.
    void control_push(const Tpdu& tpdu);
    bool flush_is_over() const;

    // ---- disconnect.cpp ----
    // The connection is gone. 0: in order.
    void connection_lost(int code);
    // No more is sent after what is queued but the release itself.
    void release_begin(DisconnectReason reason, Octets data);
    // ---- close.cpp ----
    // Ends everything. The SOCKET still is there; nobody finds the socket by it any more.
    void close_begin(Lock& guard);
    void send_shutdown(Octets data);
    void receive_shutdown();

    // reactor::Watch
    void ready(uint32_t events, uint16_t registration) override;
    // Watches the descriptor. 0 or a WSA code.
    int watch_begin();
    void watch_end();

    void time_out(uint64_t now);
    int timer_start(DWORD milliseconds);
    void timer_stop();

    // It becomes the accepted end of a connection.
    void connection_adopt(Connection&& connection);
    // AcceptEx accepts into it, for that listener; null: no longer.
    void acceptor_set(nt::Ref<Socket> acceptor) { acceptor_ = std::move(acceptor); }
    const nt::Ref<Socket>& acceptor() const { return acceptor_; }
    // It has got a connection by AcceptEx, whose first data is awaited.
    bool acceptor_waits() const { return !receives.empty() && receives.first()->is_into(*this); }
    // ---- extension functions ----
    // TF_REUSE_SOCKET: as it was when it was new.
    void renew();
    bool is_released() const;

    SocketOptions options;
    bool nonblocking = false;
    bool bound = false;
    bool bound_by_program = false;
    // Where the last attempt to connect came from, if connect bound the socket for it and it
    // failed.
    IsoAddress attempted_from;
    bool receive_shut = false;
    bool send_shut = false;
    bool is_port_guest = false;    // another socket has the TCP descriptor (shared_port.h)
    bool context_missing = false;  // SO_UPDATE_ACCEPT_CONTEXT is due
    bool disconnected = false;     // by DisconnectEx
    uint64_t connected_at = 0;     // nanoseconds; 0: never
    Connection connection;
    std::unique_ptr<Listener> listener;
    NetworkEvents events{*this};
    RequestQueue receives;
    RequestQueue expedited_receives;
    RequestQueue sends;
    RequestQueue expedited_sends;
    RequestQueue accepts;
    RequestQueue connects;
    // SO_CONNDATA and its like: set before, or what came.
    std::vector<char> connect_data;
    std::vector<char> connect_data_received;
    std::vector<char> disconnect_data;
    std::vector<char> disconnect_data_received;
    bool disconnect_data_came = false;
    DisconnectReason disconnect_reason{};
    QOS quality{};  // asked for, and then agreed
    bool quality_set = false;

  private:
    friend class ReceiveRequest;
    ~Socket() override;

    bool take(Octets octets);
    bool take_tpdu(const Tpdu& tpdu);
    bool take_answer(const Tpdu& tpdu);
    bool take_expedited(const Tpdu& tpdu);
    void take_disconnect(const Tpdu& tpdu);
    void expedited_acknowledge();
    void leftovers_drop();
    void stream_ended();
    void written_count(size_t written, size_t rest, SendRequest* send);
    void send_open(SendRequest& request);
    bool send_short(const WSABUF* message, size_t* written);
    void send_keep(SendRequest& request);
    void release_push();
    void close_linger(Lock& guard);
    void take_confirm(const Tpdu& tpdu);
    void take_refusal(const Tpdu& tpdu);
    void connect_reset();
    void take_data(Octets octets, bool end);
    void refuse(const Reject& reject, Octets octets);
    void connect_proceed();
    bool wants_more() const;

    SOCKET handle_ = INVALID_SOCKET;
    Phase phase_ = Phase::kFresh;
    bool closed_ = false;
    int connect_error_ = 0;
    int failure_ = 0;        // what every later transfer says
    int error_pending_ = 0;  // the same until SO_ERROR has told it
    bool peer_ended_ = false;
    bool released_ = false;  // our DR or the end of our stream is on its way
    bool tcp_connecting_ = false;
    bool peer_gone_ = false;               // nothing more will be read
    bool blocked_ = false;                 // the kernel takes no more octets now
    bool drained_ = false;                 // ... and has none: epoll will tell
    bool input_ends_ = false;              // epoll has told of the stream's end
    reactor::Reactor* reactor_ = nullptr;  // while watched
    Observer* observers_ = nullptr;

    // In.
    MessageStore store_;
    std::deque<std::vector<uint8_t>> expedited_;
    // Out.
    std::string control_;  // whole TPDUs
    size_t control_at_ = 0;
    bool message_open_ = false;       // the last send had MSG_PARTIAL
    bool expedited_awaited_ = false;  // EA has not come yet
    bool expedited_ack_due_ = false;  // ... nor has ours gone
    uint8_t expedited_ack_number_ = 0;
    bool release_due_ = false;  // when all is sent
    bool release_told_ = false;
    DisconnectReason release_reason_{};
    std::vector<uint8_t> release_data_;
    uint8_t expedited_number_ = 0;
    std::vector<uint8_t> request_octets_;  // the CR, for comparison with its answer
    QualityParameters quality_asked_;
    nt::Ref<SocketTimer> timer_;
    nt::Ref<Socket> acceptor_;
};

// ---- SOCKETs ----

using SocketRef = nt::Ref<Socket>;

// Empty: not one of ours.
SocketRef socket_find(SOCKET s);
// Makes a SOCKET for it. 0 or a WSA code.
int socket_publish(SocketRef socket, SOCKET* s);
// Takes the SOCKET's number from the socket: from here on nobody finds it.
SocketRef socket_unpublish(SOCKET s);
void sockets_close_all();

uint64_t clock_now();

}  // namespace berth::iso
