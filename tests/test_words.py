"""Words that readers see: one term for one thing, and none that accuses, mocks or is vague."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jixiao.rules import RULES
from jixiao.words import PAGES

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "plugins" / "jixiao"
HAN = re.compile(r"[\u4e00-\u9fff]")
AVOIDED = re.compile(
    r"花|要得|抄|只是|像是|随手|多半|却|等于没有|啦|警告|提示|照录|数据质量|答复|填报单位|读得出|读作|未能判定|今年|去年|永久编号"
    r"|整表拿走|汇总对比|全部项目浏览|钱|￥|¥|追究|(?<!指标)目标值|(?<!上年)(?<!预算)执行率(?!较)|(?<!为)(?:[0-9]|\}\}?|几|一|两) ?处(?![理于在])"
)
"""What no page, menu, column title, message or help may say; the 2019 form's own label is 指标目标值."""
NOT_YET = frozenset({"B", "D", "H", "G", "C", "I"})
"""Families of rules whose messages are being written anew elsewhere."""
TEMPLATES = [
    *sorted((ROOT / "theme" / "pages").rglob("*.html")),
    *sorted((ROOT / "theme").glob("*.html")),
    *sorted((ROOT / "theme" / "assets" / "javascripts" / "explorer").glob("*.js")),
    *sorted((ROOT / "theme" / "assets" / "javascripts").glob("*.js")),
    ROOT / "mkdocs.yml",
    *sorted((ROOT / "content" / "pages").glob("*.md")),
]
MODULES = [
    *sorted((CORE / "site").glob("*.py")),
    *sorted((CORE / "commands").glob("*.py")),
    *sorted((ROOT / "plugins" / "mkdocs_jixiao").glob("*.py")),
    *(CORE / f"{name}.py" for name in ("summary", "target", "words", "render", "progress")),
]


def avoided(text: str) -> list[str]:
    """The words in a text that are to be avoided, each with what stands around it."""
    return [text[max(0, match.start() - 8) : match.end() + 8] for match in AVOIDED.finditer(text)]


def strings(module: Path) -> Iterator[str]:
    """The Chinese texts in a module."""
    tree = ast.parse(module.read_text("utf-8"))
    told = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return (text for text in told if HAN.search(text))


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_page_says_what_is_to_be_avoided(file: Path) -> None:
    assert avoided(re.sub(r"\{#.*?#\}", "", file.read_text("utf-8"), flags=re.DOTALL)) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_text_in_code_says_what_is_to_be_avoided(module: Path) -> None:
    assert [found for text in strings(module) for found in avoided(text)] == []


def test_no_rules_message_says_what_is_to_be_avoided() -> None:
    judged = [rule for rule in RULES if rule.code[0] not in NOT_YET]
    assert len(judged) >= 15
    assert [(rule.code, found) for rule in judged for found in avoided(f"{rule.title}\n{rule.message}")] == []


@pytest.mark.parametrize(
    "text",
    [
        "发现 3 处",
        "{{ total }} 处值得",
        "共几处",
        "当年预算却增加",
        "执行率低于",
        "各项目的目标值",
        "像是以万元为单位",
        "¥3",
    ],
)
def test_each_of_them_is_found(text: str) -> None:
    assert avoided(text)


@pytest.mark.parametrize("text", ["指标目标值", "上年执行率 85%", "预算执行率", "执行率较低", "办公处", "第3处理中心"])
def test_what_may_be_said_is_not(text: str) -> None:
    assert avoided(text) == []


def test_pages_have_names_of_their_own() -> None:
    assert len(set(PAGES.values())) == len(PAGES)
