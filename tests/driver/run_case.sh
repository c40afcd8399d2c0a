#!/bin/bash
# run_case.sh CASE: runs one case in an empty directory of its own, with `berth` on the path.
set -euo pipefail
case_file=$(realpath "$1")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export PATH=$BERTH_BIN:$PATH BERTH_CACHE_DIR=$place/.cache
unset BERTH_CC BERTH_QUIET LD_LIBRARY_PATH
mkdir "$place/case"
cd "$place/case"

fail() {
  echo "$(basename "$case_file"):${BASH_LINENO[1]}: $*" >&2
  exit 1
}
# run COMMAND...: standard output in $out, standard error in $err, exit code in $code
run() {
  code=0
  "$@" >"$place/out" 2>"$place/err" || code=$?
  out=$(cat "$place/out") err=$(cat "$place/err")
}
passes() {
  run "$@"
  [[ $code -eq 0 ]] || fail "'$*' ended with $code: $out $err"
}
fails() {
  run "$@"
  [[ $code -ne 0 ]] || fail "'$*' should have failed"
}
# silent COMMAND...: passes, and has nothing to say on standard error
silent() {
  passes "$@"
  [[ -z $err ]] || fail "'$*' said: $err"
}
prints() { # prints TEXT COMMAND...
  local expected=$1
  shift
  passes "$@"
  [[ $out == "$expected" ]] || fail "'$*' printed '$out' and not '$expected'"
}
has() { [[ $1 == *"$2"* ]] || fail "no '$2' in: $1"; }
has_not() { [[ $1 != *"$2"* ]] || fail "'$2' in: $1"; }
clang() { [[ $BERTH_CXX == *clang* ]]; }

# shellcheck source=/dev/null
source "$case_file"
