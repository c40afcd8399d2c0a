/* How AcceptEx leaves an address in its stretch of the output buffer, for every provider that hands
 * out AcceptEx: an int with the address' length in bytes, and the address itself after
 * BERTH_ACCEPT_ADDRESS bytes. GetAcceptExSockaddrs reads it. */
#ifndef BERTH_ACCEPT_BUFFER_H
#define BERTH_ACCEPT_BUFFER_H

#define BERTH_ACCEPT_ADDRESS 16

#endif
