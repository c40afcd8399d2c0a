cat >a.cpp <<'X'
#include <windef.h>
#include <excpt.h>
#include <stdio.h>
int f(int x) {
    int result = 0;
    __try {
        if (x) __leave;
        result = 1;
    } __finally {
        puts("finally");
    }
    return result;
}
int g() {
    __try {
        return 2;
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return 3;
    }
    return 4;
}
int main() { return f(1) + f(0) + g(); }
X
passes berth c++ a.cpp -o a
[[ $err == "berth: warning: a.cpp:6: structured exceptions compile, but a fault is not caught" ]] || fail "said: $err"
run ./a
[[ $code -eq 3 && $out == $'finally\nfinally' ]] || fail "$code $out"
