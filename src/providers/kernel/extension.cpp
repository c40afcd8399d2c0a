// SIO_GET_EXTENSION_FUNCTION_POINTER: functions beside the procedure table, by their GUIDs.
#include "providers/kernel/extension.h"

#include "mswsock.h"
#include "providers/kernel/ioctl.h"
#include "providers/kernel/message.h"
#include "providers/kernel/request_cancel.h"
#include "providers/kernel/rio.h"

namespace berth::kernel::ioctl_call {
namespace {

struct Extension {
    GUID id;
    void* function;
};

// Checks that a function has the extension's type.
template <typename Type>
void* function_of(Type function) {
    return reinterpret_cast<void*>(function);
}

}  // namespace

int extension_function(Socket&, IoctlCall& call) {
    static const Extension kExtensions[] = {
        {WSAID_BERTH_SOCKET_REQUESTS, const_cast<berth_socket_requests*>(&socket_requests)},
        {WSAID_ACCEPTEX, function_of<LPFN_ACCEPTEX>(accept_ex)},
        {WSAID_GETACCEPTEXSOCKADDRS, function_of<LPFN_GETACCEPTEXSOCKADDRS>(GetAcceptExSockaddrs)},
        {WSAID_TRANSMITFILE, function_of<LPFN_TRANSMITFILE>(transmit_file)},
        {WSAID_TRANSMITPACKETS, function_of<LPFN_TRANSMITPACKETS>(transmit_packets)},
        {WSAID_DISCONNECTEX, function_of<LPFN_DISCONNECTEX>(disconnect_ex)},
        {WSAID_CONNECTEX, function_of<LPFN_CONNECTEX>(connect_ex)},
        {WSAID_WSASENDMSG, function_of<LPFN_WSASENDMSG>(message_send)},
        {WSAID_WSARECVMSG, function_of<LPFN_WSARECVMSG>(message_receive)},
    };
    for (const Extension& extension : kExtensions) {
        if (std::memcmp(call.in, &extension.id, sizeof extension.id) == 0)
            return call.write(extension.function);
    }
    return WSAEINVAL;
}

// SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER.
int extension_functions(Socket&, IoctlCall& call) {
    const GUID registered_io = WSAID_MULTIPLE_RIO;
    return std::memcmp(call.in, &registered_io, sizeof registered_io) == 0
               ? call.write(rio_functions)
               : WSAEINVAL;
}

}  // namespace berth::kernel::ioctl_call
