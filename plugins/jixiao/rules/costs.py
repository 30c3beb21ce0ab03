"""The kinds of cost that a text names: 差旅费, 会议费, 设备租金 …"""

from __future__ import annotations

import re

_COST = re.compile(
    r"(?P<kind>[\u4e00-\u9fff]{1,10}?)(?P<word>费用|经费|费|补贴|补助|津贴|租金|奖金|支出)"
    r"(?=[、，,；;。：:（(\d]|以及|及|和|与|等|约|共|组成|构成|$)"
)
_BEFORE_COSTS = re.compile(r"^.*(?:包括|包含|涵盖|用于|支付|发放|分为|其中|以及|含|由|的)")
_NO_KIND = re.compile(r"(?:其他|其它|各项|各类|相关|有关|所需|全部|上述|总|项目|资金|预算|财政)$")
_NO_COST = re.compile(
    r"[消免收缴浪耗自]费$|(?:控制|节约|节省|减少|降低|压缩|保障|落实|安排|拨付|使用|列支|发放|给予|合理)..$"
)
_MOST_NAMED = 4


def cost_kinds(text: str) -> tuple[str, ...]:
    """The kinds of cost that a text lists, in its order: 差旅费, 会议费 …; 业务差旅费用 and 差旅费 are one kind."""
    written: dict[str, str] = {}
    for match in _COST.finditer(text):
        kind = _BEFORE_COSTS.sub("", match["kind"])
        if kind and not _NO_KIND.search(kind) and not _NO_COST.search(kind + match["word"]):
            written.setdefault(kind, kind + match["word"])
    shorter = {kind: kind[start:] for kind in written for start in range(1, len(kind)) if kind[start:] in written}
    return tuple(text for kind, text in written.items() if kind not in shorter)


def listed(kinds: tuple[str, ...]) -> str:
    """The first few kinds, for a message."""
    return "、".join(kinds[:_MOST_NAMED]) + ("等" if len(kinds) > _MOST_NAMED else "")
