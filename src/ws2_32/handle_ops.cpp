// SOCKETs as HANDLEs: CloseHandle, ReadFile, WriteFile, DuplicateHandle and the inherit flag act on
// them through here.
#include <map>
#include <new>
#include <unistd.h>

#include "winsock2.h"
#include "mswsock.h"
#include "nt/descriptor.h"
#include "nt/event.h"
#include "nt/thread.h"
#include "ws2_32/handle_inherit.h"
#include "ws2_32/socket_requests.h"
#include "ws2_32/socket_table.h"

namespace berth::ws2 {
namespace {

// Files know other names for what happens to a connection.
// https://learn.microsoft.com/windows/win32/debug/system-error-codes
DWORD file_error(int winsock_error) {
    switch (winsock_error) {
        case WSAENOTSOCK:
            return ERROR_INVALID_HANDLE;
        case WSAECONNRESET:
        case WSAENETRESET:
            return ERROR_NETNAME_DELETED;
        case WSAECONNABORTED:
            return ERROR_CONNECTION_ABORTED;
        case WSAECONNREFUSED:
            return ERROR_CONNECTION_REFUSED;
        case WSAETIMEDOUT:
            return ERROR_SEM_TIMEOUT;
        case WSAEFAULT:
            return ERROR_NOACCESS;
        case WSAEINVAL:
            return ERROR_INVALID_PARAMETER;
        case WSAEMSGSIZE:
            return ERROR_MORE_DATA;
        case WSAENOBUFS:
            return ERROR_NO_SYSTEM_RESOURCES;
        default:
            return static_cast<DWORD>(winsock_error);
    }
}

DWORD last_file_error() {
    return file_error(WSAGetLastError());
}

bool owns(uintptr_t descriptor) {
    if (socket_routes.get(descriptor))
        return true;
    if (!startup_active())
        return false;
    DWORD before = nt::last_error_get();
    bool ours = socket_route_miss(descriptor) != nullptr;
    nt::last_error_set(before);
    return ours;
}

DWORD close_handle(uintptr_t descriptor) {
    return closesocket(descriptor) == 0 ? 0 : last_file_error();
}

DWORD read_file(uintptr_t descriptor, void* buffer, DWORD length, DWORD* transferred,
                void* overlapped) {
    WSABUF data{length, static_cast<char*>(buffer)};
    DWORD received = 0;
    DWORD flags = 0;
    if (WSARecv(descriptor, &data, 1, transferred ? transferred : &received, &flags,
                static_cast<LPWSAOVERLAPPED>(overlapped), nullptr) == 0)
        return 0;
    return last_file_error();
}

DWORD write_file(uintptr_t descriptor, const void* buffer, DWORD length, DWORD* transferred,
                 void* overlapped) {
    WSABUF data{length, static_cast<char*>(const_cast<void*>(buffer))};
    DWORD sent = 0;
    if (WSASend(descriptor, &data, 1, transferred ? transferred : &sent, 0,
                static_cast<LPWSAOVERLAPPED>(overlapped), nullptr) == 0)
        return 0;
    return last_file_error();
}

bool may_overlap(uintptr_t descriptor) {
    const berth_socket_requests* requests = socket_requests_of(descriptor);
    return !requests || requests->overlapped(descriptor);
}

// What the program asked to be told: the routine of a file knows errors by files' names. Only the
// thread that asked runs it.
struct FileRoutines {
    std::map<LPOVERLAPPED, LPOVERLAPPED_COMPLETION_ROUTINE> of;
};
FileRoutines& file_routines() {
    static thread_local FileRoutines routines;
    return routines;
}

void CALLBACK transfer_ended(DWORD error, DWORD transferred, LPWSAOVERLAPPED overlapped,
                             DWORD /*flags*/) {
    auto entry = file_routines().of.extract(overlapped);
    if (!entry.empty())
        entry.mapped()(file_error(static_cast<int>(error)), transferred, overlapped);
}

DWORD transfer_file(uintptr_t descriptor, bool writes, void* buffer, DWORD length,
                    LPOVERLAPPED overlapped, LPOVERLAPPED_COMPLETION_ROUTINE routine) {
    if (!may_overlap(descriptor))
        return ERROR_INVALID_PARAMETER;
    try {
        file_routines().of[overlapped] = routine;
    } catch (const std::bad_alloc&) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    WSABUF data{length, static_cast<char*>(buffer)};
    DWORD flags = 0;
    const int result =
        writes ? WSASend(descriptor, &data, 1, nullptr, 0, overlapped, transfer_ended)
               : WSARecv(descriptor, &data, 1, nullptr, &flags, overlapped, transfer_ended);
    const DWORD error = result == 0 ? 0 : last_file_error();
    if (error == 0 || error == ERROR_IO_PENDING) {
        nt::last_error_set(0);
        return 0;
    }
    file_routines().of.erase(overlapped);
    return error;
}

DWORD inherit_flag(uintptr_t descriptor, bool* value, bool set) {
    if (set)
        handle_inherit_set(descriptor, *value);
    else
        *value = handle_inherit_get(descriptor);
    return 0;
}

DWORD duplicate_handle(uintptr_t descriptor, bool inherit, uintptr_t* copy) {
    WSAPROTOCOL_INFOW info{};
    if (WSADuplicateSocketW(descriptor, static_cast<DWORD>(getpid()), &info) != 0)
        return last_file_error();
    SOCKET duplicate = WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info,
                                  0, inherit ? 0 : WSA_FLAG_NO_HANDLE_INHERIT);
    if (duplicate == INVALID_SOCKET)
        return last_file_error();
    *copy = duplicate;
    return 0;
}

DWORD cancel_requests(uintptr_t descriptor, void* overlapped, bool own) {
    const berth_socket_requests* requests = socket_requests_of(descriptor);
    return requests ? requests->cancel(descriptor, static_cast<LPWSAOVERLAPPED>(overlapped),
                                       own ? nt::thread_id() : 0)
                    : DWORD{ERROR_NOT_FOUND};
}

nt::Parker* requests_driver(uintptr_t descriptor) {
    const berth_socket_requests* requests = socket_requests_of(descriptor);
    return requests ? static_cast<nt::Parker*>(requests->driver(descriptor)) : nullptr;
}

nt::Waitable* waitable(uintptr_t descriptor, DWORD* error) {
    const berth_socket_requests* requests = socket_requests_of(descriptor);
    if (!requests || !requests->event) {
        *error = ERROR_INVALID_HANDLE;
        return nullptr;
    }
    *error = ERROR_NOT_ENOUGH_MEMORY;
    return static_cast<nt::Event*>(requests->event(descriptor));
}

constexpr nt::DescriptorOps kSocketOps = {
    .owns = owns,
    .close = close_handle,
    .read = read_file,
    .write = write_file,
    .transfer = transfer_file,
    .inherit = inherit_flag,
    .duplicate = duplicate_handle,
    .overlapped = may_overlap,
    .cancel = cancel_requests,
    .driver = requests_driver,
    .waitable = waitable,
};

__attribute__((constructor)) void register_sockets() {
    nt::descriptor_ops_register(&kSocketOps);
}

}  // namespace

const berth_socket_requests* socket_requests_of(SOCKET s) {
    GUID id = WSAID_BERTH_SOCKET_REQUESTS;
    const berth_socket_requests* requests = nullptr;
    DWORD returned = 0;
    const DWORD before = nt::last_error_get();
    if (WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &requests, sizeof(void*),
                 &returned, nullptr, nullptr) == SOCKET_ERROR)
        requests = nullptr;
    nt::last_error_set(before);
    return requests;
}

}  // namespace berth::ws2
