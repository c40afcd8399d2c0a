#!/usr/bin/env python3
"""Runs the benchmarks, pairs Berth with its peer in the same run, prints ratios, writes JSON.

usage: compare.py BUILD_DIR [--quick]
"""
import json
import pathlib
import re
import statistics
import subprocess
import sys

# What docs/performance.md promises: rounds per second relative to the peer, at least.
# hand_over: at most 1.15 times the time of the bare futex.
BOUNDS = {"hand_over": 0.87, "hand_over_apart": 0.87, "packet_over": 0.85, "packet_over_apart": 0.85, "ping_pong": 0.97, "accept": 0.95, "accept_condition": 0.93, "select_1000": 0.9, "poll_10000": 0.9}
PROGRAMS = ("bench_sockets", "bench_events", "bench_ports", "bench_messages")
INSTRUCTION_BOUND = 80


def rates(build, quick):
    """Case and side -> rounds per second of each repetition, interleaved at random by the harness."""
    found = {}
    for program in PROGRAMS:
        out = subprocess.run(
            [str(build / "bin" / program), "--benchmark_format=json", "--benchmark_enable_random_interleaving=true",
             f"--benchmark_repetitions={5 if quick else 15}", f"--benchmark_min_time={0.05 if quick else 0.3}"],
            check=True, capture_output=True, text=True).stdout
        for row in json.loads(out)["benchmarks"]:
            if row["run_type"] != "iteration" or row.get("error_occurred"):
                continue
            case, side = row["name"].split("/")[:2]
            found.setdefault(case, {}).setdefault(side, []).append(row["items_per_second"])
    return found


def instructions(program, *args):
    """Instructions in user space of the whole run, by callgrind."""
    run = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", str(program), *args],
                         check=True, capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", run.stderr).group(1))


def instructions_per_call(program):
    """(send, recv): the slope between two lengths of run, so that start-up cancels out."""
    few, many = 200, 1200

    def slope(*mode):
        return (instructions(program, str(many), *mode) - instructions(program, str(few), *mode)) / (many - few)

    send = slope("sends")
    return send, slope() - send


def per_round(count, program):
    """The slope of a count between two lengths of run, so that start-up cancels out."""
    few, many = 1000, 11000
    return (count(program, str(many)) - count(program, str(few))) / (many - few)


def system_calls(program, *args):
    """System calls of the whole run, by strace."""
    run = subprocess.run(["strace", "-f", "-c", "-o", "/dev/stdout", str(program), *args],
                         check=True, capture_output=True, text=True)
    return int(re.search(r"(\d+)\s+(?:\d+\s+)?total", run.stdout).group(1))


def main():
    build = pathlib.Path(sys.argv[1])
    quick = "--quick" in sys.argv
    report = {"ratios": {}, "instructions": {}}
    print(f"{'case':20} {'Berth/s':>12} {'peer/s':>12} {'ratio':>7} {'bound':>7}")
    for case, sides in rates(build, quick).items():
        berth = statistics.median(sides.pop("berth"))
        if not sides:
            report["ratios"][case] = {"berth": berth}
            print(f"{case:20} {berth:12.0f}")
            continue
        peer = statistics.median(next(iter(sides.values())))
        ratio = berth / peer
        report["ratios"][case] = {"berth": berth, "peer": peer, "ratio": ratio, "bound": BOUNDS[case]}
        print(f"{case:20} {berth:12.0f} {peer:12.0f} {ratio:7.3f} {BOUNDS[case]:7.2f}")
    ours = instructions_per_call(build / "bin/bench_instructions_berth")
    theirs = instructions_per_call(build / "bin/bench_instructions_libc")
    for name, mine, peer in zip(("send", "recv"), ours, theirs):
        report["instructions"][name] = {"berth": mine, "libc": peer, "extra": mine - peer, "bound": INSTRUCTION_BOUND}
        print(f"{name + ' instructions':20} {mine:12.1f} {peer:12.1f} {mine - peer:+7.1f} {INSTRUCTION_BOUND:7}")
    events = build / "bin/bench_instructions_events"
    pair = {"instructions": per_round(instructions, events), "system_calls": per_round(system_calls, events)}
    report["instructions"]["SetEvent+ResetEvent"] = pair
    print(f"{'SetEvent+ResetEvent':20} {pair['instructions']:12.1f} instructions, "
          f"{pair['system_calls']:.3f} system calls")
    folder = build / "bench"
    folder.mkdir(exist_ok=True)
    (folder / "sockets.json").write_text(json.dumps(report, indent=2) + "\n")


main()
