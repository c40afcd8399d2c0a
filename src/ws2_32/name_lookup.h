// Queries of namespaces (WSALookupServiceBegin).
#pragma once

namespace berth::ws2 {

// Ends the queries that are left: the last WSACleanup.
void lookups_end_all();

}  // namespace berth::ws2
