"""Terms that readers see in many places, each in one form: pages by their names, figures by theirs."""

from __future__ import annotations

PAGES = {
    "home": "首页",
    "projects": "项目列表",
    "explorer": "筛选查询",
    "compare": "申报表对照",
    "units": "申报单位",
    "summaries": "预算对比",
    "results": "完成情况",
    "indicators": "指标库",
    "findings": "检查结果",
    "rules": "检查规则",
    "downloads": "下载",
    "about": "数据说明",
}
"""The names of pages by their kinds, in the menu, in links and as headings."""

NOT_ASKED, NOT_FILLED = "表上没有这一栏", "未填"
"""What stands where a form says nothing: it has no such field, or the field was left blank."""
ADDED = "表上没有，录入时补写"
"""What is said of a field that the form has not, and that whoever took it down had to add."""

CURRENT_BUDGET = "当年预算"
PRIOR_BUDGET = "上年预算额"
PRIOR_OUTTURN = "上年执行数"
OUTTURN_RATE = "上年执行率"
CHANGE = "增减额"
CHANGE_RATE = "增减率"
