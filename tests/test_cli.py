"""The commands as people use them: what they say, in Chinese, and how they end."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sites import commit_all, declaration, make_site, write

from jixiao.build.context import STORE
from jixiao.cli import main
from jixiao.commands import COMMANDS, load_command, mkdocs
from jixiao.commands.mkdocs import in_chinese
from jixiao.forms import EDITION_IDS, result_edition_ids
from jixiao.report import FORMATS
from jixiao.rules import RULES
from jixiao.rules.examples import PATH

SOUND = "项目名称: 馆藏档案数字化"
ERROR = "项目总预算: 六十万"
WARNING = "项目当年投入资金构成:\n  - {子项目名称: 扫描, 预算金额: 600000}\n  - {子项目名称: 存储, 预算金额: 0}\n"
OTHER = "content/projects/2020/qinghe-danganguan/er.yml"
ROOT = Path(__file__).resolve().parent.parent
POPEN = subprocess.Popen


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


class TestHelp:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_explains_itself_in_chinese(self, command: str) -> None:
        shown = run(command, "--help").output
        assert shown.startswith("用法：jixiao ")
        assert not [word for word in ("Usage", "Options", "Show this", "OPTIONS", "Arguments") if word in shown]
        explained = [line for line in shown.splitlines() if line.strip().startswith("--")]
        assert explained
        assert all(is_chinese(line) for line in explained if "[text|" not in line)

    def test_the_program_lists_its_commands(self) -> None:
        shown = run("--help").output
        assert all(f"\n  {command} " in shown for command in COMMANDS)

    def test_help_needs_no_site(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert run("check", "--help").exit_code == 0


class TestMistakes:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["chek"], "没有“chek”这个命令；是否想写“check”？"),
            (["check", "--frmat"], "没有 --frmat 这个选项；是否想写“--format”？"),
            (["check", "--format", "xml"], "--format 只能是 text、json"),
            (["check", "--format"], "--format 后面缺少值"),
            (["check", "--strict=1"], "--strict 后面不写值"),
            (["rule", "B201", "B202"], "多出了 B202"),
            (["schema", "nowhere"], f"表式 只能是 {EDITION_IDS[0]}"),
            (["serve", "--address", "x"], "应写作 主机:端口"),
            (["serve", "--address", "-x:80"], "应写作 主机:端口"),
            (["serve", "--address", "127.0.0.1:99999"], "应写作 主机:端口"),
            (["check", "--\x1b[31m"], "没有 --\\x1b[31m 这个选项"),
        ],
    )
    def test_a_mistake_in_use_is_told_in_chinese(self, site: Path, arguments: list[str], words: str) -> None:
        result = run(
            *arguments[:1], *(["--root", site] if arguments[0] in ("check", "schema", "serve") else []), *arguments[1:]
        )
        assert result.exit_code == 2
        assert words in result.output

    def test_without_a_command_the_help_is_shown(self) -> None:
        result = run()
        assert result.exit_code == 2
        assert "用法：jixiao" in result.output

    def test_an_interruption_is_said(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(*_: object, **__: object) -> object:
            raise KeyboardInterrupt

        monkeypatch.setattr(import_module("jixiao.commands.check"), "judge", interrupted)
        result = run("check", "--root", site)
        assert result.exit_code == 130
        assert "已中断。" in result.output


class TestRoot:
    def test_the_nearest_folder_with_settings_is_the_site(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(site / "content" / "projects")
        assert "文件 2" in run("check").output

    def test_outside_of_a_site_that_is_said(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        result = run("check")
        assert result.exit_code == 2
        assert "都没有 mkdocs.yml" in result.output
        assert len(result.output.splitlines()) == 1

    def test_a_folder_that_is_no_site_is_refused(self, tmp_path: Path) -> None:
        result = run("check", "--root", tmp_path)
        assert result.exit_code == 2
        assert "不是网站的文件夹" in result.output


class TestCheck:
    def test_a_sound_site_passes(self, site: Path) -> None:
        result = run("check", "--root", site)
        assert (result.exit_code, result.output) == (0, "没有发现问题。错误 0，待核对 0，参考 0，文件 2\n")

    def test_an_error_fails(self, site: Path) -> None:
        write(site, PATH, declaration(ERROR))
        result = run("check", "--root", site)
        assert result.exit_code == 1
        assert "S105" in result.output

    def test_a_warning_fails_under_strict_alone(self, site: Path) -> None:
        write(site, PATH, declaration(WARNING))
        assert run("check", "--root", site).exit_code == 0
        assert run("check", "--root", site, "--strict").exit_code == 1

    def test_an_answered_warning_passes_under_strict(self, site: Path) -> None:
        write(
            site, PATH, declaration(f"{WARNING}说明:\n  - {{规则: B205, 理由: 存储设备由市里统一提供，不另列支。}}\n")
        )
        result = run("check", "--root", site, "--strict")
        assert (result.exit_code, "已有说明 1" in result.output) == (0, True)

    @pytest.mark.parametrize("form", FORMATS)
    def test_every_format_is_offered(self, site: Path, form: str) -> None:
        write(site, PATH, declaration(ERROR))
        result = run("check", "--root", site, "--format", form)
        assert result.exit_code == 1
        assert "S105" in result.output or "unreadable-value" in result.output

    def test_github_gets_its_summary(self, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
        run("check", "--root", site, "--format", "github")
        assert "没有发现问题" in (tmp_path / "summary.md").read_text(encoding="utf-8")

    def test_nothing_is_written_without_an_answer_to_where(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
        before = sorted(site.rglob("*"))
        run("check", "--root", site, "--format", "github")
        shutil.rmtree(site / STORE)
        (site / STORE).parent.rmdir()
        assert sorted(site.rglob("*")) == before


class TestPaths:
    @pytest.fixture
    def site(self, tmp_path: Path) -> Path:
        site = make_site(tmp_path / "site")
        write(site, PATH, declaration(ERROR))
        write(site, OTHER, declaration(f"{ERROR}\n项目名称: 另一个"))
        return site

    @staticmethod
    def files(*arguments: str | Path) -> list[str]:
        found = json.loads(run("check", *arguments, "--format", "json").output)["findings"]
        return sorted({finding["file"] for finding in found})

    def test_only_the_file_named_is_told(self, site: Path) -> None:
        assert self.files("--root", site, site / OTHER) == [OTHER]

    def test_a_folder_means_all_in_it(self, site: Path) -> None:
        assert self.files("--root", site, site / "content/projects/2020") == sorted([PATH, OTHER])
        assert self.files("--root", site, site) == sorted([PATH, OTHER])

    def test_paths_are_those_of_where_one_stands(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(site / "content/projects/2020")
        assert self.files("qinghe-danganguan/er.yml") == [OTHER]
        assert self.files("../2020/qinghe-danganguan/../qinghe-danganguan/er.yml") == [OTHER]

    def test_the_beginning_of_a_name_is_not_its_folder(self, site: Path) -> None:
        assert run("check", "--root", site, site / "content/projects/20").exit_code == 2

    @pytest.mark.parametrize("path", ["nowhere.yml", "mkdocs.yml", "content/pages", ".."])
    def test_a_path_without_declarations_is_refused(self, site: Path, path: str) -> None:
        (site / "content/pages").mkdir()
        result = run("check", "--root", site, site / path)
        assert result.exit_code == 2
        assert result.output.startswith("错误：")

    def test_the_others_do_not_make_it_fail(self, site: Path) -> None:
        write(site, OTHER, declaration("项目名称: 另一个\n项目总预算: 700000"))
        assert run("check", "--root", site, site / OTHER).exit_code == 0


class TestChanged:
    def test_only_what_changed_is_told_and_that_is_said(self, site: Path) -> None:
        write(site, PATH, declaration(ERROR))
        commit_all(site)
        write(site, OTHER, declaration(f"{ERROR}\n项目名称: 另一个"))
        result = run("check", "--root", site, "--changed", "HEAD")
        assert result.exit_code == 1
        assert OTHER in result.output
        assert PATH not in result.output
        assert "改动 1 个文件（其中删除 0 个），牵连 0 个" in result.output
        assert "对照了全部 3 个文件" in result.output

    def test_nothing_changed_passes_though_old_errors_stay(self, site: Path) -> None:
        write(site, PATH, declaration(ERROR))
        commit_all(site)
        assert run("check", "--root", site, "--changed", "main").exit_code == 0

    def test_what_is_unfit_beside_the_declarations_is_told_always(self, site: Path) -> None:
        write(site, "content/pages/CNAME", "evil.example")
        commit_all(site)
        write(site, PATH, declaration("项目名称: 改了的项目"))
        result = run("check", "--root", site, "--changed", "HEAD")
        assert result.exit_code == 1
        assert "content/pages/CNAME:1:1: 错误 S107" in result.output
        assert "CNAME" in run("check", "--root", site, site / "content/pages").output
        assert run("check", "--root", site, site / PATH).exit_code == 0

    @pytest.mark.parametrize("base", ["nowhere", "-x"])
    def test_an_unknown_revision_is_a_mistake_in_use(self, site: Path, base: str) -> None:
        commit_all(site)
        result = run("check", "--root", site, f"--changed={base}")
        assert result.exit_code == 2
        assert f"git 里没有“{base}”这个版本" in result.output

    def test_a_folder_without_git_is_told(self, site: Path) -> None:
        result = run("check", "--root", site, "--changed", "main")
        assert result.exit_code == 2
        assert "不在 git 仓库里" in result.output


class TestRule:
    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
    def test_every_rule_is_explained_by_code_and_by_name(self, rule: object) -> None:
        by_code = run("rule", str(getattr(rule, "code", "")).lower())
        assert by_code.exit_code == 0
        assert by_code.output == run("rule", getattr(rule, "name", "")).output
        assert all(f"\n{section}\n" in by_code.output for section in ("为什么重要", "反例", "正例", "怎样改", "依据"))

    def test_without_a_code_all_are_listed(self) -> None:
        shown = run("rule").output
        assert all(f"  {rule.code}  {rule.severity.label}  {rule.title}" in shown for rule in RULES)

    def test_an_unknown_one_gets_the_nearest_suggested(self) -> None:
        result = run("rule", "subproject-total-mismatches")
        assert result.exit_code == 2
        assert "是否想写 B201（subproject-total-mismatch）？" in result.output


class TestSchema:
    def test_one_is_printed(self, site: Path) -> None:
        printed = json.loads(run("schema", "shanghai-2019", "--root", site).output)
        assert printed["properties"]["表式"]["enum"] == ["shanghai-2019"]

    def test_without_an_edition_there_is_none_to_print(self, site: Path) -> None:
        assert run("schema", "--root", site).exit_code == 2

    def test_all_are_written_and_then_agree(self, site: Path) -> None:
        assert run("schema", "--root", site, "--check").exit_code == 1
        assert run("schema", "--root", site, "--write").exit_code == 0
        assert sorted(file.name for file in (site / "schemas").iterdir()) == [
            f"{edition_id}.schema.json" for edition_id in sorted((*EDITION_IDS, *result_edition_ids()))
        ]
        assert run("schema", "--root", site, "--check").exit_code == 0

    def test_one_that_differs_is_told_with_what_to_do(self, site: Path) -> None:
        run("schema", "--root", site, "--write")
        write(site, "schemas/shanghai-2026.schema.json", "{}")
        result = run("schema", "--root", site, "--check")
        assert result.exit_code == 1
        assert "schemas/shanghai-2026.schema.json 与表式不一致" in result.output
        assert "jixiao schema --write" in result.output
        assert run("schema", "shanghai-2019", "--root", site, "--check").exit_code == 0

    def test_one_without_an_edition_is_told(self, site: Path) -> None:
        run("schema", "--root", site, "--write")
        write(site, "schemas/old.schema.json", "{}")
        assert "没有对应的表式" in run("schema", "--root", site, "--check").output


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[tuple[str, ...]]]:
    """Put a script in the place of MkDocs; it gets the folder to fill as its last argument."""

    def put(script: str) -> list[tuple[str, ...]]:
        calls: list[tuple[str, ...]] = []

        def start(command: tuple[str, ...], **settings: object) -> subprocess.Popen[str]:
            calls.append(command)
            folder = command[command.index("-d") + 1] if "-d" in command else ""
            return POPEN((sys.executable, "-X", "utf8", "-c", script, folder), **settings)  # type: ignore[call-overload, no-any-return]

        monkeypatch.setattr(mkdocs.subprocess, "Popen", start)
        return calls

    return put


WRITES_A_SITE = """
import sys; from pathlib import Path
print("INFO    -  Building documentation...", file=sys.stderr)
site = Path(sys.argv[1])
for name in ("index.html", "404.html", "a/index.html"):
    (site / name).parent.mkdir(exist_ok=True)
    (site / name).write_text("页")
"""


class TestBuild:
    def test_the_site_is_built_and_that_is_said(self, site: Path, builder: Callable[[str], object]) -> None:
        builder(WRITES_A_SITE)
        result = run("build", "--root", site)
        assert result.exit_code == 0
        assert f"网站已建成：{site / 'site'}（2 个页面）" in result.output
        assert "Building" not in result.output
        assert (site / "site" / "a" / "index.html").is_file()

    def test_it_goes_where_it_is_wanted(
        self, site: Path, tmp_path: Path, builder: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        builder(WRITES_A_SITE)
        monkeypatch.chdir(tmp_path)
        assert run("build", "--root", site, "--out", "public").exit_code == 0
        assert (tmp_path / "public" / "index.html").is_file()

    def test_strict_is_passed_on(self, site: Path, builder: Callable[[str], list[tuple[str, ...]]]) -> None:
        calls = builder(WRITES_A_SITE)
        run("build", "--root", site, "--strict")
        assert calls[0][-1] == "--strict"
        assert calls[0][1:6] == ("-m", "mkdocs", "build", "-f", str(site / "mkdocs.yml"))

    def test_a_failure_leaves_the_old_site_and_shows_why(self, site: Path, builder: Callable[[str], object]) -> None:
        builder(WRITES_A_SITE)
        run("build", "--root", site)
        builder("import sys; print('ERROR   -  坏了', file=sys.stderr); sys.exit(1)")
        result = run("build", "--root", site)
        assert result.exit_code == 1
        assert "坏了" in result.output
        assert "保持原样" in result.output
        assert (site / "site" / "index.html").is_file()

    def test_the_sources_are_not_overwritten(self, site: Path, builder: Callable[[str], list[tuple[str, ...]]]) -> None:
        calls = builder(WRITES_A_SITE)
        result = run("build", "--root", site, "--out", site)
        assert (result.exit_code, calls) == (2, [])

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such request")
    def test_a_request_to_stop_ends_it_in_order(self, site: Path) -> None:
        """A real process, stopped from outside while its MkDocs hangs."""
        hang = "import time, sys; print('WARNING -  in work', file=sys.stderr, flush=True); time.sleep(600)"
        code = f"""
import subprocess, sys
from jixiao.cli import main
from jixiao.commands import mkdocs
popen = subprocess.Popen
mkdocs.subprocess.Popen = lambda command, **settings: popen((sys.executable, "-c", {hang!r}), **settings)
main(["build", "--root", {str(site)!r}])
"""
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
        with subprocess.Popen(
            [sys.executable, "-c", code], stderr=subprocess.PIPE, encoding="utf-8", env=environment
        ) as process:
            assert process.stderr
            while "in work" not in process.stderr.readline():
                assert process.poll() is None
            process.terminate()
            said = process.stderr.read()
        assert process.returncode == 130
        assert said.strip() == "已中断。"
        assert sorted(file.name for file in (site / ".site.jixiao").iterdir()) == [".gitignore", "lock"]
        assert not (site / "site").exists()

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
    @pytest.mark.parametrize("number", ["SIGKILL", "SIGTERM", "SIGSEGV", "SIGHUP"])
    def test_a_killed_mkdocs_is_told_in_one_sentence(
        self, site: Path, builder: Callable[[str], object], number: str
    ) -> None:
        builder(WRITES_A_SITE)
        run("build", "--root", site)
        builder(f"import os, signal; os.kill(os.getpid(), signal.{number})")
        result = run("build", "--root", site)
        assert result.exit_code == 2
        assert result.output.splitlines()[1:] == [
            f"错误：生成网站的进程中途被终止（{number}），原来的网站没有改动；若是内存不够，可用 --jobs 1 重试"
        ]
        assert (site / "site" / "index.html").is_file()


class TestServe:
    def test_the_address_is_passed_on(self, site: Path, builder: Callable[[str], list[tuple[str, ...]]]) -> None:
        calls = builder("print('INFO    -  [10:00:00] Serving on http://127.0.0.1:8123/x/')")
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = f"127.0.0.1:{free.getsockname()[1]}"
        result = run("serve", "--root", site, "--address", address)
        assert calls[0][3:] == ("serve", "-f", str(site / "mkdocs.yml"), "-a", address)
        assert "预览地址：http://127.0.0.1:8123/x/" in result.output

    def test_a_port_in_use_is_told_before_anything_is_built(
        self, site: Path, builder: Callable[[str], list[tuple[str, ...]]]
    ) -> None:
        calls = builder("")
        with socket.create_server(("127.0.0.1", 0)) as taken:
            result = run("serve", "--root", site, "--address", f"127.0.0.1:{taken.getsockname()[1]}")
        assert (result.exit_code, calls) == (2, [])
        assert "端口已被占用" in result.output

    def test_ctrl_c_ends_it_quietly(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(*arguments: str) -> int:
            raise KeyboardInterrupt

        monkeypatch.setattr(import_module("jixiao.commands.serve"), "run_mkdocs", interrupted)
        monkeypatch.setattr(import_module("jixiao.commands.serve"), "_check_free", lambda host, port: None)
        result = run("serve", "--root", site)
        assert result.exit_code == 0
        assert "预览已停止。" in result.output


class TestWhatMkDocsSays:
    def test_progress_is_left_out_with_what_belongs_to_it(self) -> None:
        lines = [
            "INFO    -  The following pages are not in the nav:\n",
            "  - a.md\n",
            "WARNING -  坏链接\n",
            "           续行\n",
        ]
        assert list(in_chinese(lines)) == ["WARNING -  坏链接", "           续行"]

    def test_other_output_is_passed_on(self) -> None:
        lines = ["INFO    -  Cleaning site directory\n", "\n", "■ content/units.yml（错误 1）\n", "  第 1 行\n"]
        assert list(in_chinese(lines)) == ["", "■ content/units.yml（错误 1）", "  第 1 行"]

    def test_what_people_wait_for_is_translated(self) -> None:
        lines = ["INFO    -  [1:00] Serving on http://a/\n", "INFO    -  [1:00] Detected file changes\n"]
        assert [line[:4] for line in in_chinese(lines)] == ["预览地址", "文件有改"]

    def test_a_strict_build_says_why_it_failed(self) -> None:
        assert list(in_chinese(["\n", "Aborted with 2 warnings in strict mode!\n"])) == [
            "",
            "--strict 要求上面所列的一条也没有。",
        ]

    def test_what_acts_on_a_terminal_does_not_pass(self) -> None:
        assert list(in_chinese(["\x1b[31mx\n"])) == ["\\x1b[31mx"]


class TestEncoding:
    @pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
    def test_output_is_utf8_whatever_the_console_is(self, site: Path, encoding: str) -> None:
        write(site, PATH, declaration("项目名称: 档案😀\n项目总预算: 六十万"))
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "plugins"),
            "PYTHONIOENCODING": encoding,
            "PYTHONUTF8": "0",
        }
        command = [sys.executable, "-m", "jixiao", "check", "--root", str(site)]
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
        assert done.returncode == 1
        assert "错误 1" in done.stdout.decode("utf-8")

    @pytest.mark.skipif(os.name == "nt", reason="no such names on Windows")
    def test_a_name_that_is_not_unicode_is_shown_not_raised(self, site: Path) -> None:
        write(site, os.fsdecode(b"content/projects/2020/qinghe-danganguan/\xff.yml"), "x")
        assert run("check", "--root", site).exit_code == 1


def test_the_module_is_the_program() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    command = [sys.executable, "-m", "jixiao", "--help"]
    shown = subprocess.run(command, capture_output=True, check=True, env=environment).stdout.decode()
    assert shown.startswith("用法：jixiao 命令")


def test_all_commands_are_named_in_one_place() -> None:
    assert COMMANDS == ("check", "build", "merge", "serve", "rule", "schema", "edition")
    assert [load_command(name).name for name in COMMANDS] == list(COMMANDS)


def test_a_build_loads_nothing_that_mkdocs_will_load_anyway() -> None:
    told = "import sys, jixiao.commands.build; print(*sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, env=environment, text=True)
    assert not {"jixiao.rules", "jixiao.site", "jixiao.walk", "jinja2", "numpy"} & set(loaded.stdout.split())


def with_template(name: str) -> bytes:
    """A hand-written page that wants a template."""
    return f"---\ntemplate: {name}\n---\n# 甲\n".encode()


class TestTroubleOfTheSystem:
    """What the system refuses is told in one Chinese sentence, and the old site stays."""

    @staticmethod
    def start(site: Path, *arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
        command = [sys.executable, "-m", "jixiao", arguments[0], "--root", str(site), *arguments[1:]]
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            command, stderr=subprocess.PIPE, encoding="utf-8", env=environment, check=False, **settings
        )

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
    @pytest.mark.parametrize("form", ["text", "json", "sarif"])
    def test_an_output_on_a_full_disk(self, site: Path, form: str) -> None:
        with Path("/dev/full").open("w") as full:
            result = self.start(site, "check", "--format", form, stdout=full)
        assert (result.returncode, result.stderr) == (2, "错误：不能读写文件（磁盘已满，请腾出空间）\n")

    @pytest.mark.skipif(os.name == "nt", reason="Windows tells it otherwise")
    @pytest.mark.parametrize("rows", [1, 400])
    def test_an_output_that_is_closed(self, site: Path, rows: int) -> None:
        """Few findings wait in a buffer until the end, many are met on the way."""
        for number in range(rows):
            write(site, f"content/projects/2020/{number}.yml", "x")
        here, there = os.pipe()
        os.close(here)
        result = self.start(site, "check", stdout=there)
        os.close(there)
        told = "接收输出的程序已经关闭"
        assert result.returncode == 2
        assert result.stderr.count("\n") == 1
        assert told in result.stderr

    @pytest.mark.skipif(sys.platform != "linux", reason="limits are set as on Linux")
    def test_a_file_larger_than_allowed_while_building(self, site: Path) -> None:
        import resource

        shutil.copytree(ROOT / "theme", site / "theme")
        shutil.copy(ROOT / "mkdocs.yml", site / "mkdocs.yml")
        write(site, "content/pages/about.md", "# 关于\n")
        assert self.start(site, "build").returncode == 0
        before = {path: path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()}
        write(site, "content/rules.yml", "须说明的增减额: 12345\n")
        limited = (resource.RLIMIT_FSIZE, (30_000, 30_000))
        result = self.start(site, "build", preexec_fn=partial(resource.setrlimit, *limited))
        assert result.returncode == 1
        assert "文件超过了系统允许的大小" in result.stderr
        assert "Traceback" not in result.stderr
        assert {path: path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()} == before
        assert self.start(site, "build").returncode == 0

    def test_an_unfit_template_and_a_page_that_is_no_text_leave_the_output(self, site: Path) -> None:
        shutil.copytree(ROOT / "theme", site / "theme")
        shutil.copy(ROOT / "mkdocs.yml", site / "mkdocs.yml")
        write(site, "site/index.html", "旧")
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins"), "NO_MKDOCS_2_WARNING": "1"}
        command = [sys.executable, "-m", "mkdocs", "build", "-f", str(site / "mkdocs.yml")]
        for page, sentence in (
            (with_template("nirgends.html"), "“about.md”要用的“nirgends.html”不是网页的模板"),
            (with_template("sitemap.xml"), "“about.md”要用的“sitemap.xml”不是网页的模板"),
            (with_template("partials/header.html"), "“about.md”要用的“partials/header.html”不是网页的模板"),
            (with_template("../mkdocs.yml"), "“about.md”要用的“../mkdocs.yml”不是网页的模板"),
            ("# 关于\n".encode("gb18030"), "“about.md”不是 UTF-8 编码的文本"),
        ):
            write(site, "content/pages/about.md", "")
            (site / "content/pages/about.md").write_bytes(page)
            result = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
            told = [line for line in result.stderr.splitlines() if not line.startswith("INFO")]
            assert (result.returncode, len(told)) == (1, 1), result.stderr
            assert told[0].startswith(f"错误：{sentence}")
            assert (site / "site/index.html").read_text("utf-8") == "旧"
