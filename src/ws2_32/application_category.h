// Which layered providers a program may load.
// https://learn.microsoft.com/windows/win32/winsock/categorizing-layered-service-providers-and-applications
#pragma once

#include "ws2_32/catalog.h"

namespace berth::ws2 {

// Looks up, at the first WSAStartup, what this program may load. That holds until it ends.
void application_identify();

// Whether every layered provider of the entry's chain is one that this program may load.
bool application_permits(const Catalog& catalog, const CatalogEntry& entry);

}  // namespace berth::ws2
