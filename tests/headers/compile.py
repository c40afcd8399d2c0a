"""Compiles many small translation units side by side and tells which did not compile."""
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def compile_one(command, source):
    run = subprocess.run(command + ["-"], input=source, capture_output=True, text=True)
    return run.returncode, run.stderr


def compile_all(command, sources):
    """sources: {title: text}. Returns the number of failures, having printed each."""
    failures = 0
    with ThreadPoolExecutor(max(1, os.cpu_count() or 1)) as pool:
        jobs = {title: pool.submit(compile_one, command, text) for title, text in sources.items()}
        for title, job in jobs.items():
            code, errors = job.result()
            if code != 0:
                failures += 1
                print(f"--- {title}: {' '.join(command)}\n{errors[:3000]}")
    print(f"{len(sources) - failures} of {len(sources)} compile")
    return failures


# Halves of pairs: none is right alone.
PACKING = {"poppack.h"} | {f"pshpack{n}.h" for n in (1, 2, 4, 8)}


def public_headers(include):
    """Every header a program may include: not include/berth/, nor parts of the C++ library."""
    found = []
    for folder, folders, files in os.walk(include):
        if folder == include:
            folders[:] = [f for f in folders if f not in ("berth", "bits", "experimental")]
        found += [os.path.relpath(os.path.join(folder, f), include) for f in files
                  if f.endswith(".h") and f not in PACKING]
    return sorted(found)


def split_arguments():
    """--include DIR COMPILER FLAGS... -> (DIR, [COMPILER, FLAGS...])"""
    if len(sys.argv) < 4 or sys.argv[1] != "--include":
        sys.exit("usage: --include DIR COMPILER FLAGS...")
    return sys.argv[2], sys.argv[3:]
