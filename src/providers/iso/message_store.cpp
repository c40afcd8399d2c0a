#include "providers/iso/message_store.h"

#include <utility>

namespace berth::iso {

// The one that is still arriving, if there is one: the last, or the first where others were put
// behind it.
MessageStore::Message* MessageStore::arriving() {
    if (messages_.empty())
        return nullptr;
    if (!messages_.back().end)
        return &messages_.back();
    return messages_.front().end ? nullptr : &messages_.front();
}

void MessageStore::append(Octets octets, bool end) {
    Message* message = arriving();
    if (!message) {
        if (octets.empty() && end)
            return;  // a TSDU has at least one octet
        message = &messages_.emplace_back();
        cost_ += kOverhead;
    }
    message->octets.insert(message->octets.end(), octets.begin(), octets.end());
    message->end = end;
    cost_ += octets.size();
}

void MessageStore::insert(Octets octets) {
    Message message;
    message.octets.assign(octets.begin(), octets.end());
    message.end = true;
    const Message* other = arriving();
    // What was taken of a message is followed by its rest.
    if (!other || other->begun || other != &messages_.back())
        messages_.push_back(std::move(message));
    else
        messages_.insert(messages_.end() - 1, std::move(message));
    cost_ += octets.size() + kOverhead;
}

size_t MessageStore::take(const Buffers& buffers, bool peek, bool* partial) {
    Message& first = messages_.front();
    const size_t there = first.octets.size() - first.taken;
    const size_t count = buffers.write(0, first.octets.data() + first.taken, there);
    *partial = count < there || !first.end;
    if (peek)
        return count;
    first.taken += count;
    first.begun = true;
    cost_ -= count;
    if (!*partial) {
        messages_.pop_front();
        cost_ -= kOverhead;
    } else if (first.taken == first.octets.size()) {
        first.octets.clear();
        first.taken = 0;
    }
    return count;
}

void MessageStore::clear() {
    messages_.clear();
    cost_ = 0;
}

}  // namespace berth::iso
