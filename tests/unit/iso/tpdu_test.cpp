// TPKT and TPDUs: each field as it should be, and in each way that it should not.
#include "providers/iso/tpdu.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

using namespace berth::iso;

namespace {

using Bytes = std::vector<uint8_t>;
using Answer = Reject::Answer;
using Reason = DisconnectReason;

Octets octets(const Bytes& bytes) {
    return {bytes.data(), bytes.size()};
}
Octets octets(const char* text) {
    return {reinterpret_cast<const uint8_t*>(text), std::char_traits<char>::length(text)};
}
std::string text(Octets from) {
    return {from.begin(), from.end()};
}

TpduRules class_0() {
    TpduRules rules;
    rules.agreed = true;
    rules.expedited = true;
    return rules;
}
TpduRules class_2() {
    TpduRules rules = class_0();
    rules.transport_class = 2;
    rules.local_ref = 0x0102;
    rules.remote_ref = 0x0304;
    return rules;
}

// What `tpdu` is written as, without the TPKT header; empty where it cannot be.
Bytes written(const Tpdu& tpdu, uint8_t transport_class = 0) {
    std::array<uint8_t, 2048> out{};
    const size_t length = tpdu_write(tpdu, transport_class, out);
    if (length == 0)
        return {};
    const Tpkt tpkt = tpkt_look(Octets(out.data(), length));
    EXPECT_EQ(TpktState::kComplete, tpkt.state);
    EXPECT_EQ(length, tpkt.length);
    return {tpkt.tpdu.begin(), tpkt.tpdu.end()};
}

// A CR: fixed part, then `variable`, then `data`.
Bytes request(const Bytes& variable = {}, const std::string& data = "", uint8_t options = 0) {
    Bytes bytes{static_cast<uint8_t>(6 + variable.size()), 0xE0, 0, 0, 0x12, 0x34, options};
    bytes.insert(bytes.end(), variable.begin(), variable.end());
    bytes.insert(bytes.end(), data.begin(), data.end());
    return bytes;
}

struct Wrong {
    const char* what;
    Bytes bytes;
    Answer answer;
    RejectCause cause;
    Reason reason;
    size_t octets;
};

void expect_refused(const std::vector<Wrong>& cases, const TpduRules& rules) {
    for (const Wrong& wrong : cases) {
        Tpdu tpdu;
        const auto reject = tpdu_read(octets(wrong.bytes), rules, &tpdu);
        ASSERT_TRUE(reject) << wrong.what;
        EXPECT_EQ(wrong.answer, reject->answer) << wrong.what;
        EXPECT_EQ(wrong.cause, reject->cause) << wrong.what;
        EXPECT_EQ(wrong.reason, reject->reason) << wrong.what;
        EXPECT_EQ(wrong.octets, reject->octets) << wrong.what;
    }
}

Bytes repeated(Bytes front, size_t count) {
    front.insert(front.end(), count, 'x');
    return front;
}

}  // namespace

TEST(Tpkt, ArrivesOctetByOctet) {
    const Bytes bytes{3, 0, 0, 7, 2, 0xF0, 0x80, 3};
    for (size_t n = 0; n < 4; ++n) {
        const Tpkt tpkt = tpkt_look(octets(bytes).first(n));
        EXPECT_EQ(TpktState::kIncomplete, tpkt.state);
        EXPECT_EQ(4u, tpkt.length);
    }
    for (size_t n = 4; n < 7; ++n) {
        const Tpkt tpkt = tpkt_look(octets(bytes).first(n));
        EXPECT_EQ(TpktState::kIncomplete, tpkt.state);
        EXPECT_EQ(7u, tpkt.length);
    }
    const Tpkt tpkt = tpkt_look(octets(bytes));
    EXPECT_EQ(TpktState::kComplete, tpkt.state);
    EXPECT_EQ(7u, tpkt.length);
    EXPECT_EQ(3u, tpkt.tpdu.size());
}

TEST(Tpkt, WhatIsNoneIsKnownEarly) {
    for (const Bytes& bytes :
         {Bytes{2}, Bytes{'G', 'E', 'T'}, Bytes{3, 0, 0, 6}, Bytes{3, 0, 0, 0}, Bytes{3, 0, 2, 1}})
        EXPECT_EQ(TpktState::kBad, tpkt_look(octets(bytes), 512).state);
    const Bytes longest{3, 0xFF, 0xFF, 0xFF};
    EXPECT_EQ(TpktState::kIncomplete, tpkt_look(octets(longest)).state);
    EXPECT_EQ(65535u, tpkt_look(octets(longest)).length);
}

TEST(Tpdu, ConnectRequestWithAllItsParameters) {
    Tpdu cr;
    cr.kind = TpduKind::kConnectRequest;
    cr.src_ref = 0xABCD;
    cr.transport_class = 2;
    cr.options = kNoExplicitFlowControl;
    const Bytes alternatives{0x00};
    cr.parameters.calling_selector = octets("calling");
    cr.parameters.called_selector = octets("called");
    cr.parameters.size_code = 11;
    cr.parameters.preferred_size = 0x1234;
    cr.parameters.version = 1;
    cr.parameters.additional = kUseExpedited;
    cr.parameters.alternative_classes = octets(alternatives);
    cr.parameters.security = octets("s");
    cr.parameters.ack_time = 500;
    cr.parameters.reassign = 7;
    cr.parameters.quality.throughput = ThroughputRange{1000, 0, 2000, 10};
    cr.parameters.quality.throughput_average = ThroughputRange{500, 1, 600, 2};
    cr.parameters.quality.delay = DelayRange{10, 20, 30, 40};
    cr.parameters.quality.error_rate = ErrorRate{9, 3, 10};
    cr.parameters.quality.priority = uint16_t{3};
    cr.user_data = octets("caller data");
    const Bytes bytes = written(cr);
    ASSERT_FALSE(bytes.empty());

    Tpdu read;
    ASSERT_FALSE(tpdu_read(octets(bytes), TpduRules{}, &read));
    EXPECT_EQ(TpduKind::kConnectRequest, read.kind);
    EXPECT_EQ(0xABCD, read.src_ref);
    EXPECT_EQ(2, read.transport_class);
    EXPECT_EQ(kNoExplicitFlowControl, read.options);
    EXPECT_EQ("calling", text(read.parameters.calling_selector));
    EXPECT_EQ("called", text(read.parameters.called_selector));
    EXPECT_EQ(11, read.parameters.size_code);
    EXPECT_EQ(0x1234u, read.parameters.preferred_size);
    EXPECT_EQ(uint8_t{1}, read.parameters.version);
    EXPECT_EQ(kUseExpedited, read.parameters.additional);
    EXPECT_EQ(1u, read.parameters.alternative_classes.size());
    EXPECT_EQ("s", text(read.parameters.security));
    EXPECT_EQ(uint16_t{500}, read.parameters.ack_time);
    EXPECT_EQ(uint16_t{7}, read.parameters.reassign);
    EXPECT_EQ(cr.parameters.quality, read.parameters.quality);
    EXPECT_EQ("caller data", text(read.user_data));
    EXPECT_EQ(bytes.size(), read.size);
}

TEST(Tpdu, EachKindReadsAsItWasWritten) {
    Tpdu dr;
    dr.kind = TpduKind::kDisconnectRequest;
    dr.dst_ref = 0x0102;
    dr.src_ref = 0x0304;
    dr.reason = Reason::kNormal;
    dr.information = octets("why");
    dr.user_data = octets("goodbye");
    Tpdu dc;
    dc.kind = TpduKind::kDisconnectConfirm;
    dc.dst_ref = 0x0102;
    dc.src_ref = 0x0304;
    Tpdu er;
    er.kind = TpduKind::kError;
    er.dst_ref = 0x0102;
    er.cause = RejectCause::kParameterValue;
    er.information = octets("bad");
    Tpdu dt;
    dt.kind = TpduKind::kData;
    dt.dst_ref = 0x0102;
    dt.number = 5;
    dt.end = true;
    dt.user_data = octets("data");
    Tpdu ed = dt;
    ed.kind = TpduKind::kExpedited;
    Tpdu ea;
    ea.kind = TpduKind::kExpeditedAck;
    ea.dst_ref = 0x0102;
    ea.number = 5;
    for (const Tpdu& tpdu : {dr, dc, er, dt, ed, ea}) {
        Tpdu read;
        const Bytes bytes = written(tpdu, 2);
        ASSERT_FALSE(tpdu_read(octets(bytes), class_2(), &read)) << int(tpdu.kind);
        EXPECT_EQ(tpdu.kind, read.kind);
        EXPECT_EQ(tpdu.dst_ref, read.dst_ref);
        EXPECT_EQ(tpdu.src_ref, read.src_ref);
        EXPECT_EQ(tpdu.reason, read.reason);
        EXPECT_EQ(tpdu.cause, read.cause);
        EXPECT_EQ(tpdu.number, read.number);
        EXPECT_EQ(tpdu.end, read.end);
        EXPECT_EQ(text(tpdu.information), text(read.information));
        EXPECT_EQ(text(tpdu.user_data), text(read.user_data));
    }
}

TEST(Tpdu, DataHasTheHeaderOfItsClass) {
    for (const uint8_t transport_class : {0, 2}) {
        const TpduRules rules = transport_class == 0 ? class_0() : class_2();
        std::array<uint8_t, 16> out{};
        const size_t header = data_header_write(out.data(), transport_class, 0x0102, true, 3);
        EXPECT_EQ(transport_class == 0 ? 7u : 9u, header);
        std::copy_n("abc", 3, out.data() + header);
        const Tpkt tpkt = tpkt_look(out);
        ASSERT_EQ(TpktState::kComplete, tpkt.state);
        DataTpdu data;
        ASSERT_TRUE(data_read(tpkt.tpdu, rules, &data));
        EXPECT_TRUE(data.end);
        EXPECT_EQ("abc", text(data.user_data));
        Tpdu read;
        ASSERT_FALSE(tpdu_read(tpkt.tpdu, rules, &read));
        EXPECT_EQ("abc", text(read.user_data));
    }
}

TEST(Tpdu, AnUnknownParameterOfARequestIsPassedOver) {
    const Bytes bytes = request({0x99, 2, 1, 2, 0x99, 0}, "d");
    Tpdu read;
    EXPECT_FALSE(tpdu_read(octets(bytes), TpduRules{}, &read));
    EXPECT_EQ("d", text(read.user_data));
}

TEST(Tpdu, RequestsThatAreWrong) {
    const auto kDisconnect = Answer::kDisconnect;
    const auto kError = Answer::kError;
    const auto kValue = RejectCause::kParameterValue;
    Bytes destination = request();
    destination[3] = 1;
    Bytes credit = request();
    credit[1] = 0xE1;
    Bytes reference = request({}, "", 0x21);
    reference[4] = reference[5] = 0;
    const Bytes cases_unknown{2, 0x30, 0};
    expect_refused(
        {
            {"nothing", {}, kError, kValue, Reason::kLengthInvalid, 0},
            {"length 0", {0, 0xE0, 0}, kError, kValue, Reason::kLengthInvalid, 1},
            {"length 255", repeated({0xFF, 0xE0}, 300), kError, kValue, Reason::kLengthInvalid, 1},
            {"shorter than its length",
             {6, 0xE0, 0, 0, 0, 1},
             kError,
             kValue,
             Reason::kLengthInvalid,
             1},
            {"a length short of the fixed part",
             {5, 0xE0, 0, 0, 0, 1, 0},
             kError,
             kValue,
             Reason::kLengthInvalid,
             1},
            {"unknown code", cases_unknown, kError, RejectCause::kTpduType, Reason::kProtocolError,
             2},
            {"data before the connection",
             {2, 0xF0, 0x80, 'x'},
             kError,
             RejectCause::kTpduType,
             Reason::kProtocolError,
             2},
            {"a destination reference", destination, kDisconnect, kValue,
             Reason::kMismatchedReferences, 4},
            {"no source reference in class 2", reference, kDisconnect, kValue,
             Reason::kMismatchedReferences, 6},
            {"class 5", request({}, "", 0x50), kDisconnect, kValue, Reason::kNegotiationFailed, 7},
            {"options of class 0", request({}, "", 0x01), kError, kValue, Reason::kProtocolError,
             7},
            {"reserved options", request({}, "", 0x24), kError, kValue, Reason::kProtocolError, 7},
            {"credit in class 0", credit, kError, kValue, Reason::kProtocolError, 2},
            {"half a parameter", request({0xC1}), kDisconnect, kValue, Reason::kLengthInvalid, 8},
            {"a parameter beyond the header", request({0xC1, 4, 'a'}, "bcd"), kDisconnect, kValue,
             Reason::kLengthInvalid, 9},
            {"a selector twice", request({0xC2, 1, 'a', 0xC2, 1, 'b'}), kError,
             RejectCause::kParameterCode, Reason::kProtocolError, 11},
            {"a selector of 33", request(repeated({0xC1, 33}, 33)), kDisconnect, kValue,
             Reason::kLengthInvalid, 9},
            {"TPDU size 64", request({0xC0, 1, 6}), kError, kValue, Reason::kProtocolError, 10},
            {"TPDU size 16384", request({0xC0, 1, 14}), kError, kValue, Reason::kProtocolError, 10},
            {"TPDU size of two octets", request({0xC0, 2, 7, 7}), kDisconnect, kValue,
             Reason::kLengthInvalid, 9},
            {"preferred size 0", request({0xF0, 2, 0, 0}), kError, kValue, Reason::kProtocolError,
             11},
            {"preferred size of five octets", request({0xF0, 5, 0, 0, 0, 0, 1}), kDisconnect,
             kValue, Reason::kLengthInvalid, 9},
            {"alternative class 5", request({0xC7, 2, 0x00, 0x50}), kError, kValue,
             Reason::kProtocolError, 11},
            {"no alternative class", request({0xC7, 0}), kDisconnect, kValue,
             Reason::kLengthInvalid, 9},
            {"throughput of 13", request(repeated({0x89, 13}, 13)), kDisconnect, kValue,
             Reason::kLengthInvalid, 9},
            {"throughput below what is acceptable",
             request({0x89, 12, 0, 0, 1, 0, 0, 2, 0, 0, 1, 0, 0, 1}), kError, kValue,
             Reason::kProtocolError, 15},
            {"delay above what is acceptable", request({0x88, 8, 0, 9, 0, 8, 0, 1, 0, 1}), kError,
             kValue, Reason::kProtocolError, 13},
            {"priority of one octet", request({0x87, 1, 0}), kDisconnect, kValue,
             Reason::kLengthInvalid, 9},
            {"error rate worse than acceptable", request({0x86, 3, 1, 2, 3}), kError, kValue,
             Reason::kProtocolError, 11},
            {"user data of 33", request({}, std::string(33, 'x')), kDisconnect,
             RejectCause::kNotSpecified, Reason::kProtocolError, 40},
        },
        TpduRules{});
}

TEST(Tpdu, ConfirmationsThatAreWrong) {
    TpduRules rules;
    rules.local_ref = 0x0102;
    expect_refused(
        {
            {"another's reference",
             {6, 0xD0, 1, 3, 0, 1, 0},
             Answer::kDisconnect,
             RejectCause::kParameterValue,
             Reason::kMismatchedReferences,
             4},
            {"unknown parameter",
             {8, 0xD0, 1, 2, 0, 1, 0, 0x99, 0},
             Answer::kError,
             RejectCause::kParameterCode,
             Reason::kProtocolError,
             8},
            {"alternative classes",
             {9, 0xD0, 1, 2, 0, 1, 0, 0xC7, 1, 0},
             Answer::kError,
             RejectCause::kParameterCode,
             Reason::kProtocolError,
             8},
            {"version 2",
             {9, 0xD0, 1, 2, 0, 1, 0, 0xC4, 1, 2},
             Answer::kError,
             RejectCause::kParameterValue,
             Reason::kProtocolError,
             10},
            {"user data of 33", repeated({6, 0xD0, 1, 2, 0, 1, 0}, 33), Answer::kDisconnect,
             RejectCause::kNotSpecified, Reason::kProtocolError, 40},
        },
        rules);
}

TEST(Tpdu, OnAConnectionOfClass0EverythingWrongIsAnError) {
    TpduRules rules = class_0();
    rules.tpdu_max = 128;
    rules.local_ref = 0x0102;
    const auto kError = Answer::kError;
    const auto kType = RejectCause::kTpduType;
    expect_refused(
        {
            {"a second request", request(), kError, kType, Reason::kProtocolError, 2},
            {"data with a long header",
             {4, 0xF0, 0, 1, 0x80, 'x'},
             kError,
             RejectCause::kParameterValue,
             Reason::kLengthInvalid,
             1},
            {"data with a short header",
             {1, 0xF0, 0x80},
             kError,
             RejectCause::kParameterValue,
             Reason::kLengthInvalid,
             1},
            {"data beyond the TPDU size", repeated({2, 0xF0, 0x80}, 126), kError,
             RejectCause::kNotSpecified, Reason::kProtocolError, 129},
            {"acknowledged expedited data",
             {4, 0x20, 1, 2, 0},
             kError,
             kType,
             Reason::kProtocolError,
             2},
            {"acknowledgement", {4, 0x61, 1, 2, 0}, kError, kType, Reason::kProtocolError, 2},
            {"reject", {4, 0x51, 1, 2, 0}, kError, kType, Reason::kProtocolError, 2},
            {"no expedited data",
             {2, 0x10, 0x80},
             kError,
             RejectCause::kParameterValue,
             Reason::kLengthInvalid,
             3},
            {"17 octets of expedited data", repeated({2, 0x10, 0x80}, 17), kError,
             RejectCause::kNotSpecified, Reason::kProtocolError, 20},
            {"expedited data that goes on",
             {2, 0x10, 0x00, 'x'},
             kError,
             RejectCause::kParameterValue,
             Reason::kProtocolError,
             3},
            {"disconnect of another",
             {6, 0x80, 1, 3, 0, 0, 128},
             kError,
             RejectCause::kParameterValue,
             Reason::kMismatchedReferences,
             4},
            {"disconnect with 65 octets", repeated({6, 0x80, 1, 2, 0, 0, 128}, 65), kError,
             RejectCause::kNotSpecified, Reason::kProtocolError, 72},
            {"an unknown cause",
             {4, 0x70, 1, 2, 4},
             kError,
             RejectCause::kParameterValue,
             Reason::kProtocolError,
             5},
            {"something behind an error",
             {4, 0x70, 1, 2, 1, 0},
             kError,
             RejectCause::kParameterValue,
             Reason::kLengthInvalid,
             6},
        },
        rules);
    rules.expedited = false;
    expect_refused({{"expedited data that was not agreed",
                     {2, 0x10, 0x80, 'x'},
                     kError,
                     kType,
                     Reason::kProtocolError,
                     2}},
                   rules);
}

TEST(Tpdu, OnAConnectionOfClass2) {
    TpduRules rules = class_2();
    expect_refused(
        {
            {"data to another reference",
             {4, 0xF0, 9, 9, 0x80, 'x'},
             Answer::kDisconnect,
             RejectCause::kParameterValue,
             Reason::kMismatchedReferences,
             4},
            {"data as in class 0",
             {2, 0xF0, 0x80, 'x'},
             Answer::kDisconnect,
             RejectCause::kParameterValue,
             Reason::kLengthInvalid,
             1},
            {"a parameter of data",
             {6, 0xF0, 1, 2, 0x80, 0xC3, 0, 'x'},
             Answer::kError,
             RejectCause::kParameterCode,
             Reason::kProtocolError,
             6},
            {"acknowledgement without flow control",
             {4, 0x61, 1, 2, 0},
             Answer::kError,
             RejectCause::kTpduType,
             Reason::kProtocolError,
             2},
            {"disconnect from another",
             {6, 0x80, 1, 2, 9, 9, 128},
             Answer::kDisconnect,
             RejectCause::kParameterValue,
             Reason::kMismatchedReferences,
             6},
        },
        rules);
    rules.explicit_flow_control = true;
    Tpdu read;
    EXPECT_FALSE(tpdu_read(octets(Bytes{4, 0x65, 1, 2, 3}), rules, &read));
    EXPECT_EQ(5, read.credit);
    EXPECT_EQ(3, read.number);
}

TEST(Tpdu, ControlTpdusMayBeJoinedInClass2) {
    const Bytes bytes{4, 0x20, 1, 2, 0, 4, 0xF0, 1, 2, 0x80, 'x'};
    Tpdu first;
    ASSERT_FALSE(tpdu_read(octets(bytes), class_2(), &first));
    EXPECT_EQ(TpduKind::kExpeditedAck, first.kind);
    EXPECT_EQ(5u, first.size);
    Tpdu second;
    ASSERT_FALSE(tpdu_read(octets(bytes).subspan(first.size), class_2(), &second));
    EXPECT_EQ("x", text(second.user_data));
}

// Each octet of a TPDU set to each value, and each way to cut it short: whatever comes out, it is
// within what was given.
TEST(Tpdu, NothingIsReadBeyondTheOctets) {
    const Bytes whole = request({0xC1, 2, 'a', 'b', 0xC0, 1, 10, 0x87, 2, 0, 1}, "data", 0x20);
    for (size_t cut = 0; cut <= whole.size(); ++cut) {
        const Bytes shorter(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(cut));
        Tpdu read;
        const auto reject = tpdu_read(octets(shorter), TpduRules{}, &read);
        EXPECT_LE(reject ? reject->octets : read.size, shorter.size());
    }
    for (size_t at = 0; at < whole.size(); ++at) {
        for (unsigned value = 0; value < 256; ++value) {
            Bytes changed = whole;
            changed[at] = static_cast<uint8_t>(value);
            for (const TpduRules& rules : {TpduRules{}, class_0(), class_2()}) {
                Tpdu read;
                const auto reject = tpdu_read(octets(changed), rules, &read);
                EXPECT_LE(reject ? reject->octets : read.size, changed.size());
            }
        }
    }
}

TEST(Tpdu, WhatAFormatHasNoRoomForIsNotWritten) {
    Tpdu tpdu;
    tpdu.kind = TpduKind::kConnectRequest;
    const Bytes data(65);
    std::array<uint8_t, 400> out{};
    tpdu.user_data = octets(data).first(33);
    EXPECT_EQ(0u, tpdu_write(tpdu, 0, out));
    tpdu.user_data = octets(data).first(32);
    EXPECT_NE(0u, tpdu_write(tpdu, 0, out));
    EXPECT_EQ(0u, tpdu_write(tpdu, 0, std::span(out).first(42)));
    EXPECT_EQ(43u, tpdu_write(tpdu, 0, std::span(out).first(43)));
    tpdu.parameters.calling_selector = octets(data).first(33);
    EXPECT_EQ(0u, tpdu_write(tpdu, 0, out));
    tpdu.parameters.calling_selector = {};
    tpdu.kind = TpduKind::kDisconnectRequest;
    tpdu.user_data = octets(data);
    EXPECT_EQ(0u, tpdu_write(tpdu, 0, out));
    tpdu.kind = TpduKind::kDisconnectConfirm;
    tpdu.user_data = octets(data).first(1);
    EXPECT_EQ(0u, tpdu_write(tpdu, 0, out));
}

TEST(Tpdu, TheAnswerToWhatIsWrongIsItselfWellFormed) {
    const Bytes bad = request(repeated({0xC1, 33}, 33));
    Tpdu read;
    auto reject = tpdu_read(octets(bad), TpduRules{}, &read);
    ASSERT_TRUE(reject);
    std::array<uint8_t, kControlTpktMax> out{};
    size_t length = reject_write(*reject, octets(bad), reject->peer_ref, 0, out);
    Tpdu answer;
    ASSERT_FALSE(tpdu_read(tpkt_look(Octets(out.data(), length)).tpdu, TpduRules{}, &answer));
    EXPECT_EQ(TpduKind::kDisconnectRequest, answer.kind);
    EXPECT_EQ(0x1234, answer.dst_ref);
    EXPECT_EQ(Reason::kLengthInvalid, answer.reason);

    const Bytes unknown = repeated({2, 0x30, 0}, 400);
    reject = tpdu_read(octets(unknown), class_0(), &read);
    ASSERT_TRUE(reject);
    reject->octets = unknown.size();
    length = reject_write(*reject, octets(unknown), 0, 0, out);
    ASSERT_FALSE(tpdu_read(tpkt_look(Octets(out.data(), length)).tpdu, class_0(), &answer));
    EXPECT_EQ(TpduKind::kError, answer.kind);
    EXPECT_EQ(RejectCause::kTpduType, answer.cause);
    EXPECT_EQ(248u, answer.information.size());
}

TEST(TpduNegotiation, TheClass) {
    struct Case {
        Bytes bytes;
        std::optional<uint8_t> best_2, best_0;
    };
    const auto none = std::optional<uint8_t>();
    const auto zero = std::optional<uint8_t>(uint8_t{0});
    const auto two = std::optional<uint8_t>(uint8_t{2});
    const Bytes variants[] = {
        request({}, "", 0x00),               // class 0
        request({0xC7, 1, 0x00}, "", 0x21),  // class 2 or 0
        request({}, "", 0x21),               // class 2 only
        request({}, "", 0x20),               // class 2 with explicit flow control
        request({0xC7, 1, 0x00}, "", 0x20),  // ... or class 0
        request({}, "", 0x10),               // class 1 or 0
        request({}, "", 0x41),               // class 4 or 2
        request({}, "", 0x40),               // ... with explicit flow control
    };
    const std::optional<uint8_t> expected[][2] = {{zero, zero}, {two, zero},  {two, none},
                                                  {none, none}, {zero, zero}, {zero, zero},
                                                  {two, none},  {none, none}};
    for (size_t i = 0; i < std::size(variants); ++i) {
        Tpdu read;
        ASSERT_FALSE(tpdu_read(octets(variants[i]), TpduRules{}, &read)) << i;
        EXPECT_EQ(expected[i][0], class_choose(read, 2)) << i;
        EXPECT_EQ(expected[i][1], class_choose(read, 0)) << i;
    }
}

TEST(TpduNegotiation, TheSize) {
    ConnectParameters request;
    EXPECT_EQ(65531u, tpdu_size(request));
    tpdu_size_set(&request, 65531);
    EXPECT_EQ(0, request.size_code);
    tpdu_size_set(&request, 1024);
    EXPECT_EQ(10, request.size_code);
    EXPECT_EQ(0u, request.preferred_size);
    EXPECT_EQ(1024u, tpdu_size(request));
    tpdu_size_set(&request, 20000);
    EXPECT_EQ(13, request.size_code);
    EXPECT_EQ(20000u / 128 * 128, tpdu_size(request));

    ConnectParameters answer;
    EXPECT_EQ(4096u, tpdu_size_answer(request, 4096, &answer));
    EXPECT_EQ(32u, answer.preferred_size);
    request = {};
    EXPECT_EQ(65531u, tpdu_size_answer(request, 65531, &answer));
    EXPECT_EQ(0, answer.size_code);
    EXPECT_EQ(2048u, tpdu_size_answer(request, 4000, &answer));
    EXPECT_EQ(11, answer.size_code);
    request.size_code = 7;
    EXPECT_EQ(128u, tpdu_size_answer(request, 65531, &answer));
    EXPECT_EQ(7, answer.size_code);
}
