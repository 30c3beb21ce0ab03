"""S: can the file be read as a declaration at all? Reading met the faults; these rules put them into words."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Severity
from ..reader import ParsedFile
from ..registry import is_id
from .catalogue import Hit, file_rule
from .thresholds import Thresholds


def _faults(parsed: ParsedFile, name: str) -> Iterator[Hit]:
    for fault in parsed.faults:
        if fault.rule == name:
            yield Hit(fault.at, {"nearest": "", **fault.facts}, place=fault.place)


def _with_suggestion(found: Hit) -> Hit:
    nearest = found.facts["nearest"]
    suggestion = f"；是否想写“{nearest}”？" if nearest else ""
    return Hit(found.at, {**found.facts, "suggestion": suggestion}, place=found.place, expected=nearest)


@file_rule("S101", "unreadable-file", Severity.ERROR, "{what}。{remedy}")
def unreadable_file(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """文件无法读取

    为什么重要
        读不出来的文件无法检查，也无法公布。常见原因是编码不是 UTF-8、引号不成对、缩进不齐。

    反例
        # 整个文件
        表式: shanghai-2019
        项目名称: "档案数字化   # <- S101 不是有效的 YAML：引号没有收尾。检查这一行和上一行的缩进、冒号和引号

    正例
        项目名称: "档案数字化"

    怎样改
        按消息所指的行号检查引号、冒号和缩进：引号成对，栏目名后是半角冒号和一个空格，同一层左边对齐。编码问题在编辑器中“另存为”，编码选 UTF-8。
        这是文件格式的要求，填报的和录入的都要改正。

    依据
        本站的文件格式：每份申报表是一个 UTF-8 编码的 YAML 文件。
    """
    yield from _faults(parsed, "unreadable-file")


@file_rule("S102", "duplicate-key", Severity.ERROR, "栏目“{key}”写了两次，第一次在第 {first} 行；请合并为一处")
def duplicate_key(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """同一栏目写了两次

    为什么重要
        两处内容不同时，无法知道以哪一处为准；多数软件会不加说明地丢掉其中一处。

    反例
        项目总预算: 500000
        项目总预算: 600000   # <- S102 栏目“项目总预算”写了两次，第一次在第 11 行；请合并为一处

    正例
        项目总预算: 600000

    怎样改
        填报的核对哪一处是对的，删去另一处；录入的保留与原件一致的一处，删去另一处。

    依据
        本站的文件格式：同一层里每个栏目只出现一次。
    """
    yield from _faults(parsed, "duplicate-key")


@file_rule("S103", "unknown-field", Severity.ERROR, "申报表没有“{key}”这一栏{suggestion}")
def unknown_field(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """没有这一栏

    为什么重要
        栏目名写错一个字，内容就落了空：该填的栏目成了空白，写下的内容没有人看得到。

    反例
        资金用処: 其他事业专业类   # <- S103 申报表没有“资金用処”这一栏；是否想写“资金用途”？

    正例
        资金用途: 其他事业专业类

    怎样改
        填报的改成申报表上的栏目名；录入的核对所用的表式，原件比表式多出的栏目在“来源”的录入说明里写明。本站另设的栏目只有来源、前身、说明、修订。

    依据
        所填表式的栏目表。
    """
    yield from map(_with_suggestion, _faults(parsed, "unknown-field"))


@file_rule("S104", "missing-field", Severity.ERROR, "“{label}”{what}", about="content")
def missing_field(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """必填的栏目没有填

    为什么重要
        必填栏目是审核和公众了解项目的依据；只写一个“无”字，分不清是没有还是没填。

    反例
        项目概况:   # <- S104 “项目概况”没有填写
        立项依据: 无   # <- S104 “立项依据”只写了“无”，应写明理由

    正例
        立项依据: 《青禾市档案管理办法》规定馆藏档案应当逐步数字化，本项目据此设立。

    怎样改
        填报的补填这一栏，确实没有的写明为什么没有；录入的核对原件，原件空着的照样空着，写明“来源”，并在“说明”中写明原件如此。
        项目名称、申报单位、年度、起止时间和预算金额不能空。

    依据
        所填表式规定的必填栏目；参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“完整性”；本条判断方法由本站设定。
    """
    yield from _faults(parsed, "missing-field")


@file_rule("S105", "unreadable-value", Severity.ERROR, "{what}")
def unreadable_value(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """内容读不成这一栏的形式

    为什么重要
        金额、日期、选项读错一位，汇总和对比就会出错；读不准的内容不猜测。

    反例
        项目总预算: 60万元   # <- S105 只写数字，不写单位或符号；本栏单位是元
        结束时间: 2020-02-30   # <- S105 日历上没有 2020 年 2 月 30 日

    正例
        项目总预算: 600,000.00
        结束时间: 2020/12/31

    怎样改
        金额只写数字；日期写作 2019-01-01；选项与申报表上的文字相同；多行的内容每行以“- ”开头。
        填报的按此改写；录入的按原件的数和日期改写，原件的写法无法这样表示的，在“来源”的录入说明里写明。

    依据
        所填表式各栏的填写要求。
    """
    yield from _faults(parsed, "unreadable-value")


@file_rule("S106", "unsafe-yaml", Severity.ERROR, "{what}；{remedy}")
def unsafe_yaml(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """用了不安全的 YAML 写法，或超过大小上限

    为什么重要
        锚点、引用、标签、合并键会让看到的文字和读出的内容不一样，也曾被用来攻击读取文件的程序。

    反例
        项目概况: &gaikuang 馆藏档案数字化   # <- S106 用了锚点 &gaikuang；删去 & 和它后面的名字；若这是正文，请给整个值加上引号
        备注: *gaikuang   # <- S106 用了引用 *gaikuang；把被引用的内容照写一遍

    正例
        备注: "*带星号的正文请加引号"

    怎样改
        删去 & * ! << 等写法，把内容写出来；正文恰好以这些符号开头的，给整个值加上引号。
        这是文件格式的要求，填报的和录入的都要改正。

    依据
        本站的文件格式：只用“栏目: 值”和列表两种写法；文件不超过 512 KB，每个值不超过 20,000 字。
    """
    yield from _faults(parsed, "unsafe-yaml")


@file_rule("S107", "misplaced-file", Severity.ERROR, "{what}")
def misplaced_file(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """文件放错了位置

    为什么重要
        文件的路径就是申报表的永久编号和网址；路径与内容不一致，读者会在错误的年份或单位下找到它。

    反例
        年度: 2019   # <- S107 文件在 2020 年的文件夹里，内容写的是 2019 年
        开始时间: 2019-01-01
        结束时间: 2019-12-31

    正例
        年度: 2020

    怎样改
        把文件移到 content/projects/年度/单位编号/项目编号.yml，编号只用小写字母、数字和连字符；填报的年度、单位写错的改正，录入的按原件的年度、单位移动文件。链接换成文件本身；手写页面的文件夹里只放 .md 网页和图片、文档。

    依据
        本站的文件格式：路径为“年度/单位编号/项目编号”。
    """
    yield from _faults(parsed, "misplaced-file")
    if not parsed.id or any(fault.rule == "misplaced-file" for fault in parsed.faults):
        return
    year, unit_id, project_id = parsed.id.split("/")
    for part, name in ((unit_id, "单位编号"), (project_id, "项目编号")):
        if not is_id(part):
            what = (
                f"{name}“{part}”只能由小写字母、数字和连字符组成，不超过 64 个字符，也不能是 con、nul 等系统保留的名称"
            )
            yield Hit((), {"what": what})
    if parsed.twin:
        yield Hit((), {"what": f"与 {parsed.twin} 只差大小写，在部分电脑上会互相覆盖"})
    if declaration := parsed.declaration:
        if str(declaration.year) != year:
            what = f"文件在 {year} 年的文件夹里，内容写的是 {declaration.year} 年"
            yield Hit(declaration.at("year"), {"what": what}, expected=year)
        if declaration.spending_unit.id != unit_id:
            what = f"文件在 {unit_id} 的文件夹里，{declaration.unit_name}的文件夹是 {declaration.spending_unit.id}"
            yield Hit(declaration.at("spending_unit"), {"what": what}, expected=unit_id)


@file_rule("S108", "unknown-edition", Severity.ERROR, "没有名为“{name}”的表式，现有：{known}{suggestion}")
def unknown_edition(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """没有这种表式

    为什么重要
        不知道填的是哪一版申报表，就无法知道该有哪些栏目。

    反例
        表式: shanghai-2091   # <- S108 没有名为“shanghai-2091”的表式，现有：shanghai-2019、shanghai-2026；是否想写“shanghai-2019”？

    正例
        表式: shanghai-2019

    怎样改
        填报的和录入的都改成现有的、与原表相符的表式；要增加表式，见仓库里的 CONTRIBUTING.md。

    依据
        本站收录的表式。
    """
    yield from map(_with_suggestion, _faults(parsed, "unknown-edition"))


@file_rule("S109", "unregistered-unit", Severity.ERROR, "单位“{name}”没有登记{suggestion}")
def unregistered_unit(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """单位没有登记

    为什么重要
        同一单位有几种写法时，按单位的汇总会各算各的；登记之后，改名前后的申报表也能连在一起。

    反例
        申报单位名称: 青禾市档案局   # <- S109 单位“青禾市档案局”没有登记；是否想写“青禾市档案馆”？

    正例
        申报单位名称: 青禾市档案馆

    怎样改
        填报的改成登记的全称；录入的照原件的名称，单位改过名的把旧名写进 content/units.yml 的曾用名。新单位先在 content/units.yml 登记。

    依据
        本站的单位登记表 content/units.yml。
    """
    yield from map(_with_suggestion, _faults(parsed, "unregistered-unit"))


@file_rule("S110", "unprintable-character", Severity.ERROR, "这里有{kind} {code}，请删去")
def unprintable_character(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """有看不见或不能打印的字符

    为什么重要
        看不见的字符会让搜索找不到、比较不相等，改变文字方向的字符能让读者看到的与实际内容不同。

    反例
        项目名称: "档案\\u202E数字化"   # <- S110 这里有改变文字方向的字符 U+202E，请删去

    正例
        项目名称: 档案数字化

    怎样改
        删去这一处重新输入，不要从网页或 PDF 直接粘贴。看不见的字符不是原件的内容，填报的和录入的都要删去。

    依据
        本站的文件格式：只含可见的文字、空格和换行。
    """
    yield from _faults(parsed, "unprintable-character")
