#!/usr/bin/env python3
"""Each public header compiles alone and when included twice, without a warning."""
import sys
from compile import compile_all, public_headers, split_arguments

include, compiler = split_arguments()
command = compiler + ["-Wall", "-Wextra", "-Werror", "-Wno-unknown-pragmas", "-fsyntax-only", "-I", include]
sources = {}
for header in public_headers(include):
    sources[header] = f"#include <{header}>\n#include <{header}>\nint berth_used;\n"
    sources[f"{header} with UNICODE"] = f"#define UNICODE\n#define _UNICODE\n#include <{header}>\n"
sys.exit(1 if compile_all(command, sources) else 0)
