// WSAProviderConfigChange: who is told when the catalog changes.
#pragma once

namespace berth::ws2 {

// The catalog has just changed: completes every request that waits for it.
void config_change_tell();

// From now on what other processes do to the catalog's file is taken in here as well
// (catalog_refresh), by a thread. Without the file's folder there is nothing to watch yet.
void catalog_watch();

}  // namespace berth::ws2
