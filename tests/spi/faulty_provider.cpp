// A provider that cannot be used, for one reason or another.
#include "provider_table.h"

extern "C" __attribute__((visibility("default"))) int WSPAPI WSPStartup(WORD, LPWSPDATA data,
                                                                        LPWSAPROTOCOL_INFOW info,
                                                                        WSPUPCALLTABLE,
                                                                        LPWSPPROC_TABLE procs) {
    data->wVersion = data->wHighVersion = MAKEWORD(2, 2);
    *procs = spi_test::unsupported_table();
    switch (info->iProtocol) {
        case spi_test::kFaultVersion:
            return WSAVERNOTSUPPORTED;
        case spi_test::kFaultOldVersion:
            data->wVersion = MAKEWORD(2, 1);
            return 0;
        case spi_test::kFaultTable:
            procs->lpWSPGetSockOpt = nullptr;
            return 0;
        default:
            return WSAEPROVIDERFAILEDINIT;
    }
}
