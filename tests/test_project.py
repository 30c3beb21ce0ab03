"""The project tested as such: lists that can be seen match their folders, and the documents say what there is."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from adapter_site import ROOT
from click import Option
from in_memory import judge, render

from jixiao.commands import COMMANDS, load_command
from jixiao.rules import FAMILIES, RULES
from jixiao.site.whole import PAGE_KINDS


def _modules(folder: str) -> set[str]:
    return {file.stem for file in (ROOT / "plugins" / "jixiao" / folder).glob("*.py")}


def test_every_page_kind_is_listed_and_has_a_template() -> None:
    listed = {kind.__name__.rsplit(".", 1)[1] for kind in PAGE_KINDS}
    modules = {name: sys.modules.get(f"jixiao.site.{name}") for name in _modules("site")}
    makes_pages = {name for name, module in modules.items() if hasattr(module, "drafts") or hasattr(module, "page")}
    assert listed == makes_pages
    assert all(kind.__doc__ for kind in PAGE_KINDS)


def test_every_rule_family_is_listed() -> None:
    listed = {module.__name__.rsplit(".", 1)[1] for _, _, modules in FAMILIES for module in modules}
    defining = {rule.function.__module__.rsplit(".", 1)[1] for rule in RULES}
    assert listed == defining


def test_every_rule_has_a_page_and_a_basis() -> None:
    addresses = {page.path for page in render(judge(ROOT), ROOT / "theme").pages}
    assert {f"rules/{rule.name}/" for rule in RULES} <= addresses
    assert all(rule.basis for rule in RULES)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"`jixiao {name}" in (ROOT / "README.md").read_text("utf-8")


def test_every_command_and_option_has_a_help_text() -> None:
    commands = [load_command(name) for name in COMMANDS]
    assert all(command.help for command in commands)
    options = [option for command in commands for option in command.params if isinstance(option, Option)]
    assert len(options) > len(COMMANDS)
    assert [option.name for option in options if not option.help] == []


def test_architecture_lists_every_module() -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    from modules import module_lines, with_modules

    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert text == with_modules(text, module_lines(ROOT)), "run: python scripts/modules.py"


PERMISSIVE = re.compile(r"\b(MIT|BSD|0BSD|Apache|PSF|ISC|Zlib|CC0|MPL|Mozilla|Artistic)\b")


@pytest.mark.parametrize("name", re.findall(r"(?m)^([\w.-]+)==", (ROOT / "requirements.lock").read_text("utf-8")))
def test_every_locked_package_may_be_used_and_passed_on(name: str) -> None:
    """By one of the licences that it states; by none that would bind what is built with it."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        pytest.skip("not for this system")
    about = found.metadata
    stated = [about.get("License-Expression"), (about.get("License") or "")[:60]]
    stated += [line for line in about.get_all("Classifier") or () if line.startswith("License")]
    stated += [Path(file.locate()).read_text("utf-8")[:60] for file in found.files or () if file.name == "LICENSE"]
    assert PERMISSIVE.search(" | ".join(filter(None, stated))), stated


def test_repository_names_no_path_of_a_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", ":!tests/hostile"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    pattern = re.compile("|".join(re.escape(f"/{name}/") for name in ("wor" + "k", "roo" + "t", "hom" + "e")))
    texts = [
        ROOT / name
        for name in listed.split("\0")
        if name.endswith((".py", ".md", ".yml", ".toml", ".lock", ".html", ".css", ".js"))
    ]
    assert [file.name for file in texts if pattern.search(file.read_text("utf-8"))] == []
