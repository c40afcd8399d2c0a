// The octets of a peer: TPKTs that arrive in pieces, and the TPDUs in them. Whatever comes, what is
// read lies within what was given, what was read can be written and read again, and what is refused
// has an answer that another implementation would understand.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "providers/iso/nsap.h"
#include "providers/iso/quality.h"
#include "providers/iso/tpdu.h"

using namespace berth::iso;

namespace {

#define REQUIRE(what)                                                               \
    do {                                                                            \
        if (!(what)) {                                                              \
            std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what); \
            std::abort();                                                           \
        }                                                                           \
    } while (0)

bool lies_within(Octets part, Octets whole) {
    return part.data() == nullptr || (part.data() >= whole.data() &&
                                      part.data() + part.size() <= whole.data() + whole.size());
}

bool same(Octets one, Octets other) {
    return (one.data() == nullptr) == (other.data() == nullptr) &&
           std::equal(one.begin(), one.end(), other.begin(), other.end());
}

TpduRules rules_of(uint8_t octet) {
    TpduRules rules;
    rules.agreed = (octet & 0x01) != 0;
    rules.transport_class = octet & 0x02 ? 2 : 0;
    rules.explicit_flow_control = (octet & 0x04) != 0;
    rules.expedited = (octet & 0x08) != 0;
    rules.local_ref = octet & 0x10 ? 0x0102 : 0;
    rules.remote_ref = octet & 0x20 ? 0x0304 : 0;
    rules.tpdu_max = octet & 0x40 ? 128 : kTpduSizeDefault;
    return rules;
}

void look_at_quality(const QualityParameters& quality) {
    const QOS qos = quality_to_qos(quality);
    QualityParameters agreed;
    const bool acceptable = quality_lower(quality, quality_from_qos(qos), &agreed);
    REQUIRE(!acceptable || quality_is_answer(quality, agreed));
    static_cast<void>(quality_check(qos));
}

void look_at_parameters(const Tpdu& tpdu, Octets octets) {
    const ConnectParameters& parameters = tpdu.parameters;
    for (const Octets part :
         {parameters.calling_selector, parameters.called_selector, parameters.alternative_classes,
          parameters.security, tpdu.information, tpdu.user_data})
        REQUIRE(lies_within(part, octets));
    REQUIRE(parameters.calling_selector.size() <= kSelectorMax);
    REQUIRE(parameters.called_selector.size() <= kSelectorMax);
    const size_t size = tpdu_size(parameters);
    REQUIRE(size >= 128 && size <= kTpduSizeDefault);
    ConnectParameters answer;
    REQUIRE(tpdu_size_answer(parameters, 4096, &answer) <= std::min<size_t>(size, 4096));
    for (const uint8_t best : {0, 2}) {
        const auto chosen = class_choose(tpdu, best);
        REQUIRE(!chosen || (*chosen <= best && class_is_allowed(tpdu, *chosen)));
    }
    look_at_quality(parameters.quality);
}

void write_again(const Tpdu& tpdu, const TpduRules& rules) {
    std::vector<uint8_t> out(kControlTpktMax + tpdu.user_data.size());
    const size_t length = tpdu_write(tpdu, rules.transport_class, out);
    // Unknown parameters are passed over, so the written one may be shorter; never impossible.
    REQUIRE(length != 0);
    const Tpkt tpkt = tpkt_look(Octets(out).first(length));
    REQUIRE(tpkt.state == TpktState::kComplete && tpkt.length == length);
    Tpdu again;
    REQUIRE(!tpdu_read(tpkt.tpdu, rules, &again));
    REQUIRE(again.kind == tpdu.kind && again.dst_ref == tpdu.dst_ref &&
            again.src_ref == tpdu.src_ref && again.transport_class == tpdu.transport_class &&
            again.options == tpdu.options && again.credit == tpdu.credit &&
            again.number == tpdu.number && again.end == tpdu.end && again.reason == tpdu.reason &&
            again.cause == tpdu.cause);
    REQUIRE(same(again.user_data, tpdu.user_data) && same(again.information, tpdu.information));
    REQUIRE(same(again.parameters.calling_selector, tpdu.parameters.calling_selector));
    REQUIRE(same(again.parameters.called_selector, tpdu.parameters.called_selector));
    REQUIRE(again.parameters.quality == tpdu.parameters.quality);
    REQUIRE(again.parameters.preferred_size == tpdu.parameters.preferred_size);
}

void look_at_refusal(const Reject& reject, Octets octets, const TpduRules& rules) {
    REQUIRE(reject.octets <= octets.size());
    std::array<uint8_t, kControlTpktMax> out{};
    const size_t length = reject_write(reject, octets, rules.local_ref, rules.remote_ref, out);
    const Tpkt tpkt = tpkt_look(Octets(out.data(), length));
    REQUIRE(tpkt.state == TpktState::kComplete);
    Tpdu answer;
    REQUIRE(!tpdu_read(tpkt.tpdu, rules, &answer));
    REQUIRE(answer.kind == TpduKind::kError || answer.kind == TpduKind::kDisconnectRequest);
}

void look_at_tpdus(Octets octets, const TpduRules& rules) {
    while (!octets.empty()) {
        Tpdu tpdu;
        const auto reject = tpdu_read(octets, rules, &tpdu);
        DataTpdu data;
        if (data_read(octets, rules, &data) && rules.agreed)
            REQUIRE(!reject && tpdu.kind == TpduKind::kData && tpdu.end == data.end &&
                    same(tpdu.user_data, data.user_data));
        if (reject) {
            look_at_refusal(*reject, octets, rules);
            return;
        }
        REQUIRE(tpdu.size > 0 && tpdu.size <= octets.size());
        look_at_parameters(tpdu, octets.first(tpdu.size));
        write_again(tpdu, rules);
        octets = octets.subspan(tpdu.size);
    }
}

void look_at_address(Octets octets) {
    IsoAddress address;
    if (nsap_read(octets, kPortClass0, &address) != 0)
        return;
    std::array<uint8_t, kNsapMax> out{};
    IsoAddress again;
    const size_t length = nsap_write(address, kPortClass0, out.data());
    REQUIRE(nsap_read(Octets(out).first(length), kPortClass0, &again) == 0);
    REQUIRE(address == again);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 2)
        return 0;
    const TpduRules rules = rules_of(data[0]);
    const size_t piece = data[1] % 16 + 1;
    const Octets stream(data + 2, size - 2);
    look_at_address(stream);
    // As a provider does: what has arrived is looked at, whole TPKTs are used up.
    size_t used = 0;
    size_t arrived = 0;
    while (arrived < stream.size()) {
        arrived = std::min(arrived + piece, stream.size());
        for (;;) {
            const Tpkt tpkt = tpkt_look(stream.subspan(used, arrived - used), 4096);
            if (tpkt.state == TpktState::kBad)
                return 0;
            if (tpkt.state == TpktState::kIncomplete) {
                REQUIRE(tpkt.length > arrived - used && tpkt.length <= 4096);
                break;
            }
            REQUIRE(tpkt.length <= arrived - used && tpkt.length == tpkt.tpdu.size() + kTpktHeader);
            REQUIRE(lies_within(tpkt.tpdu, stream));
            look_at_tpdus(tpkt.tpdu, rules);
            used += tpkt.length;
        }
    }
    return 0;
}
