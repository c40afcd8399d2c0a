#!/usr/bin/env python3
"""Runs Asio's examples through Berth and on Linux and compares what they print; lets curl, wrk, netcat and
openssl talk to servers of ours.

  run.py SCENARIO --berth PROGRAM --linux PROGRAM [--tls-server PROGRAM]

Exit code 77: a client that the scenario needs is not installed.
"""
import argparse
import contextlib
import itertools
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
LIMIT = 100  # seconds: only for what hangs


def fail(text):
    sys.exit(f"FAILED: {text}")


def expect(what, got, wanted):
    if got != wanted:
        fail(f"{what}: got {got!r}, expected {wanted!r}")


def need(program):
    path = shutil.which(program)
    if not path:
        print(f"{program} is not installed")
        sys.exit(SKIPPED)
    return path


def listening_port(process):
    """The TCP port at which the process listens: the kernel chose it, and few programs tell."""
    deadline = time.monotonic() + LIMIT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            fail(f"the server ended with {process.returncode}")
        inodes = set()
        with contextlib.suppress(FileNotFoundError):
            for link in pathlib.Path(f"/proc/{process.pid}/fd").iterdir():
                with contextlib.suppress(OSError):
                    found = re.match(r"socket:\[(\d+)\]", os.readlink(link))
                    if found:
                        inodes.add(found.group(1))
        for table in ("tcp", "tcp6"):
            rows = []
            with contextlib.suppress(OSError):
                rows = pathlib.Path(f"/proc/{process.pid}/net/{table}").read_text().splitlines()[1:]
            for row in rows:
                field = row.split()
                if field[3] == "0A" and field[9] in inodes:
                    return int(field[1].split(":")[1], 16)
        time.sleep(0.01)
    fail("the server does not listen")


@contextlib.contextmanager
def server(command, **options):
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
    try:
        yield process, listening_port(process)
    finally:
        process.kill()
        process.wait()


def run(command, text="", **options):
    done = subprocess.run(command, input=text, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=LIMIT, check=False, **options)
    if done.returncode != 0:
        fail(f"{command} ended with {done.returncode}: {done.stdout}")
    return done.stdout


def same_on_both(what, transcripts):
    """Each side's transcript, by name; they must be the same, and are printed once."""
    (first, text), *others = transcripts.items()
    for side, other in others:
        expect(f"{what}, {side} against {first}", other, text)
    print(text)
    return text


def sides(arguments):
    """One side alone will do, for a look under valgrind."""
    both = {"berth": arguments.berth, "linux": arguments.linux}
    return {side: program for side, program in both.items() if program}


def pairs(arguments):
    return itertools.product(sides(arguments).items(), repeat=2)


def echo(arguments):
    transcripts = {}
    for (server_side, program), (client_side, client) in pairs(arguments):
        with server([program, "echo_server", "0"]) as (_, port):
            lines = [run([client, "echo_client", "127.0.0.1", str(port)], f"message {i} {'x' * i}\n")
                     for i in (1, 20, 900)]
        transcripts[f"{server_side} server, {client_side} client"] = "\n".join(lines)
    text = same_on_both("echo", transcripts)
    expect("an echo", f"Reply is: message 900 {'x' * 900}" in text, True)
    if shutil.which("nc"):
        netcat(arguments.berth)


def netcat(program):
    sent = "".join(f"line {i}\n" for i in range(20000))
    with server([program, "echo_server", "0"]) as (_, port):
        # It half-closes after its input and stays for the rest.
        expect("netcat's echo", run(["nc", "-N", "127.0.0.1", str(port)], sent) == sent, True)


class ChatClient:
    """On a terminal, since it writes its lines at once to nothing else."""

    def __init__(self, program, port):
        master, slave = os.openpty()
        self.process = subprocess.Popen([program, "chat_client", "127.0.0.1", str(port)], stdin=subprocess.PIPE,
                                        stdout=slave, text=True)
        os.close(slave)
        self.output = os.fdopen(master, "r", newline=None)

    def say(self, text):
        self.process.stdin.write(text)
        self.process.stdin.flush()

    def hear(self, wanted):
        while (line := self.output.readline()) != wanted:
            if line == "":
                fail(f"{wanted!r} was not heard")
        return line

    def leave(self):
        self.process.stdin.close()
        result = self.process.wait(LIMIT)
        self.output.close()
        return f"ended with {result}\n"


def chat(arguments):
    transcripts = {}
    for (server_side, program), (client_side, client) in pairs(arguments):
        with server([program, "chat_server", "0"]) as (_, port):
            clients = [ChatClient(client, port) for _ in range(3)]
            for number, speaker in enumerate(clients):
                speaker.say(f"client {number} joins\n")
                speaker.hear(f"client {number} joins\n")
            clients[0].say("to all\n")
            heard = [listener.hear("to all\n") for listener in clients]
            heard += [each.leave() for each in clients]
        transcripts[f"{server_side} server, {client_side} client"] = "".join(heard)
    expect("the chat", same_on_both("chat", transcripts), "to all\n" * 3 + "ended with 0\n" * 3)


@contextlib.contextmanager
def web_root():
    with tempfile.TemporaryDirectory(prefix="asio.") as folder:
        root = pathlib.Path(folder)
        (root / "index.html").write_text("<html>index</html>\n")
        (root / "large.txt").write_text("".join(f"{i}\n" for i in range(200000)))
        yield root


def raw_request(port, request):
    with socket.create_connection(("127.0.0.1", port), timeout=LIMIT) as connection:
        connection.sendall(request)
        reply = b""
        while piece := connection.recv(65536):
            reply += piece
    return reply.decode()


def http(arguments):
    transcripts = {}
    for side, program in sides(arguments).items():
        with web_root() as root, server([program, "http_server", "127.0.0.1", "0", str(root)]) as (process, port):
            replies = [raw_request(port, request) for request in (
                b"GET / HTTP/1.0\r\n\r\n", b"GET /index.html HTTP/1.0\r\nHost: x\r\n\r\n",
                b"GET /missing HTTP/1.0\r\n\r\n", b"nonsense\r\n\r\n", b"GET /large.txt HTTP/1.0\r\n\r\n")]
            # A slow client is served piece by piece.
            with socket.create_connection(("127.0.0.1", port)) as slow:
                for piece in (b"GET /ind", b"ex.html HT", b"TP/1.0\r\n\r", b"\n"):
                    slow.sendall(piece)
                replies.append(slow.makefile().read())
            process.terminate()  # the server's signal set hears of it
            replies.append(f"ended with {process.wait(LIMIT)}")
        transcripts[side] = "\n".join(replies)
    first, *others = transcripts.values()
    expect("the HTTP servers' replies are the same", all(other == first for other in others), True)
    expect("the first reply", first.splitlines()[0], "HTTP/1.0 200 OK")
    expect("the end", first.splitlines()[-1], "ended with 0")


def timer(arguments):
    same_on_both("timers", {side: run([program, "timer"]) for side, program in sides(arguments).items()})


def pipe(arguments):
    transcripts = {side: "".join(sorted(run([program, "pipe"]).splitlines(True)))
                   for side, program in sides(arguments).items()}
    same_on_both("pipes", transcripts)


def curl(arguments):
    program = need("curl")
    with web_root() as root, server([arguments.berth, "http_server", "127.0.0.1", "0", str(root)]) as (_, port):
        at = f"http://127.0.0.1:{port}"
        large = (root / "large.txt").read_text()
        fetch = [program, "--silent", "--show-error", "--noproxy", "*"]
        expect("curl's index", run([*fetch, at + "/"]), "<html>index</html>\n")
        expect("curl's large file", run([*fetch, at + "/large.txt"]) == large, True)
        expect("curl's status", run([*fetch, "-o", os.devnull, "-w", "%{http_code}", at + "/none"]), "404")
        many = run([*fetch, "--parallel", *[at + "/index.html"] * 40])
        expect("curl's parallel requests", many.count("<html>index</html>"), 40)


def wrk(arguments):
    program = need("wrk")
    with web_root() as root, server([arguments.berth, "http_server", "127.0.0.1", "0", str(root)]) as (process, port):
        report = run([program, "-t", "1", "-c", "32", "-d", "1s", "-H", "Connection: close",
                      f"http://127.0.0.1:{port}/index.html"])
        print(report)
        served = re.search(r"(\d+) requests in", report)
        expect("wrk was served", bool(served) and int(served.group(1)) > 0, True)
        expect("no reply but good ones", "Non-2xx" in report, False)
        expect("the server lives", process.poll(), None)


def openssl(arguments):
    program = need("openssl")
    with tempfile.TemporaryDirectory(prefix="tls.") as folder:
        key, certificate = folder + "/key.pem", folder + "/certificate.pem"
        run([program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-subj", "/CN=localhost", "-days", "2", "-keyout", key, "-out", certificate])
        with server([arguments.tls_server, certificate, key]) as (process, port):
            for version in ("-tls1_2", "-tls1_3"):
                client = subprocess.Popen(
                    [program, "s_client", version, "-quiet", "-verify_return_error", "-CAfile", certificate,
                     "-servername", "localhost", "-connect", f"127.0.0.1:{port}"],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
                client.stdin.write("Hello, TLS\n")
                client.stdin.flush()
                expect(f"{version} echo", client.stdout.readline(), "HELLO, TLS\n")
                client.stdin.write("quit\n")
                client.stdin.flush()
                expect(f"{version} rest", client.stdout.read(), "")
                client.stdin.close()
                client.wait(LIMIT)
            expect("the server's end", process.wait(LIMIT), 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    scenarios = (echo, chat, http, timer, pipe, curl, wrk, openssl)
    parser.add_argument("scenario", choices=[each.__name__ for each in scenarios])
    for name in ("--berth", "--linux", "--tls-server"):
        parser.add_argument(name)
    arguments = parser.parse_args()
    globals()[arguments.scenario](arguments)


if __name__ == "__main__":
    main()
