"""``jixiao schema``: prints, writes or compares the JSON Schemas by which editors help to fill the form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ..caller import program_as_called
from ..forms import (
    EDITION_IDS,
    FormEdition,
    load_edition,
    load_editions,
    load_result_edition,
    result_edition_ids,
)
from ..problem import SetupProblem
from ..schema import schema_text
from .chinese import ChineseCommand
from .root import root_option

FOLDER = "schemas"
SUFFIX = ".schema.json"
_IDS = (*EDITION_IDS, *result_edition_ids())


@click.command(cls=ChineseCommand)
@click.argument("edition", required=False, type=click.Choice(_IDS), metavar="[表式]")
@root_option
@click.option("--write", is_flag=True, help=f"写入 {FOLDER}/（不写表式时写全部）")
@click.option("--check", is_flag=True, help=f"只比较 {FOLDER}/ 与现有表式是否一致，不一致时退出码为 1")
def schema(edition: str | None, root: Path, write: bool, check: bool) -> int:
    """输出一种表式的 JSON Schema，供编辑器补全和检查。"""
    if write and check:
        raise SetupProblem("--write 与 --check 只能用一个")
    editions = (_edition(edition),) if edition else (*load_editions(), *map(load_result_edition, result_edition_ids()))
    if write:
        return _write(root / FOLDER, editions)
    if check:
        return _check(root / FOLDER, editions, whole=edition is None)
    if edition is None:
        raise SetupProblem(f"请写明表式：{'、'.join(_IDS)}；或用 --write 写入全部")
    click.echo(schema_text(editions[0]), nl=False)
    return 0


def _edition(edition_id: str) -> FormEdition:
    return load_edition(edition_id) if edition_id in EDITION_IDS else load_result_edition(edition_id)


def _write(folder: Path, editions: tuple[FormEdition, ...]) -> int:
    folder.mkdir(exist_ok=True)
    for edition in editions:
        (folder / f"{edition.id}{SUFFIX}").write_text(schema_text(edition), encoding="utf-8", newline="\n")
        click.echo(f"已写入 {FOLDER}/{edition.id}{SUFFIX}")
    return 0


def _check(folder: Path, editions: tuple[FormEdition, ...], whole: bool) -> int:
    differences = [*_outdated(folder, editions), *(_left_over(folder) if whole else ())]
    for difference in differences:
        click.echo(difference)
    mend = f"请运行 {program_as_called()} schema --write 重新生成。"
    click.echo(mend if differences else f"{FOLDER}/ 与表式一致。")
    return int(bool(differences))


def _outdated(folder: Path, editions: tuple[FormEdition, ...]) -> Iterator[str]:
    for edition in editions:
        file = folder / f"{edition.id}{SUFFIX}"
        if not file.is_file():
            yield f"缺少 {FOLDER}/{file.name}"
        elif file.read_bytes() != schema_text(edition).encode():
            yield f"{FOLDER}/{file.name} 与表式不一致"


def _left_over(folder: Path) -> Iterator[str]:
    known = {f"{edition_id}{SUFFIX}" for edition_id in _IDS}
    for file in sorted(folder.glob(f"*{SUFFIX}")):
        if file.name not in known:
            yield f"{FOLDER}/{file.name} 没有对应的表式，请删去"
