"""The truth about searches of generated declarations: what their files literally hold, and queries of every sort."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from pathlib import Path
from random import Random

from jixiao.search import fold, searched, wanted
from jixiao.source import Mapping, Node, Scalar, read
from jixiao.text import join_layout_lines

FIXED = (
    "运行维护", "满意度", "青禾市", "教育局", "青禾府办", "三定方案", "≥95%", "≥95％", "95%", "100", "2021", "2021年", "-12-31", "（", "(", "《", "号",
    "预算执行率 满意度", "培训 故障", "shanghai-2019", "SHANGHAI", "ｓｈａｎｇｈａｉ", "unit-0002", "p000", "规划（20", "规划(20", "、", "。", "：", "aaa", "龘",
    "不存在的词语", "满意度满意度", "培训。", "预算执行率：", "由专人", "服务对象满意度", ">=95%", "2021年12月31日", "2021/12/31", "（2021）", "南山镇1期",
    "运行维护 满意度 2021", "2019 2020 2021 2022", "<b>", "\\d", "元", "元（", "0", "00", "000", "0000", "00000", "水质监测", "档案数字化", "信息化建设类",
)  # fmt: skip


def texts_of(root: Path) -> dict[str, str]:
    """Each declaration's texts as its file has them, as they are searched; amounts and days as the form prints them too."""
    return {
        "/".join(file.with_suffix("").parts[-3:]): _texts(file)
        for file in sorted((root / "content/projects").rglob("*.yml"))
    }


def _texts(file: Path) -> str:
    document = read(file.name, file.read_bytes())
    assert document.root
    filed = [text for value in values(document.root) for text in (value, join_layout_lines(value))]
    amounts = [f"{int(text):,} 元" for text in filed if text.isdigit() and int(text) > 9999]
    rows = document.root.get("分解目标")
    assert isinstance(rows, Mapping)
    pairs = ["：".join(values(item)) for _, group in rows.entries for item in group.items]  # type: ignore[union-attr]
    name = "/".join(file.with_suffix("").parts[-3:])
    year = name[:4]
    days = [f"{year}-01-01 {year}/1/1", f"{year}-12-31 {year}/12/31"]
    site = [f"{year}年", name, "shanghai-2019 上海市财政支出项目绩效目标申报表"]
    return "\n".join(map(searched, dict.fromkeys((*filed, *amounts, *pairs, *days, *site))))


def values(node: Node) -> list[str]:
    """Every text value below a node."""
    if isinstance(node, Scalar):
        return [node.text]
    children = (entry.value for entry in node.entries) if isinstance(node, Mapping) else node.items
    return [text for child in children for text in values(child)]


def queries(texts: Dict[str, str]) -> list[str]:
    """Pieces of what is written, of every length, and such as cross the borders of words; and the fixed ones."""
    random, found, documents = Random(11), list(FIXED), list(texts.values())

    def line() -> str:
        return random.choice([text for text in random.choice(documents).split("\n") if len(text) > 8])

    for length in (1, 2, 2, 3, 3, 4, 5, 6, 8, 12, 20, 40):
        for _ in range(5):
            text = line()
            start = random.randrange(max(1, len(text) - length))
            found.append(text[start : start + length].strip() or "字")
    found += [f"{line()[2:5]} {line()[1:4]}" for _ in range(15)]
    return list(dict.fromkeys(found))


def expected(texts: Dict[str, str], query: str) -> set[str]:
    """The declarations that hold each part of a query in one of its writings."""
    parts = [wanted(part) for part in fold(query).split()]
    return {name for name, text in texts.items() if all(any(writing in text for writing in part) for part in parts)}
