// The same in C++, where objects live in the blocks.
#include <windef.h>
#include <iostream>
#include <string>
#include "check.h"

static int steps;

static int leave_from_loops(int at) {
    int result = 0;
    __try {
        for (int i = 0; i < 4; i++) {
            while (1) {
                if (i == at)
                    __leave;
                break;
            }
            result = i;
        }
        result = 100;
    } __finally {
        steps += 1;
    }
    return result;
}

static int nested(int inner) {
    std::string keeps = "alive";
    int order = 0;
    __try {
        __try {
            std::string inside = keeps;
            if (inner)
                __leave;
            order = order * 10 + 1;
        } __finally {
            order = order * 10 + 2;
        }
        if (!inner)
            __leave;
        order = order * 10 + 3;
    } __finally {
        order = order * 10 + 4;
    }
    return order;
}

static int several() {
    int sum = 0;
    __try {
        sum += 1;
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        sum += 1000;
    }
    __try {
        __leave;
    } __except (GetExceptionCode() == 5u ? EXCEPTION_EXECUTE_HANDLER : EXCEPTION_CONTINUE_SEARCH) {
        sum += 1000;
    }
    for (int i = 0; i < 3; i++) {
        __try {
            if (i == 1)
                __leave;
            sum += 10;
        } __except (GetExceptionInformation() != 0) {
            sum += 1000;
        }
    }
    return sum;
}

static int returns() {
    __try {
        return 7;
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return 8;
    }
    return 9;
}

int main() {
    CHECK(leave_from_loops(2) == 1);
    CHECK(leave_from_loops(9) == 100);
    CHECK(steps == 2);
    CHECK(nested(1) == 234);
    CHECK(nested(0) == 124);
    CHECK(several() == 21);
    CHECK(returns() == 7);
    return 0;
}
