"""Sets up ``.venv`` from the lock, and runs a task in it; needs nothing but Python and its standard library.

An older Python must get as far as its Chinese message: down to the marked line this file runs on Python 3.6,
and below it there is no syntax that Python 3.6 cannot parse.
"""

import contextlib
import hashlib
import os
import platform
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path


def python_problem(version: "tuple[int, ...]") -> "str | None":
    """Why the project cannot run on this version of Python, or ``None``."""
    if (3, 11) <= version[:2] < (3, 15):
        return None
    found = ".".join(str(part) for part in version[:2])
    return f"需要 Python 3.11 至 3.14，当前是 {found}；请装好后用它重新运行。(Python 3.11 to 3.14 is needed.)"


PROBLEM = python_problem(sys.version_info[:2])
if PROBLEM:
    sys.exit(PROBLEM)

# Python 3.11 or later from here on.

from collections.abc import Callable, Iterator, Mapping, Sequence  # noqa: E402
from typing import NamedTuple  # noqa: E402

# The one without a window comes first: the same browser, and tests in it take half the time.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
LEFT_OUT = ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
LOCK_HEADER = """\
# -*- coding: utf-8 -*-
# 全部依赖的确切版本与哈希，由 python scripts/run.py lock 从 pyproject.toml 生成，请勿手改。
# 文件中没有下载地址：从哪里下载由 pip 的设置决定，可用镜像，哈希照样核对。
"""


class Tree(NamedTuple):
    """The project's folder and the places in it that matter here."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def lock(self) -> Path:
        return self.root / "requirements.lock"

    @property
    def project(self) -> Path:
        return self.root / "pyproject.toml"

    @property
    def programs(self) -> Path:
        return self.venv / ("Scripts" if os.name == "nt" else "bin")

    def program(self, name: str) -> Path:
        return self.programs / (f"{name}.exe" if os.name == "nt" else name)

    @property
    def python(self) -> Path:
        return self.program("python")


class Stage(NamedTuple):
    """One part of the set-up; done when its stamp, which is written last, holds its digest."""

    title: str
    stamp: Path
    digest: str
    work: Callable[[Tree], None]


class Step(NamedTuple):
    """One part of ``test``."""

    title: str
    command: Sequence[str]


class Task(NamedTuple):
    """What can be asked for; ``needs_setup`` tells whether it runs in ``.venv``."""

    summary: str
    run: Callable[[Tree, Sequence[str]], int]
    needs_setup: bool = True


class SetupFailed(Exception):
    """The set-up could not be completed; the message says what to do, in Chinese."""


def say(message: str) -> None:
    """Tells the user something; never on standard output, which belongs to the task."""
    print(message, file=sys.stderr, flush=True)


# Set-up


def prepare(tree: Tree) -> None:
    """Makes ``.venv`` what lock and project want; at once when it is so already."""
    if all(is_done(tree, stage) for stage in stages(tree)):
        return
    with exclusive(tree.root / ".venv.lock"):
        for stage in stages(tree):
            if not is_done(tree, stage):
                perform(tree, stage)


def stages(tree: Tree) -> tuple[Stage, ...]:
    """The parts of the set-up, in order; a change of an earlier one asks for the later ones again."""
    packages = digest(platform.python_version(), platform.machine(), str(tree.venv), text_of(tree.lock))
    project = digest(packages, text_of(tree.project))
    return (
        Stage(
            "安装依赖（只在首次或依赖有变时进行，约需一两分钟）",
            tree.venv / "packages.stamp",
            packages,
            install_packages,
        ),
        Stage("装入本项目", tree.venv / "project.stamp", project, install_project),
    )


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SetupFailed(f"缺少 {file.name}，请重新取得完整的项目。") from None


def is_done(tree: Tree, stage: Stage) -> bool:
    """Whether an earlier run completed the stage, and for this very state of things."""
    return tree.python.exists() and stage.stamp.exists() and stage.stamp.read_text(encoding="utf-8") == stage.digest


def perform(tree: Tree, stage: Stage) -> None:
    """Does a stage anew; without its stamp, an interruption leaves it undone."""
    say(f"{stage.title}…")
    started = time.monotonic()
    stage.stamp.unlink(missing_ok=True)
    stage.work(tree)
    stage.stamp.write_text(stage.digest, encoding="utf-8")
    say(f"完成，用时 {time.monotonic() - started:.0f} 秒。")


def install_packages(tree: Tree) -> None:
    """Makes ``.venv`` from nothing, so that no remains of an earlier or interrupted one are in it."""
    run_quietly(
        (base_python(), "-m", "venv", "--clear", str(tree.venv)),
        "建立 .venv 失败。若它正被使用（例如另一窗口里的 serve），请先停止；"
        "Debian、Ubuntu 等系统需要先安装 python3-venv。",
    )
    run_quietly(
        (str(tree.python), "-m", "pip", "install", "--no-input", "--require-hashes", "-r", str(tree.lock)),
        "下载或安装依赖失败。请检查网络；内网可用 pip config set global.index-url 指定镜像后重试。",
        Progress(text_of(tree.lock).count("==")),
    )


def install_project(tree: Tree) -> None:
    """Links the project into ``.venv``: its code is used where it stands, and nothing is downloaded."""
    offline = ("--no-deps", "--no-build-isolation", "--no-index")
    run_quietly(
        (str(tree.python), "-m", "pip", "install", "--no-input", *offline, "--editable", str(tree.root)),
        "装入本项目失败。",
    )


def base_python() -> str:
    """The Python outside any virtual environment: run.py may be running in the very one that is made anew."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)


class Progress:
    """Counts the packages that pip tells of, on a terminal."""

    def __init__(self, total: int) -> None:
        self.total, self.seen = total, 0

    def __call__(self, line: str) -> None:
        if line.startswith(("Collecting ", "Processing ")) and sys.stderr.isatty():
            self.seen += 1
            print(f"\r  {self.seen}/{self.total} 个软件包 ", end="", file=sys.stderr, flush=True)
        if line.startswith("Installing ") and sys.stderr.isatty():
            print("\r  已取得全部软件包，正在安装…", file=sys.stderr, flush=True)


def run_quietly(command: Sequence[str], failure: str, watch: Callable[[str], None] = lambda line: None) -> None:
    """Runs one command of the set-up; shows its last words only if it fails."""
    said: list[str] = []
    with subprocess.Popen(
        command,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            for line in process.stdout or ():
                said.append(line.rstrip())
                watch(line)
        except KeyboardInterrupt:
            process.terminate()
            raise
    if process.returncode:
        raise SetupFailed("\n".join((failure, *(f"  | {line}" for line in said[-15:]))))


def environment(programs: Path | None = None) -> dict[str, str]:
    """The caller's environment with UTF-8 everywhere, without what would mix other installations in or compile at each start."""
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    path = os.pathsep.join((str(programs), kept.get("PATH", ""))) if programs else kept.get("PATH", "")
    return {**kept, "PATH": path, "PYTHONUTF8": "1", "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


@contextlib.contextmanager
def exclusive(file: Path) -> Iterator[None]:
    """Lets one process at a time set up; the system frees the lock when its holder ends, however it ends."""
    with file.open("a", encoding="utf-8") as handle:
        if not try_to_lock(handle.fileno()):
            say("另一个窗口正在准备运行环境，请稍候…")
            while not try_to_lock(handle.fileno()):
                time.sleep(0.2)
        yield


if sys.platform == "win32":
    import msvcrt

    def try_to_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def try_to_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


# Tasks


def jixiao(name: str, of_a_site: bool = True) -> Callable[[Tree, Sequence[str]], int]:
    """The task that hands everything over to ``jixiao <name>``; its advice names this script as the user called it."""

    def run(tree: Tree, arguments: Sequence[str]) -> int:
        passed = at_root(tree, arguments) if of_a_site else arguments
        return call(tree, (str(tree.program("jixiao")), name, *passed), more={"JIXIAO_CALLED_AS": called_as()})

    return run


def called_as() -> str:
    """What the user typed for this script: ``python scripts/run.py``, ``py scripts\\run.py`` …"""
    python, *words = sys.orig_argv[: len(sys.orig_argv) - len(sys.argv) + 1]
    name = "py" if os.name == "nt" else Path(python).name
    typed = (name if shutil.which(name) else python, *words)
    return subprocess.list2cmdline(typed) if os.name == "nt" else shlex.join(typed)


def at_root(tree: Tree, arguments: Sequence[str]) -> Sequence[str]:
    """Names this project's folder to jixiao where the user stands outside of it and names none."""
    inside = Path.cwd().resolve().is_relative_to(tree.root)
    named = any(argument.split("=")[0] == "--root" for argument in arguments)
    return arguments if inside or named else ("--root", str(tree.root), *arguments)


def test(tree: Tree, arguments: Sequence[str]) -> int:
    """Runs every step, and says at the end which failed; if none did, pytest's summary stays the last line."""
    chromium = find_chromium(os.environ)
    failed = () if chromium else without_chromium(os.environ)
    steps = test_steps(tree, arguments, chromium is not None)
    for number, step in enumerate(steps, 1):
        print(f"\n── {number}/{len(steps)} {step.title}", flush=True)
        if call(tree, step.command, cwd=tree.root, more={"JIXIAO_CHROMIUM": chromium or ""}):
            failed = (*failed, step.title)
    if failed:
        print(f"\n未通过：{'；'.join(failed)}", flush=True)
    return 1 if failed else 0


def test_steps(tree: Tree, arguments: Sequence[str], with_browser: bool) -> tuple[Step, ...]:
    python = (str(tree.python), "-m")
    selection = () if with_browser else ("-m", "not browser")
    extra = arguments[1:] if arguments[:1] == ["--"] else arguments
    workers = str((os.cpu_count() or 1) + 1)  # one more than cores: tests wait for browsers much of the time
    return (
        Step("代码规范（ruff check）", (*python, "ruff", "check", ".")),
        Step("代码格式（ruff format --check）", (*python, "ruff", "format", "--check", ".")),
        Step("类型（mypy --strict）", (*python, "mypy", "--strict")),
        Step("引用方向（lint-imports）", (str(tree.program("lint-imports")), "--no-logo")),
        Step("生成的 JSON Schema（jixiao schema --check）", (str(tree.program("jixiao")), "schema", "--check")),
        Step("测试（pytest）", (*python, "pytest", "-n", workers, "--dist", "worksteal", *selection, *extra)),
    )


def find_chromium(variables: Mapping[str, str]) -> str | None:
    """The browser of the tests: the one that ``JIXIAO_CHROMIUM`` names, else one on the PATH."""
    names = (variables["JIXIAO_CHROMIUM"],) if variables.get("JIXIAO_CHROMIUM") else CHROMIUM_NAMES
    return next(filter(None, map(shutil.which, names)), None)


def without_chromium(variables: Mapping[str, str]) -> tuple[str, ...]:
    """What fails for want of a browser: nothing here, but in CI a test left out must not pass for a test passed."""
    if variables.get("CI", "").lower() in ("1", "true"):
        return ("浏览器测试（找不到 Chromium）",)
    say("注意：找不到 Chromium，跳过浏览器测试。装好后重试，或用环境变量 JIXIAO_CHROMIUM 指明它的路径。")
    return ()


def lock(tree: Tree, arguments: Sequence[str]) -> int:
    """Makes the lock anew; keeps the versions in it unless ``--upgrade`` is passed on."""
    uv = shutil.which("uv")
    if not uv:
        say("重新锁定依赖需要 uv：python -m pip install uv")
        return 1
    what = ("pip", "compile", tree.project.name, "--extra", "dev", "--universal", "--python-version", "3.11")
    how = ("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet")
    code = call(tree, (uv, *what, *how, "--output-file", tree.lock.name, *arguments), cwd=tree.root)
    if code == 0:
        tree.lock.write_text(LOCK_HEADER + text_of(tree.lock), encoding="utf-8", newline="\n")
    return code


def sbom(tree: Tree, arguments: Sequence[str]) -> int:
    """Prints what the project consists of (CycloneDX, JSON)."""
    return call(tree, (str(tree.python), str(tree.root / "scripts" / "sbom.py")))


def call(tree: Tree, command: Sequence[str], cwd: Path | None = None, more: Mapping[str, str] | None = None) -> int:
    """Runs a command in the set-up's environment to its end, and passes a request to stop on to it."""
    with subprocess.Popen(command, env={**environment(tree.programs), **(more or {})}, cwd=cwd) as process:
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        code = finish(process)
    return code if code >= 0 else 128 - code


def finish(process: "subprocess.Popen[bytes]") -> int:
    """Waits for the process, also after Ctrl-C: it got that as well, and may have something to put in order."""
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()
        raise


def demo(tree: Tree, arguments: Sequence[str]) -> int:
    """Builds and serves the demonstration, all of which is invented."""
    return jixiao("serve")(tree, ("--root", str(tree.root / "tests" / "demo"), *arguments))


TASKS = {
    "serve": Task("建好网站并在本机预览，改动即时可见", jixiao("serve")),
    "build": Task("检查全部申报表，把网站建到 site/（--out 另指）", jixiao("build")),
    "demo": Task("用编造的一个区的申报表建好网站并预览，看有哪些功能", demo),
    "check": Task("检查申报表，列出全部问题", jixiao("check")),
    "rule": Task("解释一条规则，例如 rule B201", jixiao("rule", of_a_site=False)),
    "merge": Task("把几台机器分头做的合成一个网站", jixiao("merge")),
    "schema": Task("输出、写入或核对表式的 JSON Schema", jixiao("schema")),
    "edition": Task("核对一份表式文件，印出它的表样", jixiao("edition", of_a_site=False)),
    "test": Task("运行全部检查与测试（-- 之后的参数交给 pytest）", test),
    "sbom": Task("列出项目的全部组成（CycloneDX，JSON）", sbom),
    "lock": Task("按 pyproject.toml 重新锁定依赖（需要 uv；--upgrade 升级版本）", lock, needs_setup=False),
}


def usage() -> str:
    tasks = "\n".join(f"  {name:<8}{task.summary}" for name, task in TASKS.items())
    return (
        "用法：python scripts/run.py 任务 [参数…]    （Windows：py scripts\\run.py 任务 [参数…]）\n\n"
        f"任务：\n{tasks}\n\n"
        "首次运行会在项目文件夹里建立 .venv 并安装依赖，此后直接运行。任务的参数：run.py 任务 --help"
    )


def main(arguments: Sequence[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if arguments[:1] in (["-h"], ["--help"], ["help"]):
        print(usage())
        return 0
    if not arguments or arguments[0] not in TASKS:
        say(usage() if not arguments else f"没有“{arguments[0]}”这个任务。\n\n{usage()}")
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both stop the set-up in the same way
    return run_task(Tree(Path(__file__).resolve().parent.parent), TASKS[arguments[0]], arguments[1:])


def run_task(tree: Tree, task: Task, arguments: Sequence[str]) -> int:
    try:
        if task.needs_setup:
            prepare(tree)
        return task.run(tree, arguments)
    except SetupFailed as failure:
        say(f"无法准备运行环境：{failure}")
        return 1
    except KeyboardInterrupt:
        say("已中断。")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
