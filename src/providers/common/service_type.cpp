#include "providers/common/service_type.h"

namespace berth::provider {

SERVICETYPE service_type(SERVICETYPE given) {
    constexpr SERVICETYPE kBit = 0x80000000;  // of the older forms and of flags
    constexpr SERVICETYPE kFlags = SERVICE_NO_QOS_SIGNALING | (SERVICE_NO_TRAFFIC_CONTROL & ~kBit);
    const SERVICETYPE type = given & ~kFlags;
    switch (type) {
        case SERVICE_BESTEFFORT:
            return SERVICETYPE_BESTEFFORT;
        case SERVICE_CONTROLLEDLOAD:
            return SERVICETYPE_CONTROLLEDLOAD;
        case SERVICE_GUARANTEED:
            return SERVICETYPE_GUARANTEED;
        case SERVICE_QUALITATIVE:
            return SERVICETYPE_QUALITATIVE;
        default:
            return type & ~kBit;
    }
}

}  // namespace berth::provider
