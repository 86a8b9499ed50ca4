#!/usr/bin/env python3
"""What a build is made of, in instructions: counts do not drift with the machine's mood.

    apt install valgrind
    python3 benches/instructions.py                     # 1,000 pages of peers.py
    python3 benches/instructions.py --site DIR          # another site

Builds Studypages with names and without link-time optimisation (which takes some ten per cent
off), runs one build of the site on one thread under callgrind, and prints what each part of the
work cost, with what it calls. A part is told by its functions; what a part's lines hold is not
counted in the line above it again. Nothing but the standard library.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import peers

HERE = pathlib.Path(__file__).resolve().parent

# A part of the work, the functions it begins with, and how deep it stands below another.
PARTS = [
    (0, "parse: reading Markdown", r"studypages::page::parse$"),
    (1, "front matter", r"studypages::front_matter::parse$"),
    (1, "pulldown-cmark", r"pulldown_cmark::parse::Parser<?.*>?::new_ext|OffsetIter<F> as .*::next$"),
    (1, "the outline that the rules read", r"studypages::markdown::outline::read$"),
    (1, "reading grade: words, sentences, syllables", r"studypages::reading::Reading::add$"),
    (1, "citations of statutes", r"studypages::citations::find$"),
    (1, "dates, telephone numbers, addresses", r"studypages::machine_readable::(find|current_school_years)$"),
    (0, "check: the rules that see one page", r"studypages::check::page$"),
    (1, "words that rules look for", r"studypages::check::triggers::Prose::of$"),
    (1, "wording", r"studypages::check::wording::check$"),
    (1, "law", r"studypages::check::law::check$"),
    (1, "languages", r"studypages::check::languages::check$"),
    (1, "what Word leaves behind", r"studypages::check::paste::check$"),
    (1, "links", r"studypages::check::links::check$"),
    (1, "privacy", r"studypages::check::privacy::check$"),
    (1, "headings, lists, tables, images", r"studypages::check::(headings|lists|tables|images)::check$"),
    (0, "render", r"studypages::render::Renderer::page$"),
    (1, "Tera", r"tera::tera::Tera::render_to$"),
    (0, "resolve: places and links", r"studypages::site::memory::Memory::resolve$"),
    (0, "write", r"studypages::output::Publication::add$"),
    (0, "memory: malloc, free, realloc (part of all others)", r"__rustc::__rust_(alloc|dealloc|realloc)$"),
]


def build():
    """The program with the names of its functions."""
    target = HERE.parent / "target/profile"
    settings = {"STRIP": "none", "LTO": "off", "CODEGEN_UNITS": "16"}
    environment = os.environ | {f"CARGO_PROFILE_RELEASE_{name}": value for name, value in settings.items()}
    subprocess.run(["cargo", "build", "--release", "--target-dir", target], cwd=HERE.parent, env=environment, check=True)
    return target / "release/studypages"


def count(program, site, folder):
    """Instructions of each function, those of what it calls included, and of the whole."""
    counts = folder / "callgrind"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={counts}"]
    command += [program, "build", "--quiet", "--root", site, "--output", folder / "output"]
    subprocess.run(command, env=os.environ | {"RAYON_NUM_THREADS": "1"}, stderr=subprocess.DEVNULL, check=True)
    command = ["callgrind_annotate", "--inclusive=yes", "--threshold=100", counts]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    # "855,197,998 (36.32%)  file:function [program]"
    row = re.compile(r"^\s*([\d,]+) \([ \d.]+%\)\s+[^:]*:(.+?)(?: \[.*\])?$", re.MULTILINE)
    functions = [(name, int(number.replace(",", ""))) for number, name in row.findall(report)]
    total = re.search(r"^([\d,]+) \(100\.0%\)\s+PROGRAM TOTALS", report, re.MULTILINE)
    return functions, int(total[1].replace(",", ""))


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--pages", type=int, default=1000)
    ask.add_argument("--site", type=pathlib.Path, help="the folder of a site.yaml, instead of a made-up site")
    asked = ask.parse_args()
    program = build()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        site = asked.site
        if site is None:
            peers.write_sites(folder, asked.pages)
            site = folder / "studypages"
        functions, total = count(program, site, folder)
    print(f"| part | million instructions | of the whole |\n| --- | ---: | ---: |")
    for depth, part, begins in PARTS:
        cost = sum(number for name, number in functions if re.search(begins, name))
        if cost:
            print(f"| {'– ' * depth}{part} | {cost / 1e6:,.0f} | {cost / total:.0%} |")
    print(f"| the whole build | {total / 1e6:,.0f} | |")


if __name__ == "__main__":
    sys.exit(main())
