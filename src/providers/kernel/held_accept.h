// WSPAccept on a listener whose clients wait for the decision (conditional_accept.h).
#pragma once

#include <memory>

#include "providers/kernel/conditional_accept.h"
#include "providers/kernel/deferred.h"

namespace berth::kernel {

// No WSA code: the wait was interrupted, or its end is another's; there may be something to take.
inline constexpr int kLookAgain = -1;

// The next undecided request, waiting for it as the listener's mode says. 0 or a code as above.
int held_next(Socket& listener, ConditionalAccept& gate, std::unique_ptr<DeferredRequest>* request);

// Lets it go on, and waits for its connection: 0, and the request has it. A blocking listener whose
// client takes long to answer looks after the others meanwhile (kLookAgain), a non-blocking one is
// told WSAEWOULDBLOCK: the connection then is the next one to be accepted. WSAECONNRESET: the
// client has gone.
int held_admit(Socket& listener, DeferredRequest& request);

// It was accepted, and has its connection now.
bool request_is_decided(const DeferredRequest& request);

}  // namespace berth::kernel
