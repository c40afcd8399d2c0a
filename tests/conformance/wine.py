#!/usr/bin/env python3
"""Runs conformance scenarios under Wine and compares their transcripts with NAME.expected (native.sh does
so for Berth).

  wine.py --program conformance.exe --prefix DIR [NAME...]

A scenario that docs/differences.md lists for Wine must differ, and every other must not.
"""
import argparse
import concurrent.futures
import difflib
import fnmatch
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
FEW_DESCRIPTORS = 200


def expected_transcripts():
    return {path.stem: path for path in sorted(HERE.rglob("*.expected"))}


def expected_of(name, files):
    if name in files:
        return files[name].read_text()
    common = re.sub(r"_(ipv4|ipv6|unix|iso)$", "", name)
    return files[common].read_text() if common in files else None


def listed_differences(path):
    """The rows of the table under Wine's heading: a scenario's name (or a pattern) in backquotes."""
    rows = {}
    heading = ""
    for row in pathlib.Path(path).read_text().splitlines():
        if row.startswith("#"):
            heading = row
        match = re.match(r"\|\s*`([a-z0-9_*]+)`\s*\|(.*)\|\s*$", row)
        if match and "Wine" in heading:
            rows[match.group(1)] = match.group(2)
    return rows


def run_one(command, name, seconds, environment):
    """(exit code, transcript) of one scenario in a folder of its own."""

    def limit_descriptors():
        resource.setrlimit(resource.RLIMIT_NOFILE, (FEW_DESCRIPTORS, FEW_DESCRIPTORS))

    with tempfile.TemporaryDirectory(prefix="conformance.") as folder:
        try:
            done = subprocess.run(command + [name], cwd=folder, env=environment, timeout=seconds,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE,
                                  preexec_fn=limit_descriptors if "exhausted" in name else None)
        except subprocess.TimeoutExpired as late:
            out = (late.stdout or b"").decode("utf-8", "replace").replace("\r", "")
            return None, out + f"no end after {seconds} seconds\n"
    out = done.stdout.decode("utf-8", "replace").replace("\r", "")
    out = re.sub(r"(?ms)^Unhandled exception.*", "unhandled exception\n", out)
    if done.returncode not in (0, SKIPPED):
        out += f"exit code {done.returncode}\n"
    return done.returncode, out


def difference(name, want, got):
    return "".join(difflib.unified_diff(want.splitlines(True), got.splitlines(True),
                                        f"{name} documented", f"{name} Wine"))


def run_wine(arguments):
    wine = next((found for found in map(shutil.which, ("wine64", "/usr/lib/wine/wine64", "wine"))
                 if found), None)
    if wine is None:
        print("skipped: Wine is not installed")
        return SKIPPED
    server = next((found for found in map(shutil.which, ("/usr/lib/wine/wineserver64", "wineserver"))
                   if found), None)
    prefix = pathlib.Path(arguments.prefix).resolve()
    prefix.mkdir(parents=True, exist_ok=True)  # the server needs the folder before wineboot fills it
    environment = dict(os.environ, WINEPREFIX=str(prefix), WINEDEBUG="-all",
                       WINEDLLOVERRIDES="mscoree,mshtml,winedbg.exe=")
    environment.pop("DISPLAY", None)
    if server is not None:
        # One server for all runs; it ends 30 seconds after the last.
        subprocess.run([server, "-p30"], env=environment, timeout=60, check=False)
    if not (prefix / "system.reg").exists():
        subprocess.run([wine, "wineboot", "-i"], env=environment, timeout=180, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    command = [wine, os.path.abspath(arguments.program)]
    names = arguments.names
    if not names:
        listing = subprocess.run(command + ["--list"], env=environment, timeout=60, check=True,
                                 stdout=subprocess.PIPE).stdout.decode()
        names = sorted(name for name in listing.split() if not name.startswith("two_hosts_"))
    files = expected_transcripts()
    listed = listed_differences(arguments.differences)
    used = set()
    bad = 0

    def one(name):
        if any("not run" in listed[pattern] for pattern in rows_of(name)):
            return name, (SKIPPED, "not run under Wine")
        # What differs may hang.
        seconds = 10 if rows_of(name) else arguments.seconds
        code, got = run_one(command, name, seconds, environment)
        # Not a word: Wine itself did not start, which happens while its server comes or goes. And the scenarios
        # share one network: the port that one uses again may be another's by then.
        if got == f"exit code {code}\n" or (not rows_of(name) and got != expected_of(name, files)):
            code, got = run_one(command, name, seconds, environment)
        return name, (code, got)

    def rows_of(name):
        return [pattern for pattern in listed if fnmatch.fnmatchcase(name, pattern)]

    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for name, (code, got) in pool.map(one, names):
            want = expected_of(name, files)
            rows = rows_of(name)
            used.update(rows)
            if want is None:
                print(f"{name}: no {name}.expected")
                print(got)
                bad += 1
            elif code == SKIPPED:
                print(f"{name}: {got.strip()}")
            elif got == want and rows and "(sometimes)" not in listed[rows[0]]:
                print(f"{name}: {arguments.differences} lists a difference that is none")
                bad += 1
            elif got != want and not rows:
                print(difference(name, want, got))
                bad += 1
    if not arguments.names:
        for pattern in sorted(set(listed) - used):
            print(f"{arguments.differences} lists {pattern}, which is no scenario")
            bad += 1
    print(f"{len(names)} scenarios under Wine, {bad} unexplained")
    return 1 if bad else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--prefix", default="wine")
    parser.add_argument("--differences", default=str(HERE.parent.parent / "docs" / "differences.md"))
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--seconds", type=int, default=60, help="for one scenario")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_intermixed_args()
    sys.exit(run_wine(arguments))


if __name__ == "__main__":
    main()
