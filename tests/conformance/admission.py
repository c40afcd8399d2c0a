#!/usr/bin/env python3
"""SO_CONDITIONAL_ACCEPT as the wire between two hosts shows it (two_hosts.py's namespaces).

A capture at the client's end says that no SYN-ACK comes before the decision, that a rejection is a reset,
that a request which is sent again is one request, and that a killed server's port can be reached.
Skipped where namespaces or netfilter's queue are refused. admission.py --program build/bin/conformance
"""
import argparse
import errno
import os
import select
import socket
import struct
import subprocess
import sys

import two_hosts

PORT = 7001
SERVER = "10.77.0.1"
SYN, RST, ACK = 0x02, 0x04, 0x10
LONG = 30  # seconds; only a failure takes as long


class Capture:
    """What passes on the wire between a client's port and the server's."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.socket.bind(("wire", 0))
        self.segments = []  # (sent by the server, the client's port, flags, sequence, acknowledgement)

    def read(self, wait):
        if not select.select([self.socket], [], [], wait)[0]:
            raise AssertionError("nothing more on the wire")
        frame = self.socket.recv(65536)
        if frame[12:14] != b"\x08\x00" or frame[23] != 6:
            return
        tcp = frame[14 + (frame[14] & 15) * 4:]
        source, target, sequence, acknowledged = struct.unpack("!HHII", tcp[:12])
        if PORT in (source, target):
            mine = source == PORT
            self.segments.append((mine, target if mine else source, tcp[13], sequence, acknowledged))

    def of(self, client, answers):
        port = client.getsockname()[1]
        return [each for each in self.segments if each[:2] == (answers, port)]

    def until(self, client, answers, flags, count=1):
        while True:
            found = [each for each in self.of(client, answers) if each[2] & (SYN | RST | ACK) == flags]
            if len(found) >= count:
                return found
            self.read(LONG)


class Server:
    def __init__(self, namespace, program):
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", namespace, program, "two_hosts_admission"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env={**os.environ, "BERTH_CONDITIONAL_ACCEPT": "require"})
        option = self.line()
        if option.endswith("WSAEACCES"):
            print("skipped: no netfilter queue here")
            sys.exit(two_hosts.SKIPPED)
        expect(option, "SO_CONDITIONAL_ACCEPT: ok")
        expect(self.line(), "bind: ok")
        expect(self.line(), "listen: ok")

    def line(self):
        return self.process.stdout.readline().decode().strip()

    def says(self, word, answer):
        self.process.stdin.write(word.encode() + b"\n")
        self.process.stdin.flush()
        expect(self.line(), f"{word}: {answer}")

    def kill(self):
        self.process.kill()
        self.process.wait()


def expect(is_, should):
    if is_ != should:
        raise AssertionError(f"{is_!r}, not {should!r}")


def client_asks():
    client = socket.socket()
    client.setblocking(False)
    expect(client.connect_ex((SERVER, PORT)), errno.EINPROGRESS)
    return client


def outcome(client):
    if not select.select([], [client], [], LONG)[1]:
        raise AssertionError("the client still waits")
    return client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)


def inside(here, program):
    capture = Capture()
    server = Server(here, program)

    deferred = client_asks()
    capture.until(deferred, False, SYN)
    server.says("defer", "WSATRY_AGAIN")
    capture.until(deferred, False, SYN, count=2)  # the client sends it again
    expect(capture.of(deferred, True), [])
    server.says("accept", "socket")
    capture.until(deferred, True, SYN | ACK)
    expect(outcome(deferred), 0)
    server.says("look", "WSAEWOULDBLOCK")

    rejected = client_asks()
    first = capture.until(rejected, False, SYN)[0]
    server.says("reject", "WSAECONNREFUSED")
    reset = capture.until(rejected, True, RST | ACK)[0]
    expect(reset[4], (first[3] + 1) & 0xFFFFFFFF)
    expect(len(capture.of(rejected, True)), 1)
    expect(outcome(rejected), errno.ECONNREFUSED)

    waiting = client_asks()
    capture.until(waiting, False, SYN)
    server.kill()
    late = client_asks()
    expect(outcome(late), errno.ECONNREFUSED)
    server = Server(here, program)
    next_one = client_asks()
    server.says("accept", "socket")
    expect(outcome(next_one), 0)
    server.process.stdin.close()
    expect(server.process.wait(LONG), 0)
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--inside", metavar="SERVER'S NAMESPACE")
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.program)
    if arguments.inside:
        return inside(arguments.inside, program)
    here, peer = f"berth-admit-{os.getpid()}", f"berth-caller-{os.getpid()}"
    try:
        try:
            two_hosts.make_wire(here, peer)
        except (OSError, subprocess.SubprocessError) as refused:
            reason = getattr(refused, "stderr", None) or str(refused).encode()
            print(f"skipped: no network namespaces here ({reason.decode().strip()})")
            return two_hosts.SKIPPED
        return subprocess.run(["ip", "netns", "exec", peer, sys.executable, os.path.abspath(__file__),
                               "--program", program, "--inside", here], check=False).returncode
    finally:
        for name in (here, peer):
            subprocess.run(["ip", "netns", "del", name], check=False, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
