// Reading TPDUs. Every field is looked at; the first that is wrong ends it. RFC 905, clause 13.
#include <bitset>

#include "providers/iso/tpdu.h"

namespace berth::iso {
namespace {

using Answer = Reject::Answer;

uint16_t number_16(const uint8_t* octets) {
    return static_cast<uint16_t>(octets[0] << 8 | octets[1]);
}
uint32_t number_24(const uint8_t* octets) {
    return static_cast<uint32_t>(octets[0] << 16 | octets[1] << 8 | octets[2]);
}

// Codes of the variable part, 13.3.4, 13.5.4, 13.12.4.
enum Parameter : uint8_t {
    kAckTime = 0x85,
    kErrorRate = 0x86,
    kPriority = 0x87,
    kDelay = 0x88,
    kThroughput = 0x89,
    kReassignmentTime = 0x8B,
    kTpduSize = 0xC0,
    kCallingSelector = 0xC1,
    kInvalidTpdu = 0xC1,  // in ER
    kCalledSelector = 0xC2,
    kChecksum = 0xC3,
    kVersion = 0xC4,
    kSecurity = 0xC5,
    kAdditionalOptions = 0xC6,
    kAlternativeClasses = 0xC7,
    kInformation = 0xE0,
    kPreferredSize = 0xF0,
    kInactivityTime = 0xF2,
};

constexpr uint8_t kHighestClass = 4;

class TpduReader {
  public:
    TpduReader(Octets octets, const TpduRules& rules, Tpdu* tpdu)
        : octets_(octets), rules_(rules), tpdu_(*tpdu) {}

    std::optional<Reject> read() {
        tpdu_ = Tpdu{};
        if (!kind_read() || !fixed_part_read() || !variable_part_read() || !user_data_read())
            return reject_;
        return std::nullopt;
    }

  private:
    bool is_connect() const {
        return tpdu_.kind == TpduKind::kConnectRequest || tpdu_.kind == TpduKind::kConnectConfirm;
    }
    bool has_user_data() const {
        return is_connect() || tpdu_.kind == TpduKind::kDisconnectRequest ||
               tpdu_.kind == TpduKind::kData || tpdu_.kind == TpduKind::kExpedited;
    }
    bool is_class_0() const { return rules_.agreed && rules_.transport_class == 0; }

    // Each false, for the caller's return. `octets` counts up to and including the wrong one.
    bool refuse(Answer answer, RejectCause cause, DisconnectReason reason, size_t octets) {
        // A connection of class 0 has no disconnect request; and what cannot be told apart from
        // another TPDU has no references to address one by.
        if (is_class_0() || (!rules_.agreed && !legible_))
            answer = Answer::kError;
        reject_ = Reject{answer, cause, reason, std::min(octets, octets_.size()),
                         is_connect() && legible_ ? tpdu_.src_ref : uint16_t{0}};
        return false;
    }
    bool refuse_length(size_t octets) {
        return refuse(Answer::kDisconnect, RejectCause::kParameterValue,
                      DisconnectReason::kLengthInvalid, octets);
    }
    bool refuse_kind() {
        return refuse(Answer::kError, RejectCause::kTpduType, DisconnectReason::kProtocolError, 2);
    }
    bool refuse_references(size_t octets) {
        return refuse(Answer::kDisconnect, RejectCause::kParameterValue,
                      DisconnectReason::kMismatchedReferences, octets);
    }
    bool refuse_code(size_t octets) {
        return refuse(Answer::kError, RejectCause::kParameterCode, DisconnectReason::kProtocolError,
                      octets);
    }
    bool refuse_value(size_t octets) {
        return refuse(Answer::kError, RejectCause::kParameterValue,
                      DisconnectReason::kProtocolError, octets);
    }

    bool kind_read() {
        if (octets_.empty() || octets_[0] == 0 || octets_[0] == 0xFF ||
            octets_.size() < size_t{octets_[0]} + 1)
            return refuse_length(1);
        header_ = size_t{octets_[0]} + 1;
        const uint8_t code = octets_[1];
        tpdu_.kind = static_cast<TpduKind>(code & 0xF0);
        switch (tpdu_.kind) {
            case TpduKind::kConnectRequest:
            case TpduKind::kConnectConfirm:
                tpdu_.credit = code & 0x0F;
                return !rules_.agreed || refuse_kind();
            case TpduKind::kDataAck:
                tpdu_.credit = code & 0x0F;
                return (rules_.agreed && !is_class_0() && rules_.explicit_flow_control) ||
                       refuse_kind();
            case TpduKind::kData:
                return ((code & 0x0F) == 0 && rules_.agreed) || refuse_kind();
            case TpduKind::kExpedited:
                return ((code & 0x0F) == 0 && rules_.agreed && rules_.expedited) || refuse_kind();
            case TpduKind::kExpeditedAck:
                return ((code & 0x0F) == 0 && rules_.agreed && rules_.expedited && !is_class_0()) ||
                       refuse_kind();
            case TpduKind::kDisconnectConfirm:
                return ((code & 0x0F) == 0 && rules_.agreed) || refuse_kind();
            case TpduKind::kDisconnectRequest:
            case TpduKind::kError:
                return (code & 0x0F) == 0 || refuse_kind();
        }
        return refuse_kind();
    }

    // The length of the fixed part, without the length indicator.
    size_t fixed_length() const {
        switch (tpdu_.kind) {
            case TpduKind::kConnectRequest:
            case TpduKind::kConnectConfirm:
            case TpduKind::kDisconnectRequest:
                return 6;
            case TpduKind::kDisconnectConfirm:
                return 5;
            case TpduKind::kData:
            case TpduKind::kExpedited:
                return is_class_0() ? 2 : 4;
            case TpduKind::kExpeditedAck:
            case TpduKind::kDataAck:
            case TpduKind::kError:
                break;
        }
        return 4;
    }

    bool fixed_part_read() {
        const size_t fixed = fixed_length();
        // Data of class 0 has no variable part: a longer header is class 2's.
        if (header_ < fixed + 1 || (fixed == 2 && header_ != fixed + 1))
            return refuse_length(1);
        variable_ = fixed + 1;
        const uint8_t last = octets_[fixed];
        if (fixed > 2)
            tpdu_.dst_ref = number_16(&octets_[2]);
        if (fixed >= 5)
            tpdu_.src_ref = number_16(&octets_[4]);
        legible_ = true;
        switch (tpdu_.kind) {
            case TpduKind::kConnectRequest:
                if (tpdu_.dst_ref != 0)
                    return refuse_references(octets_[2] != 0 ? 3 : 4);
                return class_read(last);
            case TpduKind::kConnectConfirm:
                return local_reference_check() && class_read(last);
            case TpduKind::kDisconnectRequest:
                tpdu_.reason = static_cast<DisconnectReason>(last);
                return local_reference_check() && remote_reference_check();
            case TpduKind::kDisconnectConfirm:
                return local_reference_check() && remote_reference_check();
            case TpduKind::kError:
                // Whatever it refers to, it means this connection: a TCP connection carries one.
                if (last > static_cast<uint8_t>(RejectCause::kParameterValue))
                    return refuse_value(fixed + 1);
                tpdu_.cause = static_cast<RejectCause>(last);
                return true;
            case TpduKind::kData:
            case TpduKind::kExpedited:
                tpdu_.number = last & 0x7F;
                tpdu_.end = (last & 0x80) != 0;
                if (tpdu_.kind == TpduKind::kExpedited && !tpdu_.end)
                    return refuse_value(fixed + 1);
                return fixed == 2 || local_reference_check();
            case TpduKind::kExpeditedAck:
            case TpduKind::kDataAck:
                tpdu_.number = last & 0x7F;
                if (last & 0x80)
                    return refuse_value(fixed + 1);
                return local_reference_check();
        }
        return refuse_kind();
    }

    bool local_reference_check() {
        return rules_.local_ref == 0 || tpdu_.dst_ref == rules_.local_ref || refuse_references(4);
    }
    bool remote_reference_check() {
        return rules_.remote_ref == 0 || tpdu_.src_ref == rules_.remote_ref || refuse_references(6);
    }

    bool class_read(uint8_t octet) {
        tpdu_.transport_class = octet >> 4;
        tpdu_.options = octet & 0x0F;
        if (tpdu_.transport_class > kHighestClass)
            return refuse(Answer::kDisconnect, RejectCause::kParameterValue,
                          DisconnectReason::kNegotiationFailed, 7);
        if ((tpdu_.options & ~(kNoExplicitFlowControl | kExtendedFormats)) != 0 ||
            (tpdu_.transport_class < 2 && tpdu_.options != 0))
            return refuse_value(7);
        if (tpdu_.transport_class < 2 && tpdu_.credit != 0)
            return refuse_value(2);
        // Reference 0 is nobody's. Where nothing is multiplexed it is harmless, and common.
        return tpdu_.src_ref != 0 || tpdu_.transport_class == 0 || refuse_references(6);
    }

    bool variable_part_read() {
        for (size_t at = variable_; at < header_;) {
            if (header_ - at < 2)
                return refuse_length(at + 1);
            const uint8_t code = octets_[at];
            const size_t length = octets_[at + 1];
            if (header_ - at - 2 < length)
                return refuse_length(at + 2);
            at_ = at + 2;
            value_ = octets_.subspan(at_, length);
            if (!parameter_read(code))
                return false;
            at = at_ + length;
        }
        return true;
    }

    bool parameter_read(uint8_t code) {
        if (is_known(code)) {
            // The standard lets the last of several count; but two parties that read it
            // differently had better not go on.
            if (seen_.test(code))
                return refuse_code(at_ - 1);
            seen_.set(code);
        } else {
            // 13.2.3: an unknown parameter is an error in everything but CR.
            return tpdu_.kind == TpduKind::kConnectRequest || refuse_code(at_ - 1);
        }
        if (is_connect())
            return connect_parameter_read(code);
        if (code == kChecksum)
            return value_.size() == 2 || refuse_length(at_);
        tpdu_.information = value_;
        return true;
    }

    bool is_known(uint8_t code) const {
        switch (tpdu_.kind) {
            case TpduKind::kConnectRequest:
            case TpduKind::kConnectConfirm:
                break;
            case TpduKind::kDisconnectRequest:
                return code == kInformation || code == kChecksum;
            case TpduKind::kError:
                return code == kInvalidTpdu || code == kChecksum;
            default:
                return false;
        }
        switch (code) {
            case kAckTime:
            case kErrorRate:
            case kPriority:
            case kDelay:
            case kThroughput:
            case kReassignmentTime:
            case kTpduSize:
            case kCallingSelector:
            case kCalledSelector:
            case kChecksum:
            case kVersion:
            case kSecurity:
            case kAdditionalOptions:
            case kPreferredSize:
            case kInactivityTime:
                return true;
            case kAlternativeClasses:
                return tpdu_.kind == TpduKind::kConnectRequest;
            default:
                return false;
        }
    }

    // A parameter's length is wrong from its length octet on.
    bool has_length(size_t length) { return value_.size() == length || refuse_length(at_); }

    bool connect_parameter_read(uint8_t code) {
        ConnectParameters& to = tpdu_.parameters;
        const uint8_t* const value = value_.data();
        switch (code) {
            case kCallingSelector:
                to.calling_selector = value_;
                return value_.size() <= kSelectorMax || refuse_length(at_);
            case kCalledSelector:
                to.called_selector = value_;
                return value_.size() <= kSelectorMax || refuse_length(at_);
            case kTpduSize:
                if (!has_length(1))
                    return false;
                to.size_code = value[0];
                return (value[0] >= 7 && value[0] <= 13) || refuse_value(at_ + 1);
            case kPreferredSize:
                if (value_.empty() || value_.size() > 4)
                    return refuse_length(at_);
                for (const uint8_t octet : value_)
                    to.preferred_size = to.preferred_size << 8 | octet;
                return to.preferred_size != 0 || refuse_value(at_ + value_.size());
            case kVersion:
                if (!has_length(1))
                    return false;
                to.version = value[0];
                // A caller may know a later version; who answers settles for what we speak.
                return value[0] == 1 || tpdu_.kind == TpduKind::kConnectRequest ||
                       refuse_value(at_ + 1);
            case kSecurity:
                to.security = value_;
                return true;
            case kChecksum:
                return has_length(2);  // class 4's, and only proposed here
            case kInactivityTime:
                return has_length(4);
            case kAdditionalOptions:
                if (!has_length(1))
                    return false;
                to.additional = value[0];
                return true;
            case kAlternativeClasses:
                return alternative_classes_read();
            case kAckTime:
                if (!has_length(2))
                    return false;
                to.ack_time = number_16(value);
                return true;
            case kReassignmentTime:
                if (!has_length(2))
                    return false;
                to.reassign = number_16(value);
                return true;
            default:
                return quality_read(code);
        }
    }

    bool alternative_classes_read() {
        if (value_.empty() || value_.size() > kAlternativeMax)
            return refuse_length(at_);
        for (size_t i = 0; i < value_.size(); ++i) {
            if (value_[i] >> 4 > kHighestClass || (value_[i] & 0x0F) != 0)
                return refuse_value(at_ + i + 1);
        }
        tpdu_.parameters.alternative_classes = value_;
        return true;
    }

    static ThroughputRange throughput_read(const uint8_t* value) {
        return {number_24(value), number_24(value + 3), number_24(value + 6), number_24(value + 9)};
    }

    bool quality_read(uint8_t code) {
        QualityParameters& to = tpdu_.parameters.quality;
        const uint8_t* const value = value_.data();
        switch (code) {
            case kThroughput:
                if (value_.size() != 12 && value_.size() != 24)
                    return refuse_length(at_);
                to.throughput = throughput_read(value);
                if (!throughput_check(*to.throughput, 0))
                    return false;
                if (value_.size() == 12)
                    return true;
                to.throughput_average = throughput_read(value + 12);
                return throughput_check(*to.throughput_average, 12);
            case kDelay:
                if (!has_length(8))
                    return false;
                to.delay = DelayRange{number_16(value), number_16(value + 2), number_16(value + 4),
                                      number_16(value + 6)};
                return (to.delay->target_to_called <= to.delay->maximum_to_called ||
                        refuse_value(at_ + 4)) &&
                       (to.delay->target_to_calling <= to.delay->maximum_to_calling ||
                        refuse_value(at_ + 8));
            case kErrorRate:
                if (!has_length(3))
                    return false;
                to.error_rate = ErrorRate{value[0], value[1], value[2]};
                // Exponents: the target asks for no more errors than what is acceptable.
                return value[0] >= value[1] || refuse_value(at_ + 2);
            case kPriority:
                if (!has_length(2))
                    return false;
                to.priority = number_16(value);
                return true;
            default:
                return refuse_code(at_ - 1);
        }
    }

    // What is acceptable is no more than the target.
    bool throughput_check(const ThroughputRange& range, size_t offset) {
        return (range.minimum_to_called <= range.target_to_called ||
                refuse_value(at_ + offset + 6)) &&
               (range.minimum_to_calling <= range.target_to_calling ||
                refuse_value(at_ + offset + 12));
    }

    size_t user_data_max() const {
        switch (tpdu_.kind) {
            case TpduKind::kConnectRequest:
            case TpduKind::kConnectConfirm:
                return kConnectDataMax;
            case TpduKind::kDisconnectRequest:
                return kDisconnectDataMax;
            case TpduKind::kExpedited:
                return kExpeditedDataMax;
            default:
                return rules_.tpdu_max > header_ ? rules_.tpdu_max - header_ : 0;
        }
    }

    bool user_data_read() {
        const Octets rest = octets_.subspan(header_);
        if (!has_user_data()) {
            tpdu_.size = header_;
            // What follows is another TPDU, where TPDUs may be joined (6.4): not in class 0.
            if (!rest.empty() && (!rules_.agreed || is_class_0()))
                return refuse_length(header_ + 1);
            return true;
        }
        tpdu_.size = octets_.size();
        tpdu_.user_data = rest;
        const size_t most = user_data_max();
        if (rest.size() > most)
            return refuse(Answer::kDisconnect, RejectCause::kNotSpecified,
                          DisconnectReason::kProtocolError, header_ + most + 1);
        if (rest.empty() && tpdu_.kind == TpduKind::kExpedited)
            return refuse_length(header_);
        return true;
    }

    const Octets octets_;
    const TpduRules& rules_;
    Tpdu& tpdu_;
    Reject reject_{};
    bool legible_ = false;  // the kind and the references are known
    size_t header_ = 0;     // all but the user data
    size_t variable_ = 0;   // where the variable part begins
    size_t at_ = 0;         // where the parameter's value begins
    Octets value_;
    std::bitset<256> seen_;
};

}  // namespace

std::optional<Reject> tpdu_read(Octets octets, const TpduRules& rules, Tpdu* tpdu) {
    return TpduReader(octets, rules, tpdu).read();
}

bool class_is_allowed(const Tpdu& request, uint8_t transport_class) {
    if (transport_class == request.transport_class)
        return true;
    if (transport_class > request.transport_class)
        return false;
    bool allowed = false;
    for (const uint8_t octet : request.parameters.alternative_classes) {
        const uint8_t alternative = octet >> 4;
        // Who offers class 1 understands class 0; who offers 3 or 4, class 2.
        allowed |= alternative == transport_class || (alternative == 1 && transport_class == 0) ||
                   (alternative >= 3 && transport_class == 2);
    }
    return allowed || (request.transport_class == 1 && transport_class == 0) ||
           (request.transport_class >= 3 && transport_class == 2);
}

std::optional<uint8_t> class_choose(const Tpdu& request, uint8_t best) {
    if (best >= 2 && class_is_allowed(request, 2) && (request.options & kNoExplicitFlowControl))
        return uint8_t{2};
    if (class_is_allowed(request, 0))
        return uint8_t{0};
    return std::nullopt;
}

}  // namespace berth::iso
