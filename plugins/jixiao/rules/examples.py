"""Turns a rule's docstring examples into files: a fragment is laid over a declaration that no rule minds."""

from __future__ import annotations

import re
from dataclasses import dataclass

PATH = "content/projects/2020/qinghe-danganguan/dangan-shuzihua.yml"
"""Where the base declaration stands, and a fragment that names no other place."""

UNITS = """\
qinghe-danganguan:
  全称: 青禾市档案馆
  曾用名: [青禾市档案资料馆]
qinghe-tushuguan:
  全称: 青禾市图书馆
"""

BASE = """\
表式: shanghai-2019
年度: 2020
申报单位名称: 青禾市档案馆
项目名称: 馆藏档案数字化
项目类型: 经常性专项业务费
资金用途: 其他事业专业类
开始时间: 2020-01-01
结束时间: 2020-12-31
项目概况: 对馆藏的民国时期档案和建国初期档案进行扫描、著录和存储，方便市民在线查阅，减少原件翻动造成的损坏。
立项依据: 《青禾市档案管理办法》要求馆藏档案逐步实现数字化管理，本项目据此设立，并经市档案工作会议研究同意。
项目总预算: 600000
项目当年预算: 600000
同名项目上年预算额: 580000
同名项目上年预算执行数: 560000
项目设立的必要性: 馆藏档案纸张老化，反复翻阅加快损坏；市民查档需到馆排队等候，数字化以后可以在家中查阅，原件得到保护。
保证项目实施的制度、措施: 执行青禾市档案馆的档案保管制度和财务管理制度，扫描加工由专人逐卷交接，每月核对进度和支出。
项目当年投入资金构成:
  - 子项目名称: 档案扫描加工
    预算金额: 400000
  - 子项目名称: 存储设备租用
    预算金额: 200000
项目实施计划: 2020年3月底前完成采购，4月至11月分批扫描、著录，12月完成验收，每个季度向主管部门报告一次进度。
项目总目标: 逐年完成全部民国时期档案的扫描和著录，建成可在线查阅的档案目录，馆藏原件得到妥善保护。
年度绩效目标: |-
  1、完成档案扫描120000页；
  2、扫描合格率达98%以上；
  3、查档市民满意度达90%以上。
分解目标:
  投入和管理目标:
    - {绩效指标: 预算执行率, 指标目标值: ≥95%}
    - {绩效指标: 档案交接登记率, 指标目标值: =100%}
  产出目标:
    - {绩效指标: 档案扫描页数, 指标目标值: ≥120000页}
    - {绩效指标: 扫描合格率, 指标目标值: ≥98%}
  效果目标:
    - {绩效指标: 在线查档人次, 指标目标值: ≥5000人次}
  影响力目标:
    - {绩效指标: 查档市民满意度, 指标目标值: ≥90%}
"""

PATH_2026 = "content/projects/2026/qinghe-tushuguan/liudong-tushuche.yml"
"""Where the base declaration of the edition shanghai-2026 stands; a fragment names the path itself."""

BASE_2026 = """\
表式: shanghai-2026
年度: 2026
项目名称: 流动图书车服务
项目性质: 经常性项目
项目类别: 特定目标类
主管部门: 青禾市文化局
实施单位: 青禾市图书馆
计划开始日期: 2026-01-01
计划完成日期: 2026-12-31
项目资金总额:
  合计: 320000
  财政资金: 300000
  其他资金: 20000
年度资金申请总额:
  合计: 320000
  当年财政拨款: 280000
  上年结转资金: 20000
  其他资金: 20000
项目总目标: 让离图书馆较远的村镇居民就近借还图书，逐步缩小城乡居民在阅读条件上的差距。
年度总体目标: |-
  1、流动图书车下乡服务240车次；
  2、全年更新车载图书4000册；
  3、借阅居民满意度达90%以上。
绩效指标:
  成本指标:
    经济成本指标:
      - {三级指标: 单次下乡服务成本, 指标值: ≤1000元}
  产出指标:
    数量指标:
      - {三级指标: 流动图书车下乡服务车次, 指标值: ≥240次}
      - {三级指标: 更新车载图书册数, 指标值: ≥4000册}
    时效指标:
      - {三级指标: 按月公布停靠时间的比例, 指标值: =100%}
  效益指标:
    社会效益指标:
      - {三级指标: 村镇居民借阅人次, 指标值: ≥30000人次}
  满意度指标:
    服务对象满意度指标:
      - {三级指标: 借阅居民满意度, 指标值: ≥90%}
项目概述: 用两辆流动图书车定期到离馆十公里以上的村镇停靠，办理借还书和读者证，替代读者往返市区的路程。
立项依据: 《中华人民共和国公共图书馆法》对流动服务的要求，以及青禾市公共文化服务保障的有关安排。
实施主体: 由青禾市图书馆流通部负责车辆、图书和人员的安排，各村镇文化站负责提供停靠场地和水电。
实施方案: 上半年补充车载图书并公布停靠时间表，全年每周出车，每个季度汇总借阅情况，年底向居民做一次问卷调查。
实施周期: 本项目为经常性项目，按年度安排，本期从2026年1月开始，到2026年12月结束，下年另行申报。
年度预算安排: 车辆运行和维护12万元，车载图书更新14万元，人员外勤补助和问卷调查6万元，合计32万元。
绩效目标: 保证下乡车次和新书数量，使村镇居民能够按时借到想看的书，并以问卷结果检验服务是否令人满意。
"""

BASE_EVALUATION = """\
表式: national-ziping
年度: 2020
项目名称: 馆藏档案数字化
主管部门: 青禾市文化局
实施单位: 青禾市档案馆
项目资金:
  - {资金: 年度资金总额, 年初预算数: 60, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 97.00%, 得分: 9.7}
  - {资金: 当年财政拨款, 年初预算数: 60, 全年预算数: 60, 全年执行数: 58.2}
  - {资金: 其他资金, 年初预算数: /, 全年预算数: /, 全年执行数: /}
预期目标: 完成档案扫描120000页，扫描合格率达98%以上，查档市民满意度达90%以上。
实际完成情况: 全年扫描档案123000页，合格率98.6%，市民可以在线查阅新增的档案目录。
绩效指标:
  产出指标:
    数量指标:
      - {三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 123000页, 分值: 30, 得分: 30}
    质量指标:
      - {三级指标: 扫描合格率, 年度指标值: ≥98%, 实际完成值: 98.6%, 分值: 20, 得分: 20}
      - {三级指标: 档案交接登记率, 年度指标值: =100%, 实际完成值: 100%, 分值: 10, 得分: 10}
  效益指标:
    社会效益指标:
      - {三级指标: 在线查档人次, 年度指标值: ≥5000人次, 实际完成值: 5600人次, 分值: 20, 得分: 20}
  满意度指标:
    服务对象满意度指标:
      - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 92%, 分值: 10, 得分: 10}
总分: 99.7
"""

BASE_MONITORING = """\
表式: national-jiankong
年度: 2020
截止月份: 7月
项目名称: 馆藏档案数字化
主管部门: 青禾市文化局
实施单位: 青禾市档案馆
项目资金:
  - {资金: 年度资金总额, 年初预算数: 60, 执行数: 31.5, 执行率: 52.50%, 全年预计执行数: 60}
  - {资金: 当年财政拨款, 年初预算数: 60, 执行数: 31.5, 执行率: 52.50%, 全年预计执行数: 60}
年度总体目标: 完成档案扫描120000页，扫描合格率达98%以上，查档市民满意度达90%以上。
绩效指标:
  产出指标:
    数量指标:
      - {三级指标: 档案扫描页数, 年度指标值: ≥120000页, 执行情况: 68000页, 全年预计完成情况: 122000页, 完成目标可能性: 确定能}
    质量指标:
      - {三级指标: 扫描合格率, 年度指标值: ≥98%, 执行情况: 98.2%, 全年预计完成情况: 98%, 完成目标可能性: 确定能}
  满意度指标:
    服务对象满意度指标:
      - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 执行情况: /, 全年预计完成情况: 90%, 完成目标可能性: 有可能}
"""

_BASES = {
    "表式: shanghai-2026\n": BASE_2026,
    "表式: national-ziping\n": BASE_EVALUATION,
    "表式: national-jiankong\n": BASE_MONITORING,
}
"""What a fragment is laid over, by its first line."""

_MARK = re.compile(r"\s*# <- (?P<code>[A-Z]\d{3})(?: (?P<message>.*))?$")
_ARROW = "# <- "
"""What every mark has in it."""
_FILE = re.compile(r"^# (content/projects/\S+\.yml)$", re.MULTILINE)
_WHOLE = "# 整个文件\n"
_TOP_LEVEL = re.compile(r"^(?=[^\s#-])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a mark in an example promises: a finding of this code on this line, with this message if one is given."""

    file: str
    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Example:
    """The files of one example, and what must be found in them."""

    files: dict[str, str]
    expected: tuple[Expected, ...]


def read_example(text: str) -> Example:
    """Make an example's files.

    A fragment's top-level fields replace those of :data:`BASE`, or of :data:`BASE_2026` where ``表式: shanghai-2026`` is
    its first line; the line ``# content/projects/….yml`` starts another file, ``# 整个文件`` a text that is laid over
    nothing. Marks are taken out before the text is a file's.
    """
    pieces = _FILE.split(text)
    named = [(PATH, pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    files: dict[str, str] = {}
    expected: list[Expected] = []
    for path, fragment in named:
        if fragment.strip():
            marked = _compose(fragment.strip("\n") + "\n")
            expected.extend(_marks(path, marked))
            files[path] = _unmarked(marked)
    return Example(files, tuple(expected))


def _compose(fragment: str) -> str:
    if fragment.startswith(_WHOLE):
        return fragment.removeprefix(_WHOLE)
    chunks: dict[str, list[str]] = {}
    for chunk in _chunks(_base_for(fragment)):
        chunks[_label(chunk)] = [chunk]
    replaced = set()
    for chunk in _chunks(fragment):
        label = _label(chunk)
        chunks[label] = [*chunks[label], chunk] if label in replaced else [chunk]
        replaced.add(label)
    return "".join(chunk for group in chunks.values() for chunk in group)


def _base_for(fragment: str) -> str:
    return next((base for line, base in _BASES.items() if fragment.startswith(line)), BASE)


def _chunks(text: str) -> list[str]:
    return [chunk for chunk in _TOP_LEVEL.split(text) if chunk]


def _label(chunk: str) -> str:
    return chunk.split(":", 1)[0]


def _marks(path: str, text: str) -> list[Expected]:
    lines = ((number, line) for number, line in enumerate(text.split("\n"), 1) if _ARROW in line)
    found = ((number, _MARK.search(line)) for number, line in lines)
    return [Expected(path, number, match["code"], match["message"] or "") for number, match in found if match]


def _unmarked(text: str) -> str:
    lines = text.split("\n")[:-1]
    return "".join(f"{_MARK.sub('', line) if _ARROW in line else line}\n" for line in lines)
