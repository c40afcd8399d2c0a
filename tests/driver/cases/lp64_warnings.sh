# One line for each construct that silently means something else on LP64.
cat >a.cpp <<'X'
#include <windef.h>
struct Header {
    unsigned short kind;
    unsigned long length;
};
struct Fine {
    unsigned long long a;
    long double b;
    unsigned long* c;
    long f(long x);
    DWORD d;
};
int main() {
    int a = sizeof(unsigned long), b = sizeof(long), c = sizeof(long long), d = sizeof(long*);
    return a + b + c + d + (int)sizeof(Fine) == 0;
}
X
passes berth c++ -c a.cpp
has "$err" "berth: warning: a.cpp:4: struct Header has a member 'unsigned long length'"
has "$err" "berth: warning: a.cpp:14: sizeof(unsigned long) is 8 here and 4 on Windows"
has "$err" "berth: warning: a.cpp:14: sizeof(long) is 8 here"
[[ $(wc -l <<<"$err") -eq 3 ]] || fail "more than three lines: $err"
silent berth c++ -w -c a.cpp
