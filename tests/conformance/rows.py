#!/usr/bin/env python3
"""Checks docs/connection-establishment.md: each scenario that a row names exists, and for each of the row's
providers one of them runs on it.

  rows.py --program conformance --page docs/connection-establishment.md
"""
import argparse
import pathlib
import re
import subprocess
import sys

SUFFIXES = {"TCP": ("_ipv4", ""), "AF_UNIX": ("_unix",), "ISO": ("_iso",)}


def rows_of(page):
    for number, text in enumerate(page.splitlines(), 1):
        cells = [cell.strip() for cell in text.strip().strip("|").split("|")]
        if text.startswith("|") and len(cells) == 3 and cells[1].startswith("`"):
            yield number, re.findall(r"`([a-z0-9_]+)`", cells[1]), cells[2].split(", ")


def complaints(page, scenarios):
    for number, names, providers in rows_of(page):
        for name in names:
            if not any(name + suffix in scenarios for suffix in sum(SUFFIXES.values(), ())):
                yield f"line {number}: there is no scenario {name}"
        for provider in providers:
            if not any(name + suffix in scenarios for name in names
                       for suffix in SUFFIXES.get(provider, ())):
                yield f"line {number}: none of its scenarios runs on {provider}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--page", required=True)
    arguments = parser.parse_args()
    listing = subprocess.run([arguments.program, "--list"], check=True, stdout=subprocess.PIPE)
    page = pathlib.Path(arguments.page).read_text()
    wrong = list(complaints(page, set(listing.stdout.decode().split())))
    print("\n".join(wrong) or f"{len(list(rows_of(page)))} rows")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
