#!/usr/bin/env python3
"""Compares every constant, size and offset of the public headers with mingw-w64's.

Both compilers only compile: each value becomes an initialized variable, read back from the assembler
output, so neither Wine nor a linker is needed. What mingw-w64 does not have is not compared.

  compare.py --include DIR --mingw CC --native CC --exceptions FILE [--list]

The exceptions file names what differs on purpose: "NAME reason", where NAME is a constant, "sizeof(T)",
"T.member", or one of them with * at the end. An exception that no longer applies is an error.
"""
import argparse
import fnmatch
import os
import re
import subprocess
import sys

# Order matters to mingw-w64 only: winsock2.h before windows.h, tchar.h before strsafe.h.
FIRST = ["winsock2.h", "ws2tcpip.h", "windows.h", "mswsock.h", "mstcpip.h", "ws2spi.h",
         "tchar.h"]
DEFINES = ["-D_WIN32_WINNT=0x0A00", "-DNTDDI_VERSION=0x0A000006", "-DWINVER=0x0A00",
           "-DSECURITY_WIN32", "-D__USE_MINGW_ANSI_STDIO=0"]
# What mingw-w64's header uses before it declares it.
MISSING = {"qos2.h": "typedef unsigned int QOS_FLOWID, *PQOS_FLOWID;\n",
           "icmpapi.h": "#include <ipexport.h>\n"}
SKIP_HEADERS = {"eh.h", "unistd.h", "netdb.h", "poll.h", "wspiapi.h", "winsock.h",
                "poppack.h", "pshpack1.h", "pshpack2.h", "pshpack4.h", "pshpack8.h"}


def run(command, text):
    return subprocess.run(command, input=text, capture_output=True, text=True)


def headers_of(include):
    found = [f for f in os.listdir(include) if f.endswith(".h") and f not in SKIP_HEADERS]
    return [h for h in FIRST if h in found] + sorted(h for h in found if h not in FIRST)


def preprocess(native, include, headers):
    """Our headers' own text after preprocessing, and the names of their object-like macros."""
    text = "".join(f"#include <{h}>\n" for h in headers)
    out = run([native, "-std=gnu11", "-E", "-dD", "-I", include, *DEFINES, "-x", "c", "-"], text)
    if out.returncode:
        sys.exit(out.stderr)
    ours, macros, code = False, {}, []
    for line in out.stdout.splitlines():
        marker = re.match(r'# \d+ "([^"]*)"', line)
        if marker:
            ours = marker.group(1).startswith(include)
        elif ours:
            macro = re.match(r"#define (\w+) (.+)$", line)
            if macro:
                macros[macro.group(1)] = macro.group(2)
            if not line.startswith("#"):
                code.append(line)
    return macros, "\n".join(code)


def matching(text, start):
    """The index after the brace that closes the one at start."""
    depth = 0
    for i in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[i], 0)
        if depth == 0:
            return i + 1
    raise ValueError("unbalanced braces")


def members_of(body):
    """Names of members; those of unnamed structures count as the outer one's."""
    names, i, start = [], 0, 0
    while i < len(body):
        if body[i] == "{":
            end = matching(body, i)
            inner = members_of(body[i + 1 : end - 1])
            semicolon = body.index(";", end)
            declared = re.findall(r"\w+", body[end:semicolon].split("[")[0])
            if declared:
                names += declared[-1:] + [f"{declared[-1]}.{n}" for n in inner]
            else:
                names += inner
            i = start = semicolon + 1
        elif body[i] == ";":
            declaration = body[start:i]
            function = re.search(r"\(\s*(?:\w+\s*)?\*\s*(\w+)\s*\)\s*\(", declaration)
            if function:
                names.append(function.group(1))
            elif ":" not in declaration:  # a bit-field has no offset
                for part in declaration.split(","):
                    words = re.findall(r"\w+", part.split("[")[0])
                    if words:
                        names.append(words[-1])
            i = start = i + 1
        else:
            i += 1
    return names


def types_and_enumerators(code):
    code = re.sub(r"__attribute__\s*\(\([^;]*?\)\)|__extension__", " ", code)
    types, enumerators = {}, []
    for match in re.finditer(r"\b(typedef\s+)?(struct|union|enum)\s*(\w+)?\s*\{", code):
        if code[: match.start()].count("{") != code[: match.start()].count("}"):
            if match.group(2) == "enum":
                pass
            else:
                continue
        end = matching(code, match.end() - 1)
        body = code[match.end() : end - 1]
        tail = code[end : code.index(";", end)]
        if match.group(2) == "enum":
            enumerators += [re.match(r"\s*(\w+)", e).group(1) for e in body.split(",") if e.strip()]
            continue
        if match.group(1):
            first = tail.split(",")[0]
            name = re.findall(r"\w+", first)
            if not name or "*" in first:
                continue
            types[name[-1]] = members_of(body)
        elif match.group(3) and not tail.strip():
            types[f"{match.group(2)} {match.group(3)}"] = members_of(body)
    return types, enumerators


def questions(macros, enumerators, types):
    """[(name, type, C expression)]"""
    number = "unsigned long long"
    asked = []
    for name, text in macros.items():
        if re.match(r"\{\s*0x", text):
            asked.append((name, "GUID", name))
        elif re.match(r'L?"', text):
            asked.append((name, "char", name))
        else:
            asked.append((name, number, f"({number})({name})"))
    asked += [(e, number, f"({number})({e})") for e in enumerators]
    for name, members in types.items():
        asked.append((f"sizeof({name})", number, f"sizeof({name})"))
        asked += [(f"{name}.{m}", number, f"__builtin_offsetof({name}, {m})") for m in members]
    return list(dict.fromkeys(asked))


def answers(compiler, include_flags, headers, asked, macros):
    """{name: value} for what compiles to a constant; lines that do not compile are dropped and retried."""
    head = "".join(f"#if __has_include(<{h}>)\n{MISSING.get(h, '')}#include <{h}>\n#endif\n" for h in headers)
    lines = []
    for i, (name, type_, expression) in enumerate(asked):
        line = (f"const char berth_q{i}[] = {name};\n" if type_ == "char"
                else f"const {type_} berth_q{i} = {expression};\n")
        lines.append(f"#ifdef {name}\n{line}#endif\n" if name in macros else line)
    expanded = run([compiler, "-std=gnu11", "-E", *include_flags, *DEFINES, "-x", "c", "-"], head + "".join(lines))
    if expanded.returncode:
        sys.exit(expanded.stderr)
    # Without line markers an error's line number is a line of this text, and so names its question.
    # The preprocessor breaks a line where a macro comes from a system header: such lines are joined.
    text, unfinished = [], False
    for line in expanded.stdout.splitlines():
        if re.match(r"# \d+ ", line):
            continue
        if unfinished:
            text[-1] += " " + line
        else:
            text.append(line)
        unfinished = text[-1].startswith("const ") and "berth_q" in text[-1] and ";" not in text[-1]
    asked_at = {n + 1: m.group(1) for n, line in enumerate(text)
                if (m := re.match(r"const (?:unsigned long long|GUID|char) (berth_q\d+)", line))}
    for _ in range(12):
        out = run([compiler, "-std=gnu11", "-S", "-o", "-", "-w", "-fmax-errors=0", "-O0", "-x", "cpp-output", "-"],
                  "\n".join(text) + "\n")
        if out.returncode == 0:
            return parse_assembler(out.stdout, asked)
        bad = {int(m) for m in re.findall(r"^<stdin>:(\d+):.*?error", out.stderr, re.M)} & asked_at.keys()
        if not bad:
            sys.exit(f"{compiler}:\n{out.stderr[:3000]}")
        for n in bad:
            text[n - 1] = ""
    sys.exit(f"{compiler}: does not settle")


WIDTHS = {"byte": 1, "value": 2, "short": 2, "word": 2, "long": 4, "int": 4, "quad": 8}


def ascii_bytes(text):
    """The bytes of an assembler string: octal and the usual escapes."""
    out, escapes = bytearray(), {"n": 10, "t": 9, "r": 13, "b": 8, "f": 12}
    for octal, single, plain in re.findall(r'\\([0-7]{1,3})|\\(.)|(.)', text):
        out.append(int(octal, 8) if octal else escapes.get(single, ord(single)) if single else ord(plain))
    return bytes(out)


def parse_assembler(text, asked):
    found, current, data = {}, None, bytearray()
    for line in text.splitlines() + ["end:"]:
        label = re.match(r"([.\w]+):", line)
        if label:
            if current is not None and data:
                found[asked[current][0]] = bytes(data)
            current, data = None, bytearray()
            if mine := re.match(r"berth_q(\d+)$", label.group(1)):
                current = int(mine.group(1))
            continue
        directive = re.match(r'\s*\.(\w+)\s+(.*)$', line)
        if current is None or not directive:
            continue
        kind, operand = directive.groups()
        if kind in WIDTHS and re.match(r"-?\d+$", operand):
            data += (int(operand) % 256 ** WIDTHS[kind]).to_bytes(WIDTHS[kind], "little")
        elif kind in ("zero", "space", "skip"):
            data += bytes(int(operand.split(",")[0]))
        elif kind in ("ascii", "string"):
            data += ascii_bytes(operand[1:-1]) + (b"\0" if kind == "string" else b"")
        elif kind in WIDTHS:
            current = None  # the address of something: no constant
    return found


def main():
    parser = argparse.ArgumentParser()
    for name in ["include", "mingw", "native", "exceptions"]:
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--list", action="store_true", help="show what mingw-w64 lacks")
    options = parser.parse_args()

    exceptions = {}
    for line in open(options.exceptions):
        line = line.strip()
        if line and not line.startswith("#"):
            name, _, reason = re.match(r"(sizeof\([^)]*\)|\w+ \w+\.\S+|\S+)(\s+)(.*)", line).groups()
            exceptions[name] = reason

    headers = headers_of(options.include)
    macros, code = preprocess(options.native, options.include, headers)
    types, enumerators = types_and_enumerators(code)
    asked = questions(macros, enumerators, types)
    ours = answers(options.native, ["-I", options.include], headers, asked, macros)
    asked = [question for question in asked if question[0] in ours]
    theirs = answers(options.mingw, [], headers, asked, macros)

    used, wrong, same = set(), 0, 0
    for name, type_, _ in asked:
        if name not in theirs:
            if options.list:
                print(f"not in mingw-w64: {name}")
            continue
        if type_ in ("GUID", "char"):
            a, b = int.from_bytes(ours[name], "big"), int.from_bytes(theirs[name], "big")
        else:
            a, b = int.from_bytes(ours[name], "little"), int.from_bytes(theirs[name], "little")
        # A 32-bit negative number and the same bits unsigned are one constant to Windows' compiler.
        if a == b or (a & 0xFFFFFFFF == b & 0xFFFFFFFF and {a >> 32, b >> 32} == {0, 0xFFFFFFFF}):
            same += 1
            continue
        excuse = next((e for e in exceptions if fnmatch.fnmatchcase(name, e.replace("[", "[[]"))), None)
        if excuse:
            used.add(excuse)
            continue
        wrong += 1
        print(f"{name}: {a:#x} ({a}) here, {b:#x} ({b}) in mingw-w64")
    for name in exceptions.keys() - used:
        wrong += 1
        print(f"the exception '{name}' applies to nothing")
    print(f"{same} the same, {wrong} wrong, {len(exceptions)} exceptions")
    if same < 1000:
        sys.exit("too few compared: the comparison itself is broken")
    sys.exit(1 if wrong else 0)


main()
