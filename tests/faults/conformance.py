#!/usr/bin/env python3
"""Conformance scenarios in which one system call fails: none crashes, none hangs. (What they are told,
and how often, is faults.cpp's to check: a scenario's transcript is only right without a fault.)

  conformance.py --program build/bin/conformance --shim build/lib/libfault_shim.so [--most N] [PATTERN...]

Each scenario runs once to count its calls; then the 1st, 2nd ... call of each kind fails with each of its
errors, at most N of them (spread evenly; 0: all).
"""
import argparse
import concurrent.futures
import errno
import fnmatch
import os
import pathlib
import re
import subprocess
import sys
import tempfile

RESOURCES = ("ENOBUFS", "ENOMEM")
TRANSFER = ("EAGAIN", "EINTR") + RESOURCES
FAULTS = {
    "socket": ("EMFILE",) + RESOURCES, "accept4": ("EAGAIN", "EINTR", "ECONNABORTED", "EMFILE") + RESOURCES,
    "connect": ("EINTR",) + RESOURCES, "bind": ("ENOMEM",), "listen": ("ENOBUFS",), "getsockname": ("ENOBUFS",),
    "getpeername": ("ENOBUFS",), "getsockopt": ("ENOBUFS",), "setsockopt": ("ENOMEM",), "send": TRANSFER,
    "recv": TRANSFER, "sendto": TRANSFER, "recvfrom": TRANSFER, "sendmsg": TRANSFER, "recvmsg": TRANSFER,
    "sendfile": ("EAGAIN", "EINTR", "ENOMEM"), "dup3": ("EINTR", "EMFILE"), "fcntl": ("EMFILE",),
    "close": ("EINTR",), "poll": ("EINTR",), "epoll_create1": ("EMFILE", "ENOMEM"), "epoll_ctl": ("ENOMEM", "ENOSPC"),
    "epoll_wait": ("EINTR",), "epoll_pwait2": ("EINTR",), "eventfd": ("EMFILE", "ENOMEM"),
    "pthread_create": ("EAGAIN",), "memory": ("ENOMEM",)}
SECONDS = 60


def run(arguments, name, extra):
    """(exit code or None, transcript)"""
    environment = dict(os.environ, LD_PRELOAD=os.path.abspath(arguments.shim), **extra)
    with tempfile.TemporaryDirectory(prefix="faults.") as folder:
        try:
            done = subprocess.run([os.path.abspath(arguments.program), name], cwd=folder, env=environment,
                                  timeout=SECONDS, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT)
        except subprocess.TimeoutExpired as late:
            return None, (late.stdout or b"").decode("utf-8", "replace")
    return done.returncode, done.stdout.decode("utf-8", "replace")


def calls_of(arguments, name):
    with tempfile.NamedTemporaryFile(prefix="counts.") as file:
        code, _ = run(arguments, name, {"BERTH_FAULT_COUNTS": file.name})
        rows = dict(row.split() for row in pathlib.Path(file.name).read_text().splitlines())
    return {kind: int(count) for kind, count in rows.items()} if code == 0 else {}


def cases(arguments, name):
    for kind, count in calls_of(arguments, name).items():
        tried = min(count, arguments.most) if arguments.most else count
        for number in FAULTS.get(kind, ()):
            for i in range(tried):
                yield name, kind, number, 1 + i * count // tried


def check(arguments, case):
    name, kind, number, nth = case
    code, text = run(arguments, name, {"BERTH_FAULT": f"{kind}={getattr(errno, number)}@{nth}"})
    what = f"{name}, {kind} {nth} fails with {number}"
    if code is None:
        return f"{what}: no end after {SECONDS} seconds\n{text}"
    if code < 0 or code > 128 or re.search("Sanitizer|terminate called", text):
        return f"{what}: ended with {code}\n{text}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--shim", required=True)
    parser.add_argument("--most", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("patterns", nargs="*", default=["*"])
    arguments = parser.parse_args()
    listing = subprocess.run([arguments.program, "--list"], check=True, stdout=subprocess.PIPE).stdout.decode().split()
    names = [name for name in sorted(listing) if not name.startswith("two_hosts_")
             and any(fnmatch.fnmatchcase(name, pattern) for pattern in arguments.patterns)]
    total = bad = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for name in names:
            results = list(pool.map(lambda case: check(arguments, case), cases(arguments, name)))
            total += len(results)
            for problem in filter(None, results):
                bad += 1
                print(problem, flush=True)
    print(f"{len(names)} scenarios, {total} faults, {bad} problems")
    sys.exit(1 if bad or not total else 0)


if __name__ == "__main__":
    main()
