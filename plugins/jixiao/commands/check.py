"""``jixiao check``: all findings of all declarations, or of those that were asked for."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from threading import Thread

import click

from ..build.analysis import Analyst
from ..caller import Caller, caller
from ..changes import affected, changes_since
from ..problem import SetupProblem
from ..progress import Progress
from ..report import FORMATS, Report
from ..report.as_github import summary
from ..repository import NOT_THERE, SETTING_FILES, UNITS, Content
from ..rules.similarity import load_libraries
from ..site_settings import SiteSettings
from ..walk import judge, judge_states
from ..yaml_events import HAS_C_PARSER
from .chinese import ChineseCommand
from .jobs import jobs_option
from .root import SETTINGS, root_option


@click.command(cls=ChineseCommand)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[文件或文件夹]…")
@root_option
@click.option("--strict", is_flag=True, help="有没写说明的待核对也算不通过")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="输出格式（默认 text）")
@click.option("--changed", "base", metavar="版本", help="只列与 git 的这个版本相比有改动的，以及改动牵连到的")
@jobs_option
def check(paths: tuple[Path, ...], root: Path, strict: bool, form: str, base: str | None, jobs: int | None) -> int:
    """检查申报表，列出全部检查结果。

    写了文件或文件夹就只列其中的检查结果，但仍对照全部申报表检查。

    没有错误时退出码为 0，有错误时为 1，用法或环境有误时为 2。
    """
    progress = Progress()
    if sys.stderr.isatty():
        click.echo("正在检查……", err=True)
        progress = Progress(partial(click.echo, err=True))
    if not HAS_C_PARSER:
        click.echo("没有装 ruamel.yaml.clib，读取文件会慢许多，结果相同。", err=True)
    content, by = Content(root, around=SiteSettings(root / SETTINGS).surroundings), caller(root)
    asked = _files_asked(content, paths) if paths else None
    analyst = Analyst(jobs, progress=progress)
    if base:
        report = _report_of_changes(content, base, strict, analyst, by)
    else:
        report = Report.of(judge(content, analyst=analyst).judgement, strict, by)
    if asked:
        report = report.limited(asked & set(report.files), lambda finding: finding.file in asked)
    click.echo(FORMATS[form](report), nl=False)
    if form == "github":
        _write_summary(report)
    return int(report.failed)


def _report_of_changes(content: Content, base: str, strict: bool, analyst: Analyst, by: Caller) -> Report:
    libraries = Thread(target=load_libraries)
    libraries.start()
    changes = changes_since(content.root, base)  # git works in processes of its own
    libraries.join()
    states = (content,) if changes.concern_all else (content, changes.content_before(content))
    analyses = judge_states(analyst, *states)
    now, before = analyses[0], analyses[-1]
    touched, report = affected(changes, before, now), Report.of(now.judgement, strict, by)
    deleted = len(touched.changed - set(report.files))
    others = len(touched.files - touched.changed)
    note = (
        f"与 {base} 相比，改动 {len(touched.changed)} 个文件（其中删除 {deleted} 个），牵连 {others} 个；"
        f"下面只列与这些改动有关的检查结果，检查时对照了全部 {len(report.files)} 个文件。"
    )
    return report.limited(touched.files, touched.holds, note)


def _files_asked(content: Content, paths: tuple[Path, ...]) -> frozenset[str]:
    judged = frozenset((UNITS, *(file for file, _ in (*content.listed(), *content.others))))
    judged |= {file for file in SETTING_FILES if content.read(file).problem != NOT_THERE}
    return frozenset(file for path in paths for file in _files_below(content.root, path, judged))


def _files_below(root: Path, path: Path, judged: frozenset[str]) -> frozenset[str]:
    """The judged files that a path means: itself, or those in it."""
    absolute = path.parent.resolve() / path.name if path.name != ".." else path.resolve()
    if not absolute.is_relative_to(root):
        raise SetupProblem(f"{path} 不在网站的文件夹 {root} 里")
    inside = absolute.relative_to(root).as_posix()
    files = frozenset(file for file in judged if inside == "." or file == inside or file.startswith(f"{inside}/"))
    if not files:
        raise SetupProblem(f"{path} 里没有申报表" if absolute.exists() else f"没有 {path} 这个文件或文件夹")
    return files


def _write_summary(report: Report) -> None:
    """Give a GitHub job its summary page, where GitHub asks for one."""
    if file := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(file).open("a", encoding="utf-8") as page:
            page.write(summary(report))
