// Service classes, as the namespace providers know them.
#pragma once

#include <vector>

#include "ws2_32/name_space_provider.h"

namespace berth::ws2 {

// What the first of these providers that knows the class says of it.
class ServiceClassInfo {
  public:
    ServiceClassInfo(const std::vector<NameSpaceProvider*>& providers, const GUID* id);
    ServiceClassInfo(const ServiceClassInfo&) = delete;
    ServiceClassInfo& operator=(const ServiceClassInfo&) = delete;
    // Null: none does.
    WSASERVICECLASSINFOW* get() {
        return room_.empty() ? nullptr : reinterpret_cast<WSASERVICECLASSINFOW*>(room_.data());
    }
    // Why there is none.
    int error() const { return error_; }

  private:
    GUID id_;
    std::vector<uint64_t> room_;
    int error_;
};

// NSPSetService of the providers that serve the request: 0 where one of them has done it. `hosts`:
// what is registered is a host, which DNS leaves to its servers.
int service_set(WSAQUERYSETW* query, WSAESETSERVICEOP operation, DWORD flags, bool hosts);

}  // namespace berth::ws2
