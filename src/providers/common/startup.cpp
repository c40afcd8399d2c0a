#include "providers/common/startup.h"

#include <algorithm>
#include <cstring>

namespace berth::provider {

int Startup::begin(WORD version, LPWSPDATA data, std::wstring_view description,
                   const WSPUPCALLTABLE& upcalls, const WSPPROC_TABLE& own, LPWSPPROC_TABLE procs) {
    if (!data || !procs)
        return WSAEFAULT;
    if (LOBYTE(version) < 2 || (LOBYTE(version) == 2 && HIBYTE(version) < 2))
        return WSAVERNOTSUPPORTED;
    std::memset(data, 0, sizeof *data);
    data->wVersion = MAKEWORD(2, 2);
    data->wHighVersion = MAKEWORD(2, 2);
    std::copy_n(description.begin(), std::min<size_t>(description.size(), WSPDESCRIPTION_LEN),
                data->szDescription);

    const std::lock_guard guard(lock_);
    upcalls_ = upcalls;
    ++count_;
    *procs = own;
    return 0;
}

bool Startup::is_started() {
    const std::lock_guard guard(lock_);
    return count_ != 0;
}

int Startup::end(bool* last) {
    const std::lock_guard guard(lock_);
    if (count_ == 0)
        return WSANOTINITIALISED;
    *last = --count_ == 0;
    return 0;
}

}  // namespace berth::provider
