// IcmpSendEcho and its kin: arguments, the reply's place in the caller's buffer, requests that go
// on in a thread of the pool.
#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <exception>
#include <iterator>
#include <memory>
#include <utility>

#include "iphlpapi/icmp_exchange.h"
#include "nt/api.h"
#include "nt/event.h"
#include "nt/handle.h"
#include "nt/pool.h"
#include "nt/thread.h"
#include "icmpapi.h"

using namespace berth::nt;

namespace berth::iphlpapi {
namespace {

class IcmpFile final : public Object {
  public:
    static constexpr ObjectType kType{"IcmpFile", false};
    explicit IcmpFile(bool is_ipv6) : Object(kType), ipv6(is_ipv6) {}
    const bool ipv6;
};

HANDLE file_create(bool ipv6) {
    return api_call<HANDLE>(INVALID_HANDLE_VALUE, [&]() -> HANDLE {
        if (const int number = echo_allowed(ipv6))
            return api_fail<HANDLE>(
                number == EACCES || number == EPERM ? ERROR_ACCESS_DENIED : ERROR_NOT_SUPPORTED,
                INVALID_HANDLE_VALUE);
        Ref<Object> file = object_make<IcmpFile>(ipv6);
        const HANDLE handle = file ? handle_make(std::move(file)) : nullptr;
        return handle ? handle : api_fail<HANDLE>(ERROR_NOT_ENOUGH_MEMORY, INVALID_HANDLE_VALUE);
    });
}

DWORD error_of(int number) {
    switch (number) {
        case ENETUNREACH:
            return ERROR_NETWORK_UNREACHABLE;
        case EHOSTUNREACH:
            return ERROR_HOST_UNREACHABLE;
        case EMSGSIZE:
            return IP_PACKET_TOO_BIG;
        case EACCES:
        case EPERM:
            return ERROR_ACCESS_DENIED;
        case EADDRNOTAVAIL:
        case EINVAL:
            return ERROR_INVALID_PARAMETER;
        case ENOBUFS:
        case ENOMEM:
            return IP_NO_RESOURCES;
        default:
            return IP_GENERAL_FAILURE;
    }
}

// ICMP's types and codes as IP_STATUS.
IP_STATUS ipv4_status(unsigned type, unsigned code) {
    constexpr unsigned kUnreachable = 3, kQuench = 4, kTimeExceeded = 11, kParameter = 12;
    switch (type) {
        case kUnreachable:
            switch (code) {
                case 0:
                case 6:
                case 9:
                case 11:
                    return IP_DEST_NET_UNREACHABLE;
                case 2:
                    return IP_DEST_PROT_UNREACHABLE;
                case 3:
                    return IP_DEST_PORT_UNREACHABLE;
                case 4:
                    return IP_PACKET_TOO_BIG;
                case 5:
                    return IP_BAD_ROUTE;
                default:
                    return IP_DEST_HOST_UNREACHABLE;
            }
        case kQuench:
            return IP_SOURCE_QUENCH;
        case kTimeExceeded:
            return code == 0 ? IP_TTL_EXPIRED_TRANSIT : IP_TTL_EXPIRED_REASSEM;
        case kParameter:
            return IP_PARAM_PROBLEM;
        default:
            return IP_ICMP_ERROR;
    }
}

IP_STATUS ipv6_status(unsigned type, unsigned code) {
    constexpr unsigned kUnreachable = 1, kTooBig = 2, kTimeExceeded = 3, kParameter = 4;
    switch (type) {
        case kUnreachable:
            switch (code) {
                case 0:
                    return IP_DEST_NO_ROUTE;
                case 1:
                    return IP_DEST_PROHIBITED;
                case 2:
                    return IP_DEST_SCOPE_MISMATCH;
                case 3:
                    return IP_DEST_ADDR_UNREACHABLE;
                case 4:
                    return IP_DEST_PORT_UNREACHABLE;
                default:
                    return IP_DEST_UNREACHABLE;
            }
        case kTooBig:
            return IP_PACKET_TOO_BIG;
        case kTimeExceeded:
            return code == 0 ? IP_HOP_LIMIT_EXCEEDED : IP_REASSEMBLY_TIME_EXCEEDED;
        case kParameter:
            return code == 0   ? IP_BAD_HEADER
                   : code == 1 ? IP_UNRECOGNIZED_NEXT_HEADER
                               : IP_PARAMETER_PROBLEM;
        default:
            return IP_ICMP_ERROR;
    }
}

struct Reply {
    std::byte* buffer;
    DWORD size;
    bool ipv6;
};

DWORD head_size(bool ipv6) {
    return ipv6 ? sizeof(ICMPV6_ECHO_REPLY) : sizeof(ICMP_ECHO_REPLY);
}

void reply_write(const Reply& reply, const EchoAnswer& answer, IP_STATUS status) {
    const std::size_t room = reply.size - head_size(reply.ipv6);
    const std::size_t length = std::min(answer.data.size(), room);
    std::byte* const data = reply.buffer + head_size(reply.ipv6);
    if (length != 0)
        std::memcpy(data, answer.data.data(), length);
    if (reply.ipv6) {
        ICMPV6_ECHO_REPLY head{};
        std::memcpy(head.Address.sin6_addr, answer.from.bytes, sizeof head.Address.sin6_addr);
        head.Address.sin6_scope_id = answer.from.scope;
        head.Status = status;
        head.RoundTripTime = answer.round_trip;
        std::memcpy(reply.buffer, &head, sizeof head);
        return;
    }
    ICMP_ECHO_REPLY head{};
    std::memcpy(&head.Address, answer.from.bytes, sizeof head.Address);
    head.Status = status;
    head.RoundTripTime = answer.round_trip;
    head.DataSize = static_cast<USHORT>(length);
    head.Data = data;
    head.Options.Ttl = answer.time_to_live;
    head.Options.Tos = answer.type_of_service;
    std::memcpy(reply.buffer, &head, sizeof head);
}

// Sends, waits, writes the reply. Gives 0 with a reply in the buffer, or the error.
DWORD request_run(const EchoRequest& request, const Reply& reply) {
    const EchoAnswer answer = echo_exchange(request);
    switch (answer.end) {
        case EchoEnd::kReply:
            reply_write(reply, answer,
                        answer.data.size() > reply.size - head_size(reply.ipv6) ? IP_BUF_TOO_SMALL
                                                                                : IP_SUCCESS);
            return 0;
        case EchoEnd::kIcmpError:
            reply_write(reply, answer,
                        reply.ipv6 ? ipv6_status(answer.icmp_type, answer.icmp_code)
                                   : ipv4_status(answer.icmp_type, answer.icmp_code));
            return 0;
        case EchoEnd::kTimeout:
            return IP_REQ_TIMED_OUT;
        default:
            return error_of(answer.error);
    }
}

// The routine's IO_STATUS_BLOCK.
struct StatusBlock {
    ULONG_PTR status;
    ULONG_PTR information;
};
using Routine = void (*)(PVOID, StatusBlock*, ULONG);

class EchoApc final : public Apc {
  public:
    EchoApc(FARPROC routine, PVOID context)
        : routine_(reinterpret_cast<Routine>(reinterpret_cast<void*>(routine))),
          context_(context) {}
    void run() override { routine_(context_, &block, 0); }
    StatusBlock block{};

  private:
    Routine routine_;
    PVOID context_;
};

// A request that goes on by itself. Until it has ended the first word of the buffer says so.
class EchoTask final : public Object, public PoolTask {
  public:
    static constexpr ObjectType kType{"EchoTask", false};
    EchoTask(EchoRequest echo, const Reply& place)
        : Object(kType),
          PoolTask(static_cast<Object&>(*this)),
          request(std::move(echo)),
          reply(place) {
        runs_long = true;
    }

    void run() override {
        DWORD error = ERROR_NOT_ENOUGH_MEMORY;
        try {
            error = request_run(request, reply);
        } catch (const std::exception&) {
            error = IP_NO_RESOURCES;
        }
        if (error != 0)
            reply_write(reply, EchoAnswer(), error);
        else
            mark_one();
        if (apc) {
            apc->block.information = error == 0 ? reply.size : 0;
            thread->apc_queue(apc.release());
        }
        if (event)
            event->set();
    }

    EchoRequest request;
    Reply reply;
    Ref<Event> event;
    Ref<Thread> thread;
    std::unique_ptr<EchoApc> apc;

  private:
    // IcmpParseReplies finds the number of replies here.
    void mark_one() const {
        if (reply.ipv6)
            return;
        const USHORT one = 1;
        std::memcpy(reply.buffer + offsetof(ICMP_ECHO_REPLY, Reserved), &one, sizeof one);
    }
};

struct Arguments {
    HANDLE file;
    HANDLE event;
    FARPROC routine;
    PVOID context;
    LPVOID data;
    WORD size;
    const IP_OPTION_INFORMATION* options;
    LPVOID reply;
    DWORD reply_size;
    DWORD timeout;
};

DWORD request_make(const Arguments& given, EchoRequest& request) {
    if (!given.reply || (given.size != 0 && !given.data))
        return ERROR_INVALID_PARAMETER;
    if (given.reply_size < head_size(request.destination.ipv6) + given.size)
        return given.reply_size < head_size(request.destination.ipv6) ? ERROR_INSUFFICIENT_BUFFER
                                                                      : IP_BUF_TOO_SMALL;
    if (given.size != 0) {
        const auto* bytes = static_cast<const std::uint8_t*>(given.data);
        request.data.assign(bytes, bytes + given.size);
    }
    request.timeout = given.timeout;
    if (!given.options)
        return 0;
    request.time_to_live = given.options->Ttl;
    request.type_of_service = given.options->Tos;
    request.dont_fragment = (given.options->Flags & IP_FLAG_DF) != 0;
    if (given.options->OptionsSize > MAX_OPT_SIZE)
        return IP_OPTION_TOO_BIG;
    if (given.options->OptionsSize != 0 && !given.options->OptionsData)
        return IP_BAD_OPTION;
    request.options.assign(given.options->OptionsData,
                           given.options->OptionsData + given.options->OptionsSize);
    return 0;
}

DWORD request_start(const Arguments& given, EchoRequest request, const Reply& reply) {
    Pool* const pool = Pool::process();
    const Ref<EchoTask> task = object_make<EchoTask>(std::move(request), reply);
    if (!pool || !task)
        return ERROR_NOT_ENOUGH_MEMORY;
    if (given.event) {
        DWORD error = 0;
        task->event = handle_get<Event>(given.event, EVENT_MODIFY_STATE, &error);
        if (!task->event)
            return error;
        task->event->reset();
    } else {
        task->apc = std::make_unique<EchoApc>(given.routine, given.context);
        task->thread = Ref<Thread>::share(thread_current());
    }
    reply_write(reply, EchoAnswer(), IP_PENDING);
    if (const DWORD error = pool->prepare())
        return error;
    pool->submit(*task);
    return ERROR_IO_PENDING;
}

DWORD echo(const Arguments& given, EchoRequest request) {
    const bool ipv6 = request.destination.ipv6;
    return api_call<DWORD>(0, [&]() -> DWORD {
        DWORD error = 0;
        const Ref<IcmpFile> file = handle_get<IcmpFile>(given.file, 0, &error);
        if (!file)
            return api_fail<DWORD>(error, 0);
        error = file->ipv6 == ipv6 ? request_make(given, request) : ERROR_INVALID_PARAMETER;
        const Reply reply{static_cast<std::byte*>(given.reply), given.reply_size, ipv6};
        if (error == 0)
            error = given.event || given.routine ? request_start(given, std::move(request), reply)
                                                 : request_run(request, reply);
        return error == 0 ? 1 : api_fail<DWORD>(error, 0);
    });
}

EchoAddress ipv4_address(IPAddr from) {
    EchoAddress address;
    std::memcpy(address.bytes, &from, sizeof from);
    return address;
}

EchoAddress ipv6_address(const sockaddr_in6& from) {
    EchoAddress address;
    address.ipv6 = true;
    std::memcpy(address.bytes, &from.sin6_addr, sizeof address.bytes);
    address.scope = from.sin6_scope_id;
    return address;
}

}  // namespace
}  // namespace berth::iphlpapi

using namespace berth::iphlpapi;

HANDLE WINAPI IcmpCreateFile(VOID) {
    return file_create(false);
}
HANDLE WINAPI Icmp6CreateFile(VOID) {
    return file_create(true);
}

BOOL WINAPI IcmpCloseHandle(HANDLE IcmpHandle) {
    DWORD error = 0;
    if (!handle_get<IcmpFile>(IcmpHandle, 0, &error))
        return api_fail(error, FALSE);
    error = handle_close(IcmpHandle);
    return error == 0 ? TRUE : api_fail(error, FALSE);
}

DWORD WINAPI IcmpSendEcho2Ex(HANDLE IcmpHandle, HANDLE Event, FARPROC ApcRoutine, PVOID ApcContext,
                             IPAddr SourceAddress, IPAddr DestinationAddress, LPVOID RequestData,
                             WORD RequestSize, PIP_OPTION_INFORMATION RequestOptions,
                             LPVOID ReplyBuffer, DWORD ReplySize, DWORD Timeout) {
    if (DestinationAddress == INADDR_ANY)
        return api_fail<DWORD>(ERROR_INVALID_NETNAME, 0);
    EchoRequest request;
    request.source = ipv4_address(SourceAddress);
    request.destination = ipv4_address(DestinationAddress);
    return echo({IcmpHandle, Event, ApcRoutine, ApcContext, RequestData, RequestSize,
                 RequestOptions, ReplyBuffer, ReplySize, Timeout},
                std::move(request));
}

DWORD WINAPI IcmpSendEcho2(HANDLE IcmpHandle, HANDLE Event, FARPROC ApcRoutine, PVOID ApcContext,
                           IPAddr DestinationAddress, LPVOID RequestData, WORD RequestSize,
                           PIP_OPTION_INFORMATION RequestOptions, LPVOID ReplyBuffer,
                           DWORD ReplySize, DWORD Timeout) {
    return IcmpSendEcho2Ex(IcmpHandle, Event, ApcRoutine, ApcContext, INADDR_ANY,
                           DestinationAddress, RequestData, RequestSize, RequestOptions,
                           ReplyBuffer, ReplySize, Timeout);
}

DWORD WINAPI IcmpSendEcho(HANDLE IcmpHandle, IPAddr DestinationAddress, LPVOID RequestData,
                          WORD RequestSize, PIP_OPTION_INFORMATION RequestOptions,
                          LPVOID ReplyBuffer, DWORD ReplySize, DWORD Timeout) {
    return IcmpSendEcho2Ex(IcmpHandle, nullptr, nullptr, nullptr, INADDR_ANY, DestinationAddress,
                           RequestData, RequestSize, RequestOptions, ReplyBuffer, ReplySize,
                           Timeout);
}

DWORD WINAPI Icmp6SendEcho2(HANDLE IcmpHandle, HANDLE Event, FARPROC ApcRoutine, PVOID ApcContext,
                            struct sockaddr_in6* SourceAddress,
                            struct sockaddr_in6* DestinationAddress, LPVOID RequestData,
                            WORD RequestSize, PIP_OPTION_INFORMATION RequestOptions,
                            LPVOID ReplyBuffer, DWORD ReplySize, DWORD Timeout) {
    if (!SourceAddress || !DestinationAddress)
        return api_fail<DWORD>(ERROR_INVALID_PARAMETER, 0);
    EchoRequest request;
    request.source = ipv6_address(*SourceAddress);
    request.destination = ipv6_address(*DestinationAddress);
    return echo({IcmpHandle, Event, ApcRoutine, ApcContext, RequestData, RequestSize,
                 RequestOptions, ReplyBuffer, ReplySize, Timeout},
                std::move(request));
}

DWORD WINAPI IcmpParseReplies(LPVOID ReplyBuffer, DWORD ReplySize) {
    if (!ReplyBuffer || ReplySize < sizeof(ICMP_ECHO_REPLY))
        return api_fail<DWORD>(ERROR_INVALID_PARAMETER, 0);
    ICMP_ECHO_REPLY reply;
    std::memcpy(&reply, ReplyBuffer, sizeof reply);
    const USHORT count = std::exchange(reply.Reserved, USHORT{0});
    if (count == 0)
        return api_fail<DWORD>(reply.Status, 0);
    std::memcpy(ReplyBuffer, &reply, sizeof reply);
    return count;
}

DWORD WINAPI Icmp6ParseReplies(LPVOID ReplyBuffer, DWORD ReplySize) {
    if (!ReplyBuffer || ReplySize < sizeof(ICMPV6_ECHO_REPLY))
        return api_fail<DWORD>(ERROR_INVALID_PARAMETER, 0);
    ICMPV6_ECHO_REPLY reply;
    std::memcpy(&reply, ReplyBuffer, sizeof reply);
    // What comes from no address is no reply.
    if (std::any_of(std::begin(reply.Address.sin6_addr), std::end(reply.Address.sin6_addr),
                    [](USHORT word) { return word != 0; }))
        return 1;
    return api_fail<DWORD>(reply.Status, 0);
}
