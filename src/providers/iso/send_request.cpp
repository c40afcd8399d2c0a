#include "providers/iso/send_request.h"

#include <algorithm>

#include "providers/iso/socket.h"

namespace berth::iso {

void Gather::add(const void* data, size_t length) {
    pieces[count++] = {const_cast<void*>(data), length};
    octets += length;
}

// Sends are performed by Socket::flush, together with what the transport itself has to say.
bool SendRequest::perform(Socket& /*socket*/) {
    transferred = static_cast<DWORD>(buffers.total());
    return is_done();
}

bool SendRequest::gather_data(Gather& gather, size_t at, size_t length) const {
    for (size_t i = 0; i < buffers.size() && length > 0; ++i) {
        const WSABUF& buffer = buffers[i];
        if (at >= buffer.len) {
            at -= buffer.len;
            continue;
        }
        if (!gather.has_room())
            return false;
        const size_t part = std::min<size_t>(buffer.len - at, length);
        gather.add(buffer.buf + at, part);
        length -= part;
        at = 0;
    }
    return true;
}

bool SendRequest::gather_rest(Gather& gather) const {
    if (header_left_ > 0)
        gather.add(header_.data() + header_length_ - header_left_, header_left_);
    return gather_data(gather, sent_ - data_left_, data_left_);
}

void SendRequest::gather_more(Gather& gather, const Connection& connection) const {
    const size_t total = buffers.total();
    size_t sent = sent_;
    bool begun = begun_;
    while ((sent < total || !begun) && gather.has_room()) {
        const size_t chunk = std::min(connection.payload_max(), total - sent);
        const bool end = sent + chunk == total && !(in_flags & MSG_PARTIAL);
        auto& header = gather.headers[gather.headers_used++];
        gather.add(header.data(), data_header_write(header.data(), connection.rules.transport_class,
                                                    connection.rules.remote_ref, end, chunk));
        if (!gather_data(gather, sent, chunk))
            return;
        sent += chunk;
        begun = true;
    }
}

void SendRequest::next_begin(const Connection& connection) {
    const size_t total = buffers.total();
    const size_t chunk = std::min(connection.payload_max(), total - sent_);
    const bool end = sent_ + chunk == total && !(in_flags & MSG_PARTIAL);
    header_length_ = data_header_write(header_.data(), connection.rules.transport_class,
                                       connection.rules.remote_ref, end, chunk);
    header_left_ = header_length_;
    data_left_ = chunk;
    sent_ += chunk;
    begun_ = true;
}

size_t SendRequest::advance(size_t octets, const Connection& connection, bool rest) {
    while (octets > 0) {
        if (!is_within()) {
            if (rest || is_done())
                break;
            next_begin(connection);
        }
        size_t& left = header_left_ > 0 ? header_left_ : data_left_;
        const size_t part = std::min(left, octets);
        left -= part;
        octets -= part;
    }
    return octets;
}

void SendRequest::rest_append(std::string& out, const Connection& connection) {
    while (!is_done()) {
        if (!is_within())
            next_begin(connection);
        out.append(reinterpret_cast<const char*>(header_.data()) + header_length_ - header_left_,
                   header_left_);
        size_t at = sent_ - data_left_;
        for (size_t i = 0; i < buffers.size() && data_left_ > 0; ++i) {
            const WSABUF& buffer = buffers[i];
            if (at >= buffer.len) {
                at -= buffer.len;
                continue;
            }
            const size_t part = std::min<size_t>(buffer.len - at, data_left_);
            out.append(buffer.buf + at, part);
            data_left_ -= part;
            at = 0;
        }
        header_left_ = 0;
    }
}

}  // namespace berth::iso
