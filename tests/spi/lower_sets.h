// A layered provider's select: the caller's sets in the sockets below, and back.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "winsock2.h"

class LowerSets {
  public:
    // Of as many sets as there are, in turn; null is none. False: `lower_of(SOCKET)` knew one not.
    template <typename LowerOf>
    bool lower(const fd_set* set, LowerOf lower_of) {
        if (!set)
            return true;
        fd_set own{};
        for (u_int i = 0; i < set->fd_count; ++i) {
            const SOCKET below = lower_of(set->fd_array[i]);
            if (below == INVALID_SOCKET)
                return false;
            upper_[below] = set->fd_array[i];
            own.fd_array[own.fd_count++] = below;
        }
        own_.push_back(own);
        return true;
    }
    // Likewise in turn, when all are there.
    fd_set* of(const fd_set* set) { return set ? &own_[used_++] : nullptr; }
    void upper(const fd_set* own, fd_set* set) {
        if (!set)
            return;
        set->fd_count = 0;
        for (u_int i = 0; i < own->fd_count; ++i)
            set->fd_array[set->fd_count++] = upper_[own->fd_array[i]];
    }

  private:
    std::vector<fd_set> own_;
    std::map<SOCKET, SOCKET> upper_;
    size_t used_ = 0;
};
