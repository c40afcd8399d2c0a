// Services, of which there are none: what a program learns that asks.
// https://learn.microsoft.com/windows/win32/services/service-functions
#include "winsvc.h"

#include "nt/api.h"

namespace {

using berth::nt::api_fail;

template <typename Entry>
BOOL dispatcher_start(const Entry* table) {
    const bool valid = table && table->lpServiceName && table->lpServiceProc;
    return api_fail<BOOL>(valid ? ERROR_FAILED_SERVICE_CONTROLLER_CONNECT : ERROR_INVALID_DATA,
                          FALSE);
}

SERVICE_STATUS_HANDLE no_status_handle() {
    return api_fail<SERVICE_STATUS_HANDLE>(ERROR_SERVICE_NOT_IN_EXE, nullptr);
}

SC_HANDLE no_database() {
    return api_fail<SC_HANDLE>(ERROR_DATABASE_DOES_NOT_EXIST, nullptr);
}

SC_HANDLE no_handle_for_service() {
    return api_fail<SC_HANDLE>(ERROR_INVALID_HANDLE, nullptr);
}

BOOL no_such_handle() {
    return api_fail<BOOL>(ERROR_INVALID_HANDLE, FALSE);
}

}  // namespace

extern "C" {

BOOL WINAPI StartServiceCtrlDispatcherA(const SERVICE_TABLE_ENTRYA* table) {
    return dispatcher_start(table);
}
BOOL WINAPI StartServiceCtrlDispatcherW(const SERVICE_TABLE_ENTRYW* table) {
    return dispatcher_start(table);
}

SERVICE_STATUS_HANDLE WINAPI RegisterServiceCtrlHandlerA(LPCSTR, LPHANDLER_FUNCTION) {
    return no_status_handle();
}
SERVICE_STATUS_HANDLE WINAPI RegisterServiceCtrlHandlerW(LPCWSTR, LPHANDLER_FUNCTION) {
    return no_status_handle();
}
SERVICE_STATUS_HANDLE WINAPI RegisterServiceCtrlHandlerExA(LPCSTR, LPHANDLER_FUNCTION_EX, LPVOID) {
    return no_status_handle();
}
SERVICE_STATUS_HANDLE WINAPI RegisterServiceCtrlHandlerExW(LPCWSTR, LPHANDLER_FUNCTION_EX, LPVOID) {
    return no_status_handle();
}

BOOL WINAPI SetServiceStatus(SERVICE_STATUS_HANDLE, LPSERVICE_STATUS status) {
    const bool valid = status && status->dwCurrentState >= SERVICE_STOPPED &&
                       status->dwCurrentState <= SERVICE_PAUSED;
    return valid ? no_such_handle() : api_fail<BOOL>(ERROR_INVALID_DATA, FALSE);
}

SC_HANDLE WINAPI OpenSCManagerA(LPCSTR, LPCSTR, DWORD) {
    return no_database();
}
SC_HANDLE WINAPI OpenSCManagerW(LPCWSTR, LPCWSTR, DWORD) {
    return no_database();
}

SC_HANDLE WINAPI CreateServiceA(SC_HANDLE, LPCSTR, LPCSTR, DWORD, DWORD, DWORD, DWORD, LPCSTR,
                                LPCSTR, LPDWORD, LPCSTR, LPCSTR, LPCSTR) {
    return no_handle_for_service();
}
SC_HANDLE WINAPI CreateServiceW(SC_HANDLE, LPCWSTR, LPCWSTR, DWORD, DWORD, DWORD, DWORD, LPCWSTR,
                                LPCWSTR, LPDWORD, LPCWSTR, LPCWSTR, LPCWSTR) {
    return no_handle_for_service();
}
SC_HANDLE WINAPI OpenServiceA(SC_HANDLE, LPCSTR, DWORD) {
    return no_handle_for_service();
}
SC_HANDLE WINAPI OpenServiceW(SC_HANDLE, LPCWSTR, DWORD) {
    return no_handle_for_service();
}

BOOL WINAPI StartServiceA(SC_HANDLE, DWORD, LPCSTR*) {
    return no_such_handle();
}
BOOL WINAPI StartServiceW(SC_HANDLE, DWORD, LPCWSTR*) {
    return no_such_handle();
}
BOOL WINAPI ControlService(SC_HANDLE, DWORD, LPSERVICE_STATUS) {
    return no_such_handle();
}
BOOL WINAPI DeleteService(SC_HANDLE) {
    return no_such_handle();
}
BOOL WINAPI QueryServiceStatus(SC_HANDLE, LPSERVICE_STATUS) {
    return no_such_handle();
}
BOOL WINAPI QueryServiceStatusEx(SC_HANDLE, SC_STATUS_TYPE, LPBYTE, DWORD, LPDWORD) {
    return no_such_handle();
}
BOOL WINAPI ChangeServiceConfig2A(SC_HANDLE, DWORD, LPVOID) {
    return no_such_handle();
}
BOOL WINAPI ChangeServiceConfig2W(SC_HANDLE, DWORD, LPVOID) {
    return no_such_handle();
}
BOOL WINAPI CloseServiceHandle(SC_HANDLE) {
    return no_such_handle();
}

}  // extern "C"
