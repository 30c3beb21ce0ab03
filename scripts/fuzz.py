"""Looks for inputs that the reader or the target parser stumbles over, led by which code each input reaches (atheris).

``python scripts/fuzz.py reader --seconds 14400`` is a long run, ``--runs 2000`` a short one. What reaches new code is added
to a folder of its own (``.cache/fuzz``), from which ``--keep`` copies it into ``tests/corpus``, where a test replays it. A stumble ends
the run and leaves its input as ``crash-…`` in the folder; a copy in ``tests/corpus`` makes it a test. Linux on x86-64 alone.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "corpus"
FOUND = ROOT / ".cache" / "fuzz"
LONGEST = 4096
"""Bytes of an input."""
_SLOWEST = 20
"""Seconds for one input."""


class Subject(NamedTuple):
    """What is looked at: ``holds`` raises where a promise is broken for an input.

    ``words`` are likely pieces of inputs, ``first`` the files to begin with, below the project's folder.
    """

    holds: Callable[[bytes], None]
    words: Callable[[], tuple[str, ...]]
    first: tuple[str, ...] = ()


def reader_holds(data: bytes) -> None:
    """Any file is a declaration or has errors that say why; both YAML parsers read it alike; findings keep their bounds."""
    from jixiao import yaml_events
    from jixiao.finding import Severity
    from jixiao.reader import parse_file
    from jixiao.repository import RawFile
    from jixiao.rules import RULES, Thresholds, judge_file
    from jixiao.rules.examples import PATH, UNITS
    from jixiao.settings import document_of, read_settings

    settings = read_settings(RawFile("content/units.yml", UNITS.encode()), None)
    document = document_of(RawFile(PATH, data))
    parsers, yaml_events._PARSERS = yaml_events._PARSERS, (yaml_events.PythonParser,)
    try:
        alone = document_of(RawFile(PATH, data))
    finally:
        yaml_events._PARSERS = parsers
    expect((document.root, document.faults, document.lines) == (alone.root, alone.faults, alone.lines), "read alike")
    parsed = parse_file(document, settings.registry)
    findings = tuple(judge_file(parsed, RULES, Thresholds()))
    refused = any(finding.severity is Severity.ERROR for finding in findings)
    expect(parsed.declaration is not None or refused, "a declaration or an error")
    lines = max(len(document.lines), data.count(b"\n") + 1)
    for finding in findings:
        expect(len(finding.message) <= 1_000, "short messages")
        expect(1 <= finding.place.line <= lines + 1, "a place in the file")
    files = (RawFile(f"content/{name}.yml", data) for name in ("units", "rules", "dimensions"))
    read_settings.__wrapped__(*files)


def target_holds(data: bytes) -> None:
    """A target keeps its text; what is read of it and printed reads the same; what is masked has nothing left to mask."""
    from jixiao.privacy import mask
    from jixiao.target import Target, read_target

    text = data.decode("utf-8", "replace")
    target = read_target(text)
    expect(target.raw == text, "the text as filed")
    if target.quantified:
        again = read_target(target.reading)
        read = (target.change, target.operator, target.approximate, target.value, target.unit)
        expect((again.change, again.operator, again.approximate, again.value, again.unit) == read, "what is printed")
    if target.undecided:
        expect(target == Target(text, undecided=True, unreadable=target.unreadable), "nothing but undecided")
        expect(target.unreadable in text, "a piece of the text")
    masked = mask(text)
    expect(len(masked) == len(text) and mask(masked) == masked, "all masked at once")


def expect(holds: bool, what: str) -> None:
    """Raise :class:`AssertionError` where something does not hold; also where Python leaves out its own assertions."""
    if not holds:
        raise AssertionError(what)


def _labels() -> tuple[str, ...]:
    from jixiao.forms import EDITION_IDS, load_edition
    from jixiao.rules.examples import BASE, BASE_2026, UNITS

    lines = {line.strip() for text in (BASE, BASE_2026, UNITS) for line in text.splitlines()}
    labels = {field.label for name in EDITION_IDS for field in load_edition(name).fields()}
    return (*sorted(lines | labels), ": ", "- ", "|-\n  ", ">", "&a", "*a", "!!", "\n---\n", "? ", "<<: ", "\\u202E")


def _pieces() -> tuple[str, ...]:
    signs = "≥ ≤ > < = 》 〉 不低于 不超过 至少 约 近 左右 以上 以下 以内 提高 降低 较上年 百分之 九十五 三 半 年 月 日 次 人次 万元 % ‰"
    return (
        *signs.split(),
        *[
            "0",
            "1",
            "12",
            "100",
            "2019",
            "1.5",
            "1,000",
            "，",
            "。",
            "(",
            ")",
            "/",
            "-",
            "~",
            "+",
            "±",
            "×",
            "l",
            "O",
            "第",
            "期",
            "号",
            "《",
            "》",
            "余",
            "多",
            "@",
            "13800138000",
        ],
    )


SUBJECTS: Mapping[str, Subject] = {
    "reader": Subject(reader_holds, _labels, ("tests/hostile/*/*.yml", "tests/samples/*.yml")),
    "target": Subject(target_holds, _pieces),
}


def main() -> None:
    """Run as asked; libFuzzer tells how far it is, and ends the process."""
    parser = argparse.ArgumentParser(description="按代码的覆盖找读取程序、指标值识别程序受不了的输入")
    parser.add_argument("subject", choices=list(SUBJECTS))
    parser.add_argument("--seconds", type=int, default=0, help="运行多少秒（默认不限）")
    parser.add_argument("--runs", type=int, default=-1, help="试多少个输入（默认不限）")
    parser.add_argument("--seed", type=int, default=0, help="种子（默认随机）")
    parser.add_argument("--found", type=Path, default=FOUND, help="找到的放在哪里（默认 .cache/fuzz）")
    parser.add_argument("--keep", action="store_true", help="把找到的新输入收进 tests/corpus，不再找新的")
    options = parser.parse_args()
    found, kept = options.found / options.subject, KEPT / options.subject
    _begin(found, first_of(SUBJECTS[options.subject]))
    if options.keep:
        _keep(found, kept)
        return
    limits = (
        f"-max_len={LONGEST}",
        f"-timeout={_SLOWEST}",
        f"-max_total_time={options.seconds}",
        f"-runs={options.runs}",
    )
    how = (f"-seed={options.seed}", "-len_control=10", "-print_final_stats=1")
    words = found.parent / f"{options.subject}.dict"
    arguments = (*limits, *how, f"-artifact_prefix={found.parent}/", f"-dict={words}", str(found), str(kept))
    _fuzz(SUBJECTS[options.subject], words, [sys.argv[0], *arguments])


def first_of(subject: Subject) -> list[Path]:
    """The files to begin with that are short enough."""
    files = sorted(file for pattern in subject.first for file in ROOT.glob(pattern))
    return [file for file in files if file.stat().st_size <= LONGEST]


def _begin(found: Path, first: Iterable[Path]) -> None:
    """Put the first inputs where new ones go."""
    if found.exists():
        return
    found.mkdir(parents=True)
    for number, file in enumerate(first):
        shutil.copyfile(file, found / f"first-{number}")


def _keep(found: Path, kept: Path) -> None:
    """Copy what was found into what is kept, less what lies in the repository anyway."""
    kept.mkdir(parents=True, exist_ok=True)
    for file in found.iterdir():
        if not file.name.startswith("first-"):
            shutil.copyfile(file, kept / file.name)


def _quoted(word: str) -> str:
    """A word of libFuzzer's dictionary."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"'


def _fuzz(subject: Subject, words: Path, arguments: list[str]) -> None:
    import atheris

    sys.path.insert(0, str(ROOT / "plugins"))
    with atheris.instrument_imports(include=["jixiao", "ruamel"]):
        import jixiao.rules.examples
        import jixiao.settings
        import jixiao.yaml_events  # noqa: F401
    words.write_text("".join(f"{_quoted(word)}\n" for word in subject.words()), "utf-8")
    atheris.Setup(arguments, subject.holds)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
