// The names that are known without asking anyone, and the built-in databases.
#include "ws2_32/resolver.h"

#include <gtest/gtest.h>

#include <string>

#include "ws2_32/name_database.h"

using namespace berth::ws2;

TEST(Resolver, LocalhostIsTheLoopback) {
    Host host;
    ASSERT_EQ(Resolution::found, host_by_name("LocalHost", Family::ipv4, true, &host));
    ASSERT_EQ(1u, host.addresses.size());
    EXPECT_EQ(127, host.addresses[0].bytes[0]);
    ASSERT_EQ(Resolution::found, host_by_name("localhost.", Family::ipv6, true, &host));
    ASSERT_EQ(1u, host.addresses.size());
    EXPECT_EQ(1, host.addresses[0].bytes[15]);
}

TEST(Resolver, TheComputersNameGivesItsAddresses) {
    Host host;
    ASSERT_EQ(Resolution::found, host_by_name(local_host_name(), Family::any, true, &host));
    EXPECT_EQ(local_host_name(), host.name);
    EXPECT_EQ(local_addresses(Family::any), host.addresses);
    ASSERT_EQ(Resolution::found, host_by_name("..localmachine", Family::any, true, &host));
    EXPECT_EQ(local_addresses(Family::any), host.addresses);
}

TEST(Resolver, SomeNamesCannotExist) {
    Host host;
    EXPECT_EQ(Resolution::not_found,
              host_by_name("no-such-host.invalid", Family::any, true, &host));
    EXPECT_EQ(Resolution::not_found, host_by_name("256.1.1.1", Family::any, true, &host));
    EXPECT_EQ(Resolution::not_found, host_by_name(std::string(300, 'a'), Family::any, true, &host));
    EXPECT_EQ(Resolution::not_found, host_by_name("\xff\xfe", Family::any, true, &host));
}

TEST(Resolver, TheLoopbackIsCalledLocalhost) {
    HostAddress address;
    address.bytes = {127, 0, 0, 1};
    std::string name;
    ASSERT_EQ(Resolution::found, host_by_address(address, false, &name));
    EXPECT_EQ("localhost", name);
}

TEST(Resolver, InternationalizedNamesBecomeAscii) {
    std::string ascii;
    ASSERT_TRUE(
        name_to_ascii("b\xc3\xbc"
                      "cher.example",
                      &ascii));
    EXPECT_EQ("xn--bcher-kva.example", ascii);
    ASSERT_TRUE(
        name_to_ascii("B\xc3\x9c"
                      "CHER.example",
                      &ascii));
    EXPECT_EQ("xn--bcher-kva.example", ascii);
    // RFC 3492, 7.1 (B) and a full stop of another script.
    ASSERT_TRUE(name_to_ascii(
        "\xe4\xbb\x96\xe4\xbb\xac\xe4\xb8\xba\xe4\xbb\x80\xe4\xb9\x88\xe4\xb8\x8d\xe8\xaf\xb4"
        "\xe4\xb8\xad\xe6\x96\x87\xe3\x80\x82test",
        &ascii));
    EXPECT_EQ("xn--ihqwcrb4cv8a8dqg056pqjye.test", ascii);
    ASSERT_TRUE(name_to_ascii("plain.Example", &ascii));
    EXPECT_EQ("plain.Example", ascii);
    EXPECT_FALSE(name_to_ascii("\xc3", &ascii));
    EXPECT_FALSE(name_to_ascii(std::string(100, 'x') + "\xc3\xbc", &ascii));
}

TEST(Resolver, WellKnownServicesAreAlwaysKnown) {
    Service service;
    ASSERT_TRUE(service_by_name("HTTP", "TCP", &service));
    EXPECT_EQ(80, service.port);
    EXPECT_EQ("http", service.name);
    EXPECT_EQ("tcp", service.protocol);
    EXPECT_FALSE(service_by_name("nosuchservice", "", &service));
    EXPECT_FALSE(service_by_name("http", "nosuchprotocol", &service));
    ASSERT_TRUE(service_by_port(53, "udp", &service));
    EXPECT_EQ("domain", service.name);
    EXPECT_FALSE(service_by_port(1, "sctp", &service));
}

TEST(Resolver, WellKnownProtocolsAreAlwaysKnown) {
    Protocol protocol;
    ASSERT_TRUE(protocol_by_name("Tcp", &protocol));
    EXPECT_EQ(6, protocol.number);
    ASSERT_TRUE(protocol_by_number(17, &protocol));
    EXPECT_EQ("udp", protocol.name);
    EXPECT_FALSE(protocol_by_number(255, &protocol));
    EXPECT_FALSE(protocol_by_number(-1, &protocol));
}

TEST(NameDatabase, HoldsEachServiceOnceForATransport) {
    for (const KnownService& one : known_services()) {
        for (const KnownService& other : known_services()) {
            const bool shared = &one != &other && one.port == other.port;
            EXPECT_FALSE(shared && ((one.tcp && other.tcp) || (one.udp && other.udp)))
                << one.name << " " << other.name;
        }
    }
}
