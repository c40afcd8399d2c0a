#!/bin/bash
# run.sh FUZZER CORPUS SECONDS: fuzzes, from the corpus and what earlier runs found. Fails with the input
# that shows a bug, and says how to look at it.
set -uo pipefail
fuzzer=$1 corpus=$2 seconds=$3
work=$(dirname "$fuzzer")/$(basename "$fuzzer").found
mkdir -p "$work"
nice -n 10 "$fuzzer" -max_total_time="$seconds" -max_len=2048 -rss_limit_mb=1024 -print_final_stats=1 \
  -verbosity=0 -artifact_prefix="$work.crash-" "$work" "$corpus" </dev/null 2>&1
result=$?
if [[ $result -ne 0 ]]; then
  for input in "$work".crash-*; do
    [[ -f $input ]] && echo "bytes: $(base64 -w0 "$input")  (again: $fuzzer $input)"
  done
fi
exit $result
