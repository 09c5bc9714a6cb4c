#!/usr/bin/env python3
"""ELDC over the labelled lines that `cargo bench --bench identify -- FILE.tsv…` scores:
prints for each file the same macro average over the same languages, all of ELDC's 60
languages competing, of the whole and of its two halves; and speed.

Usage: identify_peers.py FILE.tsv…  (a language, a tab and a text a line). ELDC is on
PyPI (measured: eldc 0.4.0). With `UNMIX_DETAIL=1` in the environment every language.
"""

import collections
import os
import pathlib
import re
import sys
import time

import eldc

# ELDC's names for what the sets and the bench call otherwise.
SAME = {"no": "nb", "fil": "tl"}


def languages(name):
    """A list of languages of the bench."""
    bench = pathlib.Path(__file__).with_name("identify.rs").read_text(encoding="utf-8")
    return set(re.search(rf'const {name}: &str = "([a-z ]+)"', bench).group(1).split())


def half(text):
    """The half of its set that a text belongs to, as in `common/hash.rs`."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 & (1 << 64) - 1
    return value >> 40 & 1


def main(*paths):
    macro = languages("MACRO")
    of_45 = macro - languages("NOT_OF_45")
    eldc.init()
    print("| set | 45 | A | B | 49 | A | B | undecided | MB/s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            rows = [line.rstrip("\n").split("\t", 1) for line in lines]
        begun = time.perf_counter()
        said = [eldc.detect(text) for _, text in rows]
        seconds = time.perf_counter() - begun
        size = sum(len(text.encode()) for _, text in rows) / 1e6
        tally = collections.defaultdict(collections.Counter)
        for (tag, text), answer in zip(rows, said):
            right = SAME.get(answer, answer) == SAME.get(tag, tag)
            for part in ("all", "AB"[half(text)]):
                tally[tag][part] += 1
                tally[tag]["right", part] += right
            tally[tag]["und"] += answer == "und"
        known = [tag for tag in tally if tag in macro]

        def mean(value, tags):
            return 100 * sum(map(value, tags)) / len(tags)

        shown = [
            mean(lambda tag: tally[tag]["right", part] / tally[tag][part], tags)
            for tags in ([tag for tag in known if tag in of_45], known)
            for part in ("all", "A", "B")
        ]
        shown.append(mean(lambda tag: tally[tag]["und"] / tally[tag]["all"], known))
        cells = " | ".join(f"{value:.2f}" for value in [*shown, size / seconds])
        print(f"| {pathlib.Path(path).stem} | {cells} |")
        if os.environ.get("UNMIX_DETAIL"):
            for tag in sorted(known):
                row = tally[tag]
                print(f"    {tag:8} {100 * row['right', 'all'] / row['all']:5.1f} of {row['all']}")


main(*sys.argv[1:])
