#!/usr/bin/env python3
"""The other detectors over the cases that `UNMIX_DUMP=FOLDER cargo bench --bench charset`
writes: prints the same table. Usage: charset_peers.py FOLDER [PEER...]

Peers: chardet and charset_normalizer (from PyPI), uchardet (the Debian package). One that
is not installed is left out. An answer is right if the text decoded by it, with the
superset that people mean by the label, is the true text.
"""

import pathlib
import shutil
import subprocess
import sys
import time

# What is meant by a label: the superset, as unmix and browsers take it.
SUPERSETS = {
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "euc-kr": "cp949",
    "euc_kr": "cp949",
    "uhc": "cp949",
    "iso-8859-1": "cp1252",
    "latin_1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "mac-cyrillic": "mac_cyrillic",
    "mac-centraleurope": "mac_latin2",
    "georgian-academy": "cp1252",
    "viscii": "cp1258",
}


def chardet():
    import chardet as module

    return lambda data: module.detect(data)["encoding"]


def charset_normalizer():
    from charset_normalizer import from_bytes

    def detect(data):
        best = from_bytes(data).best()
        return best.encoding if best else None

    return detect


def uchardet():
    if not shutil.which("uchardet"):
        raise ImportError("uchardet")

    def detect(data):
        run = subprocess.run(["uchardet"], input=data, capture_output=True, check=False)
        return run.stdout.decode().strip()

    return detect


PEERS = {"chardet": chardet, "charset_normalizer": charset_normalizer, "uchardet": uchardet}


def decode(data, label):
    label = (label or "utf-8").lower()
    try:
        text = data.decode(SUPERSETS.get(label, label), "replace")
    except LookupError:
        text = data.decode("utf-8", "replace")
    return text.lstrip("\ufeff")


def recall(truth, text):
    def grams(text):
        counts = {}
        for at in range(len(text) - 3):
            gram = text[at : at + 4]
            counts[gram] = counts.get(gram, 0) + 1
        return counts

    wanted, there = grams(truth), grams(text)
    found = sum(min(count, there.get(gram, 0)) for gram, count in wanted.items())
    return found / max(1, sum(wanted.values()))


def main():
    folder, *names = sys.argv[1:]
    peers = {}
    for name in names or PEERS:
        try:
            peers[name] = PEERS[name]()
        except ImportError:
            print(f"{name} is not installed", file=sys.stderr)
    columns = [f"{name} | ms each" for name in peers]
    print("| set | half | n | " + " | ".join(columns) + " |")
    print("|---|---|---|" + "---|---|" * len(peers))
    for cases in sorted(path for path in pathlib.Path(folder).iterdir() if path.is_dir()):
        for half in ("0", "1"):
            files = sorted(cases.glob(f"*.{half}.bin"))
            if not files:
                continue
            fields = []
            for detect in peers.values():
                right = seconds = 0.0
                for path in files:
                    data = path.read_bytes()
                    start = time.perf_counter()
                    label = detect(data)
                    seconds += time.perf_counter() - start
                    truth = path.with_suffix(".txt").read_bytes().decode()
                    text = decode(data, label)
                    if cases.name.startswith("mixed"):
                        right += recall(truth, text)
                    else:
                        right += text == truth
                fields.append(f"{100 * right / len(files):.2f} | {1000 * seconds / len(files):.2f}")
            print(f"| {cases.name} | {int(half) + 1} | {len(files)} | " + " | ".join(fields) + " |")


if __name__ == "__main__":
    main()
