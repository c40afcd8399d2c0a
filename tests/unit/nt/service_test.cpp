// Programs that can run as a service, where there are none.
#include <gtest/gtest.h>

#include "nt/last_error.h"
#include "winsvc.h"

namespace {

using berth::nt::last_error_get;

void WINAPI service_main(DWORD, LPSTR*) {
    FAIL() << "nobody starts services";
}

TEST(Service, AProgramLearnsThatItIsAConsoleProgram) {
    char name[] = "server";
    const SERVICE_TABLE_ENTRYA table[] = {{name, service_main}, {nullptr, nullptr}};
    EXPECT_FALSE(StartServiceCtrlDispatcherA(table));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_FAILED_SERVICE_CONTROLLER_CONNECT});
}

TEST(Service, ATableWithoutEntriesIsNone) {
    const SERVICE_TABLE_ENTRYA table[] = {{nullptr, nullptr}};
    EXPECT_FALSE(StartServiceCtrlDispatcherA(table));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_DATA});
    EXPECT_FALSE(StartServiceCtrlDispatcherW(nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_DATA});
}

TEST(Service, ThereIsNoDatabase) {
    EXPECT_EQ(OpenSCManagerA(nullptr, nullptr, SC_MANAGER_ALL_ACCESS), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_DATABASE_DOES_NOT_EXIST});
    EXPECT_EQ(OpenServiceA(nullptr, "server", SERVICE_ALL_ACCESS), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_FALSE(CloseServiceHandle(nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
}

TEST(Service, AStatusIsNobodys) {
    SERVICE_STATUS status{};
    EXPECT_FALSE(SetServiceStatus(nullptr, &status));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_DATA});
    status.dwCurrentState = SERVICE_RUNNING;
    EXPECT_FALSE(SetServiceStatus(nullptr, &status));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(RegisterServiceCtrlHandlerA("server", nullptr), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_SERVICE_NOT_IN_EXE});
}

}  // namespace
