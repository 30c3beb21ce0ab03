"""Words that readers see: one term for one thing, and none that accuses, mocks or is vague."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jixiao.rules import RULES, Rule
from jixiao.words import PAGES

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "plugins" / "jixiao"
HAN = re.compile(r"[\u4e00-\u9fff]")
AVOIDED = re.compile(
    r"花(?!括号)|要得|抄|只是|像是|随手|多半|却|等于没有|啦|警告|提示|照录|数据质量|答复|填报单位|读得出|读作|未能判定|今年|去年|永久编号"
    r"|整表拿走|汇总对比|全部项目浏览|钱|￥|¥|追究|(?<!指标)目标值|(?<!上年)(?<!预算)(?<!“)执行率(?!较|: )|(?<!为)(?:[0-9]|\}\}?|几|一|两) ?处(?![理于在])"
)
"""What no page, menu, column title, message or help may say; the 2019 form's own label is 指标目标值."""
PLACES = re.compile(r"(?:一|两|几) ?处")
"""Of a form such places may be told, in a rule's message or explanation (两处数字不同); what was found is counted in 条."""
PATTERN = re.compile(r"[|\\[\]]|\(\?")
"""What makes a text a regular expression: it finds words in forms and says none itself."""
TOLD_OF = {"D403": ("今年", "去年"), "thresholds": ("偏低的执行率",)}
"""Words that a rule speaks of, and the name of a threshold in content/rules.yml."""
TEMPLATES = [
    *sorted((ROOT / "theme" / "pages").rglob("*.html")),
    *sorted((ROOT / "theme").glob("*.html")),
    *sorted((ROOT / "theme" / "assets" / "javascripts").rglob("*.js")),
    ROOT / "mkdocs.yml",
    *sorted((ROOT / "content" / "pages").glob("*.md")),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
]
MODULES = sorted(file for folder in ("jixiao", "mkdocs_jixiao") for file in (ROOT / "plugins" / folder).rglob("*.py"))


def avoided(text: str) -> list[str]:
    """The words in a text that are to be avoided, each with what stands around it."""
    return [text[max(0, match.start() - 8) : match.end() + 8] for match in AVOIDED.finditer(text)]


def strings(module: Path) -> Iterator[str]:
    """The Chinese texts in a module that somebody may read: docstrings are not, nor patterns."""
    tree = ast.parse(module.read_text("utf-8"))
    unread = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    told = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in unread)
    texts = (node.value for node in told if isinstance(node.value, str))
    return (text for text in texts if HAN.search(text) and not PATTERN.search(text))


def in_forms(text: str, told_of: str = "") -> str:
    """The text less places in a form, and less the words that it speaks of."""
    for word in TOLD_OF.get(told_of, ()):
        text = text.replace(word, "")
    return PLACES.sub("", text)


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_page_says_what_is_to_be_avoided(file: Path) -> None:
    assert avoided(re.sub(r"\{#.*?#\}", "", file.read_text("utf-8"), flags=re.DOTALL)) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_text_in_code_says_what_is_to_be_avoided(module: Path) -> None:
    of_places = module.parent.name in ("rules", "forms")
    told = (in_forms(text, module.stem) if of_places else text for text in strings(module))
    assert [found for text in told for found in avoided(text)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_no_rule_says_what_is_to_be_avoided(rule: Rule) -> None:
    """Neither its title and message nor any section of its page."""
    told = (rule.title, rule.message, *rule.sections.values())
    assert [found for text in told for found in avoided(in_forms(text, rule.code))] == []


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
