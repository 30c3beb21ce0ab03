"""One build of a site: its plan is made first, then its artifacts are written. It passes between the hooks of the theme's host."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from ..digest import Input, differing
from ..progress import Progress
from ..publish.manifest import Manifest, WrittenArtifact, discard_manifest
from ..publish.staging import Staging
from ..publish.writer import FINAL, Shells, Writer
from ..site.page import Artifact, SitePlan
from ..stopwatch import Stopwatch
from .jobs import LEAST, Job, Scheduler, run

FEW = 0.2
"""The share of artifacts without pages up to which those to be written are begun while the theme starts."""


class _Written(NamedTuple):
    """An artifact as it was written, whether it was made or linked, and the seconds that took."""

    artifact: WrittenArtifact
    made: bool
    seconds: float


@dataclass
class Build:
    """Writes what a plan names, below ``out`` or, with ``staging``, into its tree, where what is unchanged stays."""

    plan: SitePlan
    out: Path
    staging: Staging | None = None
    processes: int | None = None
    watch: Stopwatch = field(default_factory=Stopwatch)
    progress: Progress = field(default_factory=Progress)
    explanations: list[str] = field(default_factory=list)
    """Why each artifact was made again, in Chinese."""

    def __post_init__(self) -> None:
        self._early: Scheduler[str, _Written] | None = None
        self._begun: Collection[str] = ()

    @property
    def tree(self) -> Path:
        """Where everything is written."""
        return self.staging.tree if self.staging else self.out

    @property
    def stamped(self) -> str:
        """The folder of whose files the hashes are noted."""
        return self.plan.final.needs if self.plan.final else "-"

    @cached_property
    def writer(self) -> Writer:
        """What writes artifacts."""
        stamped = self.stamped
        if self.staging is None:
            return Writer(self.out, stamped)
        site, tree = self.staging.site, self.staging.tree
        return Writer(tree, stamped, self.staging.manifest(tree), (site, self.staging.manifest(site)))

    @cached_property
    def _artifacts(self) -> dict[str, Artifact]:
        return {artifact.name: artifact for artifact in self.plan.artifacts}

    def begin(self) -> None:
        """Where little has changed, begin with what has no pages: that takes nothing of the theme, and long enough."""
        if self.staging is None or not self.staging.tree.is_dir():
            return
        pageless = [artifact for artifact in self.plan.artifacts if not artifact.has_pages]
        stale = [artifact for artifact in pageless if not self.writer.standing(artifact)]
        if len(stale) <= FEW * len(pageless) and sum(artifact.weight for artifact in stale) >= LEAST:
            self._touch()
            self._begun = frozenset(artifact.name for artifact in stale)
            self._early = Scheduler(_jobs(stale), self._write, self.processes)
            self._early.start()

    def write(self, shells: Shells, leaves_pages: bool = False) -> Manifest:
        """Write everything; gives the manifest of it. With ``leaves_pages``, others write the pages, all but the last ones."""
        self._touch()
        self.writer.shells = None if leaves_pages else shells
        written = {
            artifact.name: standing
            for artifact in self.plan.artifacts
            if artifact.name not in self._begun and (standing := self.writer.standing(artifact))
        }
        rest = [one for one in self.plan.artifacts if one.name not in written and one.name not in self._begun]
        with self.watch.step("主进程：写出"):
            for name, done in self._done(rest):
                written[name] = done.artifact
                self.watch.add({f"写出：{name.partition('/')[0]}": done.seconds})
                if done.made:
                    self.explanations.append(self._why(name, done.artifact))
            self.writer.shells = shells
            if self.plan.final:
                written[FINAL] = self.writer.finish(self.plan.final, written.values())
        manifest = Manifest({name: written[name] for name in sorted(written)})
        if self.staging:
            self.staging.written.write_bytes(manifest.encoded())
        return manifest

    def close(self) -> None:
        """End what was begun, where nobody will ask for it any more."""
        if self._early:
            self._early.close()

    def _touch(self) -> None:
        """To be called before anything is written into a tree."""
        if self.staging:
            discard_manifest(self.staging.tree)

    def _done(self, rest: Sequence[Artifact]) -> Iterator[tuple[str, _Written]]:
        """Write artifacts, and end what was begun."""
        self.progress.begin("正在写出文件")
        finished, total = 0, sum(len(artifact.covers) for artifact in rest)
        for name, done in run(_jobs(rest), self._write, self.processes):
            finished += len(self._artifacts[name].covers)
            self.progress.done(finished, total)
            yield name, done
        if self._early:
            yield from self._early.results()

    def _write(self, name: str) -> _Written:
        started = perf_counter()
        artifact, made = self.writer.write(self._artifacts[name])
        return _Written(artifact, made, perf_counter() - started)

    def _why(self, name: str, now: WrittenArtifact) -> str:
        before = self.writer.before(self._artifacts[name])
        if before is None:
            return f"{name}：以前没有"
        names = differing(map(Input._make, before.inputs), map(Input._make, now.inputs))
        return f"{name}：{'、'.join(names) or '写出的文件'}变了"


def _jobs(artifacts: Sequence[Artifact]) -> list[Job[str]]:
    return [Job(artifact.name, artifact.weight, artifact.needs, artifact.group) for artifact in artifacts]
