/* _ftime and struct _timeb, and the older names without underscore. */
#ifndef BERTH_SYS_TIMEB_H
#define BERTH_SYS_TIMEB_H
#include "berth/crt_time.h"
#define timeb __timeb64
#define ftime _ftime64
#endif
