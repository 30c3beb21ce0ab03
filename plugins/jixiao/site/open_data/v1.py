"""Version 1 of the public data: its records, apart from the core's own types. From release 1.0 on a change that breaks readers is v2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, make_dataclass
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import Annotated, Any, Literal, TypeVar

from ...forms import DIMENSIONS, Dimension, EditionError, load_dimensions, record_kinds
from .columns import About, annotations_of

VERSION: Literal["1"] = "1"
FOLDER = "data/v1/"

_FORM, _PATH, _REGISTRY, _SITE, _CHECKS = "申报表", "文件路径", "单位登记表", "本站计算", "本站检查"
_READ = "程序从原文读出"
_EVALUATION = "绩效自评表"
_KINDS = "；".join(f"{kind.id}：{kind.title}" for kind in record_kinds())

ProjectId = Annotated[str, About("申报表编号", "本站给申报表的编号：年度/单位代号/项目代号", _PATH)]
Year = Annotated[int, About("年度", "预算年度；表上没有年度一栏的，由录入人补写（见 added）", _FORM)]
UnitId = Annotated[str, About("单位代号", "本站给申报单位的代号", _PATH)]
UnitName = Annotated[str, About("申报单位", "申报单位登记的全称", _REGISTRY)]
ProjectName = Annotated[str, About("项目名称", "所属项目的名称", _FORM)]
Number = Annotated[int, About("序号", "在这份申报表里的次序，从 1 起", _SITE)]

OWNER = ("project_id", "year", "unit_id", "unit", "project")
"""The columns by which a row of a table says whose it is, which it begins with."""


def inner_fields(record: type) -> tuple[tuple[str, About, Any], ...]:
    """Name, meaning and type of each field that a record has within a declaration's: there no row says whose it is."""
    described = annotations_of(record)
    return described[len(OWNER) :] if described[0][0] == OWNER[0] else described


_Record = TypeVar("_Record")
FIRST_DIMENSIONS = frozenset({"type", "purpose"})
"""The dimensions that the first files had: their columns keep their places."""


def with_dimensions(record: type[_Record], later: Iterable[Dimension]) -> type[_Record]:
    """The record with two more columns at its end for each of some dimensions: a value's id, and its label.

    Raises :class:`EditionError` where there is a column of that name.
    """
    return _with_columns(record, [column for dimension in later for column in _columns_of(dimension)])


def with_results(record: type[_Record]) -> type[_Record]:
    """The record with columns at its end for what the project's self-evaluation comes to, empty where there is none."""
    columns = (
        ("evaluated_adjusted", Decimal, About("全年预算数", "自评表里总额的全年预算数（调整后）", _EVALUATION, "元")),
        ("evaluated_executed", Decimal, About("全年执行数", "自评表里总额的全年执行数", _EVALUATION, "元")),
        ("evaluated_rate", Decimal, About("预算执行率", "全年执行数除以全年预算数，四舍五入到两位小数", _SITE, "%")),
        ("evaluated_score", Decimal, About("自评得分", "自评总分", _EVALUATION)),
        ("met", int, About("达到", "自评表里程序判断为达到的指标条数", _READ)),
        ("not_met", int, About("未达到", "自评表里程序判断为未达到的指标条数", _READ)),
        ("cannot_tell", int, About("无法判断", "自评表里程序无法判断的指标条数", _READ)),
        (
            "changed_indicators",
            int,
            About("与申报表不同的指标", "自评表里增加、改名或指标值不同的条数，没有列出的不计", _SITE),
        ),
    )
    return _with_columns(
        record, [(name, Annotated[kind | None, about], field(default=None)) for name, kind, about in columns]
    )


def _with_columns(record: type[_Record], columns: Sequence[tuple[str, Any, Any]]) -> type[_Record]:
    if taken := {name for name, *_ in columns} & {known.name for known in fields(record)}:  # type: ignore[arg-type]
        raise EditionError(f"{DIMENSIONS}:1:1 “{'、'.join(sorted(taken))}”是另一列的名称；id 换一个")
    found = make_dataclass(record.__name__, columns, bases=(record,), frozen=True, slots=True, kw_only=True)
    found.__module__, found.__doc__ = record.__module__, record.__doc__
    return found


def _columns_of(dimension: Dimension) -> Iterator[tuple[str, Any, Any]]:
    code = About(f"{dimension.label}代号", f"{dimension.label}在本站网址里的代号", _SITE)
    yield dimension.code_column, Annotated[str | None, code], field(default=None)
    told = About(dimension.label, f"{dimension.about}；没有这一栏的表式为空", _FORM)
    yield dimension.id, Annotated[str | None, told], field(default=None)


@with_results
@partial(with_dimensions, later=[one for one in load_dimensions() if one.id not in FIRST_DIMENSIONS])
@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One declaration: one project in one year."""

    id: ProjectId
    year: Year
    edition: Annotated[str, About("表式", "申报表的版本，例如 shanghai-2019", _FORM)]
    money_unit: Annotated[
        Literal["元", "万元"],
        About("表上金额的单位", "form 里的金额以此为单位，原样录入；其他各处的金额都换算成元", _FORM),
    ]
    unit_id: UnitId
    unit: UnitName
    unit_as_filed: Annotated[str, About("申报单位原文", "申报表上写的单位名称，可能是曾用名", _FORM)]
    name: Annotated[str, About("项目名称", "项目名称，按原文录入", _FORM)]
    type_id: Annotated[str | None, About("项目类型代号", "项目类型在本站网址里的代号", _SITE)] = None
    type: Annotated[str | None, About("项目类型", "项目类型（有的表式叫项目性质）", _FORM)] = None
    purpose_id: Annotated[str | None, About("资金用途代号", "资金用途在本站网址里的代号", _SITE)] = None
    purpose: Annotated[str | None, About("资金用途", "资金用途；没有这一栏的表式为空", _FORM)] = None
    period: Annotated[str | None, About("项目期", "项目起止，一栏的按原文录入，分两栏的中间写“至”", _FORM)]
    start: Annotated[str | None, About("开始", "开始的日期、月份或年份，表上写到哪里就到哪里，例如 2023-07", _READ)]
    end: Annotated[str | None, About("结束", "结束的日期、月份或年份，表上写到哪里就到哪里", _READ)]
    start_date: Annotated[date | None, About("开始日期", "项目开始的日期；表上没有写到日的为空", _FORM)]
    end_date: Annotated[date | None, About("结束日期", "项目结束的日期；表上没有写到日的为空", _FORM)]
    period_months: Annotated[int | None, About("项目期月数", "项目期有几个月；表上只写时长（例如 3年）的才有", _READ)]
    budget_total: Annotated[Decimal | None, About("总预算", "项目总预算；没有这一栏或没有填的为空", _FORM, "元")]
    budget_current: Annotated[Decimal, About("当年预算", "项目当年预算", _FORM, "元")]
    prior_budget: Annotated[
        Decimal | None, About("上年预算额", "用来对比的上年预算额，取自哪里见“上年预算额来源”；没有则为空", _FORM, "元")
    ]
    prior_budget_source: Annotated[
        Literal["declared", "linked"] | None,
        About("上年预算额来源", "declared：本表填报的同名项目上年预算额；linked：上年申报表的当年预算", _SITE),
    ]
    prior_outturn: Annotated[
        Decimal | None, About("上年执行数", "用来对比的上年执行数，取自哪里见“上年执行数来源”；没有则为空", _FORM, "元")
    ]
    comparison: Annotated[
        Literal["comparable", "new", "blank", "unfiled", "split", "unlike"],
        About(
            "对比情况",
            "comparable：可比（有上年预算额）；new：新增，上年没有申报；其余无法对比：blank：申报表没有填上年预算额；unfiled：表上没有这一栏，"
            "也没有收录这个项目上年的申报表；split：上年的一个项目拆成了几个；unlike：与上年的当年预算口径不同",
            _SITE,
        ),
    ]
    next_year: Annotated[
        Literal["filed", "not-filed"] | None,
        About(
            "下年申报情况",
            "filed：下年再申报；not-filed：本单位下年有申报表，而没有这个项目；没有收录本单位下年申报表的为空",
            _SITE,
        ),
    ]
    budget_comprises: Annotated[
        str, About("当年预算口径", "这种表式的当年预算包含什么；口径不同的预算不宜相加、对比", _SITE)
    ]
    change: Annotated[Decimal | None, About("增减额", "当年预算减上年预算额", _SITE, "元")]
    change_rate: Annotated[
        Decimal | None, About("增减率", "增减额除以上年预算额，四舍五入到两位小数；不足 100 的不进成 100", _SITE, "%")
    ]
    outturn_rate: Annotated[
        Decimal | None,
        About("上年执行率", "上年执行数除以上年预算额，四舍五入到两位小数；不足 100 的不进成 100", _SITE, "%"),
    ]
    overview: Annotated[str | None, About("项目概况", "项目概况（概述），按原文录入", _FORM)]
    basis: Annotated[str | None, About("立项依据", "立项依据，按原文录入", _FORM)]
    overall_goal: Annotated[str | None, About("项目总目标", "项目总目标，按原文录入", _FORM)]
    yearly_goal: Annotated[str | None, About("年度目标", "年度绩效目标（年度总体目标），按原文录入", _FORM)]
    indicator_count: Annotated[int, About("指标数", "绩效指标的条数", _SITE)]
    subproject_count: Annotated[int, About("子项目数", "当年资金构成的行数；没有这一栏的表式为 0", _SITE)]
    finding_count: Annotated[int, About("检查结果条数", "公布的检查结果有几条", _CHECKS)]
    previous_id: Annotated[str | None, About("上年编号", "同一项目上年申报表的编号", _SITE)]
    not_on_form: Annotated[
        str | None, About("表上没有的栏目", "这一表式没有哪些列的栏目，列名以空格分开；其他空着的列是没有填", _SITE)
    ]
    added: Annotated[
        str | None, About("录入时补写的栏目", "表上没有、由录入人补写的栏目，名称以“、”分开；没有补写的为空", _SITE)
    ]
    source_title: Annotated[str | None, About("原件", "录自哪份公开文件", _FORM)]
    source_url: Annotated[str | None, About("原件网址", "原件公布的网址", _FORM)]
    file: Annotated[str, About("文件", "申报表在版本库里的路径", _PATH)]
    page: Annotated[str, About("页面", "本站页面的地址，接在网站网址后面", _SITE)]
    prior_outturn_source: Annotated[
        Literal["declared", "evaluated"] | None,
        About(
            "上年执行数来源",
            "declared：本表填报的同名项目上年预算执行数；evaluated：上年绩效自评表的全年执行数（其全年预算数与上年申报的当年预算相同的才取）",
            _SITE,
        ),
    ]


def project_of(dimensions: Iterable[Dimension]) -> type[Project]:
    """The record of a project on a site: with the columns of the dimensions that the site adds at its end, by their ids."""
    own = {dimension.id: dimension for dimension in dimensions if not dimension.role}
    return _with_own(tuple(own[name] for name in sorted(own)))


@cache
def _with_own(own: tuple[Dimension, ...]) -> type[Project]:
    return with_dimensions(Project, own) if own else Project


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of one declaration, with its target as filed and as read."""

    project_id: ProjectId
    year: Year
    unit_id: UnitId
    unit: UnitName
    project: ProjectName
    number: Number
    group: Annotated[str, About("指标组", "一级指标或目标类别", _FORM)]
    subgroup: Annotated[str | None, About("二级指标", "二级指标；没有的表式为空", _FORM)]
    name: Annotated[str, About("指标", "指标名称，按原文录入", _FORM)]
    target: Annotated[str, About("指标值", "指标值（指标目标值），按原文录入", _FORM)]
    reading: Annotated[
        Literal["quantified", "qualitative", "undecided"],
        About(
            "程序识别结果",
            "quantified：定量；qualitative：定性；undecided：有数字而无法识别（有几个数字，或写法有误）",
            _READ,
        ),
    ]
    direction: Annotated[str | None, About("变动方向", "目标是变动而不是水平时的方向，例如“降低”", _READ)]
    operator: Annotated[str | None, About("运算符", "≥、≤、>、<、=，没有则为空", _READ)]
    value: Annotated[Decimal | None, About("数值", "指标值里的数字，单位见“数值单位”", _READ)]
    value_unit: Annotated[str | None, About("数值单位", "数值的单位，例如 %、次", _READ)]
    field: Annotated[str, About("指标表", "指标所在的栏目；有的表式有几张指标表", _FORM)]
    period: Annotated[
        Literal["year", "overall"] | None,
        About("指标值期间", "year：年度指标值；overall：中期、长期或全周期的指标值；表式没有区分的为空", _FORM),
    ]


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell of a table of indicators or of a list, that the other tables do not have as it was filed."""

    project_id: ProjectId
    year: Year
    unit_id: UnitId
    unit: UnitName
    project: ProjectName
    number: Number
    field: Annotated[str, About("栏目", "格子所在的栏目：指标表或明细表", _FORM)]
    row: Annotated[int, About("行号", "指标表的格子：指标的序号；明细表的格子：在明细表里的行号，从 1 起", _SITE)]
    label: Annotated[str, About("列", "这一列的名称", _FORM)]
    role: Annotated[str | None, About("含义", "各表式共用的英文名称，例如 weight；没有则为空", _SITE)]
    period: Annotated[
        Literal["year", "overall"] | None,
        About("期间", "year：年度；overall：中期、长期或全周期；没有区分的为空", _FORM),
    ]
    text: Annotated[str, About("内容", "格子里的文字、日期或金额，按原文录入", _FORM)]
    amount: Annotated[Decimal | None, About("金额", "内容是金额的，折合成元", _READ, "元")]
    operator: Annotated[str | None, About("运算符", "内容是指标值的，程序读出的 ≥、≤、>、<、=", _READ)]
    value: Annotated[Decimal | None, About("数值", "内容是指标值的，程序读出的数字", _READ)]
    value_unit: Annotated[str | None, About("数值单位", "数值的单位，例如 %、次", _READ)]


@dataclass(frozen=True, slots=True)
class Subproject:
    """One row of 项目当年投入资金构成."""

    project_id: ProjectId
    year: Year
    unit_id: UnitId
    unit: UnitName
    project: ProjectName
    number: Number
    name: Annotated[str, About("子项目", "子项目名称，按原文录入", _FORM)]
    amount: Annotated[Decimal, About("预算金额", "子项目当年的预算金额", _FORM, "元")]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One indicator of a monitoring report or a self-evaluation of a declaration's project and year."""

    project_id: ProjectId
    year: Year
    unit_id: UnitId
    unit: UnitName
    project: ProjectName
    number: Number
    kind: Annotated[str, About("报告", _KINDS, _SITE)]
    name: Annotated[str, About("指标", "指标名称，按原文录入", _FORM)]
    target: Annotated[str, About("指标值", "报告里的年度指标值，按原文录入", _FORM)]
    actual: Annotated[str | None, About("完成值", "实际完成值，监控表的是截至年中的完成情况；没有填写的为空", _FORM)]
    outcome: Annotated[
        Literal["met", "not-met", "cannot-tell", "not-due"],
        About(
            "结论",
            "程序按运算符、数值和单位计算。met：达到；not-met：未达到；cannot-tell：无法判断；not-due：未到期",
            _READ,
        ),
    ]
    why: Annotated[str, About("结论依据", "程序怎样识别指标值和完成值", _READ)]
    difference: Annotated[
        Decimal | None, About("偏差", "完成值减指标值，单位见“偏差单位”；两者不都是确定的数的为空", _READ)
    ]
    difference_unit: Annotated[str | None, About("偏差单位", "偏差的单位，例如 %、次", _READ)]
    weight: Annotated[Decimal | None, About("分值", "这条指标的分值", _FORM)]
    score: Annotated[Decimal | None, About("得分", "这条指标的得分", _FORM)]
    reason: Annotated[str | None, About("原因与改进", "偏差原因和改进措施，按原文录入", _FORM)]
    group: Annotated[str, About("指标组", "报告里的一级指标", _FORM)]
    subgroup: Annotated[str | None, About("二级指标", "报告里的二级指标；没有的表式为空", _FORM)]
    field: Annotated[str, About("指标表", "指标所在的栏目；有的表式有几张指标表", _FORM)]
    points: Annotated[Decimal | None, About("满分", "这条指标的满分；表上写权重的，由权重折算", _READ)]


@dataclass(frozen=True, slots=True)
class Fund:
    """One source of funds of a declaration, or of what was reported of it; each sum has a row of its own."""

    project_id: ProjectId
    year: Year
    unit_id: UnitId
    unit: UnitName
    project: ProjectName
    number: Number
    record: Annotated[
        str,
        About("所在的表", f"declaration：申报表；{_KINDS}", _SITE),
    ]
    field: Annotated[str, About("栏目", "资金所在的栏目，例如 年度资金总额", _FORM)]
    period: Annotated[
        Literal["year", "overall"] | None,
        About("期间", "year：当年的资金；overall：项目总额；其他栏目为空", _SITE),
    ]
    source: Annotated[str, About("来源", "资金来源，按表上的名称；总额一行是栏目的名称", _FORM)]
    path: Annotated[str | None, About("上级来源", "从总额往下各级来源的名称，以“／”分开；总额一行为空", _FORM)]
    level: Annotated[int, About("级次", "0：总额；1：总额之下的来源；2：再下一级……", _SITE)]
    is_total: Annotated[
        Literal["yes", "no"],
        About("是否合计", "yes：其下填有分项，是各分项之和；no：没有分项。同一栏目里 no 的各行相加就是总额", _SITE),
    ]
    text: Annotated[str | None, About("原文", "金额按原文录入，单位见 projects 表的 money_unit；没有填的为空", _FORM)]
    amount: Annotated[Decimal | None, About("金额", "申报表上的金额；没有填的为空", _FORM, "元")]
    initial: Annotated[Decimal | None, About("年初预算数", "自评表、监控表的年初预算数", _FORM, "元")]
    adjusted: Annotated[Decimal | None, About("全年预算数", "自评表、监控表的全年预算数（调整后）", _FORM, "元")]
    executed: Annotated[Decimal | None, About("执行数", "自评表的全年执行数，监控表的是截至年中的执行数", _FORM, "元")]
    forecast: Annotated[Decimal | None, About("全年预计执行数", "监控表的全年预计执行数", _FORM, "元")]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding that the public pages show."""

    project_id: ProjectId
    year: Year
    unit_id: UnitId
    unit: UnitName
    project: ProjectName
    number: Number
    code: Annotated[str, About("规则代码", "检查规则的代码，例如 B201", _CHECKS)]
    rule: Annotated[str, About("规则", "检查规则的名称，也是规则页网址的一部分", _CHECKS)]
    severity: Annotated[
        Literal["error", "warning", "notice"], About("程度", "error：错误；warning：待核对；notice：参考", _CHECKS)
    ]
    field: Annotated[str | None, About("栏目", "检查内容所在的栏目；关于整份申报表的为空", _CHECKS)]
    message: Annotated[str, About("检查内容", "检查发现了什么", _CHECKS)]
    answer: Annotated[str | None, About("说明", "对这条检查结果的说明：申报单位的理由，或录入人写明原件如此", _FORM)]


# What stands in the twin of a declaration beside its rows in the tables, which there need not say whose they are


@dataclass(frozen=True, slots=True)
class FormText:
    """One free text as the page prints it."""

    label: Annotated[str, About("栏目", "表上的栏目名称", _FORM)]
    role: Annotated[str | None, About("含义", "各表式共用的英文名称，例如 overview；没有则为空", _SITE)]
    text: Annotated[
        str | None, About("文字", "全文，只因排版产生的换行已接成一行；与 form 里同一栏目的相同时为空", _FORM)
    ]


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount of the form that stands in a field of its own."""

    label: Annotated[str, About("栏目", "表上的栏目名称", _FORM)]
    role: Annotated[str | None, About("含义", "各表式共用的英文名称，例如 budget.total；没有则为空", _SITE)]
    amount: Annotated[Decimal, About("金额", "金额", _FORM, "元")]


@dataclass(frozen=True, slots=True)
class FundingPart:
    """One part of a funding total."""

    label: Annotated[str, About("来源", "资金来源", _FORM)]
    amount: Annotated[Decimal | None, About("金额", "这一来源的金额；只填了其下各项的为空", _FORM, "元")]
    parts: Annotated[tuple[FundingPart, ...], About("其中", "这一来源之下各项的金额；不再分项的为空", _FORM)]


@dataclass(frozen=True, slots=True)
class Funding:
    """A funding total with its parts."""

    label: Annotated[str, About("栏目", "表上的栏目名称", _FORM)]
    total: Annotated[Decimal | None, About("合计", "合计金额；没有填的为空", _FORM, "元")]
    parts: Annotated[tuple[FundingPart, ...], About("其中", "各来源的金额", _FORM)]


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change after approval."""

    date: Annotated[date, About("日期", "修改的日期", _FORM)]
    reason: Annotated[str, About("理由", "为什么修改", _FORM)]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the declaration was taken from."""

    title: Annotated[str, About("标题", "原件的名称", _FORM)]
    url: Annotated[str | None, About("网址", "原件的网址", _FORM)]
    pages: Annotated[str | None, About("页", "原件的页码", _FORM)]
    date: Annotated[date | None, About("日期", "原件公布的日期", _FORM)]
    note: Annotated[str | None, About("录入说明", "录入了什么、哪些地方是推断的", _FORM)]


@dataclass(frozen=True, slots=True)
class Links:
    """The same project in other years, and what was reported of this year, by ids."""

    previous: Annotated[str | None, About("上年", "上年申报表的编号", _SITE)]
    next: Annotated[tuple[str, ...], About("下年", "下年申报表的编号；项目拆分时有几个", _SITE)]
    chain: Annotated[tuple[str, ...], About("历年", "同一项目历年申报表的编号，包括这一份", _SITE)]
    results: Annotated[
        tuple[str, ...],
        About("完成情况", "同一项目当年的监控表、自评表的编号；内容在旁边以 .results.json 结尾的文件里", _SITE),
    ]


@dataclass(frozen=True, slots=True)
class Twin:
    """All that is public of one declaration."""

    project: Annotated[Project, About("项目", "与 projects 表的一行相同", _SITE)]
    links: Annotated[Links, About("前后年", "同一项目其他年度的申报表", _SITE)]
    form: Annotated[dict[str, Any], About("申报表原文", "各栏按原文录入，值都是文字，与申报表文件里写的一样", _FORM)]
    added: Annotated[dict[str, Any], About("录入时补写", "表上没有、由录入人补写的各栏", _SITE)]
    amounts: Annotated[
        tuple[Amount, ...],
        About("其他金额", "表上其他各金额栏，换算成元；预算和上年数见 project，资金来源见 funding", _FORM),
    ]
    texts: Annotated[tuple[FormText, ...], About("文字栏目", "各文字栏目，按表上的次序", _FORM)]
    funding: Annotated[tuple[Funding, ...], About("资金来源", "资金总额及其来源；没有这些栏的表式为空", _FORM)]
    subprojects: Annotated[
        tuple[Subproject, ...], About("子项目", "与 subprojects 表的各行相同，没有说明属于哪份申报表的前五列", _FORM)
    ]
    indicators: Annotated[
        tuple[Indicator, ...], About("绩效指标", "与 indicators 表的各行相同，没有说明属于哪份申报表的前五列", _FORM)
    ]
    cells: Annotated[
        tuple[Cell, ...], About("其他各格", "与 cells 表的各行相同，没有说明属于哪份申报表的前五列", _FORM)
    ]
    findings: Annotated[
        tuple[Finding, ...], About("检查结果", "与 findings 表的各行相同，没有说明属于哪份申报表的前五列", _CHECKS)
    ]
    amendments: Annotated[tuple[Amendment, ...], About("修订", "批复以后的修改", _FORM)]
    provenance: Annotated[Provenance | None, About("来源", "申报表录自哪里", _FORM)]


@dataclass(frozen=True, slots=True)
class Declarations:
    """The declarations of one spending unit of one year, as one JSON file."""

    version: Annotated[Literal["1"], About("版本", "公开数据格式的版本", _SITE)]
    year: Year
    unit_id: UnitId
    next: Annotated[str | None, About("续", "其余申报表所在的文件，相对于这个文件的地址；只有一个文件的为空", _SITE)]
    declarations: Annotated[dict[str, Twin], About("申报表", "各份申报表，键是申报表编号", _SITE)]


# What was reported of a project's year, in a file of its own: a report may stand where no declaration was published


@dataclass(frozen=True, slots=True)
class ReportedFunds:
    """One source of funds of a report; amounts in 元, whatever the form's unit is."""

    source: Annotated[str, About("资金", "哪一种资金；表上没有分的为空", _FORM)]
    is_total: Annotated[bool, About("是否总额", "是否各种资金的总额", _SITE)]
    initial: Annotated[Decimal | None, About("年初预算数", "年初预算数", _FORM, "元")]
    adjusted: Annotated[Decimal | None, About("全年预算数", "全年预算数（调整后）", _FORM, "元")]
    executed: Annotated[Decimal | None, About("执行数", "全年执行数，监控表的是截至年中的执行数", _FORM, "元")]
    forecast: Annotated[Decimal | None, About("全年预计执行数", "监控表里的全年预计执行数", _FORM, "元")]
    weight: Annotated[Decimal | None, About("分值", "预算执行的分值", _FORM)]
    rate: Annotated[str | None, About("预算执行率", "预算执行率，按原文录入", _FORM)]
    score: Annotated[Decimal | None, About("得分", "预算执行的得分", _FORM)]
    field: Annotated[str, About("栏目", "这一项在哪一张资金表里；不列成表的，是写这一项的栏目", _FORM)]


@dataclass(frozen=True, slots=True)
class Report:
    """All that is public of one monitoring report, self-evaluation or other record of a project's year."""

    id: Annotated[str, About("报告编号", "申报表编号加报告的种类：年度/单位代号/项目代号.种类", _PATH)]
    project_id: ProjectId
    kind: Annotated[str, About("报告", _KINDS, _SITE)]
    year: Year
    unit_id: UnitId
    unit: UnitName
    unit_as_filed: Annotated[str, About("单位原文", "报告上写的单位名称，可能是曾用名", _FORM)]
    name: ProjectName
    edition: Annotated[str, About("表式", "报告的版本，例如 national-ziping", _FORM)]
    money_unit: Annotated[
        Literal["元", "万元"],
        About("表上金额的单位", "form 里的金额以此为单位，原样录入；其他各处的金额都换算成元", _FORM),
    ]
    is_declared: Annotated[bool, About("有没有申报表", "本站是否收录了这个项目当年的申报表", _SITE)]
    adjusted: Annotated[Decimal | None, About("全年预算数", "总额的全年预算数（调整后）", _FORM, "元")]
    executed: Annotated[Decimal | None, About("执行数", "总额的执行数", _FORM, "元")]
    rate: Annotated[Decimal | None, About("预算执行率", "执行数除以全年预算数", _SITE, "%")]
    score: Annotated[Decimal | None, About("总分", "自评总分", _FORM)]
    form: Annotated[dict[str, Any], About("原文", "各栏按原文录入，值都是文字，与文件里写的一样", _FORM)]
    added: Annotated[dict[str, Any], About("录入时补写", "表上没有、由录入人补写的各栏", _SITE)]
    texts: Annotated[tuple[FormText, ...], About("文字栏目", "各文字栏目，按表上的次序", _FORM)]
    funds: Annotated[tuple[ReportedFunds, ...], About("资金", "各种资金；没有这些栏的表式为空", _FORM)]
    outcomes: Annotated[tuple[Outcome, ...], About("完成情况", "每条指标，没有说明属于哪个项目的前五列", _FORM)]
    findings: Annotated[tuple[Finding, ...], About("检查结果", "公布的每条检查结果，没有前五列", _CHECKS)]
    provenance: Annotated[Provenance | None, About("来源", "报告录自哪里", _FORM)]
    file: Annotated[str, About("文件", "报告在版本库里的路径", _PATH)]
    page: Annotated[str, About("页面", "本站页面的地址，接在网站网址后面", _SITE)]


@dataclass(frozen=True, slots=True)
class Reports:
    """What was reported of one spending unit's projects of one year, as one JSON file."""

    version: Annotated[Literal["1"], About("版本", "公开数据格式的版本", _SITE)]
    year: Year
    unit_id: UnitId
    results: Annotated[dict[str, Report], About("报告", "各份自评表、监控表等，键是报告编号", _SITE)]
