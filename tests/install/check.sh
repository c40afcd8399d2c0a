#!/bin/bash
# check.sh HOW BUILD: installs BUILD and builds tests/install/project by HOW: pkg_config, find_package or
# driver (the installed `berth c++`, also as CMake's compiler).
set -euo pipefail
how=$1 build=$2
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/project" && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
unset LD_LIBRARY_PATH
export BERTH_CACHE_DIR=$place/cache

cmake --install "$build" --prefix "$place/first" >"$place/log" || { cat "$place/log"; exit 1; }
mv "$place/first" "$place/moved" # nothing may remember where it was installed
prefix=$place/moved
if grep -rIl "$place/first" "$prefix"; then
  echo "the files above name the prefix" >&2
  exit 1
fi

check() { # check PROGRAM
  local said
  said=$("$1")
  [[ $said == "WSAStartup 0, version 2.2" ]] || {
    echo "$1 printed '$said'" >&2
    exit 1
  }
  # Not by a pipe: grep -q leaves at the first match, and ldd would end by SIGPIPE.
  grep -q "libws2_32.so.0 => $prefix/" <<<"$(ldd "$1")" || {
    echo "$1 runs with another library:" >&2
    ldd "$1" >&2
    exit 1
  }
}

case $how in
  pkg_config)
    pc=$(dirname "$(find "$prefix" -name ws2_32.pc)")
    # shellcheck disable=SC2046
    g++ -O1 "$project/main.cpp" -o "$place/program" \
      $(PKG_CONFIG_PATH=$pc pkg-config --cflags --libs ws2_32)
    check "$place/program"
    ;;
  find_package)
    cmake -S "$project" -B "$place/out" -DCMAKE_PREFIX_PATH="$prefix" -DUSE_PACKAGE=ON >"$place/log" 2>&1 &&
      cmake --build "$place/out" >>"$place/log" 2>&1 || { cat "$place/log"; exit 1; }
    check "$place/out/program"
    ;;
  driver)
    "$prefix/bin/berth" c++ -O1 "$project/main.cpp" -o "$place/program"
    check "$place/program"
    cmake -S "$project" -B "$place/out" -DCMAKE_CXX_COMPILER="$prefix/bin/berth-c++" >"$place/log" 2>&1 &&
      cmake --build "$place/out" >>"$place/log" 2>&1 || { cat "$place/log"; exit 1; }
    check "$place/out/program"
    ;;
esac
