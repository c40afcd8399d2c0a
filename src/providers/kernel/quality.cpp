#include "providers/kernel/quality.h"

#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <new>

#include "nt/lasting.h"
#include "nt/memory_probe.h"
#include "providers/common/service_type.h"
#include "providers/kernel/error.h"
#include "providers/kernel/ioctl.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/socket_watch.h"
#include "providers/kernel/startup.h"
#include "qosobjs.h"

namespace berth::kernel {
namespace {

constexpr uint32_t kUnpaced = ~0U;

// What the kernel is told.
struct Treatment {
    uint32_t rate = kUnpaced;  // bytes a second
    int code_point = 0;
    int priority = 0;

    bool is_plain() const { return rate == kUnpaced && code_point == 0 && priority == 0; }
};

// Code points and priorities as Windows' packet scheduler gives them to the service types.
struct Service {
    SERVICETYPE type;
    int code_point;
    int priority;
};
constexpr Service kServices[] = {
    {SERVICETYPE_NOTRAFFIC, 0, 0},          {SERVICETYPE_BESTEFFORT, 0, 0},
    {SERVICETYPE_CONTROLLEDLOAD, 0x18, 4},  {SERVICETYPE_GUARANTEED, 0x28, 5},
    {SERVICETYPE_NETWORK_CONTROL, 0x30, 6}, {SERVICETYPE_QUALITATIVE, 0, 0},
};

const Service* service_find(SERVICETYPE type) {
    for (const Service& service : kServices) {
        if (service.type == type)
            return &service;
    }
    return nullptr;
}

bool is_given(ULONG value) {
    return value != QOS_NOT_SPECIFIED && value != POSITIVE_INFINITY_RATE;
}

// No kernel promises how long a packet takes.
bool is_guarantee_met(const FLOWSPEC& flow) {
    return flow.Latency == QOS_NOT_SPECIFIED && flow.DelayVariation == QOS_NOT_SPECIFIED;
}

// `sends`: of this side, whose rate must be known where a service is asked for.
int flow_check(const FLOWSPEC& flow, bool sends) {
    const SERVICETYPE type = provider::service_type(flow.ServiceType);
    if (type == SERVICETYPE_NOCHANGE)
        return 0;
    if (!service_find(type))
        return WSA_QOS_ESERVICETYPE;
    if (type == SERVICETYPE_GUARANTEED && !is_guarantee_met(flow))
        return WSAEOPNOTSUPP;
    const bool rated = type == SERVICETYPE_CONTROLLEDLOAD || type == SERVICETYPE_GUARANTEED;
    if (rated && sends && (flow.TokenRate == 0 || flow.TokenRate == QOS_NOT_SPECIFIED))
        return WSA_QOS_EFLOWSPEC;
    if (rated && is_given(flow.PeakBandwidth) && flow.PeakBandwidth != 0 &&
        is_given(flow.TokenRate) && flow.PeakBandwidth < flow.TokenRate)
        return WSA_QOS_EFLOWSPEC;
    return 0;
}

// The objects of QOS.ProviderSpecific, which go before the service type.
int object_read(ULONG type, const char* object, ULONG length, Treatment* treatment) {
    constexpr ULONG kLargestCodePoint = 63, kLargestPriority = 7;
    ULONG value = 0;
    if (type == QOS_OBJECT_DESTADDR)
        return 0;
    if (type != QOS_OBJECT_SD_MODE && type != QOS_OBJECT_SHAPING_RATE &&
        type != QOS_OBJECT_DS_CLASS && type != QOS_OBJECT_TRAFFIC_CLASS)
        return WSA_QOS_EUNKOWNPSOBJ;
    if (length < sizeof(QOS_OBJECT_HDR) + sizeof value)
        return WSA_QOS_EOBJLENGTH;
    std::memcpy(&value, object + sizeof(QOS_OBJECT_HDR), sizeof value);
    switch (type) {
        case QOS_OBJECT_SD_MODE:
            if (value > TC_NONCONF_BORROW_PLUS)
                return WSA_QOS_ESDMODEOBJ;
            return value == TC_NONCONF_DISCARD ? WSAEOPNOTSUPP : 0;
        case QOS_OBJECT_SHAPING_RATE:
            if (value == 0)
                return WSA_QOS_ESHAPERATEOBJ;
            treatment->rate = value;
            return 0;
        case QOS_OBJECT_DS_CLASS:
            treatment->code_point = static_cast<int>(value);
            return value <= kLargestCodePoint ? 0 : WSA_QOS_BAD_OBJECT;
        default:
            treatment->priority = static_cast<int>(value);
            return value <= kLargestPriority ? 0 : WSA_QOS_BAD_OBJECT;
    }
}

int objects_read(const WSABUF& list, Treatment* treatment) {
    if (list.len == 0 || !list.buf)
        return 0;
    if (!nt::memory_is_mapped(list.buf, list.len))
        return WSAEFAULT;
    for (ULONG at = 0; at < list.len;) {
        QOS_OBJECT_HDR head{};
        if (list.len - at < sizeof head)
            return WSA_QOS_EPROVSPECBUF;
        std::memcpy(&head, list.buf + at, sizeof head);
        if (head.ObjectType == QOS_OBJECT_END_OF_LIST)
            return 0;
        if (head.ObjectLength < sizeof head || head.ObjectLength > list.len - at)
            return WSA_QOS_EOBJLENGTH;
        if (const int code =
                object_read(head.ObjectType, list.buf + at, head.ObjectLength, treatment))
            return code;
        at += head.ObjectLength;
    }
    return 0;
}

void option_store(const Socket& socket, int level, int name, int value) {
    lnx::sys_setsockopt(socket.fd, level, name, &value, sizeof value);
}

// The priority last: the kernel sets one of its own with the code point. Seven takes a privilege.
int treatment_apply(const Socket& socket, const Treatment& treatment) {
    constexpr int kCodePointShift = 2, kLargestUnprivileged = 6;
    if (lnx::sys_setsockopt(socket.fd, lnx::kSolSocket, lnx::kSoMaxPacingRate, &treatment.rate,
                            sizeof treatment.rate) != 0)
        return error_from_errno(errno);
    const int field = treatment.code_point << kCodePointShift;
    option_store(socket, lnx::kIpProtoIp, lnx::kIpTos, field);
    if (socket.family == AF_INET6)
        option_store(socket, lnx::kIpProtoIpv6, lnx::kIpv6TClass, field);
    if (treatment.priority > kLargestUnprivileged)
        option_store(socket, lnx::kSolSocket, lnx::kSoPriority, kLargestUnprivileged);
    option_store(socket, lnx::kSolSocket, lnx::kSoPriority, treatment.priority);
    return 0;
}

Treatment treatment_of(const FLOWSPEC& flow) {
    Treatment treatment;
    const SERVICETYPE type = provider::service_type(flow.ServiceType);
    if (const Service* service = service_find(type)) {
        treatment.code_point = service->code_point;
        treatment.priority = service->priority;
    }
    const bool controlled =
        (flow.ServiceType & SERVICE_NO_TRAFFIC_CONTROL) != SERVICE_NO_TRAFFIC_CONTROL;
    if (type != SERVICETYPE_NOTRAFFIC && controlled && is_given(flow.TokenRate) &&
        flow.TokenRate != 0)
        treatment.rate = flow.TokenRate;
    return treatment;
}

FLOWSPEC flow_unspecified() {
    return {QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED,      QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED,
            QOS_NOT_SPECIFIED, SERVICETYPE_BESTEFFORT, QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED};
}

// Few sockets have one: it is not among their members. By the socket's number, under the lock.
constinit nt::FutexMutex qualities_lock;
std::map<uint64_t, QOS>& qualities() {
    // Never destroyed: sockets may be closed later than that.
    static nt::Lasting<std::map<uint64_t, QOS>> lasting;
    auto& of_sockets = lasting.get();
    return of_sockets;
}

// What WSAEventSelect or WSAAsyncSelect wants of the socket, if it wants anything.
template <typename Tell>
void events_tell(const Socket& socket, Tell&& tell) {
    if (SocketWatch* watch = socket.watch.load(std::memory_order_acquire)) {
        const std::lock_guard guard(watch->lock);
        NetworkEvents* const events = watch->ended ? nullptr : watch->events_wanted();
        if (events)
            tell(*events);
    }
}

}  // namespace

QOS quality_get(Socket& socket) {
    if (socket.has_quality) {
        const std::lock_guard guard(qualities_lock);
        return qualities()[socket.serial];
    }
    return {flow_unspecified(), flow_unspecified(), {0, nullptr}};
}

int quality_set(Socket& socket, const QOS& quality) try {
    for (const bool sends : {true, false}) {
        if (const int code =
                flow_check(sends ? quality.SendingFlowspec : quality.ReceivingFlowspec, sends))
            return code;
    }
    QOS now = quality_get(socket);
    if (provider::service_type(quality.SendingFlowspec.ServiceType) != SERVICETYPE_NOCHANGE)
        now.SendingFlowspec = quality.SendingFlowspec;
    if (provider::service_type(quality.ReceivingFlowspec.ServiceType) != SERVICETYPE_NOCHANGE)
        now.ReceivingFlowspec = quality.ReceivingFlowspec;
    Treatment treatment = treatment_of(now.SendingFlowspec);
    if (const int code = objects_read(quality.ProviderSpecific, &treatment))
        return code;
    {
        const std::lock_guard guard(socket.lock);
        if (socket.has_quality || !treatment.is_plain()) {
            if (const int code = treatment_apply(socket, treatment))
                return code;
        }
        now.ProviderSpecific = {0, nullptr};
        const std::lock_guard all(qualities_lock);
        qualities()[socket.serial] = now;
        socket.has_quality = true;
    }
    events_tell(socket, [](NetworkEvents& events) { events.quality_changed(); });
    return 0;
} catch (const std::bad_alloc&) {
    return WSAENOBUFS;
}

void quality_forget(const Socket& socket) {
    const std::lock_guard guard(qualities_lock);
    qualities().erase(socket.serial);
}

namespace ioctl_call {

int quality_of_service_set(Socket& socket, IoctlCall& call) {
    return quality_set(socket, call.read<QOS>());
}

int quality_of_service_get(Socket& socket, IoctlCall& call) {
    events_tell(socket, [](NetworkEvents& events) { events.quality_read(); });
    return call.write(quality_get(socket));
}

}  // namespace ioctl_call

// A name that is empty asks for the list of names.
BOOL WSPAPI quality_by_name(SOCKET s, LPWSABUF name, LPQOS quality, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK, FALSE);
    if (socket->family == AF_UNIX)
        return fail(error, WSAEOPNOTSUPP, FALSE);
    if (!nt::memory_is_mapped(name, sizeof *name) || name->len == 0 ||
        !nt::memory_is_mapped(name->buf, name->len))
        return fail(error, WSAEFAULT, FALSE);
    if (*name->buf == 0) {
        ULONG at = 0;
        for (size_t i = 0; const char* one = quality_template_name(i); ++i) {
            const auto length = static_cast<ULONG>(std::strlen(one) + 1);
            if (name->len - at <= length)  // the list's own end behind it
                break;
            std::memcpy(name->buf + at, one, length);
            at += length;
        }
        name->buf[at] = 0;
        return TRUE;
    }
    if (!nt::memory_is_mapped(quality, sizeof *quality))
        return fail(error, WSAEFAULT, FALSE);
    return quality_template(name->buf, strnlen(name->buf, name->len), quality)
               ? TRUE
               : fail(error, WSAEINVAL, FALSE);
}

}  // namespace berth::kernel
