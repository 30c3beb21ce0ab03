"""What changed since a git revision, and what that touches; git is never talked into anything else."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random

import pytest
from adapter_site import ROOT
from sites import commit_all, declaration, git, make_site, write

sys.path.insert(0, str(ROOT / "scripts"))
import generate
from in_memory import judge_content

from jixiao.build.analysis import Analyst
from jixiao.changes import Affected, affected, changes_since
from jixiao.problem import SetupProblem
from jixiao.repository import Content
from jixiao.rules.examples import BASE_EVALUATION, PATH, UNITS
from jixiao.walk import judge_states

FOLDER = "content/projects/2020/qinghe-danganguan"
LAST_YEAR = "content/projects/2019/qinghe-danganguan/dangan-shuzihua.yml"
OTHER = "content/projects/2020/qinghe-tushuguan/tushu.yml"
IN_2019 = "年度: 2019\n开始时间: 2019-01-01\n结束时间: 2019-12-31\n"
LIBRARY = "申报单位名称: 青禾市图书馆\n项目名称: 图书修复\n项目概况: 对馆藏的破损图书进行修复、装订，方便读者借阅，减少继续损坏，延长图书的使用年限。\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two years of one project, and another project of another unit, all committed."""
    root = make_site(tmp_path / "仓库")
    write(root, LAST_YEAR, declaration(IN_2019))
    write(root, OTHER, declaration(LIBRARY))
    commit_all(root)
    return root


def touched(root: Path, base: str = "HEAD") -> Affected:
    """What two states judged with the site's store tell, which is what they tell where nothing is known from before."""
    changes, content = changes_since(root, base), Content(root)
    now, before = judge_states(Analyst(), content, changes.content_before(content))
    found = affected(changes, before, now)
    fresh, fresh_before = judge_content(content), judge_content(changes.content_before(content))
    assert (now.findings, before.findings) == (fresh.findings, fresh_before.findings)
    assert affected(changes, fresh_before, fresh) == found
    return found


def codes_elsewhere(root: Path) -> set[tuple[str, str]]:
    return {(file, code) for file, code, *_ in touched(root).new}


class TestChangedFiles:
    def test_nothing_changed(self, site: Path) -> None:
        assert touched(site).files == frozenset()

    def test_a_change_of_the_working_tree_counts(self, site: Path) -> None:
        write(site, OTHER, declaration(LIBRARY + "备注: 改"))
        assert changes_since(site, "HEAD").files == {OTHER}

    def test_a_staged_change_counts(self, site: Path) -> None:
        write(site, OTHER, declaration(LIBRARY + "备注: 改"))
        git(site, "add", "--all")
        assert changes_since(site, "HEAD").files == {OTHER}

    def test_a_committed_change_counts_from_where_the_branch_left(self, site: Path) -> None:
        git(site, "switch", "--quiet", "--create", "edit")
        write(site, OTHER, declaration(LIBRARY + "备注: 改"))
        commit_all(site)
        git(site, "switch", "--quiet", "main")
        write(site, LAST_YEAR, declaration(IN_2019 + "备注: 改"))
        commit_all(site)
        git(site, "switch", "--quiet", "edit")
        assert changes_since(site, "main").files == {OTHER}

    @pytest.mark.parametrize("ignored", [False, True])
    def test_an_untracked_file_counts(self, site: Path, ignored: bool) -> None:
        if ignored:
            write(site, ".gitignore", "*.yml\n")
        write(site, f"{FOLDER}/xin.yml", declaration("项目名称: 新项目"))
        assert changes_since(site, "HEAD").files == {f"{FOLDER}/xin.yml"}

    def test_a_deleted_file_counts_and_its_text_is_known(self, site: Path) -> None:
        (site / OTHER).unlink()
        changes = changes_since(site, "HEAD")
        assert changes.files == {OTHER}
        assert changes.before[OTHER].decode() == declaration(LIBRARY)

    def test_a_moved_file_counts_twice(self, site: Path) -> None:
        git(site, "mv", OTHER, OTHER.replace("tushu.", "xiufu."))
        assert changes_since(site, "HEAD").files == {OTHER, OTHER.replace("tushu.", "xiufu.")}

    def test_other_files_do_not_count(self, site: Path) -> None:
        write(site, "mkdocs.yml", "site_name: 改\n")
        write(site, "content/pages/index.md", "# 改\n")
        assert changes_since(site, "HEAD").files == frozenset()

    def test_a_site_in_a_folder_of_its_repository(self, tmp_path: Path) -> None:
        root = make_site(tmp_path / "sites" / "qinghe")
        commit_all(tmp_path)
        write(root, PATH, declaration("备注: 改"))
        write(tmp_path, "content/projects/2020/a/b.yml", "外面")
        assert changes_since(root, "HEAD").files == {PATH}

    @pytest.mark.skipif(os.name == "nt", reason="no such names on Windows")
    @pytest.mark.parametrize("name", ["a\nb.yml", "-x.yml", 'a"b.yml', "档案.yml", os.fsdecode(b"\xff.yml")])
    def test_any_name_is_understood(self, site: Path, name: str) -> None:
        write(site, f"{FOLDER}/{name}", "一")
        commit_all(site)
        write(site, f"{FOLDER}/{name}", "二")
        changes = changes_since(site, "HEAD")
        assert changes.files == {f"{FOLDER}/{name}"}
        assert changes.before == {f"{FOLDER}/{name}": "一".encode()}

    def test_a_file_that_was_a_link_has_no_text_of_before(self, site: Path) -> None:
        (site / FOLDER / "link.yml").symlink_to("/etc/passwd")
        commit_all(site)
        (site / FOLDER / "link.yml").unlink()
        assert changes_since(site, "HEAD").before == {}


class TestTouched:
    def test_next_years_declaration_of_a_changed_one(self, site: Path) -> None:
        write(site, LAST_YEAR, declaration(IN_2019 + "备注: 改"))
        assert touched(site).linked == {PATH}

    def test_next_years_declaration_of_a_deleted_one(self, site: Path) -> None:
        (site / LAST_YEAR).unlink()
        assert touched(site).linked == {PATH}

    def test_next_years_declaration_of_one_that_changed_its_name(self, site: Path) -> None:
        write(site, LAST_YEAR, declaration(IN_2019 + "项目名称: 档案上网"))
        assert touched(site).linked == {PATH}

    def test_next_years_declaration_of_one_that_became_unreadable(self, site: Path) -> None:
        write(site, LAST_YEAR, "项目名称: [")
        assert touched(site).linked == {PATH}

    def test_last_years_declaration_is_not_touched(self, site: Path) -> None:
        write(site, PATH, declaration("备注: 改"))
        assert touched(site).files == {PATH}

    def test_a_namesake_of_a_new_one(self, site: Path) -> None:
        write(site, f"{FOLDER}/er.yml", declaration("项目总预算: 700000"))
        assert touched(site).linked == {PATH}

    def test_a_twin_of_a_new_one_by_its_text(self, site: Path) -> None:
        write(site, f"{FOLDER}/er.yml", declaration("项目名称: 另一个名称"))
        assert (PATH, "H307") in codes_elsewhere(site)

    @pytest.mark.skipif(os.name == "nt", reason="no two such names on Windows")
    def test_a_twin_of_a_new_one_by_its_path(self, site: Path) -> None:
        write(site, PATH.replace("dangan", "Dangan"), declaration("项目名称: 另一个名称\n项目总预算: 700000"))
        assert (PATH, "S107") in codes_elsewhere(site)

    def test_one_that_loses_the_predecessor_it_names(self, site: Path) -> None:
        write(site, PATH, declaration("项目名称: 档案上网\n前身: 2019/qinghe-danganguan/dangan-shuzihua"))
        commit_all(site)
        (site / LAST_YEAR).unlink()
        assert PATH in touched(site).files

    def test_a_report_of_a_project_whose_target_changed(self, site: Path) -> None:
        report = PATH.replace(".yml", ".ziping.yml")
        write(site, report, BASE_EVALUATION)
        commit_all(site)
        text = (site / PATH).read_text("utf-8")
        write(site, PATH, text.replace("≥120000页", "≥110000页"))
        assert (report, "R111") in codes_elsewhere(site)

    def test_next_year_s_declaration_of_a_report_that_changed(self, site: Path) -> None:
        report, later = PATH.replace(".yml", ".ziping.yml"), PATH.replace("2020", "2021")
        told = {"2020": "2021", "同名项目上年预算执行数: 560000": "同名项目上年预算执行数: 582000"}
        text = (site / PATH).read_text("utf-8")
        for old, new in told.items():
            text = text.replace(old, new)
        write(site, later, text)
        write(site, report, BASE_EVALUATION)
        commit_all(site)
        write(
            site,
            report,
            BASE_EVALUATION.replace("58.2, 分值: 10, 执行率: 97.00%", "57.6, 分值: 10, 执行率: 96.00%").replace(
                "58.2}", "57.6}"
            ),
        )
        assert (later, "R112") in codes_elsewhere(site)

    @pytest.mark.parametrize("setting", ["content/units.yml", "content/rules.yml"])
    def test_everything_when_a_setting_changed(self, site: Path, setting: str) -> None:
        write(site, setting, UNITS + "\n" if "units" in setting else "须说明的增减率: 5%\n")
        assert touched(site).files >= {PATH, LAST_YEAR, OTHER, setting}

    def test_everything_when_the_thresholds_were_deleted(self, site: Path) -> None:
        write(site, "content/rules.yml", "须说明的增减率: 5%\n")
        commit_all(site)
        (site / "content/rules.yml").unlink()
        assert touched(site).files >= {PATH, LAST_YEAR, OTHER}


class TestRefusals:
    @pytest.mark.parametrize(
        "base",
        ["nowhere", "", "-h", "--help", "--output=x", "HEAD:content", "HEAD~9", "HEAD..HEAD", "甲 乙\n", "^HEAD"],
    )
    def test_an_unknown_revision_is_told(self, site: Path, base: str) -> None:
        with pytest.raises(SetupProblem, match="没有"):
            changes_since(site, base)

    def test_an_option_does_nothing(self, site: Path) -> None:
        with pytest.raises(SetupProblem):
            changes_since(site, f"--output={site}/stolen")
        assert not (site / "stolen").exists()

    def test_a_folder_without_git_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(SetupProblem, match="不在 git 仓库里"):
            changes_since(make_site(tmp_path), "main")

    def test_a_machine_without_git_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(SetupProblem, match="找不到 git"):
            changes_since(make_site(tmp_path), "main")

    def test_a_revision_of_another_history_is_told(self, site: Path) -> None:
        git(site, "switch", "--quiet", "--orphan", "other")
        commit_all(site)
        with pytest.raises(SetupProblem, match="没有共同的历史"):
            changes_since(site, "main")

    def test_a_tag_is_a_revision(self, site: Path) -> None:
        git(site, "tag", "--annotate", "--message=x", "v1")
        assert changes_since(site, "v1").files == frozenset()


@pytest.mark.parametrize("seed", range(2))
def test_random_changes_touch_the_same_whatever_was_judged_before(tmp_path: Path, seed: int) -> None:
    """:func:`touched` compares; what the store knows is sometimes of this state, sometimes of another."""
    random = Random(seed)
    generate.generate(tmp_path, count=60, units=5, years=3, seed=5, errors=0)
    commit_all(tmp_path)
    files = sorted((tmp_path / "content/projects").rglob("*.yml"))
    texts = {file: file.read_text("utf-8") for file in files}
    for _ in range(4):
        for file in random.sample(files, 2):
            kind, text, other = random.randrange(5), texts[file], random.choice(files)
            if kind == 0:
                file.unlink()
            elif kind == 1:
                file.write_text(text.replace("项目概况: |-\n  ", "项目概况: |-\n  改过一处。", 1), "utf-8")
            elif kind == 2:
                file.write_text(texts[other], "utf-8")
            elif kind == 3:
                file.write_text(f"{text}前身: {'/'.join(other.with_suffix('').parts[-3:])}\n", "utf-8")
            else:
                file.write_text(text.replace("项目名称: ", "项目名称: 新", 1), "utf-8")
        touched(tmp_path, "HEAD")
        for file, text in texts.items():
            file.write_text(text, "utf-8")
