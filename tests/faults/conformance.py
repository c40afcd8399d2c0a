#!/usr/bin/env python3
"""Conformance scenarios in which one system call fails: none crashes, none hangs. (What they are told,
and how often, is faults.cpp's to check: a scenario's transcript is only right without a fault.)
A scenario that was told of an error may wait for ever for what the failed call was to bring about: that
is counted, and no problem. One that hangs after nothing but what it says without a fault is one.

  conformance.py --program build/bin/conformance --shim build/lib/libfault_shim.so
                 --own-network build/bin/own_network [--most N] [PATTERN...]

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
import resource
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
    "pthread_create": ("EAGAIN",), "memory": ("ENOMEM",), "direct_send": TRANSFER, "direct_recv": TRANSFER,
    "io_uring_setup": ("EPERM", "ENOMEM"), "io_uring_enter": ("EINTR", "ENOMEM"),
    "io_uring_transfer": TRANSFER}


# Calls that bring about what others wait for; where they fail for want of something, it does not come, and not
# every scenario writes down what it is told.
BRING = ("socket", "bind", "listen", "accept4", "connect", "send", "sendto", "sendmsg", "sendfile", "direct_send",
         "io_uring_transfer")
# A connection of the ISO provider is made by what its threads receive.
BRING_ISO = BRING + ("recv",)
# These say nothing of WSAEWOULDBLOCK.
SILENT = ("events_echo_server_*",)


def limit_descriptors():
    # Some scenarios open descriptors until there are none.
    resource.setrlimit(resource.RLIMIT_NOFILE, (2048, 2048))


def run(arguments, name, extra):
    """(exit code or None, transcript)"""
    # Each on a network of its own, so that none takes another's port.
    extra["LD_PRELOAD"] = os.path.abspath(arguments.shim)
    command = [os.path.abspath(arguments.own_network), "env", *(f"{key}={value}" for key, value in extra.items()),
               os.path.abspath(arguments.program), name]
    with tempfile.TemporaryDirectory(prefix="faults.") as folder:
        try:
            done = subprocess.run(command, cwd=folder, timeout=arguments.seconds, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=limit_descriptors)
        except subprocess.TimeoutExpired as late:
            return None, (late.stdout or b"").decode("utf-8", "replace")
    return done.returncode, done.stdout.decode("utf-8", "replace")


def calls_of(arguments, name):
    """(how often each kind is called, or None; the transcript, or what is wrong, if anything)"""
    with tempfile.NamedTemporaryFile(prefix="counts.") as file:
        code, text = run(arguments, name, {"BERTH_FAULT_COUNTS": file.name})
        rows = dict(row.split() for row in pathlib.Path(file.name).read_text().splitlines())
    if code == 77:  # it cannot run on this machine
        return None, None
    if code != 0 or not rows:
        return None, f"{name}: without a fault it ends with {code}\n{text}"
    return {kind: int(count) for kind, count in rows.items()}, text


def cases(arguments, name, calls):
    for kind, count in calls.items():
        tried = min(count, arguments.most) if arguments.most else count
        for number in FAULTS.get(kind, ()):
            for i in range(tried):
                yield name, kind, number, 1 + i * count // tried


class Waits(str):
    """No problem: a scenario that waits, since it was told of an error."""


def check(arguments, case, usual):
    name, kind, number, nth = case
    code, text = run(arguments, name, {"BERTH_FAULT": f"{kind}={getattr(errno, number)}@{nth}"})
    what = f"{name}, {kind} {nth} fails with {number}"
    bring = BRING_ISO if name.endswith("_iso") else BRING
    told = not usual.startswith(text) or (kind in bring and (number not in ("EAGAIN", "EINTR") or any(
        fnmatch.fnmatchcase(name, each) for each in SILENT)))
    if code is None and told:
        return Waits(what)
    if code is None:
        return f"{what}: no end after {arguments.seconds} seconds\n{text}"
    if code < 0 or code > 128 or re.search("Sanitizer|terminate called", text):
        return f"{what}: ended with {code}\n{text}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--shim", required=True)
    parser.add_argument("--own-network", required=True, help="build/bin/own_network")
    parser.add_argument("--most", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=60, help="after which a scenario counts as hanging")
    parser.add_argument("--jobs", type=int, default=16 * os.cpu_count())
    parser.add_argument("patterns", nargs="*", default=["*"])
    arguments = parser.parse_args()
    listing = subprocess.run([arguments.program, "--list"], check=True, stdout=subprocess.PIPE).stdout.decode().split()
    names = [name for name in sorted(listing) if not name.startswith("two_hosts_")
             and any(fnmatch.fnmatchcase(name, pattern) for pattern in arguments.patterns)]
    problems = skipped = total = waiting = 0
    # More at once than there are processors: most of a scenario's time is waiting.
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        all_cases = []
        usual = {}
        for name, (calls, text) in zip(names, pool.map(lambda name: calls_of(arguments, name), names)):
            if calls is not None:
                usual[name] = text
                all_cases += cases(arguments, name, calls)
            elif text is None:
                skipped += 1
            else:
                problems += 1
                print(text, flush=True)
        print(f"{len(names)} scenarios ({skipped} cannot run here), {len(all_cases)} faults", flush=True)
        running = [pool.submit(check, arguments, case, usual[case[0]]) for case in all_cases]
        for done in concurrent.futures.as_completed(running):
            problem = done.result()
            total += 1
            if isinstance(problem, Waits):
                waiting += 1
            elif problem:
                problems += 1
                print(problem, flush=True)
            if total % 1000 == 0:
                print(f"{total} faults tried", flush=True)
    print(f"{total} faults, {problems} problems; in {waiting} the scenario waits for what the failed call was to do")
    sys.exit(1 if problems or not total else 0)


if __name__ == "__main__":
    main()
