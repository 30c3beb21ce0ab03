"""The hostile cases of tests/hostile: drop a file, get a test. Loads them, writes them to a site, judges them.

- ``fields/``, ``numbers/``: fields in YAML that are laid over the base declaration (``# 整个文件``: over nothing).
- ``bytes/``: whole files as they are, each with a file ``<name>.expect`` beside it.
- ``thresholds/``: what stands in content/rules.yml.
- ``pages/``: pages by hand.
- ``trees/``: lines such as ``file <path>``, ``page <path>``, ``link <path> -> <target>``, ``pipe <path>``,
  ``socket <path>``, ``units <text>``.
- ``texts/``: one text each, which must come out as it is wherever it is filed (see :func:`filed_everywhere`).

The first line says what must come out: ``# expect S106, S110: why`` or ``# expect nothing: why``. In all but ``bytes/``
``⟦U+202E⟧`` stands for a character and ``⟦ab×1000⟧`` for a repetition, in which ``№`` is the number of the turn.

Run as a program it judges the cases named in its arguments, within limits, and prints one line of JSON for each.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "plugins")]

from in_memory import Judged as Judgement
from in_memory import judge

from jixiao.finding import Severity
from jixiao.repository import THRESHOLDS, UNITS
from jixiao.rules.examples import BASE, BASE_2026, PATH, PATH_2026, read_example
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS

FOLDER = Path(__file__).resolve().parent / "hostile"
KINDS = ("fields", "numbers", "thresholds", "bytes", "pages", "trees", "texts")
MOST_MEMORY = 1_500_000_000
"""Bytes of address space that judging a case may take."""

_EXPECT = re.compile(r"# expect (?P<codes>nothing|[A-Z]\d{3}(?:, [A-Z]\d{3})*): (?P<says>.+)")
_WHOLE = "# 整个文件\n"
_TOKEN = re.compile(r"⟦(?:U\+(?P<code>[0-9A-F]{4,6})|(?P<piece>[^⟦⟧]+?)×(?P<times>\d+))⟧")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on disk: a file with its bytes, a link with its target, a pipe or a socket."""

    kind: str
    path: str
    content: bytes = b""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile case: the codes of errors that must be found, none for what must pass, and what is on disk."""

    id: str
    says: str
    codes: frozenset[str]
    entries: tuple[Entry, ...]
    text: str = ""

    def write(self, root: Path) -> None:
        """Put the case into a site's folder."""
        for entry in self.entries:
            path = root / entry.path
            path.parent.mkdir(parents=True, exist_ok=True)
            if entry.kind == "link":
                path.symlink_to(entry.target.replace("ROOT", str(root)))
            elif entry.kind == "pipe":
                os.mkfifo(path)
            elif entry.kind == "socket":
                with socket.socket(socket.AF_UNIX) as listening:
                    listening.bind(str(path))
            else:
                path.write_bytes(entry.content)

    def judge(self) -> Judgement:
        """Judge the case in a folder of its own."""
        with tempfile.TemporaryDirectory() as folder:
            self.write(Path(folder))
            return judge(Path(folder))


@cache
def load() -> tuple[Case, ...]:
    """Every case, sorted."""
    return tuple(_case(kind, file) for kind in KINDS for file in _files(kind))


def _files(kind: str) -> list[Path]:
    return sorted(file for file in (FOLDER / kind).iterdir() if file.suffix != ".expect")


def _case(kind: str, file: Path) -> Case:
    if kind == "bytes":
        first, entries, text = file.with_suffix(".expect").read_text("utf-8"), [(PATH, file.read_bytes())], ""
    else:
        first, _, written = file.read_text("utf-8").partition("\n")
        text = expand(written.removesuffix("\n"))
        entries = [] if kind == "trees" else list(_contents(kind, file.stem, text).items())
    found = _EXPECT.fullmatch(first.strip())
    assert found, f"{file}: the first line must be '# expect CODE: why'"
    codes = frozenset() if found["codes"] == "nothing" else frozenset(found["codes"].split(", "))
    listed = tuple(_tree(text)) if kind == "trees" else tuple(Entry("file", path, data) for path, data in entries)
    units = () if any(entry.path in (UNITS, "content") for entry in listed) else (_units(EXAMPLE_UNITS),)
    return Case(f"{kind}/{file.stem}", found["says"], codes, (*units, *listed), text)


def expand(text: str) -> str:
    """Replace the tokens of the cases' notation by what they stand for."""
    return _TOKEN.sub(_meaning, text)


def _meaning(token: re.Match[str]) -> str:
    if token["code"]:
        return chr(int(token["code"], 16))
    piece, turns = token["piece"], int(token["times"])
    if "№" not in piece:
        return piece * turns
    return "".join(piece.replace("№", str(turn)) for turn in range(turns))


def _contents(kind: str, name: str, text: str) -> Mapping[str, bytes]:
    if kind == "pages":
        files = {f"content/pages/{name}.md": text}
    elif kind == "thresholds":
        files = {THRESHOLDS: text, PATH: BASE}
    elif kind == "texts":
        files = filed_everywhere(text)
    elif text.startswith(_WHOLE):
        files = {PATH: text.removeprefix(_WHOLE)}
    else:
        files = read_example(f"{text}\n").files
    return {path: content.encode() for path, content in files.items()}


def _units(text: str) -> Entry:
    return Entry("file", UNITS, text.encode())


def _tree(text: str) -> Iterator[Entry]:
    for line in text.split("\n"):
        kind, _, rest = line.partition(" ")
        path, _, target = rest.partition(" -> ")
        if kind == "file":
            yield Entry("file", path, (BASE_2026 if "/2026/" in path else BASE).encode())
        elif kind == "page":
            yield Entry("file", path, "# 甲\n".encode())
        elif kind == "units":
            yield _units(rest.replace("\\n", "\n"))
        else:
            yield Entry(kind, path, target=target)


# A text in every place where a text may stand


PLACES = (
    "全称", "简称", "曾用名", "项目名称", "项目概况", "立项依据", "项目设立的必要性", "保证项目实施的制度、措施", "子项目名称",
    "项目实施计划", "项目总目标", "年度绩效目标", "绩效指标", "指标目标值", "备注", "标题", "页", "录入说明", "说明", "修订",
)  # fmt: skip
"""Places of the edition shanghai-2019 and of the registry, in which :func:`filed_everywhere` puts a text."""

PLACES_2026 = (
    "项目名称", "项目类别", "主管部门", "项目总目标", "年度总体目标", "三级指标", "指标值", "项目概述", "立项依据", "实施主体",
    "实施方案", "实施周期", "年度预算安排", "绩效目标",
)  # fmt: skip


def marked(text: str, place: str) -> str:
    """A text as it is filed in one place: what follows it tells the places apart, and shows that nothing cut it off."""
    return f"{text}〔{place}〕"


def filed_everywhere(text: str) -> dict[str, str]:
    """Two declarations and a registry with the text in every place."""
    at = {place: quoted(marked(text, place)) for place in PLACES}
    new = {place: quoted(marked(text, place)) for place in PLACES_2026}
    old_form = f"""\
申报单位名称: {at["全称"]}
项目名称: {at["项目名称"]}
项目概况: {at["项目概况"]}
立项依据: {at["立项依据"]}
项目设立的必要性: {at["项目设立的必要性"]}
保证项目实施的制度、措施: {at["保证项目实施的制度、措施"]}
项目当年投入资金构成:
  - {{子项目名称: {at["子项目名称"]}, 预算金额: 400000}}
  - {{子项目名称: 存储设备租用, 预算金额: 200000}}
项目实施计划: {at["项目实施计划"]}
项目总目标: {at["项目总目标"]}
年度绩效目标: {at["年度绩效目标"]}
分解目标:
  投入和管理目标: [{{绩效指标: 预算执行率, 指标目标值: ≥95%}}]
  产出目标: [{{绩效指标: {at["绩效指标"]}, 指标目标值: {at["指标目标值"]}}}]
  效果目标: [{{绩效指标: 在线查档人次, 指标目标值: ≥5000人次}}]
  影响力目标: [{{绩效指标: 查档市民满意度, 指标目标值: ≥90%}}]
备注: {at["备注"]}
来源: {{标题: {at["标题"]}, 网址: "https://example.org/", 页: {at["页"]}, 录入说明: {at["录入说明"]}}}
说明: [{{规则: H303, 理由: {at["说明"]}}}]
修订: [{{日期: 2020-07-01, 理由: {at["修订"]}}}]
"""
    new_form = f"""\
# {PATH_2026}
表式: shanghai-2026
项目名称: {new["项目名称"]}
项目类别: {new["项目类别"]}
主管部门: {new["主管部门"]}
项目总目标: {new["项目总目标"]}
年度总体目标: {new["年度总体目标"]}
绩效指标:
  产出指标: {{数量指标: [{{三级指标: {new["三级指标"]}, 指标值: {new["指标值"]}}}]}}
  效益指标: {{社会效益指标: [{{三级指标: 村镇居民借阅人次, 指标值: ≥30000人次}}]}}
项目概述: {new["项目概述"]}
立项依据: {new["立项依据"]}
实施主体: {new["实施主体"]}
实施方案: {new["实施方案"]}
实施周期: {new["实施周期"]}
年度预算安排: {new["年度预算安排"]}
绩效目标: {new["绩效目标"]}
"""
    names = f"  全称: {at['全称']}\n  简称: {at['简称']}\n  曾用名: [{at['曾用名']}]\n"
    units = f"qinghe-danganguan:\n{names}qinghe-tushuguan:\n  全称: 青禾市图书馆\n"
    return {UNITS: units, **read_example(f"{old_form}{new_form}").files}


def quoted(text: str) -> str:
    """A text in YAML's double quotes."""
    return json.dumps(text, ensure_ascii=False)


# Judging within limits, in a process of its own


def main(ids: list[str]) -> None:
    """Judge the cases with these ids; a line for each is printed as soon as it is known."""
    _limit_memory()
    cases = {case.id: case for case in load()}
    for case_id in ids:
        judgement = cases[case_id].judge()
        errors = sorted({f.code for f in judgement.findings if f.severity is Severity.ERROR})
        messages = [finding.message for finding in judgement.findings if finding.severity is Severity.ERROR]
        print(json.dumps({"id": case_id, "errors": errors, "messages": messages[:200]}), flush=True)


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main(sys.argv[1:])
