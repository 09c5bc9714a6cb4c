#!/usr/bin/env python3
"""ftfy and plsfix over the cases that `UNMIX_DUMP=FILE cargo bench --bench repair --
mojibake …` writes: prints, for each class, the share of lines that come out exactly,
and of all lines that each tool changes though they are clean.

Usage: repair_peers.py FILE. Both peers are on PyPI. Of ftfy it is the step that undoes
mojibake and nothing else (`fix_encoding`); plsfix has no such step. What a tool does
beside, such as to the width of Chinese punctuation, is not held against it: a line
counts as exact also if it is what the tool makes of the line as it was. White space,
which unmix folds, is not compared.
"""

import collections
import json
import sys
import time

import ftfy
import plsfix


TOOLS = {"ftfy": ftfy.fix_encoding, "plsfix": plsfix.fix_text}


def main(path):
    classes = collections.OrderedDict()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            classes.setdefault(case["class"], []).append(case)
    clean = {case["line"] for cases in classes.values() for case in cases}
    seconds = dict.fromkeys(TOOLS, 0.0)
    changed = dict.fromkeys(TOOLS, 0)
    meant = {}
    for tool, fix in TOOLS.items():
        begun = time.perf_counter()
        meant[tool] = {line: fix(line) for line in clean}
        seconds[tool] = time.perf_counter() - begun
        changed[tool] = sum(line != fixed for line, fixed in meant[tool].items())
    print("| was read as | lines | unmix | " + " | ".join(TOOLS) + " |")
    print("|---|---|---|" + "---|" * len(TOOLS))
    for name, cases in classes.items():
        shares = [sum(case["unmix"] == case["line"] for case in cases)]
        for tool, fix in TOOLS.items():
            right = 0
            for case in cases:
                fixed = fix(case["garbled"])
                wanted = (case["line"], meant[tool][case["line"]])
                right += fixed.split() in [one.split() for one in wanted]
            shares.append(right)
        shown = " | ".join(f"{100 * share / len(cases):.1f}" for share in shares)
        print(f"| {name} | {len(cases)} | {shown} |")
    size = sum(len(line.encode()) for line in clean) / 1e6
    for tool in TOOLS:
        print(
            f"{tool}: {changed[tool]} of {len(clean)} clean lines changed, "
            f"{size / seconds[tool]:.1f} MB/s"
        )


main(*sys.argv[1:])
