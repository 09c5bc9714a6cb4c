"""Article text by other extractors, on the pages and with the measure of
`cargo bench --bench markup -- article`.

    pip install trafilatura resiliparse readability-lxml
    cargo build --release
    python3 benches/article_peers.py FOLDER

FOLDER holds `html/*.html.gz` and `ground-truth.json.gz` of the
article-extraction-benchmark. Every tool is given the bytes, runs in one process and
one thread, and is timed over all pages; unmix is run as its command line, one
process for all pages.
"""

import collections
import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time


def shingles(text):
    words = [word for word in re.split(r"\W+", text or "") if word]
    size = min(max(len(words), 1), 4)
    grams = (tuple(words[at : at + size]) for at in range(len(words) - size + 1))
    return collections.Counter(grams)


def scores(found, truth):
    precisions, recalls = [], []
    for name, text in truth.items():
        ours, theirs = shingles(found.get(name, "")), shingles(text)
        both = sum((ours & theirs).values())
        if ours:
            precisions.append(both / sum(ours.values()))
        if theirs:
            recalls.append(both / sum(theirs.values()))
    precision = sum(precisions) / len(precisions)
    recall = sum(recalls) / len(recalls)
    return 2 * precision * recall / (precision + recall), precision, recall


def trafilatura_text(page):
    import trafilatura

    return trafilatura.extract(page, include_comments=False)


def resiliparse_text(page):
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return extract_plain_text(bytes_to_str(page, detect_encoding(page)), main_content=True)


def readability_text(page):
    import lxml.html
    import readability

    return lxml.html.fromstring(readability.Document(page).summary()).text_content()


def unmix_texts(pages):
    """The article of each page, by the command line."""
    with tempfile.TemporaryDirectory() as folder:
        for name, page in pages.items():
            (pathlib.Path(folder) / f"{name}.html").write_bytes(page)
        start = time.perf_counter()
        command = ["target/release/unmix", "clean", "--main-content", "-q", "-j", "1", folder]
        lines = subprocess.run(command, capture_output=True, check=True).stdout
        took = time.perf_counter() - start
    texts = collections.defaultdict(list)
    for line in lines.splitlines():
        segment = json.loads(line)
        texts[pathlib.Path(segment["entry"]).stem].append(segment["text"])
    return {name: "\n".join(found) for name, found in texts.items()}, took


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    truth = json.loads(gzip.decompress((folder / "ground-truth.json.gz").read_bytes()))
    truth = {name: page["articleBody"] for name, page in truth.items()}
    pages = {
        path.name.removesuffix(".html.gz"): gzip.decompress(path.read_bytes())
        for path in sorted((folder / "html").glob("*.html.gz"))
    }
    print(f"{'':24}{'F1':>7}{'prec.':>7}{'recall':>7}{'pages/s':>9}")

    def row(name, found, took):
        f1, precision, recall = scores(found, truth)
        print(f"{name:24}{f1:7.4f}{precision:7.3f}{recall:7.3f}{len(pages) / took:9.0f}")

    found, took = unmix_texts(pages)
    row("unmix, whole pipeline", found, took)
    for name, extract in [
        ("trafilatura", trafilatura_text),
        ("resiliparse", resiliparse_text),
        ("readability-lxml", readability_text),
    ]:
        try:
            extract(b"<p>A page to load what it needs</p>")
        except ImportError as error:
            print(f"{name:24}not installed ({error})")
            continue
        found = {}
        start = time.perf_counter()
        for page_name, page in pages.items():
            try:
                found[page_name] = extract(page)
            except Exception as error:  # a page that it cannot read counts as empty
                print(f"  {name}: {page_name[:12]}: {type(error).__name__}")
        row(name, found, time.perf_counter() - start)


if __name__ == "__main__":
    main()
