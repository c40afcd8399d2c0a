#!/bin/bash
# run_pair.sh SERVER.cpp CLIENT.cpp [SERVER'S ARGUMENTS...]: compiles the server and the client of an example
# and runs them against each other: the kernel chooses the port, the server says which, the client is told.
# Exit code 0 if both ended well.
set -uo pipefail
server_source=$1 client_source=$2
shift 2
place=$(mktemp -d)
server=
finish() {
  [[ -n $server ]] && kill "$server" 2>/dev/null
  rm -rf "$place"
}
trap finish EXIT

berth c++ -O2 -g "$server_source" -o "$place/server" || exit 1
berth c++ -O2 -g "$client_source" -o "$place/client" || exit 1

# Each program's lines carry its name; both write to one stream, as they come.
mkfifo "$place/server.out"
sed -u 's/^/[server] /' <"$place/server.out" | tee "$place/server.log" &
server_log=$!
timeout 30 "$place/server" 0 "$@" >"$place/server.out" 2>&1 </dev/null &
server=$!

port=
for ((attempt = 0; attempt < 600; ++attempt)); do
  port=$(sed -n 's/^\[server\] listening on .*port \([0-9]*\).*/\1/p' "$place/server.log" 2>/dev/null)
  [[ -n $port ]] && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.05
done
if [[ -z $port ]]; then
  wait "$server_log"
  echo "the server did not start to listen" >&2
  exit 1
fi

timeout 30 "$place/client" 127.0.0.1 "$port" 2>&1 </dev/null | sed -u 's/^/[client] /'
client_result=${PIPESTATUS[0]}
wait "$server"
server_result=$?
server=
wait "$server_log"
if [[ $client_result -ne 0 || $server_result -ne 0 ]]; then
  echo "client ended with $client_result, server with $server_result" >&2
  exit 1
fi
