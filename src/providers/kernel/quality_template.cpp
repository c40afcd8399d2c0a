// The templates of WSAGetQOSByName: what the codecs of IP telephony send, with the headers of IPv4,
// UDP and RTP.
#include <cstring>

#include "providers/kernel/quality.h"

namespace berth::kernel {
namespace {

struct Template {
    const char* name;
    ULONG payload;  // bytes of a packet
    ULONG packets;  // a second
    SERVICETYPE service;
};

constexpr Template kTemplates[] = {
    {"G711", 160, 50, SERVICETYPE_GUARANTEED},     {"G723.1", 24, 34, SERVICETYPE_GUARANTEED},
    {"G729", 20, 50, SERVICETYPE_GUARANTEED},      {"H263QCIF", 512, 16, SERVICETYPE_GUARANTEED},
    {"H263CIF", 1024, 32, SERVICETYPE_GUARANTEED}, {"H261QCIF", 512, 16, SERVICETYPE_GUARANTEED},
    {"H261CIF", 1024, 32, SERVICETYPE_GUARANTEED}, {"GSM6.10", 33, 50, SERVICETYPE_GUARANTEED},
};

FLOWSPEC flow_of(const Template& media) {
    constexpr ULONG kHeaders = 20 + 8 + 12;
    const ULONG packet = media.payload + kHeaders;
    FLOWSPEC flow{};
    flow.TokenRate = packet * media.packets;
    flow.TokenBucketSize = 2 * packet;
    flow.PeakBandwidth = flow.TokenRate + flow.TokenRate / 2;
    flow.Latency = QOS_NOT_SPECIFIED;
    flow.DelayVariation = QOS_NOT_SPECIFIED;
    flow.ServiceType = media.service;
    flow.MaxSduSize = packet;
    flow.MinimumPolicedSize = packet;
    return flow;
}

}  // namespace

bool quality_template(const char* name, size_t length, QOS* quality) {
    for (const Template& media : kTemplates) {
        if (std::strlen(media.name) != length || std::memcmp(media.name, name, length) != 0)
            continue;
        *quality = {flow_of(media), flow_of(media), {0, nullptr}};
        return true;
    }
    return false;
}

const char* quality_template_name(size_t index) {
    return index < sizeof kTemplates / sizeof *kTemplates ? kTemplates[index].name : nullptr;
}

}  // namespace berth::kernel
