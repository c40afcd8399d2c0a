// SetSocketMediaStreamingMode: Linux' network interfaces have no such mode, and programs go on
// without.
#include "socketapi.h"

HRESULT WSAAPI SetSocketMediaStreamingMode(BOOL) {
    return S_OK;
}
