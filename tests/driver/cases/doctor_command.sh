# What the machine allows is the machine's: each line says it, and what to do where it is not well.
run berth doctor
[[ $code -le 1 ]] || fail "it ended with $code: $err"
for what in kernel io_uring CAP_NET_ADMIN CAP_NET_RAW "netfilter queue" "rules left over" descriptors \
  net.core.somaxconn "ports below 1024" IPv6 pacing; do
  has "$out" " $what: "
done
[[ $(grep -c '^ok  \|^look\|^note' <<<"$out") -eq $(wc -l <<<"$out") ]] || fail "other lines in: $out"
! grep '^look\|^note' <<<"$out" | grep -v '; ' || fail "a line without advice in: $out"
[[ $code -eq 1 ]] || has_not "$out" look

run bash -c 'ulimit -n 256; berth doctor'
[[ $code -eq 1 ]] || fail "256 descriptors should not be enough"
has "$out" "look descriptors: 256; "

passes berth doctor --clean
run berth doctor
has "$out" "ok   rules left over: 0"
passes berth doctor --help
has "$out" --clean
run berth doctor --everything
[[ $code -eq 2 ]] || fail "an unknown option ended with $code"
