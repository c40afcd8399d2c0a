// qsort_s and bsearch_s: the comparison gets a context, and gets it first.
#include <cstdlib>

#include "berth/crt_stdlib.h"
#include "crt/invalid_parameter.h"

using namespace berth::crt;

namespace {

using Compare = int (*)(void* context, const void* a, const void* b);

struct Comparison {
    Compare compare;
    void* context;
};

}  // namespace

void qsort_s(void* base, rsize_t count, rsize_t size, Compare compare, void* context) {
    if ((!base && count != 0) || size == 0 || !compare) {
        invalid_parameter("qsort_s", EINVAL);
        return;
    }
    Comparison comparison{compare, context};
    qsort_r(
        base, count, size,
        [](const void* a, const void* b, void* argument) {
            const auto* by = static_cast<const Comparison*>(argument);
            return by->compare(by->context, a, b);
        },
        &comparison);
}

void* bsearch_s(const void* key, const void* base, rsize_t count, rsize_t size, Compare compare,
                void* context) {
    if ((!base && count != 0) || size == 0 || !compare) {
        invalid_parameter("bsearch_s", EINVAL);
        return nullptr;
    }
    const auto* first = static_cast<const char*>(base);
    while (count != 0) {
        const char* const middle = first + count / 2 * size;
        const int order = compare(context, key, middle);
        if (order == 0)
            return const_cast<char*>(middle);
        if (order > 0) {
            first = middle + size;
            count -= count / 2 + 1;
        } else {
            count /= 2;
        }
    }
    return nullptr;
}
