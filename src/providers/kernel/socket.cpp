#include "providers/kernel/socket.h"

#include <cerrno>
#include <new>
#include <utility>
#include <vector>

#include "nt/descriptor_port.h"
#include "nt/sanitizer.h"
#include "providers/kernel/address.h"
#include "providers/kernel/conditional_accept.h"
#include "providers/kernel/deferred.h"
#include "providers/kernel/join_leaf.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/port_reservation.h"
#include "providers/kernel/protocols.h"
#include "providers/kernel/quality.h"
#include "providers/kernel/receive_all.h"
#include "providers/kernel/option_rare.h"
#include "providers/kernel/receive_filter.h"
#include "providers/kernel/shared_state.h"
#include "providers/kernel/socket_watch.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {

nt::DescriptorTable<Socket> sockets;

// What an idle connection costs (docs/performance.md): blocks go up in steps of 32 bytes.
static_assert(sizeof(Socket) <= 256 && sizeof(SocketWatch) <= 128);

const bool plain_transfers_allowed = !nt::sanitizer_watches();

namespace {

uint64_t serial_next() {
    static std::atomic<uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace

Socket::~Socket() {
    if (has_quality)
        quality_forget(*this);
    if (kept.get(Kept::interfaces_listed))
        receive_filter_forget(*this);
    if (kept.get(Kept::rarely_kept))
        rare_options_forget(*this);
    if (kept.get(Kept::receives_all))
        receive_all_forget(*this);
    if (kept.get(Kept::port_reserved))
        port_reservation_forget(*this);
    if (ConditionalAccept* const held = gate.load(std::memory_order_acquire))
        held->unref();
    if (shared)
        shared_memory_forget(*this);
    if (in_session)
        session_forget(*this);
}

Socket::Socket(int descriptor, int af, int socktype, int proto, DWORD entry, DWORD creation_flags)
    : fd(descriptor),
      flags(creation_flags),
      family(af),
      type(socktype),
      protocol(proto),
      catalog_entry_id(entry),
      serial(serial_next()) {}

void Socket::queued_set(uint8_t directions) {
    const uint32_t before = queued.exchange(directions);
    // Opened again by the general path: most sockets that have requests have nothing else.
    if (plain.load() & plain_bits(directions))
        plain_update();
    if (before & kAwaited)
        nt::futex_wake(queued, nt::kWakeAll);
}

void connection_reset(int fd) {
    lnx::LingerOption reset{1, 0};
    lnx::sys_setsockopt(fd, lnx::kSolSocket, lnx::kSoLinger, &reset, sizeof reset);
    lnx::sys_close(fd);
}

// A request that ends undecided or refused.
DeferredRequest::~DeferredRequest() {
    if (fd >= 0)
        connection_reset(fd);
    if (held)
        held->gate.refuse(*held);
}

constinit ClosingMark closing_mark{};

bool socket_is_nonblocking(Socket& socket) {
    if ((!socket.nonblocking || socket.shared) && !socket.polled)
        socket.nonblocking = (lnx::sys_fcntl(socket.fd, lnx::kFGetFl) & lnx::kONonblock) != 0;
    return socket.nonblocking;
}

namespace {

// Stores into the slot, and ends what another thread's call has made of the number meanwhile.
void slot_take(nt::DescriptorSlot<Socket>& slot, Socket* socket) {
    Socket* adopted = slot.load(std::memory_order_acquire);
    while (!slot.compare_exchange_weak(adopted, socket, std::memory_order_seq_cst)) {
    }
    if (!adopted || adopted == socket_closing_mark())
        return;
    const std::unique_ptr<Socket> owned(adopted);
    owned->closing = true;
    nt::region_interrupt(adopted);
    conditional_accept_end(*owned);
    socket_watch_end(*owned);
    address_forget(owned->bound_address);
}

}  // namespace

int socket_number_claim(int fd) {
    auto* slot = sockets.make(static_cast<SOCKET>(fd));
    if (!slot)
        return WSAENOBUFS;
    slot_take(*slot, socket_closing_mark());
    return 0;
}

void socket_number_abandon(int fd) {
    sockets.find(static_cast<SOCKET>(fd))->store(nullptr, std::memory_order_release);
    lnx::sys_close(fd);
}

int socket_publish(std::unique_ptr<Socket> socket) {
    auto s = static_cast<SOCKET>(socket->fd);
    if (int code = socket_number_claim(socket->fd)) {
        socket_watch_end(*socket);
        lnx::sys_close(socket->fd);
        return code;
    }
    auto* slot = sockets.find(s);
    DWORD entry = socket->catalog_entry_id;
    socket->plain_update();
    // Before the upcall: from there on the socket can be used.
    Socket* published = socket.release();
    slot_take(*slot, published);
    int error = WSAEINVAL;
    const auto modify = upcalls().lpWPUModifyIFSHandle;
    if (!modify || modify(entry, s, &error) == INVALID_SOCKET) {
        slot->store(nullptr, std::memory_order_release);
        socket_watch_end(*published);
        lnx::sys_close(published->fd);
        std::unique_ptr<Socket> discarded(published);
        return error;
    }
    return 0;
}

std::unique_ptr<Socket> socket_new(int fd, int family, int type, int protocol,
                                   DWORD catalog_entry_id, DWORD flags) {
    std::unique_ptr<Socket> made(new (std::nothrow)
                                     Socket(fd, family, type, protocol, catalog_entry_id, flags));
    if (!made)
        lnx::sys_close(fd);
    return made;
}

void socket_destroy(Socket* socket) {
    std::unique_ptr<Socket> owned(socket);
    auto* slot = sockets.find(static_cast<SOCKET>(owned->fd));
    socket_watch_end(*owned);
    nt::descriptor_port_forget(static_cast<uintptr_t>(owned->fd));
    lnx::sys_close(owned->fd);
    // Unless the number already belongs to a new socket.
    Socket* mark = socket_closing_mark();
    slot->compare_exchange_strong(mark, nullptr, std::memory_order_acq_rel);
}

namespace {

int option_int(int fd, int option, int* value) {
    unsigned length = sizeof *value;
    return lnx::sys_getsockopt(fd, lnx::kSolSocket, option, value, &length) == 0 ? 0 : errno;
}

// What the kernel tells of a descriptor that somebody else opened.
std::unique_ptr<Socket> socket_describe(int fd) {
    int domain = 0;
    int type = 0;
    int protocol = 0;
    if (option_int(fd, lnx::kSoDomain, &domain) != 0 || option_int(fd, lnx::kSoType, &type) != 0 ||
        option_int(fd, lnx::kSoProtocol, &protocol) != 0)
        return nullptr;
    const WSAPROTOCOL_INFOW* known = protocol_find(family_from_linux(domain), type, protocol);
    WSAPROTOCOL_INFOW entry{};
    if (!known || protocol_catalog_entry(*known, &entry) != 0)
        return nullptr;
    std::unique_ptr<Socket> socket(new (std::nothrow)
                                       Socket(fd, family_from_linux(domain), type, protocol,
                                              entry.dwCatalogEntryId, WSA_FLAG_OVERLAPPED));
    if (!socket)
        return nullptr;
    int listening = 0;
    option_int(fd, lnx::kSoAcceptConn, &listening);
    socket->listening = listening != 0;
    int urgent_inline = 0;
    option_int(fd, lnx::kSoOobInline, &urgent_inline);
    socket->urgent_inline = urgent_inline != 0 && socket->is_stream();
    socket->nonblocking = (lnx::sys_fcntl(fd, lnx::kFGetFl) & lnx::kONonblock) != 0;
    Address address;
    if (address_of_socket(fd, &address) == 0)
        socket->bound =
            address.family == lnx::kAfUnix ? !address_is_any(address) : address_port(address) != 0;
    socket->connected = address_of_peer(fd, &address) == 0;
    socket->plain_update();
    return socket;
}

}  // namespace

int socket_adopt(SOCKET s) {
    auto* slot = sockets.make(s);
    if (!slot)
        return WSAENOTSOCK;
    if (Socket* found = slot->load(std::memory_order_acquire))
        return found == socket_closing_mark() ? WSAENOTSOCK : 0;  // published meanwhile
    std::unique_ptr<Socket> socket = socket_describe(static_cast<int>(s));
    if (!socket)
        return WSAENOTSOCK;
    Socket* none = nullptr;
    if (slot->compare_exchange_strong(none, socket.get(), std::memory_order_acq_rel))
        static_cast<void>(socket.release());
    return 0;
}

void sockets_close_all() {
    std::vector<SOCKET> open;
    sockets.for_each([&](uintptr_t s, Socket* socket) {
        if (socket != socket_closing_mark())
            open.push_back(s);
    });
    for (SOCKET s : open) {
        int ignored = 0;
        close_socket(s, &ignored);
    }
}

}  // namespace berth::kernel
