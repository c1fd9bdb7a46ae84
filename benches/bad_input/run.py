#!/usr/bin/env python3
"""Times a build of hostile pages at a size and at four times that size: what costs more than about four times as much is a fault.

    cargo build --release
    python3 benches/bad_input/run.py [WORDS OF A SHAPE'S NAME ...]

Needs GNU `time`. Times never fail a test; this is a report to read. CPU time and peak memory are of the whole build.
"""

import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ALONGSIDE = os.environ.get("ALONGSIDE", os.path.join(ROOT, "target/release/alongside"))
PATIENCE = 600


def build(name, files):
    """Builds a site of these files and prints what it cost."""
    with tempfile.TemporaryDirectory() as folder:
        files = {
            "site.yaml": "title: T\ndescription: D\nbase_url: https://a.example\n",
            "content/_index.md": "---\ntitle: H\ndescription: D\n---\n",
            **files,
        }
        for path, text in files.items():
            path = os.path.join(folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        size = sum(map(len, files.values())) / 1e6
        command = ["time", "-f", "%U %S %M", ALONGSIDE, "build", "--site", folder, "--format", "json"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            print(f"{name:32} {size:8.2f} MB  not done after {PATIENCE} s", flush=True)
            return
        user, system, peak = done.stderr.strip().splitlines()[-1].split()
        cpu = float(user) + float(system)
        found = done.stdout.count('"code":')
        print(f"{name:32} {size:8.2f} MB {cpu:8.2f} s {int(peak) // 1024:6} MiB {found:7} findings", flush=True)


def page(body, title="A", fields=""):
    return f"---\ntitle: {title}\ndescription: D\n{fields}---\n{body}"


def defs(n): return ''.join(f'[r{i}]: /u{i}\n' for i in range(n))+'\n'+''.join(f'[r{i}] ' for i in range(n))


def foot(n): return ''.join(f'[^{i}]: see [^{(i+1)%n}]\n\n' for i in range(n))+'x[^0]\n'


# Bodies by how often their piece stands there.
PAGES = [
    ('open tag attributes', lambda n:'<div>\n'+'<a b='*n+'\n',40000),
    ('open tag one line', lambda n:'x '+'<a b='*n+'\n',40000),
    ('brackets', lambda n:'['*n+'x'+']'*n+'\n',10000),
    ('brackets far', lambda n:'['*n+'x'+']'*n+'\n',80000),
    ('links in links', lambda n:'['*n+'x'+'](https://a.example)'*n+'\n',40000),
    ('quotes', lambda n:'> '*n+'x\n',10000),
    ('lists', lambda n:'- '*n+'x\n',10000),
    ('lists deep lines', lambda n:''.join(' '*(2*i)+'- x\n' for i in range(n)),2000),
    ('definitions', defs,20000),
    ('definitions far', defs,80000),
    ('footnotes in a ring', foot,20000),
    ('emphasis', lambda n:'*a _b '*n+'x'+'_ *'*n+'\n',40000),
    ('backticks', lambda n:''.join('`'*i+' ' for i in range(1,n)),2000),
    ('directives nested', lambda n:'::: note\n'*n+'x\n'+':::\n'*n,20000),
    ('directives open', lambda n:'::: note\n'*n,40000),
    ('closings', lambda n:':::\n'*n,40000),
    ('wikilinks', lambda n:'[['*n+'\n',80000),
    ('wikilinks many', lambda n:''.join(f'[[N {i}]] ' for i in range(n)),8000),
    ('missing links', lambda n:''.join(f'[x](n{i}.md) ' for i in range(n)),8000),
    ('attributes', lambda n:'[x]{'+'a="'*n+'\n',40000),
    ('spans', lambda n:'['*n+'x'+']{.a}'*n+'\n',40000),
    ('table wide', lambda n:'|a'*n+'\n'+'|-'*n+'\n'+'|b\n'*20,5000),
    ('table long', lambda n:'|a|b|\n|-|-|\n'+'|c|d|\n'*n,80000),
    ('entities', lambda n:'&#x110000;&amp;&#0;'*n+'\n',80000),
    ('html', lambda n:'<div><p>'*n+'\n',40000),
    ('scripts', lambda n:'<div>\n'+'<script>'*n+'\n',40000),
    ('comments', lambda n:'<div>\n'+'<!-- '*n+'\n',80000),
    ('pi', lambda n:'x '+'<?a '*n+'\n',80000),
    ('cdata', lambda n:'x '+'<![CDATA['*n+'\n',40000),
    ('headings same', lambda n:'## Same\n\n'*n,20000),
    ('headings', lambda n:''.join(f'## H {i}\n\nx\n\n' for i in range(n)),20000),
    ('ids', lambda n:''.join(f'## H {{#h{i}}}\n\n' for i in range(n)),20000),
    ('code fences', lambda n:'```\nx\n```\n\n'*n,20000),
    ('rust code', lambda n:'```rust\n'+'fn a() { let x = "s"; }\n'*n+'```\n',4000),
    ('rust nested', lambda n:'```rust\n'+'{'*n+'\n```\n',20000),
    ('html code', lambda n:'```html\n'+'<a '*n+'\n```\n',8000),
    ('md code', lambda n:'```markdown\n'+'['*n+'\n```\n',4000),
    ('links autolinks', lambda n:'<https://a.example/x> '*n,40000),
    ('images', lambda n:'![](a.png)'*n,8000),
    ('one word', lambda n:'a'*n,8000000),
    ('one line', lambda n:'word '*n,2000000),
    ('paragraphs', lambda n:'Some words of a paragraph, *some* of them marked.\n\n'*n,1000000),
    ('nul', lambda n:'\0'*n,1000000),
    ('smart', lambda n:'"\'--...'*n,200000),
    ('deflist', lambda n:'a\n: b\n\n'*n,40000),
    ('pages directive', lambda n:'::: pages {type="news"} :::\n\n'*n,8000),
    ('task', lambda n:'- [ ] a\n'*n,80000),
]

# Whole sites by the number of their pages.
SITES = [
    ("broken links", lambda n: {f"content/p{i}.md": page(f"[x](w{i}x.md) [[W {i} x]] [y](/w{i}/)\n", f"P {i}") for i in range(n)}, 4000),
    ("unknown references", lambda n: {f"content/p{i}.md": page("x\n", f"P {i}", f"related: [w{i}x, v{i}]\n") for i in range(n)}, 4000),
    ("one ambiguous name", lambda n: {f"content/d{i}/p.md": page("[[Same]]\n", "Same", f"id: i{i}\n") for i in range(n)}, 4000),
    ("one address", lambda n: {f"content/d/p{i}.md": page("x\n", f"P {i}", "slug: one\n") for i in range(n)}, 4000),
    ("terms", lambda n: {f"content/p{i}.md": page("x\n", f"P {i}", f"themes: [w{i}, v{i}, u{i}]\n") for i in range(n)}, 4000),
]

if __name__ == "__main__":
    wanted = sys.argv[1:]
    for name, shape, most in PAGES:
        if not wanted or any(word in name for word in wanted):
            for size in (most // 4, most):
                build(f"{name} {size}", {"content/a.md": page(shape(size))})
    for name, shape, most in SITES:
        if not wanted or any(word in name for word in wanted):
            for size in (most // 4, most):
                build(f"{name} {size}", shape(size))
