#!/usr/bin/env python3
"""Measures echo servers against each other: each round runs every server in turn, pinned to one core, with
the load on another; medians over the rounds; ratios to the best peer. Writes JSON and, with --plot, a plot.

usage: measure.py BUILD_DIR [--quick] [--rounds N] [--case NAME]... [--server NAME]... [--plot DIR]
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

OURS = ("berth", "berth_rio", "berth_events", "berth_iso")
PLAIN = ("epoll", "poll", "sendfile", "iso_epoll")  # by hand
# name: (server's kinds, connections, octets, load's mode)
CASES = {
    "echo_1": ("port", 1, 64, "echo"),
    "echo_64": ("port", 64, 64, "echo"),
    "echo_512": ("port", 512, 64, "echo"),
    "echo_4000": ("port", 4000, 64, "echo"),
    "echo_16k": ("port", 64, 16384, "echo"),
    "connect": ("port", 16, 64, "connect"),
    "transmit_64m": ("file", 1, 64 << 20, "file"),  # a GiB is 16 of them
    "event_select_62": ("event", 62, 64, "echo"),
    "iso_1": ("iso", 1, 1024, "iso"),
    "iso_64": ("iso", 64, 1024, "iso"),
}
SERVERS = {
    "port": {"berth": "bench_echo_iocp", "berth_rio": "bench_echo_rio", "epoll": "bench_echo_epoll",
             "uring": "bench_echo_uring", "asio": "bench_echo_asio", "libuv": "bench_echo_libuv", "wine": "bench_echo_iocp.exe"},
    "file": {"berth": "bench_file_transmit", "sendfile": "bench_file_sendfile", "wine": "bench_file_transmit.exe"},
    "event": {"berth_events": "bench_echo_event_select", "poll": "bench_echo_poll",
              "wine": "bench_echo_event_select.exe"},
    "iso": {"berth_iso": "bench_echo_iso", "iso_epoll": "bench_echo_iso_epoll"},
}
# Programs of one line of JSON each, without a peer: name: (program, before it, whether it takes a time in seconds,
# fields: (name, least, most)).
NETWORK = ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$0" "$@"']
BOUNDED = {
    "syn_accept": ("bench_conditional_accept", NETWORK, False, (("more", None, 150), ("held", 500, None))),
    "pacing": ("bench_pacing", [], True, (("rate", 9.5, 10.2),)),
}


def cpu_seconds(pid):
    """Time on a processor of all threads that live now, in seconds."""
    total = 0
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            total += int((task / "schedstat").read_text().split()[0])
        except FileNotFoundError:
            pass
    return total / 1e9


def command_of(program):
    if program.suffix != ".exe":
        return [str(program)]
    wine = shutil.which("wine64") or "/usr/lib/wine/wine64"
    return [wine, str(program)]


def measure(bin_folder, program, case, seconds, cores):
    """One run: round trips a second, the server's processor time a round trip, latencies. None: it failed."""
    _, connections, size, mode = CASES[case]
    environment = dict(os.environ, WINEDEBUG="-all")
    environment.pop("DISPLAY", None)
    server = subprocess.Popen(["taskset", "-c", str(cores[0])] + command_of(program), stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, env=environment, text=True)
    try:
        port = server.stdout.readline().strip()
        if not port.isdigit():
            return None
        load = subprocess.Popen(["taskset", "-c", str(cores[1]), str(bin_folder / "bench_load"), port, str(connections),
                                 str(size), str(seconds), mode], stdout=subprocess.PIPE, text=True)
        if load.stdout.readline().strip() != "start":
            load.wait()
            return None
        before = cpu_seconds(server.pid)
        answer = load.stdout.readline()
        after = cpu_seconds(server.pid)
        if load.wait() != 0:
            return None
        found = json.loads(answer)
        rounds = max(found["rounds"], 1)
        return {"rate": found["rounds"] / found["seconds"], "cpu": (after - before) / rounds * 1e6,
                "p50": found["p50"], "p99": found["p99"]}
    finally:
        server.kill()
        server.wait()


def measure_bounded(bin_folder, case, quick):
    """What the program found, or why it was not run. Prints it beside its bounds."""
    program, before, takes_time, fields = BOUNDED[case]
    if not (bin_folder / program).exists():
        return None
    environment = dict(os.environ, BERTH_CONDITIONAL_ACCEPT="require")
    command = before + [str((bin_folder / program).resolve())] + ([str(2 if quick else 5)] if takes_time else [])
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode != 0:
        reason = (done.stderr.strip() or f"ended with {done.returncode}").splitlines()[-1]
        print(f"{case:16} skipped: {reason}")
        return {"skipped": reason}
    found = json.loads(done.stdout)
    words = [f"{field} {value}" for field, value in found.items()]
    for field, least, most in fields:
        good = (least is None or found[field] >= least) and (most is None or found[field] <= most)
        bound = " to ".join(str(b) for b in (least, most) if b is not None)
        kind = "" if least is not None and most is not None else "at least " if most is None else "at most "
        words.append(f"({field}: {kind}{bound}: {'good' if good else 'MISSED'})")
    print(f"{case:16} " + "  ".join(words))
    return found


# What is drawn side by side in each case, in this order: all that are ours are blue.
COLOURS = {"berth": "#0b3c8c", "berth_events": "#0b3c8c", "berth_iso": "#0b3c8c", "berth_rio": "#5b9bd5", "by hand": "#404040",
           "uring": "#909090", "asio": "#e08a1e", "libuv": "#e8c468", "wine": "#b03030"}
LABELS = {"berth": "Berth", "berth_rio": "Berth, Registered I/O", "by hand": "by hand: epoll (poll, sendfile)",
          "uring": "by hand: io_uring", "asio": "Asio", "libuv": "libuv", "wine": "Wine"}


def plot(report, folder):
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
    cases = list(report)
    figure, axes = pyplot.subplots(2, 1, figsize=(12, 8), sharex=True)
    for axis, field, title in ((axes[0], "rate", "round trips a second, beside the server by hand (longer is better)"),
                               (axes[1], "cpu", "server's processor time a round trip, beside it (shorter is better)")):
        for place, case in enumerate(cases):
            found = {"by hand" if name in PLAIN else name: one for name, one in report[case].items()}
            if "by hand" not in found:
                continue
            names = [name for name in COLOURS if name in found]
            width = 0.8 / len(names)
            for i, name in enumerate(names):
                x = place + (i - (len(names) - 1) / 2) * width
                height = found[name][field] / max(found["by hand"][field], 1e-9)
                axis.bar(x, height, width, color=COLOURS[name])
        axis.axhline(1, color="black", linewidth=0.6)
        axis.set_title(title, fontsize=10)
    axes[1].set_xticks(range(len(cases)), cases)
    axes[1].set_ylim(0, 2.5)  # Wine's go on to 11
    figure.legend(handles=[pyplot.Rectangle((0, 0), 1, 1, color=COLOURS[name], label=label) for name, label in LABELS.items()],
                  loc="lower center", ncol=len(LABELS), fontsize=8, frameon=False)
    figure.tight_layout(rect=(0, 0.04, 1, 1))
    folder.mkdir(parents=True, exist_ok=True)
    figure.savefig(folder / "servers.svg")
    figure.savefig(folder / "servers.png", dpi=100)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--case", action="append", choices=[*CASES, *BOUNDED])
    parser.add_argument("--server", action="append")
    parser.add_argument("--plot", type=pathlib.Path)
    arguments = parser.parse_args()
    bin_folder = arguments.build / "bin"
    rounds = arguments.rounds or (3 if arguments.quick else 7)
    seconds = 0.7 if arguments.quick else 2
    cores = sorted(os.sched_getaffinity(0))
    cores = (cores[0], cores[-1])
    report = {}
    bounded = {}
    for case in arguments.case or [*CASES, *BOUNDED]:
        if case in BOUNDED:
            bounded[case] = measure_bounded(bin_folder, case, arguments.quick)
            continue
        results = {}
        for _ in range(rounds):
            for name, file in SERVERS[CASES[case][0]].items():
                program = bin_folder / file
                if (arguments.server and name not in arguments.server) or not program.exists():
                    continue
                if name == "wine" and not (shutil.which("wine64") or os.path.exists("/usr/lib/wine/wine64")):
                    continue
                one = measure(bin_folder, program, case, seconds, cores)
                if one:
                    results.setdefault(name, []).append(one)
                time.sleep(0.05)  # the closed connections' last segments are not the next server's
        report[case] = {name: {field: statistics.median(run[field] for run in runs) for field in runs[0]}
                        for name, runs in results.items()}
        peers = {name: found for name, found in report[case].items() if name not in OURS and name != "wine"}
        for name, found in report[case].items():
            line = (f"{case:16} {name:13} {found['rate']:9.0f}/s  {found['cpu']:7.2f} us of processor  "
                    f"p50 {found['p50']:8.1f} us")
            if name in OURS and peers:
                line += (f"   rate {found['rate'] / max(p['rate'] for p in peers.values()):.3f} of the best peer's, "
                         f"processor {found['cpu'] / min(p['cpu'] for p in peers.values()):.3f}")
                if "wine" in report[case]:
                    line += f", {found['rate'] / report[case]['wine']['rate']:.1f} times Wine's"
            print(line)
        sys.stdout.flush()
    folder = arguments.build / "bench"
    folder.mkdir(exist_ok=True)
    (folder / "servers.json").write_text(json.dumps(report | bounded, indent=2) + "\n")
    if arguments.plot:
        plot(report, arguments.plot)


main()
