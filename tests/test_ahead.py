"""What is begun while MkDocs does its own work: each thing after those that it waits for; a failure is told, not waited for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from test_printing import contents

from jixiao.publish import publish
from jixiao.site.page import DataFile, DerivedFile, Page, Parcel, Sheets
from jixiao.workshop import Workshop
from mkdocs_jixiao.ahead import Ahead
from mkdocs_jixiao.printing import HEAVY, Printer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")


def test_what_waits_comes_after_what_it_waits_for(tmp_path: Path) -> None:
    todo = {5: (3, 4), 4: (2,), 3: (), 2: (), 1: ()}

    def do(number: int) -> list[str]:
        before = sorted(file.name for file in tmp_path.iterdir())
        (tmp_path / str(number)).touch()
        return before

    ahead = Ahead(do, todo, 2)
    assert set(ahead.numbers) == set(todo)
    outcomes = dict(ahead.results())
    assert set(outcomes) == set(todo)
    for number, needs in todo.items():
        assert {str(needed) for needed in needs} <= set(outcomes[number])


def test_what_is_first_is_begun_as_soon_as_it_need_not_wait(tmp_path: Path) -> None:
    def do(number: int) -> None:
        with (tmp_path / "begun").open("a") as begun:
            begun.write(f"{number} ")

    dict(Ahead(do, {3: (1,), 1: (), 2: (), 4: (2, 3)}, 1).results())
    assert (tmp_path / "begun").read_text().split() == ["1", "3", "2", "4"]


@pytest.mark.parametrize("failing", [1, 2])
def test_a_failure_is_told_and_what_waits_for_it_is_not_done(tmp_path: Path, failing: int) -> None:
    def do(number: int) -> int:
        if number == failing:
            raise OSError(28, "No space left on device")
        (tmp_path / str(number)).touch()
        return number

    with pytest.raises(OSError, match="No space left"):
        dict(Ahead(do, {2: (1,), 1: ()}, 2).results())
    assert [file.name for file in tmp_path.iterdir()] == ["1"] * (failing == 2)


class TestBegin:
    """Files without pages are printed before all others, and only where little has changed."""

    @staticmethod
    def sheets(text: str) -> Sheets:
        data = Parcel("data", text, lambda: (DataFile("data", text.encode()),), ("data",), weight=HEAVY)
        whole = DerivedFile("whole", ("data",), lambda files, stream: stream.write(files[0].read_bytes() * 2) and None)
        late = Parcel("whole", text, lambda: (whole,), ("whole",), needs=("data",))
        pages = [
            Parcel(name, "1", lambda name=name: (DataFile(f"{name}index.html", b"x"),), (name,))
            for name in (f"p{number}/" for number in range(20))
        ]
        return Sheets(
            (),
            tuple(page.name for page in pages),
            ("data", "whole"),
            (late, data, *pages),
            lambda path: Page(path, "", "", ""),
        )

    def publish(self, site: Path, text: str, jobs: int) -> bool:
        """Publish; tells whether something was begun ahead of the rest."""
        begun = []

        def build(workshop: Workshop) -> bool:
            printer = Printer(self.sheets(text), site, workshop)
            printer.begin(jobs)
            begun.append(workshop.record(workshop.tree) is None and (workshop.tree / "p1/index.html").exists())
            printouts = printer.print(frozenset(), jobs)
            assert [printout.name for printout in printouts][:2] == ["whole", "data"]
            return True

        assert publish(site, site.parent / "source", build, print)
        return begun[0]

    def test_an_edit_is_begun_a_first_build_is_not(self, tmp_path: Path) -> None:
        site = tmp_path / "site"
        begun = [self.publish(site, text, 2) for text in ("a", "b", "c", "d")]
        assert begun == [False, False, True, True]  # the second tree is empty as well
        assert {contents(site)[name] for name in ("data", "whole")} == {b"d", b"dd"}

    def test_one_process_begins_nothing(self, tmp_path: Path) -> None:
        site = tmp_path / "site"
        assert not any(self.publish(site, text, 1) for text in ("a", "b", "c"))
        assert contents(site)["whole"] == b"cc"
