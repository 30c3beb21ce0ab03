"""S: can the file be read as a declaration at all? Reading met the faults; these rules put them into words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from ..characters import COMPATIBLE_FORM, GARBLED, LOST_CHARACTER, PRIVATE_USE, RADICAL_SIGN, Suspect, code_of, suspects
from ..field_reader import ABSENT
from ..finding import Path, Place, Severity
from ..forms import record_kinds
from ..reader import ParsedFile
from ..registry import is_id
from ..source import MOST_FAULTS, Scalar, located_scalars
from ..written import DIFFERS
from .catalogue import Hit, file_rule
from .thresholds import Thresholds


def _faults(parsed: ParsedFile, name: str) -> Iterator[Hit]:
    for fault in (*parsed.faults, *parsed.doubts):
        if fault.rule == name:
            yield Hit(fault.at, {"nearest": "", **fault.facts}, fault.facts.get("seen", ""), place=fault.place)


def _with_suggestion(found: Hit) -> Hit:
    nearest = found.facts["nearest"]
    suggestion = f"；是否想写“{nearest}”？" if nearest else ""
    return Hit(found.at, {**found.facts, "suggestion": suggestion}, place=found.place, expected=nearest)


@file_rule("S101", "unreadable-file", Severity.ERROR, "{what}。{remedy}")
def unreadable_file(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """文件无法读取

    为什么重要
        读不出来的文件无法检查，也无法公布。常见原因是冒号、空格用了全角，少了后一个引号，缩进不齐，编码不是 UTF-8。

    反例
        # 整个文件
        表式: shanghai-2019
        项目名称：档案数字化   # <- S101 “项目名称”后面是全角冒号“：”。改成半角冒号加一个空格，写作“项目名称: …”

    正例
        项目名称: 档案数字化

    怎样改
        按所指的行号检查引号、冒号和缩进，标点和空格用半角；编码问题请在编辑器中另存为 UTF-8。
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


@file_rule("S103", "unknown-field", Severity.ERROR, "没有“{key}”这一栏{suggestion}")
def unknown_field(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """没有这一栏

    为什么重要
        栏目名写错一个字，内容就落了空：该填的栏目成了空白，写下的内容没有人看得到。

    反例
        资金用処: 其他事业专业类   # <- S103 没有“资金用処”这一栏；是否想写“资金用途”？

    正例
        资金用途: 其他事业专业类

    怎样改
        填报的改成申报表上的栏目名；录入的核对所用的表式，原件比表式多出的栏目在“来源”的录入说明里写明。本站另设的栏目只有来源、前身、说明、修订。

    依据
        所填表式的栏目表。
    """
    yield from map(_with_suggestion, _faults(parsed, "unknown-field"))


@file_rule("S104", "missing-field", Severity.ERROR, "{said}", about="content")
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
    for found in _faults(parsed, "missing-field"):
        label, what = found.facts["label"], found.facts["what"]
        said = f"缺少“{label}”" if what == ABSENT else f"“{label}”{what}"
        yield Hit(found.at, {"said": said}, place=found.place)


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
        金额只写数字；日期写作 2019-01-01；选项与申报表上的文字相同；多行的内容每行以“- ”开头；写在 { } 里的值有逗号的加上引号。
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
        照检查内容里说的做。
        这是文件格式的要求，填报的和录入的都要改正。

    依据
        本站的文件格式：只用“栏目: 值”和列表两种写法；文件不超过 512 KB，每段文字不超过 10,000 字。
    """
    yield from _faults(parsed, "unsafe-yaml")


_RECORD_NAMES = "、".join(f"{kind.title}的文件名是“项目编号.{kind.suffix}.yml”" for kind in record_kinds())


@file_rule("S107", "misplaced-file", Severity.ERROR, "{what}")
def misplaced_file(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """文件放错了位置

    为什么重要
        文件的路径就是申报表编号（年度/单位代号/项目代号），也是网址；路径与内容不一致，读者会在错误的年份或单位下找到它。

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
            if name == "项目编号" and "." in part:
                what += f"；{_RECORD_NAMES}"
            yield Hit((), {"what": what})
    if parsed.twin:
        yield Hit((), {"what": f"与 {parsed.twin} 只差大小写，在部分电脑上会互相覆盖"})
    if declaration := parsed.declaration or parsed.result:
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
        表式: shanghai-2091   # <- S108 没有名为“shanghai-2091”的表式，现有：…

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


@file_rule("S110", "unprintable-character", Severity.ERROR, "这里有{what}，{remedy}")
def unprintable_character(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """有看不见、显示不出来的字符

    为什么重要
        看不见的字符会让搜索找不到、比较不相等，改变文字方向的字符能让读者看到的与实际内容不同；编码转换时丢失的字和私有区的字，读者看到的是方框或问号。

    反例
        项目名称: "档案\\u202E数字化"   # <- S110 这里有改变文字方向的字符 U+202E，请删去

    正例
        项目名称: 档案数字化

    怎样改
        删去这一处重新输入，不要从网页或 PDF 直接粘贴。看不见的字符不是原件的内容，填报的和录入的都要删去；丢失的字、显示不出来的字照原件补上。

    依据
        本站的文件格式：只含可见的文字、空格和换行。
    """
    for found in _faults(parsed, "unprintable-character"):
        facts = {"what": f"{found.facts['kind']} {found.facts['code']}", "remedy": "请删去"}
        yield Hit(found.at, facts, seen=found.facts["code"], place=found.place)
    yield from islice(_suspected(parsed, _INVISIBLE), MOST_FAULTS)


@file_rule("S111", "published-text-differs", Severity.WARNING, "{what}。{remedy}")
def published_text_differs(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """公布的文字和文件里看到的不一样

    为什么重要
        在文件里看得到的文字，公布时少了一截、连成一行或多出符号，填写的人往往发现不了，读者看到的就不是原意。

    反例
        项目概况: 对馆藏档案进行扫描、著录和存储，方便市民在线查阅，地点在 #3 楼库房。   # <- S111 空格后面的“#3 楼库房。”被当作注释，没有公布。若是正文，请给整个值加上引号；若是注释，请另起一行

    正例
        项目概况: "对馆藏档案进行扫描、著录和存储，方便市民在线查阅，地点在 #3 楼库房。"
        # 数字、日期、选项后面可以写注释，注释也可以自成一行
        项目总预算: 600000   # 元

    怎样改
        填报的和录入的都要改正：正文里有 # 的给整个值加上引号；分条的内容在栏目名后写 |- ，各条另起一行并缩进；大于号写 ＞ 或给整个值加上引号。

    依据
        本站的文件格式：公布的文字与文件里写的一致。
    """
    for found in _faults(parsed, DIFFERS):
        part = str(found.facts["part"])
        yield Hit(found.at, found.facts, seen=part, part=part, place=found.place)


@file_rule("S112", "look-alike-character", Severity.WARNING, "这里有{what}；{remedy}")
def look_alike_character(parsed: ParsedFile, thresholds: Thresholds) -> Iterator[Hit]:
    """有形似的字或乱码

    为什么重要
        部首符号和兼容字形看起来与通常的字一样，搜索、比较时是另一个字；编码转错留下的乱码，读者无法辨认。

    反例
        项目名称: 馆藏档案数字化⼯作   # <- S112 这里有部首符号“⼯”（U+2F2F），不是汉字“工”；请改成通常的字

    正例
        项目名称: 馆藏档案数字化工作

    怎样改
        填报的和录入的都要改正：删去这一处，用输入法重新输入；不要从 PDF 直接粘贴。乱码照原件补上。

    依据
        本站的文件格式：文字用通常的汉字和标点。
    """
    yield from islice(_suspected(parsed, _VISIBLE), MOST_FAULTS)


_MOST_NAMED = 8
"""Different characters of one kind that are named for one value."""

_INVISIBLE = {LOST_CHARACTER: "请照原件补上", PRIVATE_USE: "请改成通用的字"}
_VISIBLE = {RADICAL_SIGN: "请改成通常的字", COMPATIBLE_FORM: "请改成通常的字", GARBLED: "请照原件补上"}


def _suspected(parsed: ParsedFile, remedies: dict[str, str]) -> Iterator[Hit]:
    """Hits at the values that hold suspect characters of the kinds for which there are remedies."""
    if not parsed.document.is_remarkable:
        return
    for scalar, at in located_scalars(parsed.document.root):
        by_kind: dict[str, dict[str, str]] = {}
        for suspect in _suspects_of(scalar, parsed.document.lines):
            if suspect.kind in remedies:
                by_kind.setdefault(suspect.kind, {})[suspect.text] = suspect.meant
        for kind, found in by_kind.items():
            yield _suspect(scalar, at, kind, found, remedies[kind])


def _suspects_of(scalar: Scalar, lines: Sequence[str]) -> Iterator[Suspect]:
    """What is suspect in a value, less the stand-ins that it has for what S110 tells of."""
    for suspect in suspects(scalar.text):
        if suspect.kind != LOST_CHARACTER or _is_written(suspect.text, scalar, lines):
            yield suspect


def _is_written(text: str, scalar: Scalar, lines: Sequence[str]) -> bool:
    written = lines[scalar.line - 1 : (scalar.end or scalar).line]
    return any(text in line or "\\" in line for line in written)


def _suspect(scalar: Scalar, at: Path, kind: str, found: dict[str, str], remedy: str) -> Hit:
    """One value's characters of one kind, each with what it was meant to be."""
    first, meant = next(iter(found)), "".join(found.values())
    named = "、".join(map(_named, islice(found, _MOST_NAMED))) + ("等" if len(found) > _MOST_NAMED else "")
    usual = f"，不是汉字“{meant}”" if kind == RADICAL_SIGN else f"，通常写作“{meant}”"
    facts = {"what": f"{kind}{named}{usual if meant else ''}", "remedy": remedy}
    return Hit(at, facts, seen=first, part=first, place=Place(scalar.line, scalar.column))


def _named(character: str) -> str:
    return f"“{character}”（{code_of(character)}）" if len(character) == 1 else f"“{character}”"
