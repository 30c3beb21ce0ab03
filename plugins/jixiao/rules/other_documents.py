"""S, of documents that are none of a project: refused with one sentence."""

from __future__ import annotations

from collections.abc import Iterator

from ..field_reader import OTHER_DOCUMENT
from ..finding import Severity
from ..reader import ParsedFile
from .catalogue import Hit, file_rule
from .thresholds import Thresholds


@file_rule(
    "S113",
    OTHER_DOCUMENT,
    Severity.ERROR,
    "这是{name}，填的是{about}，不是一个项目，不能作为项目的申报表公布；请把文件移出 content/projects",
)
def another_document(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """不是项目的申报表

    为什么重要
        整体支出绩效目标表说的是一个部门的全部支出；和项目放在一起，同一笔资金会加两次。

    反例
        # 整个文件
        表式: 部门整体支出绩效目标表   # <- S113 这是整体支出绩效目标表，填的是一个部门（单位）的全部支出，不是一个项目，不能作为项目的申报表公布；请把文件移出 content/projects
        部门（单位）名称: 青禾市图书馆
        年度主要任务: 服务读者，保护馆藏。

    正例
        表式: shanghai-2019

    怎样改
        填报的和录入的都把文件移出 content/projects；表里列有单个项目的，按项目另填或另录申报表。

    依据
        本站收录的范围：一个项目一年的绩效目标申报表。
    """
    for fault in parsed.faults:
        if fault.rule == OTHER_DOCUMENT:
            yield Hit(fault.at, fault.facts, seen=fault.facts["name"], place=fault.place)
