#!/usr/bin/env python3
"""ISO sessions with another implementation of the framing: Erlang's {packet, tpkt} on the other end.

Skipped where there is no Erlang. erlang.py --session build/bin/iso_session
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77


def account(title, process, rest=""):
    out = rest + process.communicate(timeout=90)[0]
    print(f"--- {title}, exit code {process.returncode}\n{out}", end="")
    return out.splitlines() if process.returncode == 0 else None


def start(*command):
    environment = {**os.environ, "HOME": os.environ.get("HOME", "/tmp")}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--session", required=True)
    session = os.path.abspath(parser.parse_args().session)
    if not shutil.which("escript"):
        print("skipped: no Erlang here")
        return SKIPPED
    peer = str(HERE / "peer.escript")

    server = start(session, "server", "TP0", "server@127.0.0.1:0")
    first = server.stdout.readline()
    port = re.search(r":(\d+)$", first.strip())
    if not port:
        print(first + server.communicate(timeout=90)[0])
        return 1
    client = start("escript", peer, "call", port.group(1))
    called = account("Erlang calls", client)
    ours = account("our server", server)
    good = (called == ["confirmed: callee data", "echo of 8", "echo of 3000"] and ours is not None and
            ours[1:3] == ["caller data: caller data", "message of 8: question"] and
            ours[-1] == "disconnect data: goodbye")

    server = start("escript", peer, "serve")
    first = server.stdout.readline()
    port = re.search(r"(\d+)$", first.strip())
    if not port:
        print(first + server.communicate(timeout=90)[0])
        return 1
    client = start(session, "client", "TP0", f"server@127.0.0.1:{port.group(1)}")
    calling = account("our client", client)
    theirs = account("Erlang serves", server)
    good &= (calling == ["callee data: callee data", "echo of 8", "echo of 3000"] and
             theirs == ["request: caller data", "message of 8", "message of 3000", "disconnect: goodbye"])
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
