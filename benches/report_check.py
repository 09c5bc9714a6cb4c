"""Opens a report about 100,000 entries with hostile names and segments in headless
Chromium: python report_check.py UNMIX [FOLDER_FOR_SCREENSHOTS]. Needs chromium (Debian has
it). Fails if the page is over 10 MB, if the console says anything, if a name or a segment
became an element, or if the list is not all there."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

EVIL = "</script><script>document.title='caught'</script><img src=x onerror=alert(2)>\" onfocus=\"alert(3)"
ENTRIES = 100_000


def chromium(page, *options):
    command = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command += ["--enable-logging=stderr", "--virtual-time-budget=20000", *options, page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def entry(number):
    name = f"crawl-2026/{number // 1000:04}.warc.gz!/2026{number % 1000:04}/https://www.example-{number * 7919 % 997}.com/news/2026/11/a-story-about-{number * 104729 % 99991}.html"
    record = {
        "entry": EVIL if number == 0 else name,
        "bytes": 1000 + number,
        "sha256": "00" * 32,
        "kind": "html",
        "charset": {"label": "gb18030" if number % 7 else "utf-8", "why": "scored", "confidence": 0.97, "runs": []},
        "segments": number % 50,
        "languages": {"zh-Hans": 700 + number % 100, "en": 100},
        "kept": {"zh-Hans": 3, "en": 1},
        "accounting": {"text": 600, "markup": 400 + number},
        "notes": {"mojibake": 1} if number % 11 == 0 else {},
        "status": "failed" if number % 5000 == 0 else "ok",
    }
    if record["status"] == "failed":
        record["error"] = f"the archive is damaged: {EVIL}"
    if number % 2000 == 1:
        segment = {"lang": "en", "text": EVIL, "bytes": [0, 90], "original": "3c2f", "notes": []}
        record["sample"] = [segment, {**segment, "lang": "zh-Hans", "text": "一行中文"}]
    return record


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    with open(folder / "entries.jsonl", "w", encoding="utf-8") as file:
        for number in range(ENTRIES):
            file.write(json.dumps(entry(number), ensure_ascii=False) + "\n")
    subprocess.run([sys.argv[1], "report", folder], check=True)
    page = folder / "report.html"
    size = page.stat().st_size
    dom, console = chromium(page, "--dump-dom")
    where = re.search(r'id="where"[^>]*>([^<]*)', dom)
    print(f"{ENTRIES} entries, page of {size / 1e6:.1f} MB; {where and where[1]}")
    wrong = console
    wrong += ["over 10 MB"] * (size >= 10_000_000)
    wrong += ["the list is not all there"] * (not where or f"{ENTRIES:,} found" not in where[1])
    wrong += ["an element came out of a name"] * bool(re.search(r"<img|<title>caught|<[a-z]+ [^>]*\sonfocus=", dom))
    wrong += ["the name is not shown"] * ("onerror=alert(2)" not in dom)
    if len(sys.argv) > 2:
        shots = pathlib.Path(sys.argv[2]).resolve()
        dark = ("--force-dark-mode", "--blink-settings=preferredColorScheme=0")
        for name, options in {
            "light": ("--window-size=1200,2200",),
            "dark": ("--window-size=1200,2200", *dark),
            "phone": ("--window-size=500,2600",),
        }.items():
            chromium(page, f"--screenshot={shots / name}.png", *options)
for line in wrong:
    print(line)
sys.exit(bool(wrong))
