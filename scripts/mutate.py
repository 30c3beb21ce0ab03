"""Breaks the rules and the reader in small ways, one at a time, and tells which of these the tests do not notice.

``.venv/bin/python scripts/mutate.py`` takes a random sample; ``--all`` takes hours. What lives and may live stands in
``tests/mutants.txt`` with its reason; anything else that lives is a gap in the tests, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = Path("plugins/jixiao")
MODULES = (
    "rules/*.py",
    "reader.py",
    "field_reader.py",
    "result_reader.py",
    "source.py",
    "target.py",
    "values.py",
    "outcome.py",
    "numerals.py",
    "measures.py",
)
KNOWN = ROOT / "tests" / "mutants.txt"
COPIED = (
    "plugins",
    "tests",
    "content",
    "theme",
    "schemas",
    "scripts",
    "docs",
    "mkdocs.yml",
    "pyproject.toml",
    "README.md",
)
EVERY_RULE = ("test_rule_examples.py", "test_rule_table.py")
PATIENCE = 1_200
"""Seconds after which tests that still run count as having noticed: the mutant does not end."""

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv,
}  # fmt: skip
_SEVERITIES = {"ERROR": "WARNING", "WARNING": "NOTICE", "NOTICE": "ERROR"}


class Mutant(NamedTuple):
    """One small change of a module: where, what it was, what it became; ``number`` and ``which`` find it again."""

    module: str
    line: int
    before: str
    after: str
    number: int
    which: int

    @property
    def name(self) -> str:
        """How ``tests/mutants.txt`` knows it: without the line, which moves."""
        return f"{self.module}: {self.before} → {self.after}"

    def text(self, original: str) -> str:
        """The module's text with the change."""
        tree = ast.parse(original)
        node = next(node for number, node in enumerate(ast.walk(tree)) if number == self.number)
        _change(node, list(_changes(node))[self.which])
        return ast.unparse(tree)


def mutants(module: str, original: str) -> Iterator[Mutant]:
    """Every mutant of a module."""
    for number, node in enumerate(ast.walk(ast.parse(original))):
        for which, changed in enumerate(_changes(node)):
            other = copy.copy(node)
            _change(other, changed)
            line = getattr(node, "lineno", 1)
            yield Mutant(module, line, _short(ast.unparse(node)), _short(ast.unparse(other)), number, which)


def _change(node: ast.AST, fields: dict[str, object]) -> None:
    for name, value in fields.items():
        setattr(node, name, value)


def _changes(node: ast.AST) -> Iterator[dict[str, object]]:
    """The ways in which a node is changed: the fields that become others."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _COMPARISONS:
            yield {"ops": [_COMPARISONS[type(operator)]()]}
        case ast.BoolOp(op=ast.And()):
            yield {"op": ast.Or()}
        case ast.BoolOp(op=ast.Or()):
            yield {"op": ast.And()}
        case ast.BinOp(op=operator) if type(operator) in _OPERATORS:
            yield {"op": _OPERATORS[type(operator)]()}
        case ast.IfExp() | ast.If():
            yield {"test": ast.UnaryOp(ast.Not(), node.test)}
        case ast.Constant(value=bool(value)):
            yield {"value": not value}
        case ast.Constant(value=int(value)):
            yield {"value": value + 1}
        case ast.Attribute(value=ast.Name(id="Severity"), attr=word) if word in _SEVERITIES:
            yield {"attr": _SEVERITIES[word]}


def _short(code: str) -> str:
    line = code.split("\n", 1)[0]
    return line if len(line) <= 90 else f"{line[:90]}…"


def known_survivors(text: str) -> dict[str, str]:
    """Names of mutants that may live, with the reason: lines ``name  # reason``."""
    pairs = (line.split("  # ", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return dict(pairs)


def tests_of(module: str, text: str, tests: Path) -> list[str]:
    """The test files that are named after a module, import it, or speak of rules that use it; none that build sites."""
    stem, codes = re.escape(Path(module).stem), _codes_of(module, text)
    speaks = re.compile("|".join([rf"jixiao[.\w]*\.{stem} import", *(f'"{code}"' for code in codes)]))
    found = list(EVERY_RULE) if "rules/" in module else []
    for file in sorted(tests.glob("test_*.py")):
        content = file.read_text("utf-8")
        is_of_it = Path(module).stem in file.stem or speaks.search(content)
        if is_of_it and file.name not in found and not _BUILDS_SITES.search(content):
            found.append(file.name)
    return found


def _codes_of(module: str, text: str) -> set[str]:
    """The codes of a module's rules and, of one that helps other rules, of theirs."""
    found = set(re.findall(r'_rule\(\s*"([A-Z]\d{3})"', text))
    if module.startswith("rules/"):
        imports = re.compile(rf"^from \.{Path(module).stem} import", re.MULTILINE)
        for file in (ROOT / PLUGINS / "rules").glob("*.py"):
            other = file.read_text("utf-8")
            if file.stem not in ("__init__", "engine") and imports.search(other):
                found |= _codes_of(f"rules/{file.name}", other)
    return found


_BUILDS_SITES = re.compile(r"subprocess|adapter_site|mark\.browser|import browsing|from sites")


def main(arguments: Sequence[str]) -> int:
    """Make a sample of mutants, run the tests on each, and tell which live."""
    options = _parser().parse_args(arguments)
    everything = list(_all_mutants(options.module))
    chosen = (
        everything
        if options.all
        else random.Random(options.seed).sample(everything, min(options.count, len(everything)))
    )
    print(f"{len(everything)} 处可改，试 {len(chosen)} 处（种子 {options.seed}）", flush=True)
    known, unknown, alive = known_survivors(KNOWN.read_text("utf-8")), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        copy_ = _copied(Path(folder))
        if not _passes({name for mutant in chosen for name in _tests_of(mutant, copy_)}, copy_):
            sys.exit("没有改动时测试就不通过；先让 python scripts/run.py test 通过")
        for number, mutant in enumerate(chosen, 1):
            if _lives(mutant, copy_):
                alive += 1
                unknown += mutant.name not in known
                reason = known.get(mutant.name, "测试没有发现")
                print(
                    f"[{number}] {mutant.module}:{mutant.line}: {mutant.before} → {mutant.after}：{reason}", flush=True
                )
    print(
        f"试了 {len(chosen)} 处，测试发现 {len(chosen) - alive} 处，没有发现 {alive} 处，其中 {unknown} 处不在 {KNOWN.name}"
    )
    return 1 if unknown else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="把规则和读取改错一处，看测试能不能发现。")
    parser.add_argument("--count", type=int, default=50, help="试几处（默认 50）")
    parser.add_argument("--seed", type=int, default=1, help="随机数的种子（默认 1）")
    parser.add_argument("--all", action="store_true", help="全部试一遍，要几个小时")
    parser.add_argument("--module", default="", help="只试路径里有这几个字的模块，例如 rules/budget")
    return parser


def _all_mutants(wanted: str) -> Iterator[Mutant]:
    for pattern in MODULES:
        for file in sorted((ROOT / PLUGINS).glob(pattern)):
            module = file.relative_to(ROOT / PLUGINS).as_posix()
            if wanted in module:
                yield from mutants(module, file.read_text("utf-8"))


def _copied(folder: Path) -> Path:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, folder / name)
    return folder


def _tests_of(mutant: Mutant, folder: Path) -> list[str]:
    return tests_of(mutant.module, (folder / PLUGINS / mutant.module).read_text("utf-8"), folder / "tests")


def _lives(mutant: Mutant, folder: Path) -> bool:
    """Whether the tests pass with the mutant in the copy; the module is as it was afterwards."""
    file, names = folder / PLUGINS / mutant.module, _tests_of(mutant, folder)
    original = file.read_text("utf-8")
    file.write_text(mutant.text(original), "utf-8")
    try:
        return _passes(names, folder)
    except subprocess.TimeoutExpired:
        return False
    finally:
        file.write_text(original, "utf-8")


def _passes(names: Iterable[str], folder: Path) -> bool:
    environment = os.environ | {"PYTHONPATH": str(folder / "plugins"), "PYTHONDONTWRITEBYTECODE": "1"}
    files = sorted(str(folder / "tests" / name) for name in names)
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not browser", *files]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=PATIENCE, check=False)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
