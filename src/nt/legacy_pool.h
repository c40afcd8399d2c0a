// Which pool a WT_ flag asks for. (Flags of QueueUserWorkItem, RegisterWaitForSingleObject and
// timer queues.)
#pragma once

#include "nt/pool.h"

namespace berth::nt {

// Sets what the flags say of the task; null: out of memory. *error is set where that is it.
Pool* legacy_pool(ULONG flags, PoolTask& task, DWORD* error);

}  // namespace berth::nt
