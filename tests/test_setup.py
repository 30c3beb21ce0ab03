"""The set-up (scripts/run.py, the lock, pyproject.toml) and the CI files keep what they promise."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from jixiao.commands import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts" / "run.py"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PROJECT_TEXT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
TEST_COMMAND = re.compile(r"\bpython3? scripts/run\.py test\b")


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


run = load_script()


class Commands:
    """Stands for the commands of the set-up: notes them, and stops at the one that it is told to."""

    def __init__(self, tree: Any) -> None:
        self.tree, self.seen, self.stop_at = tree, list[str](), -1

    def __call__(self, command: Sequence[str], failure: str, watch: Callable[[str], None] = print) -> None:
        self.seen.append(" ".join(command))
        if len(self.seen) - 1 == self.stop_at:
            raise KeyboardInterrupt
        if "venv" in command:
            shutil.rmtree(self.tree.venv, ignore_errors=True)
            self.tree.programs.mkdir(parents=True)
            self.tree.python.touch()

    @property
    def kinds(self) -> list[str]:
        return [next(kind for kind in ("--clear", "--require-hashes", "--editable") if kind in c) for c in self.seen]


EVERYTHING = ["--clear", "--require-hashes", "--editable"]


@pytest.fixture
def tree(tmp_path: Path) -> Any:
    (tmp_path / "requirements.lock").write_text("one==1 --hash=sha256:0\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return run.Tree(tmp_path)


@pytest.fixture
def commands(tree: Any, monkeypatch: pytest.MonkeyPatch) -> Commands:
    commands = Commands(tree)
    monkeypatch.setattr(run, "run_quietly", commands)
    return commands


# The Python it runs on


@pytest.mark.parametrize("version", [(2, 7), (3, 6, 15), (3, 10), (3, 15), (4, 0)])
def test_a_python_that_is_too_old_or_untried_is_refused_in_chinese(version: tuple[int, ...]) -> None:
    problem = run.python_problem(version)
    assert f"需要 Python 3.11 至 3.14，当前是 {version[0]}.{version[1]}" in problem


@pytest.mark.parametrize("version", [(3, 11), (3, 12, 1), (3, 14, 2)])
def test_every_supported_python_is_accepted(version: tuple[int, ...]) -> None:
    assert run.python_problem(version) is None


def test_the_supported_pythons_are_those_that_the_project_names() -> None:
    assert project()["requires-python"] == ">=3.11,<3.15"


def test_an_old_python_sees_the_message_and_nothing_of_the_rest() -> None:
    pretend = f"import runpy, sys; sys.version_info = (3, 8, 0); runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    result = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", pretend], capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.strip() == run.python_problem((3, 8))


def test_an_old_python_can_parse_the_script() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_the_script_needs_the_standard_library_alone() -> None:
    nodes = list(ast.walk(ast.parse(SCRIPT.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in plain | parts} <= sys.stdlib_module_names


# Set-up


def test_the_first_set_up_makes_the_environment_then_packages_then_project(tree: Any, commands: Commands) -> None:
    run.prepare(tree)
    assert commands.kinds == EVERYTHING


def test_the_second_start_runs_nothing(tree: Any, commands: Commands) -> None:
    run.prepare(tree)
    commands.seen.clear()
    run.prepare(tree)
    assert commands.seen == []


@pytest.mark.parametrize(
    ("stop_at", "redone"), [(0, EVERYTHING), (1, EVERYTHING), (2, ["--editable"])], ids=["venv", "packages", "project"]
)
def test_an_interrupted_set_up_is_redone(tree: Any, commands: Commands, stop_at: int, redone: list[str]) -> None:
    commands.stop_at = stop_at
    with pytest.raises(KeyboardInterrupt):
        run.prepare(tree)
    commands.seen.clear()
    commands.stop_at = -1
    run.prepare(tree)
    assert commands.kinds == redone


def test_an_interrupted_renewal_does_not_pass_for_the_set_up_before_it(tree: Any, commands: Commands) -> None:
    run.prepare(tree)
    tree.lock.write_text("two==2 --hash=sha256:0\n", encoding="utf-8")
    commands.stop_at = len(commands.seen)
    with pytest.raises(KeyboardInterrupt):
        run.prepare(tree)
    tree.lock.write_text("one==1 --hash=sha256:0\n", encoding="utf-8")
    commands.seen.clear()
    commands.stop_at = -1
    run.prepare(tree)
    assert commands.kinds == EVERYTHING


def test_a_changed_lock_makes_the_environment_anew(tree: Any, commands: Commands) -> None:
    run.prepare(tree)
    commands.seen.clear()
    tree.lock.write_text("two==2 --hash=sha256:0\n", encoding="utf-8")
    run.prepare(tree)
    assert commands.kinds == EVERYTHING


def test_a_changed_project_file_only_links_the_project_again(tree: Any, commands: Commands) -> None:
    run.prepare(tree)
    commands.seen.clear()
    tree.project.write_text("[project]\nversion = '2'\n", encoding="utf-8")
    run.prepare(tree)
    assert commands.kinds == ["--editable"]


def test_another_python_makes_the_environment_anew(
    tree: Any, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.prepare(tree)
    commands.seen.clear()
    monkeypatch.setattr(run.platform, "python_version", lambda: "3.99.0")
    run.prepare(tree)
    assert commands.kinds == EVERYTHING


def test_an_environment_without_its_python_is_made_anew(tree: Any, commands: Commands) -> None:
    run.prepare(tree)
    commands.seen.clear()
    tree.python.unlink()
    run.prepare(tree)
    assert commands.kinds == EVERYTHING


def test_one_who_waited_for_another_set_up_finds_the_work_done(
    tree: Any, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = threading.Event()
    monkeypatch.setattr(run, "say", lambda message: waits.set() if "另一个窗口" in message else None)
    waiting = threading.Thread(target=run.prepare, args=(tree,))
    with run.exclusive(tree.root / ".venv.lock"):
        waiting.start()
        assert waits.wait(10)
        for stage in run.stages(tree):
            run.perform(tree, stage)
    waiting.join(10)
    assert not waiting.is_alive()
    assert commands.kinds == EVERYTHING


def test_packages_are_checked_by_hash_and_the_project_needs_no_network(tree: Any, commands: Commands) -> None:
    run.prepare(tree)
    _, packages, itself = commands.seen
    assert f"--require-hashes -r {tree.lock}" in packages
    assert f"--no-deps --no-build-isolation --no-index --editable {tree.root}" in itself


def test_a_failing_command_is_told_in_chinese_with_its_last_words() -> None:
    with pytest.raises(run.SetupFailed, match=r"^下载失败。\n  \| no such host$"):
        run.run_quietly((sys.executable, "-c", "print('no such host'); raise SystemExit(1)"), "下载失败。")


def test_a_missing_lock_is_told_in_chinese(tree: Any, capsys: pytest.CaptureFixture[str]) -> None:
    tree.lock.unlink()
    assert run.run_task(tree, run.TASKS["check"], []) == 1
    assert capsys.readouterr().err == "无法准备运行环境：缺少 requirements.lock，请重新取得完整的项目。\n"


def test_set_up_says_nothing_on_standard_output(
    tree: Any, commands: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    """``check --format json > file`` must hold the report alone, also on the first run."""
    run.prepare(tree)
    assert capsys.readouterr().out == ""


def test_everything_runs_in_utf8_and_apart_from_other_installations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    variables = run.environment()
    assert variables["PYTHONUTF8"] == "1"
    assert "PYTHONPATH" not in variables


# Tasks


class Calls:
    """Stands for the commands of a task; those with a word of ``failing`` in them fail."""

    def __init__(self, *failing: str) -> None:
        self.failing, self.seen = failing, list[list[str]]()

    def __call__(self, tree: Any, command: Sequence[str], **options: Any) -> int:
        self.seen.append([str(part) for part in command])
        return int(any(word in command for word in self.failing))


def run_tests(monkeypatch: pytest.MonkeyPatch, tree: Any, calls: Calls, *arguments: str) -> int:
    monkeypatch.setattr(run, "call", calls)
    return int(run.test(tree, list(arguments)))


def without_browser(monkeypatch: pytest.MonkeyPatch, ci: str) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("JIXIAO_CHROMIUM", "/nowhere/chromium")


def test_all_steps_run_and_the_failed_ones_are_listed(
    tree: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIXIAO_CHROMIUM", sys.executable)
    calls = Calls("mypy", "format")
    assert run_tests(monkeypatch, tree, calls) == 1
    assert len(calls.seen) == 6
    assert capsys.readouterr().out.splitlines()[-1] == "未通过：代码格式（ruff format --check）；类型（mypy --strict）"


def test_nothing_is_said_after_the_summary_of_pytest(
    tree: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JIXIAO_CHROMIUM", sys.executable)
    assert run_tests(monkeypatch, tree, Calls()) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "── 6/6 测试（pytest）"


def test_arguments_after_two_dashes_go_to_pytest(tree: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_CHROMIUM", sys.executable)
    calls = Calls()
    run_tests(monkeypatch, tree, calls, "--", "-k", "name")
    workers = str((os.cpu_count() or 1) + 1)
    assert calls.seen[-1][1:] == ["-m", "pytest", "-n", workers, "--dist", "worksteal", "-k", "name"]


def test_browser_tests_are_left_out_with_a_note_where_there_is_no_browser(
    tree: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_browser(monkeypatch, ci="")
    calls = Calls()
    assert run_tests(monkeypatch, tree, calls) == 0
    assert calls.seen[-1][-2:] == ["-m", "not browser"]
    assert "找不到 Chromium，跳过浏览器测试" in capsys.readouterr().err


def test_a_missing_browser_is_a_failure_in_ci(
    tree: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_browser(monkeypatch, ci="true")
    assert run_tests(monkeypatch, tree, Calls()) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "未通过：浏览器测试（找不到 Chromium）"


def test_jixiao_gets_its_arguments_as_they_are(tree: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = Calls()
    monkeypatch.setattr(run, "call", calls)
    monkeypatch.chdir(tree.root)
    run.TASKS["check"].run(tree, ["--format", "json", "一 二.yml"])
    assert calls.seen == [[str(tree.program("jixiao")), "check", "--format", "json", "一 二.yml"]]


def test_jixiao_is_told_how_the_script_was_called(tree: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[dict[str, str]] = []
    monkeypatch.setattr(run, "call", lambda tree, command, more: said.append(more) or 0)
    monkeypatch.setattr(run.os, "name", "posix")
    monkeypatch.setattr(sys, "argv", ["../scripts/run.py", "check", "一 二.yml"])
    monkeypatch.setattr(run.shutil, "which", lambda name: name)
    monkeypatch.setattr(
        sys, "orig_argv", ["/opt/python/bin/python3", "-X", "utf8", "../scripts/run.py", "check", "一 二.yml"]
    )
    run.TASKS["check"].run(tree, [])
    assert said == [{"JIXIAO_CALLED_AS": "python3 -X utf8 ../scripts/run.py"}]


def test_a_rule_is_explained_without_a_site(tree: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls = Calls()
    monkeypatch.setattr(run, "call", calls)
    monkeypatch.chdir(tmp_path.parent)
    run.TASKS["rule"].run(tree, ["H303"])
    assert calls.seen == [[str(tree.program("jixiao")), "rule", "H303"]]


def test_every_command_is_a_task_and_every_task_that_ci_runs_exists() -> None:
    assert set(COMMANDS) <= run.TASKS.keys()
    texts = [file.read_text(encoding="utf-8") for file in (*WORKFLOWS, ROOT / ".gitlab-ci.yml")]
    called = {task for text in texts for task in re.findall(r"python3? scripts/run\.py (\w+)", text)}
    assert called
    assert called <= run.TASKS.keys()


@pytest.mark.parametrize("named", [["--root", "x"], ["--root=x"]])
def test_from_elsewhere_the_project_itself_is_meant_unless_another_is_named(
    tree: Any, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, named: list[str]
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert list(run.at_root(tree, ["--strict"])) == ["--root", str(tree.root), "--strict"]
    assert run.at_root(tree, named) == named


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["--help"]])
def test_help_names_every_task_and_the_form_for_windows(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = run.main(arguments)
    said = capsys.readouterr()
    assert code == (0 if arguments == ["--help"] else 2)
    for word in (*run.TASKS, "py scripts\\run.py"):
        assert word in said.out + said.err


def test_a_new_lock_starts_with_where_it_comes_from(tree: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = Calls()
    monkeypatch.setattr(run, "call", calls)
    monkeypatch.setattr(run.shutil, "which", lambda name: name)
    assert run.lock(tree, ["--upgrade"]) == 0
    assert {"--universal", "--generate-hashes", "--no-emit-index-url", "--upgrade"} <= set(calls.seen[0])
    assert tree.lock.read_text(encoding="utf-8") == run.LOCK_HEADER + "one==1 --hash=sha256:0\n"


# Lock and project file


def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(PROJECT_TEXT)["project"]
    return table


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def direct_dependencies() -> tuple[str, ...]:
    return (*project()["dependencies"], *project()["optional-dependencies"]["dev"])


def locked() -> dict[str, str]:
    """Each requirement of the lock, by name, with its hashes."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line and not line.lstrip().startswith("#")]
    return {canonical(line.partition("==")[0]): line for line in lines}


def test_every_requirement_in_the_lock_has_one_version_and_hashes() -> None:
    form = re.compile(r"[a-z0-9-]+==[\w.+]+( ; [^-]+?)? +(--hash=sha256:[0-9a-f]{64} *)+")
    assert [line for line in locked().values() if not form.fullmatch(line)] == []


def test_the_lock_holds_no_address_and_no_option() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert re.findall(r"\S*://\S*|\bfile:\S*| @ \S*|^-.*", text, re.MULTILINE) == []


def test_the_lock_starts_with_where_it_comes_from() -> None:
    assert (ROOT / "requirements.lock").read_text(encoding="utf-8").startswith(run.LOCK_HEADER)


@pytest.mark.parametrize("dependency", direct_dependencies())
def test_each_direct_dependency_is_locked_bounded_and_justified(dependency: str) -> None:
    name = re.split(r"[<>=]", dependency)[0]
    comment = re.search(rf'^    "{re.escape(dependency)}", +# (.*)$', PROJECT_TEXT, re.MULTILINE)
    assert canonical(name) in locked()
    assert ">=" in dependency
    assert comment, "no comment with licence and justification"
    allowed = r"(MIT|0BSD|BSD-[23]-Clause|Apache-2\.0|MPL-2\.0|Zlib|CC0-1\.0)"
    assert re.match(rf"{allowed}( AND {allowed})*[,.] .{{15,}}", comment[1])


@pytest.mark.parametrize("dependency", direct_dependencies())
def test_the_licence_in_the_comment_is_the_one_of_the_package(dependency: str) -> None:
    try:
        found = importlib.metadata.distribution(re.split(r"[<>=]", dependency)[0])
    except importlib.metadata.PackageNotFoundError:
        assert ";" in dependency, "it is for every system"
        pytest.skip("not for this system")
    about = found.metadata
    texts = (Path(str(file.locate())) for file in found.files or () if file.name == "LICENSE")
    is_apache = any(file.read_text("utf-8").strip().startswith("Apache License") for file in texts)
    stated = about["License-Expression"] or next(
        (c.rpartition(" :: ")[2].split()[0] for c in about.get_all("Classifier", []) if c.startswith("License ::")),
        "Apache-2.0" if is_apache else "MIT",
    )
    assert re.search(rf'^    "{re.escape(dependency)}", +# {re.escape(stated)}', PROJECT_TEXT, re.MULTILINE)


# CI


def steps_of(job: dict[str, Any]) -> list[dict[str, Any]]:
    return list(job["steps"])


def workflow(file: Path) -> dict[str, Any]:
    """The workflow with every scalar as text, so that ``on`` stays a word."""
    content: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return content


every_workflow = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)


def test_there_is_a_workflow_for_the_site() -> None:
    assert [file.name for file in WORKFLOWS if file.name == "site.yml"]


@every_workflow
def test_every_action_is_pinned_to_a_commit_and_names_its_version(file: Path) -> None:
    uses = re.findall(r"^.*\buses:.*$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert uses
    for line in uses:
        assert re.fullmatch(r"\s*(- )?uses: [\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)


@every_workflow
def test_one_action_is_pinned_to_one_commit_throughout(file: Path) -> None:
    pins = set(re.findall(r"uses: (\S+)@(\S+)", file.read_text(encoding="utf-8")))
    assert len(pins) == len({name for name, _ in pins})


@every_workflow
def test_no_trigger_gives_a_strangers_code_our_rights(file: Path) -> None:
    assert set(workflow(file)["on"]) <= {"pull_request", "push", "workflow_dispatch", "merge_group"}


@every_workflow
def test_the_token_can_only_read_unless_a_job_that_runs_no_code_of_the_repository_says_otherwise(file: Path) -> None:
    content = workflow(file)
    assert content["permissions"] == {"contents": "read"}
    for job in content["jobs"].values():
        if "write" in job.get("permissions", {}).values():
            assert not [step for step in steps_of(job) if "run" in step or "actions/checkout" in step["uses"]]


@every_workflow
def test_what_follows_a_pull_request_never_publishes(file: Path) -> None:
    jobs = workflow(file)["jobs"]
    for job in jobs.values():
        if "write" in job.get("permissions", {}).values():
            assert "github.event_name != 'pull_request'" in jobs[job["needs"]]["if"]


@every_workflow
def test_no_expression_stands_in_a_command(file: Path) -> None:
    for job in workflow(file)["jobs"].values():
        for step in steps_of(job):
            assert "${{" not in step.get("run", "")


def test_the_one_secret_is_where_no_pull_request_comes() -> None:
    for file in WORKFLOWS:
        found = workflow(file)["jobs"]
        named = {name: set(re.findall(r"secrets\.\w+", json.dumps(job))) for name, job in found.items()}
        assert {name: secrets for name, secrets in named.items() if secrets} == (
            {key: {"secrets.JIXIAO_CACHE_KEY"} for key in ("shard", "build")} if file.stem == "site" else {}
        )
    jobs = workflow(ROOT / ".github/workflows/site.yml")["jobs"]
    assert all("github.event_name != 'pull_request'" in jobs[name]["if"] for name in ("plan", "build"))
    assert jobs["shard"]["needs"] == "plan"


@every_workflow
def test_a_checkout_leaves_no_token_behind(file: Path) -> None:
    for job in workflow(file)["jobs"].values():
        for step in steps_of(job):
            if "actions/checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] == "false"


def test_gitlab_checks_merge_requests_and_publishes_the_default_branch_alone() -> None:
    content = workflow(ROOT / ".gitlab-ci.yml")
    assert content["check"]["artifacts"]["reports"]["codequality"] == "gl-code-quality-report.json"
    assert "> gl-code-quality-report.json" in content["check"]["script"][0]
    assert {"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'} in content["workflow"]["rules"]
    assert content["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert re.fullmatch(r"python:3\.\d+-slim\S*", content["default"]["image"])


def test_ci_runs_the_test_command_of_the_readme() -> None:
    for file in (".ci/run", "README.md"):
        assert TEST_COMMAND.search((ROOT / file).read_text(encoding="utf-8")), file


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such mode")
def test_the_ci_script_can_be_executed() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


class TestShardsInTheWorkflow:
    """The site's workflow lets several machines share the work where there is much of it."""

    @pytest.fixture
    def jobs(self) -> dict[str, Any]:
        return dict(workflow(ROOT / ".github" / "workflows" / "site.yml")["jobs"])

    @staticmethod
    def command(job: dict[str, Any]) -> tuple[str, dict[str, str]]:
        (step,) = (step for step in steps_of(job) if "run" in step)
        return step["run"], step.get("env", {})

    @pytest.mark.skipif(os.name == "nt", reason="the machines that run it have a POSIX shell")
    @pytest.mark.parametrize(("count", "several"), [(3, False), (4, True)])
    def test_the_plan_counts_declarations(
        self, jobs: dict[str, Any], tmp_path: Path, count: int, several: bool
    ) -> None:
        for number in range(count):
            file = tmp_path / f"content/projects/2020/a/p{number}.yml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("x")
        (tmp_path / "content/units.yml").write_text("x")
        for words in (["init", "-q"], ["add", "-A"]):
            subprocess.run(["git", *words], cwd=tmp_path, check=True)
        command, variables = self.command(jobs["plan"])
        told = tmp_path / "told"
        environment = {**os.environ, **variables, "SHARDS_FROM": "3", "GITHUB_OUTPUT": str(told)}
        subprocess.run(["bash", "-euc", command], cwd=tmp_path, env=environment, check=True, capture_output=True)
        assert told.read_text() == f"shards={variables['SHARDS'] if several else '[]'}\n"

    def test_the_shards_are_all_there_are(self, jobs: dict[str, Any]) -> None:
        shards = json.loads(self.command(jobs["plan"])[1]["SHARDS"])
        assert shards == [f"{number}/{len(shards)}" for number in range(1, len(shards) + 1)]

    def test_shards_and_the_whole_are_made_for_the_same_site(self, jobs: dict[str, Any]) -> None:
        (shard, made), (whole, built) = self.command(jobs["shard"]), self.command(jobs["build"])
        assert 'build --shard "$SHARD" --out shard' in shard
        assert "merge shards/* --out site" in whole
        assert "build --out site" in whole
        assert {name: made[name] for name in built} == built

    def test_no_site_is_built_of_shards_of_which_one_failed(self, jobs: dict[str, Any]) -> None:
        assert jobs["build"]["needs"] == ["plan", "shard"]
        assert "needs.shard.result != 'failure'" in jobs["build"]["if"]
        assert jobs["deploy"]["needs"] == "build"
        assert "needs.build.result == 'success'" in jobs["deploy"]["if"]

    def test_what_follows_a_pull_request_has_no_cache(self, jobs: dict[str, Any]) -> None:
        assert not [step for step in steps_of(jobs["check"]) if "actions/cache" in step.get("uses", "")]
