"""What differs from a git revision, and which findings that touches: those of ``jixiao check --changed BASE``."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .build.analysis import Analysis
from .build.records import FindingRecord
from .finding import Finding
from .portfolio import Portfolio
from .problem import SetupProblem
from .repository import PROJECTS, SETTING_FILES, Content

_CONTENT = (PROJECTS, *SETTING_FILES)
_REGULAR = (b"100644", b"100755")
_NO_REPOSITORY = "{} 不在 git 仓库里（或 git 不信任它的所有者，见 git config safe.directory），不能用 --changed"

_Key = tuple[str, str, str, str]
"""What makes a finding the same one in two judgements: file, code, label and message."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Files below the root that differ from a commit, deleted and untracked ones included.

    ``before`` holds those that were regular files then, with their bytes of then.
    """

    commit: str
    files: frozenset[str]
    before: Mapping[str, bytes]

    def content_before(self, now: Content) -> Content:
        """The content as it was."""
        return now.with_changes({file: self.before.get(file) for file in self.files})

    @property
    def concern_all(self) -> bool:
        """Whether a setting changed by which every declaration is judged."""
        return not self.files.isdisjoint(SETTING_FILES)


@dataclass(frozen=True, slots=True)
class Affected:
    """What changes touch: files of which all findings count, and the findings in other files that are new."""

    changed: frozenset[str]
    linked: frozenset[str]
    new: frozenset[_Key]

    @property
    def files(self) -> frozenset[str]:
        """Every file of which something may be told."""
        return self.changed | self.linked | {file for file, *_ in self.new}

    def holds(self, finding: Finding) -> bool:
        """Whether a finding belongs to the changes."""
        return finding.file in self.changed or finding.file in self.linked or _key(finding) in self.new


def changes_since(root: Path, base: str) -> Changes:
    """What differs between the folder's content and the commit at which its branch left ``base``.

    Raises :class:`SetupProblem` where there is no git, no repository or no such revision.
    """
    commit = _branching_point(root, base)
    blobs = dict(_differences(root, commit))
    untracked = _git(root, "ls-files", "--others", "-z", "--", *_CONTENT).split(b"\0")
    files = frozenset(blobs) | {os.fsdecode(name) for name in untracked if name}
    return Changes(commit, files, _contents(root, {file: blob for file, blob in blobs.items() if blob}))


def _branching_point(root: Path, base: str) -> str:
    _git(root, "rev-parse", "--git-dir", problem=_NO_REPOSITORY.format(root))
    unknown = f"git 里没有“{base}”这个版本；浅克隆请先取回它（git fetch）"
    if base.startswith("-"):
        raise SetupProblem(unknown)
    commit = _git(root, "rev-parse", "--verify", "--quiet", f"{base}^{{commit}}", problem=unknown)
    unrelated = f"“{base}”与当前版本没有共同的历史；浅克隆请取回完整历史（git fetch --unshallow）"
    return _git(root, "merge-base", commit.decode().strip(), "HEAD", problem=unrelated).decode().strip()


def _differences(root: Path, commit: str) -> Iterator[tuple[str, str]]:
    """Files that differ from the commit, each with the blob it was then, or nothing."""
    raw = _git(root, "diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--relative", commit, "--", *_CONTENT)
    parts = raw.split(b"\0")
    for description, name in zip(parts[::2], parts[1::2], strict=False):
        mode, _, blob, _, _ = description.lstrip(b":").split()
        yield os.fsdecode(name), blob.decode() if mode in _REGULAR else ""


def _contents(root: Path, blobs: Mapping[str, str]) -> dict[str, bytes]:
    output = _git(root, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs.values()).encode())
    contents, at = {}, 0
    for file in blobs:
        start = output.index(b"\n", at) + 1
        size = int(output[at:start].split()[2])
        contents[file], at = output[start : start + size], start + size + 1
    return contents


def _git(root: Path, *arguments: str, given: bytes = b"", problem: str = "") -> bytes:
    command = ("git", "--no-optional-locks", "-C", str(root), *arguments)
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False)
    except FileNotFoundError:
        raise SetupProblem("找不到 git，不能用 --changed") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise SetupProblem(problem or f"git 运行失败：{said}")
    return done.stdout


def affected(changes: Changes, before: Analysis, now: Analysis) -> Affected:
    """What the changes touch, by the analyses of the content before them and now.

    Beside the changed files these are the declarations that follow from a changed or deleted one in the next year,
    those of the same unit, year and name, and every finding elsewhere that was not there before. What is unfit to be
    published beside the declarations is told always: nothing can be built while it is there.
    """
    files = frozenset(now.documents)
    if changes.concern_all:
        return Affected(files, frozenset(), frozenset())
    linked = frozenset(_linked(before.portfolio, changes.files)) | frozenset(_linked(now.portfolio, changes.files))
    new: set[_Key] = set()
    for file, found in now.found.items():
        if file not in changes.files and found is not (earlier := before.found.get(file, ())):
            new |= set(map(_key, found)) - set(map(_key, earlier))
    unfit = files - now.found.keys() - {*SETTING_FILES}
    return Affected(changes.files, (linked & files | unfit) - changes.files, frozenset(new))


def _linked(portfolio: Portfolio, files: frozenset[str]) -> Iterator[str]:
    for declaration in portfolio.declarations:
        if declaration.file in files:
            others = (*portfolio.next(declaration), *portfolio.namesakes(declaration))
            yield from (other.file for other in others)


def _key(finding: Finding | FindingRecord) -> _Key:
    return finding.file, finding.code, finding.label, finding.message
