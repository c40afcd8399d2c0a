#include "providers/iso/extension.h"

#include <cstring>

#include "providers/iso/request_cancel.h"

namespace berth::iso {

const void* extension_find(const GUID& id) {
    struct Extension {
        GUID id;
        const void* function;
    };
    static const Extension kExtensions[] = {
        {WSAID_ACCEPTEX, reinterpret_cast<const void*>(&accept_ex)},
        {WSAID_CONNECTEX, reinterpret_cast<const void*>(&connect_ex)},
        {WSAID_DISCONNECTEX, reinterpret_cast<const void*>(&disconnect_ex)},
        {WSAID_GETACCEPTEXSOCKADDRS, reinterpret_cast<const void*>(&GetAcceptExSockaddrs)},
        {WSAID_BERTH_SOCKET_REQUESTS, &socket_requests},
    };
    for (const Extension& extension : kExtensions) {
        if (std::memcmp(&extension.id, &id, sizeof id) == 0)
            return extension.function;
    }
    return nullptr;
}

}  // namespace berth::iso
