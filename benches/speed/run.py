#!/usr/bin/env python3
"""Measures how fast Alongside builds and previews a site, and Hugo beside it where a `hugo` is on the path.

Prints tables in Markdown. A slow result is a result: nothing here fails for being slow, only for being wrong.
It refuses to compare what differs in kind: a variant that one program has not is left out of its row.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HZ = os.sysconf("SC_CLK_TCK")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", default="1000,10000", help="sizes, separated by commas [default: 1000,10000; 100000 needs 8 GB free on the disk]")
    parser.add_argument("--rounds", type=int, default=3, help="builds of each kind, one after another in turn; the median is told")
    parser.add_argument("--edits", type=int, default=11, help="edits of each kind in the preview; the median is told")
    parser.add_argument("--work", type=Path, default=ROOT / "target" / "speed", help="where corpora and sites are made")
    parser.add_argument("--alongside", type=Path, help="a binary to measure instead of this source's own")
    parser.add_argument("--no-hugo", action="store_true", help="leave Hugo out")
    parser.add_argument("--extras", action="store_true", help="what each extra that is off by default, or here, costs a build")
    parser.add_argument("--no-serve", action="store_true", help="leave the preview out")
    return parser.parse_args()


def main():
    given = arguments()
    cargo = ["cargo", "build", "--release", "--quiet", "--example", "speed_corpus"]
    subprocess.run(cargo + ([] if given.alongside else ["--bin", "alongside"]), cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    alongside = str((given.alongside or target / "alongside").resolve())
    hugo = None if given.no_hugo else shutil.which("hugo")
    for pages in (int(size) for size in given.pages.split(",")):
        corpus = given.work.resolve() / str(pages)
        shutil.rmtree(corpus, ignore_errors=True)
        subprocess.run([target / "examples" / "speed_corpus", "--pages", str(pages), "--out", corpus], check=True)
        print(f"\n## {pages:,} pages\n", flush=True)
        builds(alongside, hugo, corpus, given.rounds)
        if given.extras:
            extras(alongside, corpus, given.rounds)
        if not given.no_serve:
            previews(alongside, hugo, corpus, given.edits)


# Builds


def builds(alongside, hugo, corpus, rounds):
    site, out = corpus / "alongside", corpus / "site"
    build = [alongside, "build", "--site", site, "--output", out, "--format", "json", "--quiet"]
    hugo_build = [hugo, "--quiet", "--source", corpus / "hugo", "--destination", corpus / "hugo-site"]
    seen = {}
    for _ in range(rounds):
        if hugo:
            shutil.rmtree(corpus / "hugo-site", ignore_errors=True)
            seen.setdefault("Hugo", []).append(measured(hugo_build))
        for name, search in (("Alongside without search", False), ("Alongside", True)):
            set_search(site, search)
            shutil.rmtree(out, ignore_errors=True)
            seen.setdefault(name, []).append(measured(build))
        seen.setdefault("Alongside, nothing changed", []).append(measured(build))
        with Edit(a_page(site)) as edit:
            edit.paragraph("measured")
            seen.setdefault("Alongside, one paragraph changed", []).append(measured(build))
    base = middle(seen.get("Hugo", []), "cpu")
    base_memory = middle(seen.get("Hugo", []), "memory")
    print("| build | CPU s | of Hugo's | wall s | peak MiB | of Hugo's |")
    print("| --- | --: | --: | --: | --: | --: |")
    for name, runs in seen.items():
        cpu, memory = middle(runs, "cpu"), middle(runs, "memory")
        print(f"| {name} | {cpu:.2f} | {share(cpu, base)} | {middle(runs, 'wall'):.2f} | {memory:,.0f} | {share(memory, base_memory)} |")
    stages(seen)


def stages(seen):
    """Each stage's wall time, of the build of median length."""
    columns = {name: runs for name, runs in seen.items() if runs[0]["stages"]}
    names = []
    for runs in columns.values():
        names += [stage for stage in runs[0]["stages"] if stage not in names]
    print("\n| stage, wall ms | " + " | ".join(columns) + " |")
    print("| --- |" + " --: |" * len(columns))
    for stage in names:
        cells = []
        for runs in columns.values():
            times = [run["stages"][stage] * 1000 for run in runs if stage in run["stages"]]
            cells.append(f"{statistics.median(times):.0f}" if times else "")
        print(f"| {stage} | " + " | ".join(cells) + " |")
    print(flush=True)


def measured(command):
    """Runs a command to its end: its own CPU time, wall time and peak memory, and the stages that it tells."""
    started = time.monotonic()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True)
    told = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} failed ({process.returncode}): {told[-2000:]}")
    lines = [line for line in told.splitlines() if line.startswith('{"summary"')]
    return {
        "cpu": used.ru_utime + used.ru_stime,
        "wall": time.monotonic() - started,
        "memory": used.ru_maxrss / 1024,
        "stages": json.loads(lines[-1])["summary"]["stages"] if lines else {},
    }


def set_search(site, wanted):
    path = site / "site.yaml"
    text = path.read_text().replace("search: false\n", "")
    path.write_text(text if wanted else text + "search: false\n")


# Extras

# What a site may have besides, as lines of `site.yaml`: what each takes the place of, and what comes there.
EXTRAS = [
    ("Markdown copies", "", "markdown_copies: true\n"),
    ("llms.txt", "", "llms_txt: true\n"),
    ("a map of subjects", "themes: {", "themes: {map: true, "),
    ("share cards for types and sections", "cards: false\n", "cards: types\n"),
    ("share cards for pages", "cards: false\n", "cards: pages\n"),
]


def extras(alongside, corpus, rounds):
    """What each extra adds to a build without search, the first time and the next."""
    site, out = corpus / "alongside", corpus / "site"
    build = [alongside, "build", "--site", site, "--output", out, "--format", "json", "--quiet"]
    set_search(site, False)
    path = site / "site.yaml"
    plain = path.read_text()
    rows = []
    for name, instead_of, line in [("no extra", "", "")] + EXTRAS:
        path.write_text(plain.replace(instead_of, line, 1) if instead_of else plain + line)
        first, again = [], []
        for _ in range(rounds):
            shutil.rmtree(site / ".alongside", ignore_errors=True)
            for runs in (first, again):
                shutil.rmtree(out, ignore_errors=True)
                runs.append(measured(build))
        files = sum(len(names) for _, _, names in os.walk(out))
        rows.append((name, middle(first, "cpu"), middle(again, "cpu"), middle(first, "memory"), files))
    path.write_text(plain)
    shutil.rmtree(site / ".alongside", ignore_errors=True)
    print("\n| extra | CPU s more, first build | next build | peak MiB more | files more |")
    print("| --- | --: | --: | --: | --: |")
    _, first, again, memory, files = rows[0]
    for row in rows[1:]:
        print(f"| {row[0]} | {row[1] - first:.2f} | {row[2] - again:.2f} | {row[3] - memory:,.0f} | {row[4] - files:,} |")


# Previews


def previews(alongside, hugo, corpus, edits):
    set_search(corpus / "alongside", True)
    rows = [preview("Alongside", corpus / "alongside", edits, lambda port: [
        alongside, "serve", "--site", corpus / "alongside", "--port", port])]
    if hugo:
        rows.append(preview("Hugo", corpus / "hugo", edits, lambda port: [
            hugo, "server", "--source", corpus / "hugo", "--port", port, "--bind", "127.0.0.1"]))
    print("| preview | start to first page, ms | CPU s of it | paragraph to its page, ms | title to its page, ms | title to a list, ms | title to a feed, ms | paragraph to the search, ms |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: |")
    for name, cells in rows:
        print(f"| {name} | " + " | ".join(cells) + " |")
    print(flush=True)


def preview(name, site, edits, command):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = a_page(site)
    section, slug = page.parent.name, page.stem
    own = f"/{section}/{slug}/"
    newest = newest_page(site / "content" / section)
    of_newest = f"/{section}/{newest.stem}/"
    feed = f"/{section}/feed.xml" if name == "Alongside" else f"/{section}/index.xml"
    log = open(site.parent / f"{name}.log", "w")
    started = time.monotonic()
    process = subprocess.Popen(list(map(str, command(port))), stdout=log, stderr=log, start_new_session=True)
    try:
        wait_for(port, own, "</html>", process, first=True)
        first, first_cpu = time.monotonic() - started, cpu_of(process.pid)
        # What is done after the first page, such as an index of search, is not what an edit takes.
        rest(process.pid)
        paragraph = [edited(port, process, page, "paragraph", own) for _ in range(edits)]
        title = [edited(port, process, newest, "title", of_newest) for _ in range(edits)]
        in_list = [edited(port, process, newest, "title", f"/{section}/") for _ in range(edits)]
        in_feed = [edited(port, process, newest, "title", feed) for _ in range(edits)]
        in_search = [searched(port, process, page) for _ in range(edits)] if name == "Alongside" else None
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        log.close()
    told = [f"{first * 1000:,.0f}", f"{first_cpu:.2f}"]
    told += [f"{statistics.median(times) * 1000:,.0f}" for times in (paragraph, title, in_list, in_feed)]
    told.append(f"{statistics.median(in_search) * 1000:,.0f}" if in_search else "–")
    return name, told


COUNTER = iter(range(1, 1_000_000))


def edited(port, process, page, what, address):
    """Saves one edit; gives how long it took until the address served it. The page is put back, and that awaited too."""
    word = f"measured{next(COUNTER)}q"
    with Edit(page) as edit:
        started = time.monotonic()
        getattr(edit, what)(word)
        wait_for(port, address, word, process)
        took = time.monotonic() - started
        rest(process.pid)
    wait_for(port, address, word, process, absent=True)
    rest(process.pid)
    return took


def searched(port, process, page):
    """Saves one edit; gives how long it took until the search's index was another."""
    before = got(port, "/search/index.json")
    with Edit(page) as edit:
        started = time.monotonic()
        edit.paragraph(f"measured{next(COUNTER)}q")
        while got(port, "/search/index.json") == before:
            if time.monotonic() - started > 600:
                sys.exit("the search was never made anew")
            time.sleep(0.01)
        took = time.monotonic() - started
        rest(process.pid)
    rest(process.pid)
    return took


def got(port, address):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", address)
    body = connection.getresponse().read()
    connection.close()
    return body


def wait_for(port, address, text, process, first=False, absent=False):
    """Asks for an address until its answer has the text."""
    patience = time.monotonic() + 600
    wanted = text.encode()
    while time.monotonic() < patience:
        if process.poll() is not None:
            sys.exit(f"the preview ended with {process.returncode}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status == 200 and (wanted in body) != absent:
                return
        except (ConnectionError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.01 if first else 0.002)
    sys.exit(f"{address} never had {text}")


def cpu_of(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / HZ


def rest(pid):
    """Waits until a process does next to nothing."""
    before = cpu_of(pid)
    while True:
        time.sleep(0.3)
        now = cpu_of(pid)
        if now - before <= 0.02:
            return
        before = now


# Pages


class Edit:
    """A page that is edited as an editor does it, and put back at the end."""

    def __init__(self, page):
        self.page, self.text = page, page.read_text()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.page.write_text(self.text)

    def paragraph(self, word):
        front, body = self.text[4:].split("\n---\n", 1)
        first, rest_of_it = body.split("\n", 1)
        self.page.write_text(f"---\n{front}\n---\n{first} And {word}.\n{rest_of_it}")

    def title(self, word):
        self.page.write_text(re.sub(r"^title: .*$", f"title: A page that was {word}", self.text, count=1, flags=re.M))


def a_page(site):
    return sorted((site / "content" / "stories").glob("s-*.md"))[7]


def newest_page(section):
    """The page that a section's list shows first."""
    def date(path):
        with path.open() as lines:
            return next((line for line in lines if line.startswith("date: ")), "")
    return max(sorted(section.glob("s-*.md")), key=date)


# Figures


def middle(runs, key):
    return statistics.median(run[key] for run in runs) if runs else None


def share(value, base):
    return f"{value / base:.2f}" if base else ""


if __name__ == "__main__":
    main()
