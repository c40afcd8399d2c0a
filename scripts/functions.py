#!/usr/bin/env python3
"""Writes docs/functions.md: each documented function of ws2_32 and mswsock with its state.

  scripts/functions.py [--library build/lib/libws2_32.so] [--check]

What is declared comes from the headers, with the first sentence of its comment; what is implemented is
what the library exports; what is not declared yet comes from scripts/functions_planned.txt.
--check writes nothing and fails if the file is not what it would write.
"""
import argparse
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGE = os.path.join(ROOT, "docs", "functions.md")
LEARN = "https://learn.microsoft.com/windows/win32/api"

# (title, headers whose functions belong there)
SECTIONS = [
    ("The API: winsock2.h", ["winsock2.h", "berth/ws2_async.h", "berth/ws2_events.h", "berth/ws2_notify.h",
                                 "berth/ws2_overlapped.h"]),
    ("Names and addresses: ws2tcpip.h", ["ws2tcpip.h", "berth/ws2_inline.h"]),
    ("Services, as version 1.1 had them: nspapi.h", ["nspapi.h"]),
    ("Extensions: mswsock.h", ["mswsock.h", "berth/mswsock_overlapped.h", "socketapi.h"]),
    ("The service provider interface and the catalog: ws2spi.h", ["ws2spi.h"]),
]
# Inline functions that are documented as functions.
INLINE = """htonll ntohll htonf ntohf htond ntohd setipv4sourcefilter getipv4sourcefilter setsourcefilter
getsourcefilter idealsendbacklogquery idealsendbacklognotify WSAGetUdpSendMessageSize
WSASetUdpSendMessageSize WSAGetUdpRecvMaxCoalescedSize WSASetUdpRecvMaxCoalescedSize
WSAGetFailConnectOnIcmpError WSASetFailConnectOnIcmpError WSAGetIcmpErrorInfo WSAGetRecvIPEcn
WSASetRecvIPEcn WSAGetIPUserMtu WSASetIPUserMtu""".split()


def exported(library):
    out = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True)
    return {line.split()[-1].split("@")[0] for line in out.stdout.splitlines()}


def sentence_of(comment):
    words = re.sub(r"\s*\n\s*\*\s*", " ", comment.strip())
    words = re.sub(r"https://\S+", "", words).strip()
    first = re.match(r".*?\.(?=\s|$)", words)
    return (first.group(0) if first else words).rstrip(".").replace("|", "\\|")


def address_of(comment, header, name):
    link = re.search(r"https://\S+", comment)
    return link.group(0) if link else f"{LEARN}/{header[:-2]}/nf-{header[:-2]}-{name.lower()}"


def declared(header, symbols):
    """{name: (what, address, state)} of one header."""
    path = os.path.join(ROOT, "include", header)
    if not os.path.exists(path):
        return {}
    text, found = open(path).read(), {}
    comment = r"(?:/\*((?:(?!\*/).)*)\*/\s*\n)?"
    for m in re.finditer(comment + r"BERTH_API\s[^;{(]*?\b(\w+)\(([^;{}]*?)\)\s*(?:BERTH_SYMBOL\((\w+)\))?\s*;",
                         text, re.S):
        about, name, _, label = m.groups()
        symbol = f"berth_{label}" if label else name
        about = about or ""
        found[name] = (sentence_of(about), address_of(about, header, name),
                       "implemented" if symbol in symbols else "declared, not implemented yet")
    for m in re.finditer(comment + r"static __inline__ [^;{(]*?\b(\w+)\(", text, re.S):
        about, name = m.group(1) or "", m.group(2)
        if name in INLINE:
            page = "ws2tcpip.h" if header.startswith("berth/") else header
            found[name] = (sentence_of(about), address_of(about, page, name), "inline, in the header")
    found.pop("__WSAFDIsSet", None)
    return found


def with_wide(rows):
    """Puts the W function of a pair into its A function's row."""
    out = {}
    for name, (what, address, state) in rows.items():
        narrow = name[:-1] + "A" if name.endswith("W") else None
        if narrow in rows and rows[narrow][2] == state:
            continue
        both = name.endswith("A") and name[:-1] + "W" in rows and rows[name[:-1] + "W"][2] == state
        if not what and narrow in rows:
            what = rows[narrow][0]
        if not what and name.endswith("32") and name[:-2] in rows:
            what = f"The same as {name[:-2]}: there is one catalog"
        out[f"{name}, {name[:-1]}W" if both else name] = (what, address, state)
    return out


def tables():
    """The entries of the procedure and upcall tables, in their order."""
    text = open(os.path.join(ROOT, "include", "ws2spi.h")).read()
    for struct, title in [("_WSPPROC_TABLE", "Procedures of a transport service provider"),
                          ("_WSPUPCALLTABLE", "Upcalls"),
                          ("_NSP_ROUTINE", "Procedures of a namespace provider"),
                          ("_NSPV2_ROUTINE", "Procedures of a version 2 namespace provider")]:
        body = re.search(rf"typedef struct {struct} \{{(.*?)\}}", text, re.S).group(1)
        names = [n[2:] if n.startswith("lpW") else n for n in re.findall(r"LP\w+ (\w+);", body)]
        yield title, names


def planned():
    """(section index, name, address, what, state)"""
    for line in open(os.path.join(ROOT, "scripts", "functions_planned.txt")):
        if line.strip() and not line.startswith("#"):
            header, state, name, what = line.strip().split(" | ")
            section = next(i for i, (_, headers) in enumerate(SECTIONS) if header in headers)
            yield section, name, f"{LEARN}/{header[:-2]}/", what, state


def page(library):
    symbols = exported(library)
    out = ["# Functions", "",
           "Generated from the headers and the library by `scripts/functions.py`; do not edit.", "",
           "*implemented*: the library exports it. *inline*: the header has all of it. *an extension "
           "function*: WSAIoctl gives its address, by SIO_GET_EXTENSION_FUNCTION_POINTER or "
           "SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER. *issue N*: not declared "
           "yet, comes with that issue. *not planned*: see the reason.", ""]
    later = list(planned())
    known = set()
    for index, (title, headers) in enumerate(SECTIONS):
        rows = {}
        for header in headers:
            rows.update(declared(header, symbols))
        known |= rows.keys()
        lines = {k: v for k, v in with_wide(rows).items()}
        for section, name, address, what, state in later:
            if section == index and name.split(",")[0] not in known:
                lines[name] = (what, address, state)
        done = sum(state in ("implemented", "inline, in the header") for _, _, state in lines.values())
        out += [f"## {title}", "", f"{done} of {len(lines)} rows implemented.", "",
                "| Function | What it does | State |", "|---|---|---|"]
        for name, (what, address, state) in sorted(lines.items(), key=lambda row: row[0].lower()):
            out.append(f"| [{name}]({address}) | {what} | {state} |")
        out.append("")
    out += ["## Tables of the service provider interface", "",
            "These are no exports: ws2_32 calls a provider through its procedure table and is called through the "
            "upcall table.", ""]
    for title, names in tables():
        out += [f"**{title}** ({len(names)}): {', '.join(names)}.", ""]
    return "\n".join(out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--library", default=os.path.join(ROOT, "build", "lib", "libws2_32.so"))
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    text = page(options.library)
    if options.check:
        if not os.path.exists(PAGE) or open(PAGE).read() != text:
            sys.exit("docs/functions.md is out of date: run scripts/functions.py")
        return
    with open(PAGE, "w") as file:
        file.write(text)


main()
