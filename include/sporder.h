/*
 * The order of the catalog: WSCWriteProviderOrder and WSCWriteNameSpaceOrder, which ws2spi.h
 * declares.
 * https://learn.microsoft.com/windows/win32/api/sporder/
 */
#ifndef BERTH_SPORDER_H
#define BERTH_SPORDER_H

#include "ws2spi.h"

#endif
