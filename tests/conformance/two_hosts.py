#!/usr/bin/env python3
"""Runs the scenarios of two_hosts/ in two network namespaces joined by a virtual wire.

Skipped, with the reason, where namespaces are refused. two_hosts.py --program build/bin/conformance
"""
import argparse
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
SCENARIOS = ("unreachable", "timed_out", "already", "closed_while_connecting", "expired", "broadcast")


def ip(*words):
    return subprocess.run(["ip", *words], check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=20).stdout.decode()


def make_wire(here, peer):
    ip("netns", "add", here)
    ip("netns", "add", peer)
    ip("-n", here, "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", peer)
    for name, number in ((here, "1"), (peer, "2")):
        ip("-n", name, "addr", "add", f"10.77.0.{number}/24", "broadcast", "+", "dev", "wire")
        ip("-n", name, "link", "set", "lo", "up")
        ip("-n", name, "link", "set", "wire", "up")
        ip("-n", name, "route", "add", "239.0.0.0/8", "dev", "wire")
    # The peer as a router: a datagram whose time to live is one ends there, and each is told of.
    ip("-n", here, "route", "add", "10.78.0.0/24", "via", "10.77.0.2")
    ip("-n", peer, "route", "add", "10.78.0.0/24", "dev", "wire")
    ip("netns", "exec", peer, "sh", "-c",
       "cd /proc/sys/net/ipv4; echo 1 >ip_forward; echo 0 >icmp_ratelimit")
    words = ip("-n", peer, "-o", "link", "show", "wire").split()
    hardware = words[words.index("link/ether") + 1]
    ip("-n", here, "neigh", "replace", "10.77.0.3", "lladdr", hardware, "nud", "permanent", "dev", "wire")


def run_pair(program, here, peer, name):
    def start(namespace, scenario):
        return subprocess.Popen(["ip", "netns", "exec", namespace, program, scenario],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    other = start(peer, "two_hosts_echo") if name == "broadcast" else None
    mine = start(here, "two_hosts_" + name)
    good = True
    for process, scenario in ((mine, "two_hosts_" + name), (other, "two_hosts_echo")):
        if process is None:
            continue
        try:
            out = process.communicate(timeout=60)[0].decode()
        except subprocess.TimeoutExpired:
            process.kill()
            out = process.communicate()[0].decode() + "no end after 60 seconds\n"
        want = (HERE / "two_hosts" / f"{scenario}.expected").read_text()
        if out != want or process.returncode != 0:
            print(f"--- {scenario} documented\n{want}+++ {scenario} native, exit code "
                  f"{process.returncode}\n{out}")
            good = False
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    program = os.path.abspath(parser.parse_args().program)
    here, peer = f"berth-here-{os.getpid()}", f"berth-peer-{os.getpid()}"
    try:
        try:
            make_wire(here, peer)
        except (OSError, subprocess.SubprocessError) as refused:
            reason = getattr(refused, "stderr", None) or str(refused).encode()
            print(f"skipped: no network namespaces here ({reason.decode().strip()})")
            return SKIPPED
        return 0 if all([run_pair(program, here, peer, name) for name in SCENARIOS]) else 1
    finally:
        for name in (here, peer):
            subprocess.run(["ip", "netns", "del", name], check=False, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
