"""R, names: is what was reported of a project reported of the one that was declared?"""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Severity
from ..model import Declaration
from ..registry import fold_name
from ..results import Result
from .catalogue import Hit, hit, result_rule
from .thresholds import Thresholds


@result_rule("R115", "name-differs-from-declaration", Severity.WARNING, "{label}写的是“{seen}”，申报表上是“{expected}”")
def name_differs_from_declaration(
    result: Result, declaration: Declaration | None, thresholds: Thresholds
) -> Iterator[Hit]:
    """项目名称与申报表上的不一致

    为什么重要
        自评表、监控表按文件名与申报表对应；名称不同，可能是项目改了名，也可能文件放错了地方，把两个项目的数放在了一起。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.yml
        表式: shanghai-2019
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目名称: 馆藏档案修复   # <- R115 项目名称写的是“馆藏档案修复”，申报表上是“馆藏档案数字化”

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.yml
        表式: shanghai-2019
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping

    怎样改
        填报的照申报表的项目名称填写，改了名的在“说明”中写明；录入的核对文件是否放在这个项目下，放错的改文件名，原件如此的在“说明”中写明。

    依据
        所填表式的“项目名称”；字母大小写、全角半角和空格不同的不算。本条判断方法由本站设定。
    """
    if declaration and fold_name(result.name) != fold_name(declaration.name):
        label = result.edition.by_role["name"].label
        yield hit(result.at("name"), seen=result.name, expected=declaration.name, label=label)
