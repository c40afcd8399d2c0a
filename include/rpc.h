/* What of remote procedure calls sockets need: identifiers.
 * https://learn.microsoft.com/windows/win32/api/rpc/ */
#ifndef __RPC_H__
#define __RPC_H__
#include "winnt.h"
#include "rpcdce.h"
#include "rpcndr.h"
#endif
