#!/bin/bash
# native.sh PROGRAM NAME: runs a conformance scenario in a folder of its own and compares its transcript with
# NAME.expected. A scenario NAME_ipv4, NAME_ipv6, NAME_unix or NAME_iso uses NAME.expected unless a file of
# its own exists. Exit code 77: the scenario cannot run here.
set -uo pipefail
program=$(realpath "$1")
name=$2

for candidate in "$name" "${name%_*}"; do
  expected=$(echo "${BASH_SOURCE[0]%/*}"/*/"$candidate.expected")
  [[ -f $expected ]] && break
done
expected=$(realpath "$expected") || exit 1

folder=$(mktemp -d -t conformance.XXXXXX) || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
mkdir "$folder/work" && cd "$folder/work" || exit 1
if [[ $name == *exhausted* ]]; then
  ulimit -n 200
fi

"$program" "$name" </dev/null >../transcript 2>../errors
code=$?
if [[ $code -eq 77 ]]; then
  cat ../transcript
  exit 77
fi
if [[ $code -ne 0 ]]; then
  echo "exit code $code" >>../transcript
  cat ../errors
fi
diff -u --label "$name documented" --label "$name native" "$expected" ../transcript
