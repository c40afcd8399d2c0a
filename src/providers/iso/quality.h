// Quality of service between Windows' QOS and the parameters of CR and CC. docs/iso.md has the
// table.
#pragma once

#include "providers/iso/tpdu.h"
#include "winsock2.h"

namespace berth::iso {

// A QOS as the calling side sees it: SendingFlowspec is the direction calling to called.
QualityParameters quality_from_qos(const QOS& calling);
// What the parameters do not say is QOS_NOT_SPECIFIED; a ServiceType is SERVICETYPE_BESTEFFORT
// then. ProviderSpecific is empty.
QOS quality_to_qos(const QualityParameters& parameters);
// The same flow seen from its other end.
QOS qos_reverse(const QOS& qos);

// The confirmation to `asked` for a callee that would grant `offered`: of each parameter that was
// asked for the lower quality of both. False where that is below what the request says is the least
// acceptable: then the connection is to be refused.
bool quality_lower(const QualityParameters& asked, const QualityParameters& offered,
                   QualityParameters* agreed);
// Whether a confirmation stays within what was asked: nothing higher, nothing new.
bool quality_is_answer(const QualityParameters& asked, const QualityParameters& confirmed);

// Whether a program's flow specifications are ones that the parameters can ask for. 0 or
// WSAEOPNOTSUPP (a service type that is none to ask for).
int quality_check(const QOS& qos);

}  // namespace berth::iso
