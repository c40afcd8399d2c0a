#!/usr/bin/env python3
"""Captures ISO sessions on the loopback of a network namespace of their own, and has tshark say what they are.

Skipped, with the reason, where there is no tshark or namespaces are refused.
tshark.py --session build/bin/iso_session
"""
import argparse
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading

SKIPPED = 77
FIELDS = ("tpkt.length", "cotp.type", "cotp.class", "cotp.src-tsap", "cotp.dst-tsap", "cotp.cause",
          "cotp.avg_throughput.targ_calling_called", "data.data", "_ws.malformed", "cotp.segment.error")
# What guesses at user data would see a protocol of its own in it.
GUESSING = ("t125", "rdp", "s7comm", "mms", "ses", "h1", "smb")


class Capture:
    """What passes the loopback, as a pcap file. It listens from the moment that it is made."""

    def __init__(self, path):
        self.path = path
        self.packets = []
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.socket.bind(("lo", 0))
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while True:
            packet, sender = self.socket.recvfrom(70000)
            if sender[2] == socket.PACKET_OUTGOING:  # each comes back as well
                continue
            if packet.endswith(b"end of capture"):
                return
            self.packets.append(packet)

    def finish(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.sendto(b"end of capture", ("127.0.0.1", 9))
        self.thread.join(60)
        with open(self.path, "wb") as out:
            out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
            for number, packet in enumerate(self.packets):
                out.write(struct.pack("<IIII", number, 0, len(packet), len(packet)) + packet)


def run_session(program, protocol, port):
    """The two programs' lines."""
    address = f"server@127.0.0.1:{port}"
    server = subprocess.Popen([program, "server", protocol, address], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
    try:
        lines = [server.stdout.readline().strip()]
        client = subprocess.run([program, "client", protocol, address], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, timeout=60)
        lines += server.communicate(timeout=60)[0].splitlines()
    finally:
        server.kill()
        server.wait()
    return lines, client.stdout.splitlines()


def dissect(path, port):
    command = ["tshark", "-r", path, "-d", f"tcp.port=={port},tpkt", "-T", "fields", "-E", "separator=|",
               "-Y", "tcp.len > 0 && !tcp.reassembled_in"]
    for protocol in GUESSING:
        command += ["--disable-protocol", protocol]
    for field in FIELDS:
        command += ["-e", field]
    out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=60)
    return [dict(zip(FIELDS, line.split("|"))) for line in out.stdout.splitlines()]


class Judge:
    def __init__(self):
        self.good = True

    def require(self, what, holds, seen):
        if not holds:
            self.good = False
            print(f"not so: {what}\n  {seen}")


def check(judge, name, transport_class, lines, rows):
    server, client = lines
    judge.require(f"{name}: the server's account",
                  server[2:4] + server[-1:] == ["caller data: caller data", "token rate: 1000000",
                                                "disconnect data: goodbye"], server)
    judge.require(f"{name}: the client's account",
                  client == ["callee data: callee data", "echo of 8", "echo of 3000"], client)
    seen = "\n  ".join(" ".join(f"{field}={row[field][:40]}" for field in FIELDS if row[field]) for row in rows)
    judge.require(f"{name}: nothing is malformed",
                  not any(row["_ws.malformed"] or row["cotp.segment.error"] for row in rows), seen)
    judge.require(f"{name}: every segment is TPKT and COTP",
                  rows and all(row["tpkt.length"] and row["cotp.type"] for row in rows), seen)

    # Several TPKTs may share a segment: then each field has several values.
    def of(kind):
        return [row for row in rows if kind in row["cotp.type"].split(",")]

    def has_data(row, text):
        return text.hex() in row["data.data"].replace(":", "").split(",")

    for kind, text, rate in (("0x0e", b"caller data", "1000000"), ("0x0d", b"callee data", "500000")):
        found = of(kind)
        judge.require(f"{name}: one {kind}", len(found) == 1, seen)
        if found:
            row = found[0]
            judge.require(f"{name}: {kind} has the user data", has_data(row, text), row)
            judge.require(f"{name}: {kind} has the rate", row["cotp.avg_throughput.targ_calling_called"] == rate, row)
            judge.require(f"{name}: {kind} has the class", row["cotp.class"] == transport_class, row)
    request = of("0x0e")
    judge.require(f"{name}: the selectors",
                  request and (request[0]["cotp.src-tsap"], request[0]["cotp.dst-tsap"]) == ("client", "server"), seen)
    judge.require(f"{name}: data", any(has_data(row, b"question") for row in of("0x0f")), seen)
    judge.require(f"{name}: a disconnect request with its data",
                  any(has_data(row, b"goodbye") and "128" in row["cotp.cause"].split(",") for row in of("0x08")), seen)
    if transport_class == "2":
        judge.require(f"{name}: expedited data", any(has_data(row, b"urgent") for row in of("0x01")), seen)


def inside(program):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    judge = Judge()
    with tempfile.TemporaryDirectory() as folder:
        for protocol, port, transport_class in (("TP0", 102, "0"), ("TP2", 399, "2")):
            path = str(pathlib.Path(folder) / f"{protocol}.pcap")
            capture = Capture(path)
            try:
                lines = run_session(program, protocol, port)
            finally:
                capture.finish()
            check(judge, protocol, transport_class, lines, dissect(path, port))
    return 0 if judge.good else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--session", required=True)
    parser.add_argument("--inside", action="store_true", help="this is the namespace")
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.session)
    if arguments.inside:
        return inside(program)
    if not shutil.which("tshark"):
        print("skipped: no tshark here")
        return SKIPPED
    unshare = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
    refused = subprocess.run([*unshare, "ip", "link", "set", "lo", "up"], stderr=subprocess.PIPE, text=True)
    if refused.returncode:
        print(f"skipped: no network namespaces here ({refused.stderr.strip()})")
        return SKIPPED
    return subprocess.run([*unshare, sys.executable, __file__, "--inside", "--session", program]).returncode


if __name__ == "__main__":
    sys.exit(main())
