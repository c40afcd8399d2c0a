cat >a.cpp <<'X'
#include <stdio.h>
#include <string.h>
int half(int);
int main(int argc, char** argv) {
    char line[64] = "";
    fgets(line, sizeof line, stdin);
    printf("%s|%s|%s", argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : "", line);
    return half(14);
}
X
echo 'extern "C" int half_c(int); int half(int x) { return half_c(x); }' >b.cpp
echo 'int half_c(int x) { return x / 2; }' >c.c
run berth run a.cpp b.cpp c.c -- "one word" --two <<<"input"
[[ $code -eq 7 ]] || fail "exit code $code: $err"
[[ $out == "one word|--two|input" ]] || fail "printed $out"
[[ ! -e a.out && ! -e program ]] || fail "left something behind"
fails berth run nowhere.cpp
fails berth run
