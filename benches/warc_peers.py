"""One WARC, every page of it to text with its language: unmix beside resiliparse.

    python benches/warc_peers.py PAGES [UNMIX]

PAGES is a folder of pages (*.html.gz), of which a WARC with a gzip member per record
is made; UNMIX is the binary (target/release/unmix). Both work on one core, in turn,
five times; the table gives the median of CPU seconds, with what comes of it.
resiliparse (PyPI resiliparse, fastwarc) detects the encoding, parses the tree, takes the
plain text of the whole page and names one language a page; unmix does all that
it does by default, which is a language a segment.
"""

import glob
import gzip
import os
import resource
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 5
COPIES = 1


def write_warc(pages, path):
    total = 0
    with open(path, "wb") as out:
        for copy in range(COPIES):
            for index, page in enumerate(pages):
                http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
                head = (
                    "WARC/1.0\r\nWARC-Type: response\r\n"
                    f"WARC-Target-URI: http://example.com/{copy}/{index}\r\n"
                    "WARC-Date: 2024-01-01T00:00:00Z\r\n"
                    "Content-Type: application/http; msgtype=response\r\n"
                    f"Content-Length: {len(http)}\r\n\r\n"
                ).encode()
                record = head + http + b"\r\n\r\n"
                total += len(record)
                out.write(gzip.compress(record, 6))
    return total


def resiliparse(path):
    from fastwarc.warc import ArchiveIterator, WarcRecordType
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from resiliparse.parse.html import HTMLTree
    from resiliparse.parse.lang import detect_fast

    import json

    with open(path, "rb") as stream, open(os.devnull, "w") as out:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            page = record.reader.read()
            text = bytes_to_str(page, detect_encoding(page))
            text = extract_plain_text(HTMLTree.parse(text))
            line = {"url": record.headers["WARC-Target-URI"], "lang": detect_fast(text)[0], "text": text}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def unmix(binary, path):
    with open(os.devnull, "w") as out:
        subprocess.run([binary, "clean", "--quiet", "--jobs", "1", path], stdout=out, check=True)


def cpu(work):
    """CPU seconds of `work` in a process of its own, with those of its children."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        work()
        spent = 0.0
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
            usage = resource.getrusage(who)
            spent += usage.ru_utime + usage.ru_stime
        os.write(write, str(spent).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(write)
    spent = float(os.read(read, 64))
    os.close(read)
    return spent


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    binary = sys.argv[2] if len(sys.argv) > 2 else "target/release/unmix"
    files = sorted(glob.glob(os.path.join(sys.argv[1], "*.html.gz")))
    if not files:
        sys.exit(f"{sys.argv[1]} has no *.html.gz")
    pages = [gzip.open(file).read() for file in files]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "pages.warc.gz")
        size = write_warc(pages, path)
        works = {
            "resiliparse": lambda: resiliparse(path),
            "unmix": lambda: unmix(binary, path),
        }
        times = {name: [] for name in works}
        for _ in range(ROUNDS):
            for name, work in works.items():
                times[name].append(cpu(work))
        count = COPIES * len(pages)
        print(f"{count} pages, {size / 1e6:.1f} MB unpacked")
        for name, spent in times.items():
            median = statistics.median(spent)
            print(f"{name:12} {median:6.2f} s  {size / 1e6 / median:6.1f} MB/s  {count / median:6.0f} pages/s")
        ratio = statistics.median(times["resiliparse"]) / statistics.median(times["unmix"])
        print(f"unmix does {ratio:.2f} times as much in the same time")


main()
