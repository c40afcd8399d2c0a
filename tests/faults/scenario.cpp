#include "scenario.h"

namespace faults {

Run run;
int problems;

void problem(const char* format, const char* detail, long long number) {
    ++problems;
    printf("%s, %s: ", run.scenario, run.fault.c_str());
    printf(format, detail, number);
    printf("\n");
}

bool failed(const char* where, int code) {
    if (run.code == 0) {
        run.where = where;
        run.code = code;
    }
    return false;
}
bool good(const char* where, bool ok) {
    return ok || failed(where, WSAGetLastError());
}

}  // namespace faults
