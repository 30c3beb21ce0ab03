"""The change feed: what git says of declarations that were added, changed and withdrawn, dated by their commits."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from in_memory import judge
from published import open_data
from sites import commit_all, declaration, git, make_site, write

from jixiao import revisions
from jixiao.revisions import History, read_history
from jixiao.rules.examples import BASE_EVALUATION, PATH
from jixiao.site.open_data import feed
from jixiao.site.open_data.publication import Publication

ATOM = "{http://www.w3.org/2005/Atom}"
LIBRARY = "content/projects/2020/qinghe-tushuguan/tushu.yml"
OF_LIBRARY = "申报单位名称: 青禾市图书馆\n项目名称: 图书修复\n"
ID = "2020/qinghe-danganguan/dangan-shuzihua"
START = datetime(2024, 3, 1, 1, 0, tzinfo=UTC)


class Dated:
    """Commits at known times, one a day."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.monkeypatch, self.days = root, monkeypatch, 0

    def commit(self) -> str:
        """Commit everything on the next day."""
        moment = (START + timedelta(days=self.days)).isoformat()
        self.days += 1
        for name in ("GIT_COMMITTER_DATE", "GIT_AUTHOR_DATE"):
            self.monkeypatch.setenv(name, moment)
        commit_all(self.root)
        return git(self.root, "rev-parse", "HEAD").strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site that is in no repository."""
    return make_site(tmp_path / "仓库")


@pytest.fixture
def dated(root: Path, monkeypatch: pytest.MonkeyPatch) -> Dated:
    """The site's commits."""
    return Dated(root, monkeypatch)


def changes(root: Path) -> list[tuple[str, str]]:
    history = read_history(root)
    assert history is not None
    assert history.changes is not None
    return [(change.kind, change.declaration_id) for change in history.changes]


def feeds(root: Path, site_url: str = "https://x.example/", site_name: str = "甲") -> dict[str, ET.Element]:
    publication = Publication(site_name, site_url, history=read_history(root))
    files = open_data(judge(root), publication)
    return {path: ET.fromstring(content) for path, content in files.items() if path.endswith(".atom")}


def told(atom: ET.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title", "") for entry in atom.iter(f"{ATOM}entry")]


def test_a_report_is_told_beside_its_project(root: Path, dated: Dated) -> None:
    dated.commit()
    write(root, PATH.replace(".yml", ".ziping.yml"), BASE_EVALUATION)
    dated.commit()
    write(root, PATH.replace(".yml", ".nichts.yml"), "x")
    dated.commit()
    (root / PATH.replace(".yml", ".nichts.yml")).unlink()
    dated.commit()
    atom = feeds(root)[feed.FEED]
    assert told(atom) == [
        "新增：青禾市档案馆 馆藏档案数字化（2020年） 绩效自评表",
        "新增：青禾市档案馆 馆藏档案数字化（2020年）",
    ]
    entries = list(atom.iter(f"{ATOM}entry"))
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    assert f"{ID}.ziping" in entries[0].findtext(f"{ATOM}content", "")


class TestHistory:
    def test_without_a_repository_there_is_none(self, root: Path) -> None:
        assert read_history(root) is None

    def test_without_git_there_is_none(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        commit_all(root)
        monkeypatch.setenv("PATH", str(root))
        assert read_history(root) is None

    def test_without_a_commit_of_the_content_there_is_none(self, root: Path) -> None:
        git(root, "init", "--quiet")
        assert read_history(root) is None

    def test_added_changed_and_withdrawn_the_latest_first(self, root: Path, dated: Dated) -> None:
        dated.commit()
        write(root, LIBRARY, declaration(OF_LIBRARY))
        dated.commit()
        write(root, LIBRARY, declaration(f"{OF_LIBRARY}备注: 改"))
        dated.commit()
        (root / LIBRARY).unlink()
        last = dated.commit()
        library = "2020/qinghe-tushuguan/tushu"
        assert changes(root) == [("withdrawn", library), ("changed", library), ("added", library), ("added", ID)]
        history = read_history(root)
        assert history is not None
        assert (history.commit, history.date, history.uncommitted) == (last, START + timedelta(days=3), False)

    def test_a_declaration_that_moved_was_withdrawn_and_added(self, root: Path, dated: Dated) -> None:
        dated.commit()
        (root / PATH).rename(root / PATH.replace("dangan-", "yijuan-"))
        dated.commit()
        assert changes(root)[:2] == [("withdrawn", ID), ("added", ID.replace("dangan-", "yijuan-"))]

    def test_a_merge_counts_on_the_day_it_came(self, root: Path, dated: Dated) -> None:
        dated.commit()
        git(root, "switch", "--quiet", "--create", "edit")
        write(root, LIBRARY, declaration(OF_LIBRARY))
        dated.commit()
        git(root, "switch", "--quiet", "main")
        write(root, "content/units.yml", (root / "content/units.yml").read_text("utf-8") + "\n")
        dated.commit()
        git(root, "merge", "--quiet", "--no-ff", "--message=m", "edit")
        history = read_history(root)
        assert history is not None
        assert history.changes is not None
        first = history.changes[0]
        assert (first.kind, first.commit) == ("added", git(root, "rev-parse", "HEAD").strip())
        assert len(history.changes) == 2

    def test_what_is_no_declaration_is_not_told(self, root: Path, dated: Dated) -> None:
        write(root, "content/projects/readme.yml", "a: b")
        write(root, "content/projects/2020/中文/甲.yml", "a: b")
        dated.commit()
        assert changes(root) == [("added", ID)]

    def test_a_site_in_a_folder_of_its_repository_has_its_own_paths(self, tmp_path: Path) -> None:
        make_site(tmp_path / "a")
        make_site(tmp_path / "b", **{LIBRARY: declaration(OF_LIBRARY)})
        commit_all(tmp_path)
        assert changes(tmp_path / "a") == [("added", ID)]
        assert len(changes(tmp_path / "b")) == 2

    def test_content_that_is_not_committed_is_noted(self, root: Path, dated: Dated) -> None:
        dated.commit()
        write(root, LIBRARY, declaration(OF_LIBRARY))
        history = read_history(root)
        assert history is not None
        assert history.uncommitted
        write(root, "theme/x.css", "")
        assert changes(root) == [("added", ID)]

    def test_settings_of_git_do_not_change_what_is_read(self, root: Path, dated: Dated) -> None:
        dated.commit()
        before = read_history(root)
        for setting in ("log.showSignature=true", "diff.renames=copies", "log.date=relative", "color.ui=always"):
            git(root, "config", *setting.split("="))
        assert read_history(root) == before

    def test_a_shallow_clone_knows_its_commit_but_no_changes(self, root: Path, dated: Dated, tmp_path: Path) -> None:
        dated.commit()
        write(root, LIBRARY, declaration(OF_LIBRARY))
        last = dated.commit()
        git(tmp_path, "clone", "--quiet", "--depth=1", root.as_uri(), "clone")
        history = read_history(tmp_path / "clone")
        assert history is not None
        assert (history.commit, history.changes) == (last, None)
        assert feeds(tmp_path / "clone") == {}

    def test_only_so_many_commits_are_read(self, root: Path, dated: Dated, monkeypatch: pytest.MonkeyPatch) -> None:
        dated.commit()
        write(root, LIBRARY, declaration(OF_LIBRARY))
        dated.commit()
        monkeypatch.setattr(revisions, "MOST_COMMITS", 1)
        assert changes(root) == [("added", "2020/qinghe-tushuguan/tushu")]


class TestFeed:
    def test_entries_say_what_happened_and_where_it_stands(self, root: Path, dated: Dated) -> None:
        dated.commit()
        write(root, LIBRARY, declaration(OF_LIBRARY))
        dated.commit()
        (root / LIBRARY).unlink()
        dated.commit()
        atom = feeds(root)["data/v1/changes.atom"]
        assert told(atom) == [
            "撤下：2020/qinghe-tushuguan/tushu",
            "新增：2020/qinghe-tushuguan/tushu",
            "新增：青禾市档案馆 馆藏档案数字化（2020年）",
        ]
        links = [link.get("href") for link in list(atom.iter(f"{ATOM}entry"))[-1].iter(f"{ATOM}link")]
        page = f"https://x.example/projects/{ID}/"
        assert links == [page, "https://x.example/data/v1/units/qinghe-danganguan/2020.json"]

    def test_entries_have_the_values_of_all_dimensions_as_categories(self, root: Path, dated: Dated) -> None:
        write(root, LIBRARY, declaration(f"{OF_LIBRARY}资金用途: 资产购置类\n"))
        dated.commit()
        (root / PATH).unlink()
        dated.commit()
        atom = feeds(root)["data/v1/changes.atom"]
        found = [
            [(category.get("term"), category.get("label")) for category in entry.iter(f"{ATOM}category")]
            for entry in atom.iter(f"{ATOM}entry")
        ]
        assert found[0] == [("withdrawn", "撤下")]
        assert [
            ("added", "新增"), ("type/recurrent-operations", "项目类型：经常性专项业务费"),
            ("purpose/asset-purchases", "资金用途：资产购置类"),
        ] in found  # fmt: skip

    def test_the_name_of_what_is_withdrawn_is_nowhere(self, root: Path, dated: Dated) -> None:
        write(root, LIBRARY, declaration(OF_LIBRARY.replace("图书修复", "不该公开的名称")))
        dated.commit()
        (root / LIBRARY).unlink()
        dated.commit()
        assert all("不该公开的名称" not in ET.tostring(atom, "unicode") for atom in feeds(root).values())

    def test_each_unit_has_its_own(self, root: Path, dated: Dated) -> None:
        write(root, LIBRARY, declaration(OF_LIBRARY))
        dated.commit()
        found = feeds(root)
        assert sorted(found) == [
            "data/v1/changes.atom",
            "data/v1/units/qinghe-danganguan/changes.atom",
            "data/v1/units/qinghe-tushuguan/changes.atom",
        ]
        assert told(found["data/v1/units/qinghe-tushuguan/changes.atom"]) == ["新增：青禾市图书馆 图书修复（2020年）"]

    def test_it_has_all_that_atom_asks_for(self, root: Path, dated: Dated) -> None:
        dated.commit()
        for path, atom in feeds(root).items():
            for element in (atom, *atom.iter(f"{ATOM}entry")):
                for tag in ("id", "title", "updated"):
                    assert len(element.findall(f"{ATOM}{tag}")) == 1
                moment = datetime.fromisoformat(element.findtext(f"{ATOM}updated", ""))
                assert moment == START
            assert atom.findtext(f"{ATOM}author/{ATOM}name") == "甲"
            (own,) = (link for link in atom.findall(f"{ATOM}link") if link.get("rel") == "self")
            assert own.get("href") == f"https://x.example/{path}"
            ids = [element.text for element in atom.iter(f"{ATOM}id")]
            assert len(set(ids)) == len(ids)
            assert all(name and name.startswith("urn:uuid:") for name in ids)

    def test_without_the_sites_address_links_lead_from_the_feed(self, root: Path, dated: Dated) -> None:
        dated.commit()
        atom = feeds(root, site_url="", site_name="")["data/v1/changes.atom"]
        links = [link.get("href") for link in atom.iter(f"{ATOM}entry") for link in link.iter(f"{ATOM}link")]
        assert links[0] == f"../../projects/{ID}/"

    def test_it_holds_so_many_entries_at_most(self, root: Path, dated: Dated, monkeypatch: pytest.MonkeyPatch) -> None:
        write(root, LIBRARY, declaration(OF_LIBRARY))
        dated.commit()
        monkeypatch.setattr(feed, "MOST_ENTRIES", 1)
        assert len(told(feeds(root)["data/v1/changes.atom"])) == 1

    def test_markup_in_a_name_stays_text(self, root: Path, dated: Dated) -> None:
        write(root, LIBRARY, declaration('申报单位名称: 青禾市图书馆\n项目名称: "<b>&]]>甲"\n'))
        dated.commit()
        assert any("<b>&]]>甲" in title for title in told(feeds(root)["data/v1/changes.atom"]))

    def test_the_same_history_gives_the_same_bytes_in_any_time_zone(
        self, root: Path, dated: Dated, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dated.commit()
        before = read_history(root)
        monkeypatch.setitem(os.environ, "TZ", "America/New_York")
        assert read_history(root) == before
        assert isinstance(before, History)
        assert before.date.isoformat() == "2024-03-01T09:00:00+08:00"
