#include "providers/iso/quality.h"

#include <algorithm>
#include <array>
#include <bit>

#include "providers/common/service_type.h"

namespace berth::iso {
namespace {

constexpr uint32_t kAnyRate = 0xFFFFFF;
constexpr uint16_t kAnyDelay = 0xFFFF;
constexpr ULONG kMicrosecondsPerMillisecond = 1000;

uint32_t rate_from_flow(ULONG rate) {
    if (rate == QOS_NOT_SPECIFIED || rate == POSITIVE_INFINITY_RATE)
        return kAnyRate;
    return std::min<uint32_t>(rate, kAnyRate - 1);
}

ULONG rate_to_flow(uint32_t rate) {
    return rate == kAnyRate ? QOS_NOT_SPECIFIED : rate;
}

uint16_t delay_from_flow(ULONG latency) {
    if (latency == QOS_NOT_SPECIFIED)
        return kAnyDelay;
    const ULONG milliseconds =
        latency / kMicrosecondsPerMillisecond + (latency % kMicrosecondsPerMillisecond != 0);
    return static_cast<uint16_t>(std::min<ULONG>(milliseconds, kAnyDelay - 1));
}

ULONG delay_to_flow(uint16_t delay) {
    return delay == kAnyDelay ? QOS_NOT_SPECIFIED : delay * kMicrosecondsPerMillisecond;
}

// Service types from the best downwards. A priority carries the place of both directions' types:
// the better one's in front, so that the standard's order holds (0 is the highest priority).
constexpr std::array kServices{
    ULONG{SERVICETYPE_NETWORK_CONTROL}, ULONG{SERVICETYPE_GUARANTEED},
    ULONG{SERVICETYPE_CONTROLLEDLOAD},  ULONG{SERVICETYPE_QUALITATIVE},
    ULONG{SERVICETYPE_BESTEFFORT},      ULONG{SERVICETYPE_NOTRAFFIC},
};
constexpr unsigned kBestEffort = 4;
constexpr unsigned kPlaceBits = 3;
constexpr unsigned kPlaceMask = (1U << kPlaceBits) - 1;

struct Places {
    unsigned to_called, to_calling;
};

uint16_t priority_of(Places places) {
    return static_cast<uint16_t>(std::min(places.to_called, places.to_calling) << (2 * kPlaceBits) |
                                 places.to_called << kPlaceBits | places.to_calling);
}

// Another implementation's priorities are read by their order alone.
Places places_of(uint16_t priority) {
    const Places places{priority >> kPlaceBits & kPlaceMask, priority & kPlaceMask};
    if (places.to_called < kServices.size() && places.to_calling < kServices.size() &&
        priority_of(places) == priority)
        return places;
    const unsigned place = std::min<unsigned>(priority >> (2 * kPlaceBits), kBestEffort);
    return {place, place};
}

unsigned place_of(ULONG type) {
    const auto* const found =
        std::find(kServices.begin(), kServices.end(), provider::service_type(type));
    return found == kServices.end() ? kBestEffort
                                    : static_cast<unsigned>(found - kServices.begin());
}

bool is_askable(ULONG type) {
    const ULONG service = provider::service_type(type);
    return service == SERVICETYPE_GENERAL_INFORMATION || service == SERVICETYPE_NOCHANGE ||
           std::find(kServices.begin(), kServices.end(), service) != kServices.end();
}

// 10^-n errors are asked for. TCP has far fewer; the parameter is there for its TSDU size.
constexpr uint8_t kErrorExponent = 9;

bool is_size_given(ULONG size) {
    return size != QOS_NOT_SPECIFIED && size != 0;
}

// The exponent of the power of two that holds both directions' messages.
uint8_t size_from_flows(ULONG one, ULONG other) {
    const ULONG size =
        std::max(is_size_given(one) ? one : 1, is_size_given(other) ? other : ULONG{1});
    return static_cast<uint8_t>(std::bit_width(size - 1));
}

ULONG size_to_flow(uint8_t exponent) {
    return exponent > 31 ? QOS_NOT_SPECIFIED : ULONG{1} << exponent;
}

std::optional<ThroughputRange> throughput_of(ULONG to_called, ULONG to_calling) {
    return ThroughputRange{rate_from_flow(to_called), 0, rate_from_flow(to_calling), 0};
}

bool is_any(const ThroughputRange& range) {
    return range.target_to_called == kAnyRate && range.target_to_calling == kAnyRate;
}

FLOWSPEC flow_unspecified() {
    return {QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED,      QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED,
            QOS_NOT_SPECIFIED, SERVICETYPE_BESTEFFORT, QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED};
}

// The lower of both; false where that is less than acceptable.
bool throughput_lower(const ThroughputRange& asked, const ThroughputRange* offered,
                      ThroughputRange* agreed) {
    *agreed = asked;
    if (offered) {
        agreed->target_to_called = std::min(asked.target_to_called, offered->target_to_called);
        agreed->target_to_calling = std::min(asked.target_to_calling, offered->target_to_calling);
    }
    return agreed->target_to_called >= asked.minimum_to_called &&
           agreed->target_to_calling >= asked.minimum_to_calling;
}

uint16_t delay_lower(uint16_t asked, uint16_t offered) {
    return offered == kAnyDelay ? asked : std::max(asked, offered);
}

template <typename Value>
const Value* pointer_to(const std::optional<Value>& value) {
    return value ? &*value : nullptr;
}

bool throughput_is_within(const std::optional<ThroughputRange>& asked,
                          const std::optional<ThroughputRange>& confirmed) {
    return !confirmed || (asked && confirmed->target_to_called <= asked->target_to_called &&
                          confirmed->target_to_calling <= asked->target_to_calling);
}

}  // namespace

QualityParameters quality_from_qos(const QOS& calling) {
    const FLOWSPEC& out = calling.SendingFlowspec;
    const FLOWSPEC& in = calling.ReceivingFlowspec;
    QualityParameters result;
    const auto maximum = throughput_of(out.PeakBandwidth, in.PeakBandwidth);
    const auto average = throughput_of(out.TokenRate, in.TokenRate);
    if (!is_any(*maximum) || !is_any(*average))
        result.throughput = maximum;
    if (!is_any(*average))
        result.throughput_average = average;
    const DelayRange delay{delay_from_flow(out.Latency), kAnyDelay, delay_from_flow(in.Latency),
                           kAnyDelay};
    if (delay.target_to_called != kAnyDelay || delay.target_to_calling != kAnyDelay)
        result.delay = delay;
    if (is_size_given(out.MaxSduSize) || is_size_given(in.MaxSduSize))
        result.error_rate =
            ErrorRate{kErrorExponent, 0, size_from_flows(out.MaxSduSize, in.MaxSduSize)};
    if (provider::service_type(out.ServiceType) != SERVICETYPE_NOCHANGE ||
        provider::service_type(in.ServiceType) != SERVICETYPE_NOCHANGE)
        result.priority = priority_of({place_of(out.ServiceType), place_of(in.ServiceType)});
    return result;
}

QOS quality_to_qos(const QualityParameters& parameters) {
    QOS qos{flow_unspecified(), flow_unspecified(), {0, nullptr}};
    FLOWSPEC& out = qos.SendingFlowspec;
    FLOWSPEC& in = qos.ReceivingFlowspec;
    if (parameters.throughput) {
        out.PeakBandwidth = rate_to_flow(parameters.throughput->target_to_called);
        in.PeakBandwidth = rate_to_flow(parameters.throughput->target_to_calling);
    }
    if (parameters.throughput_average) {
        out.TokenRate = rate_to_flow(parameters.throughput_average->target_to_called);
        in.TokenRate = rate_to_flow(parameters.throughput_average->target_to_calling);
    }
    if (parameters.delay) {
        out.Latency = delay_to_flow(parameters.delay->target_to_called);
        in.Latency = delay_to_flow(parameters.delay->target_to_calling);
    }
    if (parameters.error_rate)
        out.MaxSduSize = in.MaxSduSize = size_to_flow(parameters.error_rate->size);
    if (parameters.priority) {
        const Places places = places_of(*parameters.priority);
        out.ServiceType = kServices[places.to_called];
        in.ServiceType = kServices[places.to_calling];
    }
    return qos;
}

QOS qos_reverse(const QOS& qos) {
    return {qos.ReceivingFlowspec, qos.SendingFlowspec, qos.ProviderSpecific};
}

bool quality_lower(const QualityParameters& asked, const QualityParameters& offered,
                   QualityParameters* agreed) {
    *agreed = asked;
    bool acceptable = true;
    if (asked.throughput)
        acceptable &= throughput_lower(*asked.throughput, pointer_to(offered.throughput),
                                       &*agreed->throughput);
    if (asked.throughput_average)
        acceptable &=
            throughput_lower(*asked.throughput_average, pointer_to(offered.throughput_average),
                             &*agreed->throughput_average);
    if (asked.delay && offered.delay) {
        agreed->delay->target_to_called =
            delay_lower(asked.delay->target_to_called, offered.delay->target_to_called);
        agreed->delay->target_to_calling =
            delay_lower(asked.delay->target_to_calling, offered.delay->target_to_calling);
        acceptable &= agreed->delay->target_to_called <= asked.delay->maximum_to_called &&
                      agreed->delay->target_to_calling <= asked.delay->maximum_to_calling;
    }
    if (asked.error_rate && offered.error_rate) {
        agreed->error_rate->target = std::min(asked.error_rate->target, offered.error_rate->target);
        agreed->error_rate->size = std::min(asked.error_rate->size, offered.error_rate->size);
        acceptable &= agreed->error_rate->target >= asked.error_rate->minimum;
    }
    if (asked.priority && offered.priority) {
        const Places wanted = places_of(*asked.priority);
        const Places granted = places_of(*offered.priority);
        const Places lower{std::max(wanted.to_called, granted.to_called),
                           std::max(wanted.to_calling, granted.to_calling)};
        // One that is not of our making stays as it is unless something changes.
        if (lower.to_called != wanted.to_called || lower.to_calling != wanted.to_calling)
            agreed->priority = priority_of(lower);
    }
    return acceptable;
}

bool quality_is_answer(const QualityParameters& asked, const QualityParameters& confirmed) {
    if (!throughput_is_within(asked.throughput, confirmed.throughput) ||
        !throughput_is_within(asked.throughput_average, confirmed.throughput_average))
        return false;
    if (confirmed.delay &&
        !(asked.delay && confirmed.delay->target_to_called >= asked.delay->target_to_called &&
          confirmed.delay->target_to_calling >= asked.delay->target_to_calling))
        return false;
    if (confirmed.error_rate &&
        !(asked.error_rate && confirmed.error_rate->target <= asked.error_rate->target))
        return false;
    return !confirmed.priority || (asked.priority && *confirmed.priority >= *asked.priority);
}

int quality_check(const QOS& qos) {
    return is_askable(qos.SendingFlowspec.ServiceType) &&
                   is_askable(qos.ReceivingFlowspec.ServiceType)
               ? 0
               : WSAEOPNOTSUPP;
}

}  // namespace berth::iso
