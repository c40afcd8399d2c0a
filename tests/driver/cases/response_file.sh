echo 'int main() { return VALUE; }' >'a b.cpp'
printf -- '-DVALUE=5 -O1\n"a b.cpp"  -o a' >args
silent berth c++ @args
run ./a
[[ $code -eq 5 ]] || fail "exit code $code"
