# The catalog is listed, and changed in a file of the case's own.
export BERTH_CATALOG=$PWD/catalog.json
passes berth catalog
grep -q 'AF_INET6.*berth:kernel' <<<"$out" || fail "no builtin provider in: $out"
lines=$(wc -l <<<"$out")
cat >provider.cpp <<'END'
#include <winsock2.h>
#include <ws2spi.h>
extern "C" int WSPAPI WSPStartup(WORD, LPWSPDATA, LPWSAPROTOCOL_INFOW, WSPUPCALLTABLE,
                                 LPWSPPROC_TABLE) {
    return WSAEPROVIDERFAILEDINIT;
}
END
passes berth c++ -shared -fPIC provider.cpp -o provider.so
id=5e1a7e51-0009-4b1d-8000-00805f48a192
passes berth catalog install provider.so --guid $id --base 130 1 7
passes berth catalog list
[[ $(wc -l <<<"$out") -eq $((lines + 1)) ]] || fail "not one entry more: $out"
grep -q "130 .*STREAM .* base .*{$id} .*$PWD/provider.so" <<<"$out" || fail "not listed: $out"
entry=$(awk '$3 == 130 { print $2 }' <<<"$out")
fails berth catalog install provider.so --guid $id --base 130 1 7
passes berth catalog order "$entry"
passes berth catalog
[[ $(awk 'NR == 2 { print $2 }' <<<"$out") == "$entry" ]] || fail "not first: $out"
passes berth catalog remove $id
fails berth catalog remove $id
fails berth catalog remove nonsense
[[ $err == *"no GUID"* ]] || fail "said: $err"
passes berth catalog
[[ $(wc -l <<<"$out") -eq $lines ]] || fail "still there: $out"
