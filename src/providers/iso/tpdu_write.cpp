// Writing TPDUs, each in a TPKT of its own. RFC 905, clause 13.
#include <algorithm>
#include <cstring>

#include "providers/iso/tpdu.h"

namespace berth::iso {
namespace {

constexpr size_t kLengthIndicatorMax = 254;

// Octets one behind the other; what does not fit is remembered as that.
class Writer {
  public:
    explicit Writer(std::span<uint8_t> out) : out_(out) {}

    void octet(unsigned value) {
        if (length_ < out_.size())
            out_[length_] = static_cast<uint8_t>(value);
        ++length_;
    }
    void number_16(unsigned value) {
        octet(value >> 8);
        octet(value);
    }
    void number_24(uint32_t value) {
        octet(value >> 16);
        number_16(value);
    }
    void octets(Octets values) {
        if (!values.empty() && length_ <= out_.size() && values.size() <= out_.size() - length_)
            std::memcpy(out_.data() + length_, values.data(), values.size());
        length_ += values.size();
    }
    void parameter(unsigned code, Octets value) {
        octet(code);
        octet(static_cast<unsigned>(value.size()));
        octets(value);
    }
    size_t length() const { return length_; }
    bool fits() const { return length_ <= out_.size(); }

  private:
    std::span<uint8_t> out_;
    size_t length_ = 0;
};

void throughput_write(Writer* to, const ThroughputRange& range) {
    constexpr uint32_t most = 0xFFFFFF;
    to->number_24(std::min(range.target_to_called, most));
    to->number_24(std::min(range.minimum_to_called, most));
    to->number_24(std::min(range.target_to_calling, most));
    to->number_24(std::min(range.minimum_to_calling, most));
}

void quality_write(Writer* to, const QualityParameters& quality) {
    if (quality.throughput) {
        to->octet(0x89);
        to->octet(quality.throughput_average ? 24 : 12);
        throughput_write(to, *quality.throughput);
        if (quality.throughput_average)
            throughput_write(to, *quality.throughput_average);
    }
    if (quality.error_rate) {
        to->octet(0x86);
        to->octet(3);
        to->octet(quality.error_rate->target);
        to->octet(quality.error_rate->minimum);
        to->octet(quality.error_rate->size);
    }
    if (quality.priority) {
        to->octet(0x87);
        to->octet(2);
        to->number_16(*quality.priority);
    }
    if (quality.delay) {
        to->octet(0x88);
        to->octet(8);
        to->number_16(quality.delay->target_to_called);
        to->number_16(quality.delay->maximum_to_called);
        to->number_16(quality.delay->target_to_calling);
        to->number_16(quality.delay->maximum_to_calling);
    }
}

void connect_parameters_write(Writer* to, const ConnectParameters& parameters) {
    if (parameters.calling_selector.data())
        to->parameter(0xC1, parameters.calling_selector);
    if (parameters.called_selector.data())
        to->parameter(0xC2, parameters.called_selector);
    if (parameters.size_code != 0) {
        to->octet(0xC0);
        to->octet(1);
        to->octet(parameters.size_code);
    }
    if (const uint32_t size = parameters.preferred_size; size != 0) {
        const unsigned octets = size > 0xFFFFFF ? 4 : size > 0xFFFF ? 3 : size > 0xFF ? 2 : 1;
        to->octet(0xF0);
        to->octet(octets);
        for (unsigned i = octets; i > 0; --i)
            to->octet(size >> ((i - 1) * 8));
    }
    if (parameters.version) {
        to->octet(0xC4);
        to->octet(1);
        to->octet(*parameters.version);
    }
    if (parameters.security.data())
        to->parameter(0xC5, parameters.security);
    if (parameters.additional) {
        to->octet(0xC6);
        to->octet(1);
        to->octet(*parameters.additional);
    }
    if (parameters.alternative_classes.data())
        to->parameter(0xC7, parameters.alternative_classes);
    if (parameters.ack_time) {
        to->octet(0x85);
        to->octet(2);
        to->number_16(*parameters.ack_time);
    }
    if (parameters.reassign) {
        to->octet(0x8B);
        to->octet(2);
        to->number_16(*parameters.reassign);
    }
    quality_write(to, parameters.quality);
}

bool is_within_limits(const Tpdu& tpdu) {
    const ConnectParameters& parameters = tpdu.parameters;
    const size_t most =
        tpdu.kind == TpduKind::kExpedited           ? kExpeditedDataMax
        : tpdu.kind == TpduKind::kDisconnectRequest ? kDisconnectDataMax
        : tpdu.kind == TpduKind::kConnectRequest || tpdu.kind == TpduKind::kConnectConfirm
            ? kConnectDataMax
        : tpdu.kind == TpduKind::kData ? kTpktMax
                                       : 0;
    return tpdu.user_data.size() <= most && tpdu.credit <= 0x0F && tpdu.options <= 0x0F &&
           tpdu.transport_class <= 0x0F && tpdu.number <= 0x7F &&
           parameters.calling_selector.size() <= kSelectorMax &&
           parameters.called_selector.size() <= kSelectorMax &&
           parameters.alternative_classes.size() <= kAlternativeMax &&
           parameters.security.size() <= 0xFF && tpdu.information.size() <= 0xFF;
}

}  // namespace

size_t tpdu_write(const Tpdu& tpdu, uint8_t transport_class, std::span<uint8_t> out) {
    if (!is_within_limits(tpdu) || out.size() < kTpktMin)
        return 0;
    Writer to(out.subspan(kTpktHeader));
    const auto code = static_cast<unsigned>(tpdu.kind);
    to.octet(0);
    to.octet(code | tpdu.credit);
    switch (tpdu.kind) {
        case TpduKind::kConnectRequest:
        case TpduKind::kConnectConfirm:
            to.number_16(tpdu.dst_ref);
            to.number_16(tpdu.src_ref);
            to.octet(static_cast<unsigned>(tpdu.transport_class << 4 | tpdu.options));
            connect_parameters_write(&to, tpdu.parameters);
            break;
        case TpduKind::kDisconnectRequest:
            to.number_16(tpdu.dst_ref);
            to.number_16(tpdu.src_ref);
            to.octet(static_cast<unsigned>(tpdu.reason));
            if (tpdu.information.data())
                to.parameter(0xE0, tpdu.information);
            break;
        case TpduKind::kDisconnectConfirm:
            to.number_16(tpdu.dst_ref);
            to.number_16(tpdu.src_ref);
            break;
        case TpduKind::kError:
            to.number_16(tpdu.dst_ref);
            to.octet(static_cast<unsigned>(tpdu.cause));
            if (tpdu.information.data())
                to.parameter(0xC1, tpdu.information);
            break;
        case TpduKind::kData:
        case TpduKind::kExpedited:
            if (transport_class != 0)
                to.number_16(tpdu.dst_ref);
            to.octet(tpdu.number | (tpdu.end ? 0x80U : 0U));
            break;
        case TpduKind::kExpeditedAck:
        case TpduKind::kDataAck:
            to.number_16(tpdu.dst_ref);
            to.octet(tpdu.number);
            break;
    }
    const size_t indicator = to.length() - 1;
    to.octets(tpdu.user_data);
    const size_t length = kTpktHeader + to.length();
    if (indicator > kLengthIndicatorMax || !to.fits() || length > kTpktMax)
        return 0;
    out[kTpktHeader] = static_cast<uint8_t>(indicator);
    tpkt_header_write(out.data(), length);
    return length;
}

size_t reject_write(const Reject& reject, Octets octets, uint16_t dst_ref, uint16_t src_ref,
                    std::span<uint8_t> out) {
    Tpdu answer;
    answer.dst_ref = dst_ref;
    if (reject.answer == Reject::Answer::kDisconnect) {
        answer.kind = TpduKind::kDisconnectRequest;
        answer.src_ref = src_ref;
        answer.reason = reject.reason;
    } else {
        answer.kind = TpduKind::kError;
        answer.cause = reject.cause;
        // As much of it as a length indicator has room for.
        constexpr size_t most = kLengthIndicatorMax - 6;
        answer.information = octets.first(std::min({reject.octets, octets.size(), most}));
    }
    return tpdu_write(answer, 0, out);
}

namespace {

constexpr size_t kSizeUnit = 128;
constexpr uint8_t kSizeCodeMin = 7;
constexpr uint8_t kSizeCodeMax = 13;

uint8_t size_code(size_t size) {
    uint8_t code = kSizeCodeMin;
    while (code < kSizeCodeMax && size_t{2} << code <= size)
        ++code;
    return code;
}

}  // namespace

size_t tpdu_size(const ConnectParameters& parameters) {
    if (parameters.preferred_size != 0)
        return std::min(parameters.preferred_size * kSizeUnit, kTpduSizeDefault);
    if (parameters.size_code != 0)
        return size_t{1} << parameters.size_code;
    return kTpduSizeDefault;
}

void tpdu_size_set(ConnectParameters* parameters, size_t size) {
    parameters->size_code = 0;
    parameters->preferred_size = 0;
    if (size >= kTpduSizeDefault)
        return;
    size = std::max(size, kSizeUnit);
    parameters->size_code = size_code(size);
    if (size_t{1} << parameters->size_code != size)
        parameters->preferred_size = static_cast<uint32_t>(size / kSizeUnit);
}

size_t tpdu_size_answer(const ConnectParameters& request, size_t ours, ConnectParameters* answer) {
    answer->size_code = 0;
    answer->preferred_size = 0;
    const size_t size = std::max(std::min(tpdu_size(request), ours), kSizeUnit);
    if (request.preferred_size != 0) {
        answer->preferred_size = static_cast<uint32_t>(size / kSizeUnit);
        return answer->preferred_size * kSizeUnit;
    }
    if (size >= kTpduSizeDefault)
        return size;
    answer->size_code = size_code(size);
    return size_t{1} << answer->size_code;
}

}  // namespace berth::iso
