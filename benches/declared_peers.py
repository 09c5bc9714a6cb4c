"""Files that say what they are encoded in: `python benches/declared_peers.py UNMIX FOLDER...`.

What a file declares of itself (the comment of an editor, `scriptencoding` of Vim, `inputenc` of
LaTeX, `SET` of a dictionary's affixes) is the truth if it decodes; the label is then blanked, so
that nobody reads it. A file is right if all of its text is what the declared encoding gives.
Files in UTF-8 and ASCII are left out. Prints right / all for unmix and, where they are installed,
chardet and charset-normalizer; with --list, the files that unmix gets wrong.
"""

import codecs
import gzip
import os
import re
import subprocess
import sys
import tempfile

PATTERNS = [
    rb"-\*-[^\n]*?coding:\s*([\w.-]+)",
    rb"(?m)^\s*scriptencoding\s+([\w.-]+)",
    rb"(?m)^[^%\n]*\\usepackage\[([\w.-]+)\]\{inputenc\}",
    rb"(?m)\ASET\s+([\w.-]+)",
    rb"(?m)^SET\s+(ISO[\w.-]+|KOI8[\w.-]+|[Mm]icrosoft[\w.-]+|TIS[\w.-]+)",
]
# What Python does not know by these names, and supersets that everybody answers with.
NAMES = {
    "gb2312": "gb18030", "gbk": "gb18030", "cn-gb-2312": "gb18030", "cp936": "gb18030",
    "chinese-gbk": "gb18030", "big5": "cp950", "chinese-big5": "cp950", "euc-kr": "cp949",
    "shift_jis": "cp932", "sjis": "cp932", "japanese-shift-jis": "cp932", "junet": "iso2022_jp",
    "iso-2022-7bit": "iso2022_jp_2", "iso-2022-jp": "iso2022_jp", "euc-japan": "euc_jp",
    "latin-1": "cp1252", "latin1": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252",
    "ansinew": "cp1252", "latin5": "cp1254", "iso8859-9": "cp1254", "iso-8859-9": "cp1254",
    "latin9": "iso8859-15", "tis-620": "cp874", "tis620-2533": "cp874", "iso-8859-11": "cp874",
    "microsoft-cp1251": "cp1251", "applemac": "mac_roman",
}


def files(folders):
    """Paths, bytes with the label blanked, and the encoding they declare."""
    for folder in folders:
        for place, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                path = os.path.join(place, name)
                if os.path.islink(path) or not os.path.isfile(path):
                    continue
                with open(path, "rb") as file:
                    data = file.read(4 << 20)
                if data[:2] == b"\x1f\x8b":
                    try:
                        data = gzip.decompress(data)
                    except (OSError, EOFError):
                        continue
                head = data[:8192]
                found = next((m for m in (re.search(p, head) for p in PATTERNS) if m), None)
                if not found or data.isascii() or b"\0" in data:
                    continue
                label = found.group(1).decode().lower()
                label = re.sub(r"-(unix|dos|mac)$", "", label)
                label = NAMES.get(label, label)
                try:
                    encoding = codecs.lookup(label).name
                    data.decode(encoding)
                except (LookupError, UnicodeDecodeError):
                    continue
                if encoding == "utf-8":
                    continue
                start, end = found.span(1)
                yield path, data[:start] + b"x" * (end - start) + data[end:], encoding


def same(text, truth):
    def plain(text):
        # Python and the WHATWG differ in these of the Japanese sets.
        text = text.translate(str.maketrans("〜‖−", "～∥－"))
        return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")

    return plain(text) == plain(truth)


def unmix(binary, data):
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        shown = [binary, "inspect", "--stage", "decoded", file.name]
        return subprocess.run(shown, capture_output=True, check=False).stdout.decode()


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--list"]
    binary, folders = arguments[0], arguments[1:]
    ways = {"unmix": lambda data: unmix(binary, data)}
    try:
        import chardet

        name = f"chardet {chardet.__version__}"
        ways[name] = lambda data: data.decode(chardet.detect(data)["encoding"] or "ascii", "replace")
    except ImportError:
        pass
    try:
        import charset_normalizer

        name = f"charset-normalizer {charset_normalizer.__version__}"
        ways[name] = lambda data: str(charset_normalizer.from_bytes(data).best() or "")
    except ImportError:
        pass
    right = dict.fromkeys(ways, 0)
    count = 0
    for path, data, encoding in files(folders):
        count += 1
        truth = data.decode(encoding)
        for name, way in ways.items():
            try:
                good = same(way(data), truth)
            except LookupError:
                good = False
            right[name] += good
            if name == "unmix" and not good and "--list" in sys.argv:
                print(f"{encoding}\t{path}")
    for name, good in right.items():
        print(f"{name}\t{good} / {count}")


main()
