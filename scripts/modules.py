"""Writes the list of modules in ARCHITECTURE.md from the first line of each module's docstring."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START, END = "<!-- modules: written by scripts/modules.py -->\n", "<!-- /modules -->"


def module_lines(root: Path) -> list[str]:
    """One line a module below plugins/, folders before their modules."""
    plugins = root / "plugins"
    files = sorted(
        plugins.rglob("*.py"), key=lambda file: (file.parent.as_posix(), file.name != "__init__.py", file.name)
    )
    return [f"- `{_name(file.relative_to(plugins))}` {_first_line(file)}" for file in files]


def _name(file: Path) -> str:
    return f"{file.parent.as_posix()}/" if file.name == "__init__.py" else file.as_posix()


def _first_line(file: Path) -> str:
    docstring = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split())


def with_modules(text: str, lines: list[str]) -> str:
    """The document with its list of modules replaced."""
    before, rest = text.split(START)
    return "".join((before, START, "\n".join(["", *lines, "", ""]), END, rest.split(END)[1]))


def main() -> None:
    """Rewrite ARCHITECTURE.md."""
    document = ROOT / "ARCHITECTURE.md"
    document.write_text(with_modules(document.read_text("utf-8"), module_lines(ROOT)), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
