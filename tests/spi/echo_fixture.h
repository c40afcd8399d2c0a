// A test with a socket of the echo provider's.
#pragma once

#include "catalog_fixture.h"

namespace spi_test {

class EchoTest : public CatalogTest {
  protected:
    void SetUp() override {
        CatalogTest::SetUp();
        ASSERT_EQ(0, install(kEchoId, provider_path("spi_echo"),
                             {protocol_make(kEchoFamily, SOCK_STREAM, kEchoProtocol, 0)}));
        s = echo_open();
        ASSERT_NE(INVALID_SOCKET, s) << WSAGetLastError();
    }
    void TearDown() override {
        if (s != INVALID_SOCKET) {
            EXPECT_EQ(0, closesocket(s));
        }
        CatalogTest::TearDown();
    }
    static SOCKET echo_open() { return socket(kEchoFamily, SOCK_STREAM, kEchoProtocol); }

    SOCKET s = INVALID_SOCKET;
};

}  // namespace spi_test
