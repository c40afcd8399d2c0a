// fgetpos and fsetpos with a position that is a number.
#include <cerrno>
#include <cstdio>

#include "berth/base.h"
#include "crt/invalid_parameter.h"

using berth::crt::invalid_parameter;

extern "C" {

BERTH_API int berth_fgetpos(FILE* stream, long long* position) {
    if (!stream || !position) {
        invalid_parameter("fgetpos", EINVAL);
        return -1;
    }
    const long long now = ftello(stream);
    if (now < 0)
        return -1;
    *position = now;
    return 0;
}

BERTH_API int berth_fsetpos(FILE* stream, const long long* position) {
    if (!stream || !position) {
        invalid_parameter("fsetpos", EINVAL);
        return -1;
    }
    return fseeko(stream, *position, SEEK_SET) == 0 ? 0 : -1;
}
}
