// Messages (TSDUs) that were received and not fetched yet, in order; the last one may be in the
// middle of its arrival.
#pragma once

#include <deque>
#include <vector>

#include "providers/iso/request.h"
#include "providers/iso/tpkt.h"

namespace berth::iso {

class MessageStore {
  public:
    // A part of a message, and whether it is the last.
    void append(Octets octets, bool end);
    // A message of its own, before the one that is still arriving.
    void insert(Octets octets);

    bool empty() const { return messages_.empty(); }
    // The first message is there to its end.
    bool is_complete() const { return !messages_.empty() && messages_.front().end; }
    // What is there of the first message.
    size_t first_size() const {
        return messages_.empty() ? 0 : messages_.front().octets.size() - messages_.front().taken;
    }
    // What the messages cost, administration too.
    size_t cost() const { return cost_; }

    // Fills the buffers from the first message; *partial: some of it, there or not there yet, is
    // left. Unless it peeks, what it took is gone. Returns the number of octets.
    size_t take(const Buffers& buffers, bool peek, bool* partial);
    void clear();

  private:
    static constexpr size_t kOverhead = 96;
    struct Message {
        std::vector<uint8_t> octets;
        size_t taken = 0;
        bool end = false;
        bool begun = false;  // some of it was taken
    };
    Message* arriving();

    std::deque<Message> messages_;
    size_t cost_ = 0;
};

}  // namespace berth::iso
