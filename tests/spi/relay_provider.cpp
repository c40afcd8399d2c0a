// A layered provider with socket handles of its own (WPUCreateSocketHandle) over the next provider
// of its chain, in the manner of those that look at the data: every call comes by, and overlapped
// requests are made again below, with structures of this provider's, on a completion port.
#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "handleapi.h"
#include "ioapiset.h"
#include "libloaderapi.h"
#include "lower_sets.h"
#include "mswsock.h"
#include "processenv.h"
#include "processthreadsapi.h"
#include "test_providers.h"
#include "winbase.h"
#include "winuser.h"

namespace {

WSPUPCALLTABLE upcalls;
WSPPROC_TABLE next;
WSAPROTOCOL_INFOW chain;
WSAPROTOCOL_INFOW below;
int startups;

// What a socket of this provider stands for. It lives as long as the provider: a call in another
// thread may still look at it after the socket was closed.
struct Relay {
    SOCKET lower;
    SOCKET upper;
    HWND window = nullptr;
    UINT message = 0;
    int pending = 0;  // requests below
};
std::mutex lock;
std::condition_variable request_ended;
std::vector<std::unique_ptr<Relay>> relays;

// A request below, for one of the client's.
struct Operation {
    OVERLAPPED overlapped{};
    Relay* relay;
    LPWSAOVERLAPPED client;
    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine;
    WSATHREADID thread;
    DWORD error = 0;
    DWORD bytes = 0;
    DWORD flags = 0;
};

HANDLE port;
std::thread worker;
std::thread pump;
HWND hidden;
std::condition_variable hidden_made;

int fail(LPINT error, int code) {
    *error = code;
    return SOCKET_ERROR;
}

Relay* relay_of(SOCKET s, LPINT error) {
    DWORD_PTR context = 0;
    return upcalls.lpWPUQuerySocketHandleContext(s, &context, error) == 0
               ? reinterpret_cast<Relay*>(context)
               : nullptr;
}

// ---- overlapped requests ----

void CALLBACK routine_run(DWORD_PTR context) {
    const std::unique_ptr<Operation> operation(reinterpret_cast<Operation*>(context));
    operation->routine(operation->error, operation->bytes, operation->client, operation->flags);
}

void operation_end(std::unique_ptr<Operation> operation) {
    int error = 0;
    if (!next.lpWSPGetOverlappedResult(operation->relay->lower, &operation->overlapped,
                                       &operation->bytes, FALSE, &operation->flags, &error))
        operation->error = static_cast<DWORD>(error);
    LPWSAOVERLAPPED const client = operation->client;
    client->Offset = operation->flags;
    client->OffsetHigh = operation->error;
    const auto ended = [relay = operation->relay] {
        const std::lock_guard guard(lock);
        --relay->pending;
        request_ended.notify_all();
    };
    if (!operation->routine) {
        WPUCompleteOverlappedRequest(operation->relay->upper, client, operation->error,
                                     operation->bytes, &error);
        ended();
        return;
    }
    client->InternalHigh = operation->bytes;
    client->Internal = 0;
    WSATHREADID thread = operation->thread;
    const auto context = reinterpret_cast<DWORD_PTR>(operation.get());
    if (upcalls.lpWPUQueueApc(&thread, routine_run, context, &error) == 0)
        static_cast<void>(operation.release());
    ended();
}

void port_serve() {
    for (;;) {
        DWORD bytes = 0;
        ULONG_PTR key = 0;
        LPOVERLAPPED taken = nullptr;
        GetQueuedCompletionStatus(port, &bytes, &key, &taken, INFINITE);
        if (!taken)
            return;
        operation_end(std::unique_ptr<Operation>(reinterpret_cast<Operation*>(taken)));
    }
}

std::unique_ptr<Operation> operation_make(Relay* relay, LPWSAOVERLAPPED client,
                                          LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                                          LPWSATHREADID thread) {
    auto operation = std::make_unique<Operation>();
    operation->relay = relay;
    operation->client = client;
    operation->routine = routine;
    if (thread)
        operation->thread = *thread;
    client->Internal = WSS_OPERATION_IN_PROGRESS;
    const std::lock_guard guard(lock);
    ++relay->pending;
    return operation;
}

// `call` starts the request below with the structure that it gets; the port tells of the end,
// whenever that is.
template <typename Call>
int operation_start(Relay* relay, LPWSAOVERLAPPED client,
                    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error,
                    Call call) {
    auto operation = operation_make(relay, client, routine, thread);
    if (call(&operation->overlapped) != 0 && *error != WSA_IO_PENDING) {
        client->Internal = 0;
        const std::lock_guard guard(lock);
        --relay->pending;
        return SOCKET_ERROR;
    }
    static_cast<void>(operation.release());
    return fail(error, WSA_IO_PENDING);
}

int WSPAPI relay_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags,
                      LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                      LPWSATHREADID thread, LPINT error) {
    Relay* const relay = relay_of(s, error);
    if (!relay)
        return SOCKET_ERROR;
    const auto send = [&](LPOVERLAPPED own) {
        DWORD ignored = 0;
        return next.lpWSPSend(relay->lower, buffers, count, own ? &ignored : sent, flags, own,
                              nullptr, own ? thread : nullptr, error);
    };
    return overlapped ? operation_start(relay, overlapped, routine, thread, error, send)
                      : send(nullptr);
}

int WSPAPI relay_recv(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                      LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                      LPWSATHREADID thread, LPINT error) {
    Relay* const relay = relay_of(s, error);
    if (!relay)
        return SOCKET_ERROR;
    const auto receive = [&](LPOVERLAPPED own) {
        DWORD ignored = 0;
        DWORD own_flags = flags ? *flags : 0;
        return next.lpWSPRecv(relay->lower, buffers, count, own ? &ignored : received,
                              own ? &own_flags : flags, own, nullptr, own ? thread : nullptr,
                              error);
    };
    return overlapped ? operation_start(relay, overlapped, routine, thread, error, receive)
                      : receive(nullptr);
}

BOOL WSPAPI relay_result(SOCKET s, LPWSAOVERLAPPED overlapped, LPDWORD count, BOOL wait,
                         LPDWORD flags, LPINT error) {
    if (!relay_of(s, error))
        return FALSE;
    if (__atomic_load_n(&overlapped->Internal, __ATOMIC_ACQUIRE) == WSS_OPERATION_IN_PROGRESS) {
        if (!wait)
            return fail(error, WSA_IO_INCOMPLETE) == 0;
        WaitForSingleObject(overlapped->hEvent, INFINITE);
    }
    *error = static_cast<int>(overlapped->OffsetHigh);
    if (*error != 0)
        return FALSE;
    *count = static_cast<DWORD>(overlapped->InternalHigh);
    *flags = overlapped->Offset;
    return TRUE;
}

// ---- sockets ----

SOCKET relay_make(SOCKET lower, LPINT error) {
    auto relay = std::make_unique<Relay>(Relay{lower, INVALID_SOCKET});
    const std::lock_guard guard(lock);
    const SOCKET upper = upcalls.lpWPUCreateSocketHandle(
        chain.dwCatalogEntryId, reinterpret_cast<DWORD_PTR>(relay.get()), error);
    if (upper == INVALID_SOCKET) {
        int ignored = 0;
        next.lpWSPCloseSocket(lower, &ignored);
        return INVALID_SOCKET;
    }
    relay->upper = upper;
    CreateIoCompletionPort(reinterpret_cast<HANDLE>(lower), port, 1, 0);
    relays.push_back(std::move(relay));
    return upper;
}

SOCKET WSPAPI relay_socket(int family, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP g,
                           DWORD flags, LPINT error) {
    WSAPROTOCOL_INFOW told = below;
    told.dwProviderReserved = info->dwProviderReserved;
    const SOCKET lower =
        next.lpWSPSocket(family, type, protocol, &told, g, flags | WSA_FLAG_OVERLAPPED, error);
    return lower == INVALID_SOCKET ? lower : relay_make(lower, error);
}

SOCKET WSPAPI relay_accept(SOCKET s, sockaddr* name, LPINT length, LPCONDITIONPROC condition,
                           DWORD_PTR context, LPINT error) {
    Relay* const relay = relay_of(s, error);
    if (!relay)
        return INVALID_SOCKET;
    const SOCKET lower = next.lpWSPAccept(relay->lower, name, length, condition, context, error);
    return lower == INVALID_SOCKET ? lower : relay_make(lower, error);
}

int WSPAPI relay_close(SOCKET s, LPINT error) {
    Relay* const relay = relay_of(s, error);
    if (!relay)
        return SOCKET_ERROR;
    if (next.lpWSPCloseSocket(relay->lower, error) != 0)
        return SOCKET_ERROR;
    // The handle stays until the requests' ends have been told by it.
    std::unique_lock guard(lock);
    request_ended.wait(guard, [&] { return relay->pending == 0; });
    relay->upper = INVALID_SOCKET;
    return upcalls.lpWPUCloseSocketHandle(s, error);
}

int WSPAPI relay_duplicate(SOCKET s, DWORD process, LPWSAPROTOCOL_INFOW info, LPINT error) {
    Relay* const relay = relay_of(s, error);
    if (!relay)
        return SOCKET_ERROR;
    WSAPROTOCOL_INFOW lower{};
    if (next.lpWSPDuplicateSocket(relay->lower, process, &lower, error) != 0)
        return SOCKET_ERROR;
    *info = chain;
    info->dwProviderReserved = lower.dwProviderReserved;
    return 0;
}

// ---- events ----

LRESULT CALLBACK hidden_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    if (message != WM_USER)
        return DefWindowProcW(window, message, wparam, lparam);
    const std::lock_guard guard(lock);
    for (const auto& relay : relays) {
        if (relay->lower == wparam && relay->window)
            upcalls.lpWPUPostMessage(relay->window, relay->message, relay->upper, lparam);
    }
    return 0;
}

void hidden_serve() {
    WNDCLASSW type{};
    type.lpfnWndProc = hidden_proc;
    type.lpszClassName = L"A relay's";
    RegisterClassW(&type);
    {
        const std::lock_guard guard(lock);
        hidden = CreateWindowExW(0, type.lpszClassName, L"", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr,
                                 nullptr, nullptr);
        hidden_made.notify_all();
    }
    MSG message;
    while (GetMessageW(&message, nullptr, 0, 0) > 0)
        DispatchMessageW(&message);
    UnregisterClassW(type.lpszClassName, nullptr);
}

int WSPAPI relay_async_select(SOCKET s, HWND window, unsigned int message, long events,
                              LPINT error) {
    Relay* const relay = relay_of(s, error);
    if (!relay)
        return SOCKET_ERROR;
    {
        std::unique_lock guard(lock);
        if (!pump.joinable())
            pump = std::thread(hidden_serve);
        hidden_made.wait(guard, [] { return hidden != nullptr; });
        relay->window = window;
        relay->message = message;
    }
    return next.lpWSPAsyncSelect(relay->lower, hidden, WM_USER, events, error);
}

int WSPAPI relay_select(int count, fd_set* readable, fd_set* writable, fd_set* exceptional,
                        const timeval* timeout, LPINT error) {
    LowerSets sets;
    const auto lower_of = [error](SOCKET s) {
        Relay* const relay = relay_of(s, error);
        return relay ? relay->lower : INVALID_SOCKET;
    };
    for (const fd_set* set : {readable, writable, exceptional}) {
        if (!sets.lower(set, lower_of))
            return SOCKET_ERROR;
    }
    fd_set* const reads = sets.of(readable);
    fd_set* const writes = sets.of(writable);
    fd_set* const excepts = sets.of(exceptional);
    const int ready = next.lpWSPSelect(count, reads, writes, excepts, timeout, error);
    if (ready == SOCKET_ERROR)
        return ready;
    sets.upper(reads, readable);
    sets.upper(writes, writable);
    sets.upper(excepts, exceptional);
    return ready;
}

// ---- extension functions ----

template <typename Function>
Function lower_extension(SOCKET lower, GUID id) {
    Function function = nullptr;
    DWORD returned = 0;
    int error = 0;
    next.lpWSPIoctl(lower, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function,
                    sizeof function, &returned, nullptr, nullptr, nullptr, &error);
    return function;
}

template <typename Call>
BOOL extension_start(Relay* relay, LPOVERLAPPED client, Call call) {
    int error = 0;
    operation_start(relay, client, nullptr, nullptr, &error, [&](LPOVERLAPPED own) {
        if (call(own))
            return 0;
        error = WSAGetLastError();
        return SOCKET_ERROR;
    });
    WSASetLastError(error);
    return FALSE;
}

// As the extension functions fail.
Relay* relay_or_last_error(SOCKET s) {
    int error = 0;
    Relay* const relay = relay_of(s, &error);
    if (!relay)
        WSASetLastError(error);
    return relay;
}

BOOL PASCAL relay_accept_ex(SOCKET listener, SOCKET accepting, PVOID buffer, DWORD data,
                            DWORD local, DWORD remote, LPDWORD received, LPOVERLAPPED overlapped) {
    Relay* const relay = relay_or_last_error(listener);
    Relay* const accepted = relay_or_last_error(accepting);
    if (!relay || !accepted || !overlapped)
        return FALSE;
    const auto function = lower_extension<LPFN_ACCEPTEX>(relay->lower, WSAID_ACCEPTEX);
    return extension_start(relay, overlapped, [&](LPOVERLAPPED own) {
        return function(relay->lower, accepted->lower, buffer, data, local, remote, received, own);
    });
}

BOOL PASCAL relay_connect_ex(SOCKET s, const sockaddr* name, int length, PVOID data, DWORD size,
                             LPDWORD sent, LPOVERLAPPED overlapped) {
    Relay* const relay = relay_or_last_error(s);
    if (!relay)
        return FALSE;
    const auto function = lower_extension<LPFN_CONNECTEX>(relay->lower, WSAID_CONNECTEX);
    return extension_start(relay, overlapped, [&](LPOVERLAPPED own) {
        return function(relay->lower, name, length, data, size, sent, own);
    });
}

BOOL PASCAL relay_transmit_file(SOCKET s, HANDLE file, DWORD size, DWORD at_once,
                                LPOVERLAPPED overlapped, LPTRANSMIT_FILE_BUFFERS buffers,
                                DWORD flags) {
    Relay* const relay = relay_or_last_error(s);
    if (!relay)
        return FALSE;
    const auto function = lower_extension<LPFN_TRANSMITFILE>(relay->lower, WSAID_TRANSMITFILE);
    if (!overlapped)
        return function(relay->lower, file, size, at_once, nullptr, buffers, flags);
    return extension_start(relay, overlapped, [&](LPOVERLAPPED own) {
        return function(relay->lower, file, size, at_once, own, buffers, flags);
    });
}

bool guid_is(const void* id, const GUID& other) {
    return std::memcmp(id, &other, sizeof other) == 0;
}

int extension_give(const void* id, void* out, LPDWORD returned, LPINT error) {
    void* const function =
        guid_is(id, WSAID_ACCEPTEX)       ? reinterpret_cast<void*>(relay_accept_ex)
        : guid_is(id, WSAID_CONNECTEX)    ? reinterpret_cast<void*>(relay_connect_ex)
        : guid_is(id, WSAID_TRANSMITFILE) ? reinterpret_cast<void*>(relay_transmit_file)
                                          : nullptr;
    if (!function)
        return fail(error, WSAEINVAL);
    std::memcpy(out, &function, sizeof function);
    *returned = sizeof function;
    return 0;
}

int WSPAPI relay_ioctl(SOCKET s, DWORD code, LPVOID in, DWORD in_length, LPVOID out,
                       DWORD out_length, LPDWORD returned, LPWSAOVERLAPPED,
                       LPWSAOVERLAPPED_COMPLETION_ROUTINE, LPWSATHREADID, LPINT error) {
    Relay* const relay = relay_of(s, error);
    if (!relay)
        return SOCKET_ERROR;
    if (code == SIO_GET_EXTENSION_FUNCTION_POINTER)
        return in_length == sizeof(GUID) && out_length >= sizeof(void*)
                   ? extension_give(in, out, returned, error)
                   : fail(error, WSAEFAULT);
    return next.lpWSPIoctl(relay->lower, code, in, in_length, out, out_length, returned, nullptr,
                           nullptr, nullptr, error);
}

int WSPAPI relay_set_option(SOCKET s, int level, int name, const char* value, int length,
                            LPINT error) {
    Relay* const relay = relay_of(s, error);
    if (!relay)
        return SOCKET_ERROR;
    SOCKET other = INVALID_SOCKET;
    if (level == SOL_SOCKET && name == SO_UPDATE_ACCEPT_CONTEXT && length >= int{sizeof other}) {
        std::memcpy(&other, value, sizeof other);
        Relay* const listener = relay_of(other, error);
        if (!listener)
            return SOCKET_ERROR;
        other = listener->lower;
        value = reinterpret_cast<const char*>(&other);
    }
    return next.lpWSPSetSockOpt(relay->lower, level, name, value, length, error);
}

// ---- what only the socket is exchanged in ----

template <auto Member, typename Procedure>
struct Passed;
template <auto Member, typename Result, typename... Arguments>
struct Passed<Member, Result(WSPAPI*)(SOCKET, Arguments...)> {
    static Result WSPAPI call(SOCKET s, Arguments... arguments) {
        int error = 0;
        Relay* const relay = relay_of(s, &error);
        if (relay)
            return (next.*Member)(relay->lower, arguments...);
        *std::get<sizeof...(Arguments) - 1>(std::tie(arguments...)) = error;
        return static_cast<Result>(SOCKET_ERROR);
    }
};

template <auto Member>
void pass(WSPPROC_TABLE* procs) {
    procs->*Member = Passed<Member, std::decay_t<decltype(procs->*Member)>>::call;
}

int WSPAPI relay_cleanup(LPINT error) {
    if (--startups > 0)
        return next.lpWSPCleanup(error);
    // Not each is the last below: what is open is closed, and the ends of the requests are awaited.
    int ignored = 0;
    {
        std::unique_lock guard(lock);
        for (const auto& relay : relays) {
            if (relay->upper != INVALID_SOCKET)
                next.lpWSPCloseSocket(relay->lower, &ignored);
        }
        request_ended.wait(guard, [] {
            return std::ranges::all_of(relays,
                                       [](const auto& relay) { return relay->pending == 0; });
        });
    }
    const int result = next.lpWSPCleanup(error);
    PostQueuedCompletionStatus(port, 0, 0, nullptr);
    worker.join();
    CloseHandle(port);
    if (pump.joinable()) {
        PostMessageW(hidden, WM_QUIT, 0, 0);
        pump.join();
        hidden = nullptr;
    }
    const std::lock_guard guard(lock);
    for (const auto& relay : relays) {
        const SOCKET upper = std::exchange(relay->upper, INVALID_SOCKET);
        if (upper != INVALID_SOCKET)
            upcalls.lpWPUCloseSocketHandle(upper, &ignored);
        relay->window = nullptr;
    }
    return result;
}

bool chain_read(const WSAPROTOCOL_INFOW& info) {
    DWORD size = 0;
    int error = 0;
    WSCEnumProtocols(nullptr, nullptr, &size, &error);
    std::vector<WSAPROTOCOL_INFOW> entries(size / sizeof(WSAPROTOCOL_INFOW));
    const int count = WSCEnumProtocols(nullptr, entries.data(), &size, &error);
    chain = info;
    for (int i = 0; i < count; ++i) {
        if (entries[static_cast<size_t>(i)].dwCatalogEntryId ==
            info.ProtocolChain.ChainEntries[1]) {
            below = entries[static_cast<size_t>(i)];
            return true;
        }
    }
    return false;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int WSPAPI WSPStartup(WORD version,
                                                                        LPWSPDATA data,
                                                                        LPWSAPROTOCOL_INFOW info,
                                                                        WSPUPCALLTABLE table,
                                                                        LPWSPPROC_TABLE procs) {
    if (info->ProtocolChain.ChainLen != 2 || !chain_read(*info))
        return WSAEPROVIDERFAILEDINIT;
    WCHAR path[260];
    int length = 260;
    int error = 0;
    if (WSCGetProviderPath(&below.ProviderId, path, &length, &error) != 0)
        return WSAEPROVIDERFAILEDINIT;
    WCHAR expanded[260];
    ExpandEnvironmentStringsW(path, expanded, 260);
    const HMODULE module = LoadLibraryW(expanded);
    void* const address =
        module ? reinterpret_cast<void*>(GetProcAddress(module, "WSPStartup")) : nullptr;
    if (!address)
        return WSAEPROVIDERFAILEDINIT;
    WSAPROTOCOL_INFOW told = below;
    error = reinterpret_cast<LPWSPSTARTUP>(address)(version, data, &told, table, &next);
    if (error != 0)
        return error;
    upcalls = table;
    if (startups++ == 0) {
        port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
        worker = std::thread(port_serve);
    }
    *procs = next;
    pass<&WSPPROC_TABLE::lpWSPBind>(procs);
    pass<&WSPPROC_TABLE::lpWSPConnect>(procs);
    pass<&WSPPROC_TABLE::lpWSPEnumNetworkEvents>(procs);
    pass<&WSPPROC_TABLE::lpWSPEventSelect>(procs);
    pass<&WSPPROC_TABLE::lpWSPGetPeerName>(procs);
    pass<&WSPPROC_TABLE::lpWSPGetSockName>(procs);
    pass<&WSPPROC_TABLE::lpWSPGetSockOpt>(procs);
    pass<&WSPPROC_TABLE::lpWSPListen>(procs);
    pass<&WSPPROC_TABLE::lpWSPRecvDisconnect>(procs);
    pass<&WSPPROC_TABLE::lpWSPRecvFrom>(procs);
    pass<&WSPPROC_TABLE::lpWSPSendDisconnect>(procs);
    pass<&WSPPROC_TABLE::lpWSPSendTo>(procs);
    pass<&WSPPROC_TABLE::lpWSPShutdown>(procs);
    procs->lpWSPSocket = relay_socket;
    procs->lpWSPAccept = relay_accept;
    procs->lpWSPCloseSocket = relay_close;
    procs->lpWSPDuplicateSocket = relay_duplicate;
    procs->lpWSPSend = relay_send;
    procs->lpWSPRecv = relay_recv;
    procs->lpWSPGetOverlappedResult = relay_result;
    procs->lpWSPAsyncSelect = relay_async_select;
    procs->lpWSPSelect = relay_select;
    procs->lpWSPIoctl = relay_ioctl;
    procs->lpWSPSetSockOpt = relay_set_option;
    procs->lpWSPCleanup = relay_cleanup;
    return 0;
}
