"""Target values are read as they stand on real declarations, and nothing is guessed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import strategies as st
from properties import holds_for

from jixiao.measures import base_of
from jixiao.target import Target, read_target

READINGS = {
    "an operator before the number": [
        ("≥85%", "≥ 85 %"),
        ("＞99.9%", "> 99.9 %"),
        ("﹥90%", "> 90 %"),
        (">=95", "≥ 95"),
        ("≧ 60 分", "≥ 60 分"),
        ("≤2%", "≤ 2 %"),
        ("<= 30 分钟", "≤ 30 分钟"),
        ("＝100%", "= 100 %"),
        ("等于100%", "= 100 %"),
        ("≮3次", "≥ 3 次"),
        ("≯5%", "≤ 5 %"),
        ("不低于95%", "≥ 95 %"),
        ("不得低于3次", "≥ 3 次"),
        ("不能少于3次", "≥ 3 次"),
        ("不少于10家", "≥ 10 家"),
        ("至少2次", "≥ 2 次"),
        ("至少开展3次培训", "≥ 3 次"),
        ("最少12期", "≥ 12 期"),
        ("大于等于95%", "≥ 95 %"),
        ("大于或等于 95 %", "≥ 95 %"),
        ("高于90%", "> 90 %"),
        ("超过5000人次", "> 5000 人次"),
        ("不超过2小时", "≤ 2 小时"),
        ("不高于3‰", "≤ 3 ‰"),
        ("最多5天", "≤ 5 天"),
        ("最长不超过15分钟", "≤ 15 分钟"),
        ("小于3‰", "< 3 ‰"),
        ("少于2起", "< 2 起"),
        ("平均年龄≤35岁", "≤ 35 岁"),
    ],
    "an operator after the number": [
        ("90%以上功能得到应用", "≥ 90 %"),
        ("95%及以上", "≥ 95 %"),
        ("95％（含）以上", "≥ 95 %"),
        ("90分（含90分）以上", "≥ 90 分"),
        ("3次以上", "≥ 3 次"),
        ("100+", "≥ 100"),
        ("优良率 80% 以上", "≥ 80 %"),
        ("系统反应时间在2秒以内", "≤ 2 秒"),
        ("24小时之内", "≤ 24 小时"),
        ("2小时内到达现场", "≤ 2 小时"),
        ("控制在5%以内", "≤ 5 %"),
        ("投诉2起以下", "≤ 2 起"),
        ("10日内", "≤ 10 日"),
        ("5个工作日内", "≤ 5 个工作日"),
        ("9成以上", "≥ 9 成"),
    ],
    "no operator is none": [
        ("85%", "85 %"),
        ("达到95%", "95 %"),
        ("100%完成", "100 %"),
        ("故障处理率100%", "100 %"),
        ("0次", "0 次"),
        ("985米", "985 米"),
        ("1.5", "1.5"),
        ("每年2次", "2 次"),
        ("新增就业500人", "500 人"),
        ("工期180日", "180 日"),
        ("3年", "3 年"),
        ("完成2期", "2 期"),
        ("故障响应24小时", "24 小时"),
    ],
    "operators as people type them": [
        ("》1000亩", "> 1000 亩"),
        ("〉95%", "> 95 %"),
        ("》=2000元", "≥ 2000 元"),
        ("〉＝95％", "≥ 95 %"),
        ("》》95%", "> 95 %"),
        ("〈3%", "< 3 %"),
        ("《＝5天", "≤ 5 天"),
        ("种植面积》1000亩", "> 1000 亩"),
        ("＞＝９５％", "≥ 95 %"),
        ("=>95%", "≥ 95 %"),
        ("≥≥95%", "≥ 95 %"),
        ("≥　１００％", "≥ 100 %"),
        ("未超过5天", "≤ 5 天"),
        ("不得超过5天", "≤ 5 天"),
        ("不允许超过5%", "≤ 5 %"),
        ("不应低于95%", "≥ 95 %"),
        ("不小于3次", "≥ 3 次"),
        ("不多于3次", "≤ 3 次"),
        ("超13万元/年", "> 13 万元/年"),
        ("不足5%", "< 5 %"),
        ("不到3起", "< 3 起"),
        ("达到95%以上（含95%）", "≥ 95 %"),
    ],
    "what is said to be about so much": [
        ("约500人", "约 500 人"),
        ("500人左右", "约 500 人"),
        ("500人上下", "约 500 人"),
        ("近500人", "约 500 人"),
        ("大约500人", "约 500 人"),
        ("500余人", "约 500 人"),
        ("1500多人次", "约 1500 人次"),
        ("5万余元", "约 5 万元"),
        ("两百余人", "约 200 人"),
        ("增长约5%", "增长 约 5 %"),
        ("不少于约500人", "≥ 约 500 人"),
        ("约不少于500人", "≥ 约 500 人"),
        ("签约20家", "20 家"),
        ("节约5万元", "节约 5 万元"),
    ],
    "the unit in brackets, as the form of 2026 prints it": [
        ("≥90.00(%)", "≥ 90 %"),
        ("=100.00（%）", "= 100 %"),
        ("985.00(米)", "985 米"),
        ("≥2000.00（平方米）", "≥ 2000 平方米"),
        ("=1.00(套)", "= 1 套"),
        ("≥5.00(场次)", "≥ 5 场次"),
        ("≥10（人/次）", "≥ 10 人/次"),
        ("≥2台（套）", "≥ 2 台"),
    ],
    "per cent in words": [
        ("≥100百分比", "≥ 100 %"),
        ("95百分比", "95 %"),
        ("≥95.00（百分比）", "≥ 95 %"),
        ("≥95百分比（%）", "≥ 95 %"),
        ("3百分点", "3 百分点"),
    ],
    "units of many kinds": [
        ("≥3次/年", "≥ 3 次/年"),
        ("1次/月", "1 次/月"),
        ("≤550元/人/天", "≤ 550 元/人/天"),
        ("≤450元/人·天", "≤ 450 元/人·天"),
        ("≤60万元", "≤ 60 万元"),
        ("1.5亿元", "1.5 亿元"),
        ("3万人次", "3 万人次"),
        ("20万份", "20 万份"),
        ("20万", "20 万"),
        ("1,200人", "1200 人"),
        ("2000㎡", "2000 ㎡"),
        ("≥2000m2", "≥ 2000 m2"),
        ("≥ 2000 m2", "≥ 2000 m2"),
        ("50公里", "50 公里"),
        ("≥100Mbps", "≥ 100 Mbps"),
        ("≤200ms", "≤ 200 ms"),
        ("响应时间<=2s", "≤ 2 s"),
        ("≤50mg/L", "≤ 50 mg/L"),
        ("≤-18℃", "≤ −18 ℃"),
        ("60日历天", "60 日历天"),
        ("5个工作日", "5 个工作日"),
        ("12个月", "12 个月"),
        ("3个百分点", "3 个百分点"),
    ],
    "numbers written in Chinese": [
        ("百分之百", "100 %"),
        ("百分百", "100 %"),
        ("百分之九十五以上", "≥ 95 %"),
        ("不低于百分之九十", "≥ 90 %"),
        ("百分之九十九点五", "99.5 %"),
        ("百分之十五", "15 %"),
        ("百分之95", "95 %"),
        ("千分之三以内", "≤ 3 ‰"),
        ("零", "0"),
        ("零次", "0 次"),
        ("三次", "3 次"),
        ("两个", "2 个"),
        ("不少于三次", "≥ 3 次"),
        ("至少一次", "≥ 1 次"),
        ("≥三次", "≥ 3 次"),
        ("三次以上", "≥ 3 次"),
        ("不少于十二期", "≥ 12 期"),
        ("不少于三", "≥ 3"),
        ("开展三次培训", "3 次"),
        ("举办两场", "2 场"),
        ("每年两次", "2 次"),
        ("每季度一次", "1 次"),
        ("一年一次", "1 次"),
        ("两千五百人次", "2500 人次"),
        ("一百零五户", "105 户"),
        ("三十万元以内", "≤ 30 万元"),
        ("十五日内", "≤ 15 日"),
        ("三个月内", "≤ 3 个月"),
        ("半年内", "≤ 0.5 年"),
        ("两小时以内", "≤ 2 小时"),
        ("九成以上", "≥ 9 成"),
        ("两倍", "2 倍"),
        ("一点五倍", "1.5 倍"),
        ("五个工作日内", "≤ 5 个工作日"),
    ],
    "the amount of a change": [
        ("提高5%", "提高 5 %"),
        ("增长≥5%", "增长 ≥ 5 %"),
        ("降低10%以上", "降低 ≥ 10 %"),
        ("比上年缩短20%以上", "缩短 ≥ 20 %"),
        ("较上年下降3个百分点", "下降 3 个百分点"),
        ("提高到90%", "90 %"),
        ("降至2%以下", "≤ 2 %"),
    ],
    "a sign before the number": [("-5%", "−5 %"), ("≥-2%", "≥ −2 %"), ("-5%左右", "约 −5 %")],
    "words alone": [
        (text, "定性")
        for text in [
            "健全",
            "明显节约",
            "全年无重大故障发生",
            "任务相关性、政策相符性及经济合理性强",
            "零事故",
            "零容忍",
            "一次性完成",
            "一次验收合格",
            "不少于一次性投入",
            "第三次",
            "三级",
            "不低于二级",
            "二期",
            "一户一册",
            "不落一人",
            "最后一公里",
            "打通每一个环节",
            "做到两个维护",
            "三项制度均已印发并执行",
            "形成一套制度",
            "三支一扶人员到岗",
            "连成一片",
            "联合一起",
            "采购零件",
            "十分满意",
            "一般",
            "二〇二六年十二月三十一日前",
            "一季度",
            "全覆盖",
            "",
        ]
    ],
    "digits that are no amount": [
        (text, "定性")
        for text in [
            "按照2019年完成课题研究、出差调研、培训工作总体要求和计划安排，完成的任务达到总体目标要求",
            "全年7*24小时运维服务",
            "7×24小时",
            "7*24*365小时",
            "5天*8小时",
            "7天24小时",
            "全天24小时",
            "24小时值守",
            "2019年12月31日前完成",
            "2020年6月底前",
            "≤2026年12月31日",
            "12月底前",
            "3月31日前",
            "2020.12.31前",
            "2020-12-31",
            "20261231",
            "1-12月",
            "2020年1-6月",
            "1-N月",
            "1－N月",
            "1至N月",
            "近5年",
            "近三年",
            "未来3年",
            "《2021—2025年规划》",
            "O2O模式",
            "V2",
            "每月15日前",
            "2020年第四季度",
            "3季度",
            "2021—2025学年",
            "2020版",
            "财预〔2015〕88号",
            "沪府办[2011]74号",
            "（2019）12号",
            "ISO9001认证",
            "GB/T 28181-2016标准",
            "V2.0",
            "5G网络",
            "5A级景区",
            "3D建模",
            "第3方",
            "3号线",
            "60岁以上老人",
            "1、编制完成报告",
            "1.建立制度；2.完善机制",
            "(1)完成；(2)验收",
        ]
    ],
    "a number beside digits that are no amount": [
        ("PM2.5≤35微克/立方米", "≤ 35 微克/立方米"),
        ("1-N月执行率≥50%", "≥ 50 %"),
        ("完成《2026年工作计划（3期）》编制2份", "2 份"),
        ("《条例》1000份", "1000 份"),
        ("满分100分，≥85分", "≥ 85 分"),
        ("采购I5台式机10台", "10 台"),
        ("5G网络覆盖率100%", "100 %"),
        ("SLA99.9%", "99.9 %"),
        ("60岁以上老年人覆盖率100%", "100 %"),
        ("3-6岁儿童入园率≥90%", "≥ 90 %"),
        ("12345热线满意率≥95%", "≥ 95 %"),
        ("2020年12月底前完成率100%", "100 %"),
        ("走访3次规模以上企业", "3 次"),
        ("完成3项内控制度", "3 项"),
        ("5个内设机构", "5 个"),
        ("3天内部培训", "3 天"),
    ],
    "texts that do not decide": [
        (text, "无法识别")
        for text in [
            "80%-90%",
            "80-90%",
            "80%--90%",
            "10至20次",
            "≥85%，较上年提高5个百分点",
            "100%（10个）",
            "完成率100%、及时率95%",
            "1:1",
            "1/3",
            "±5%",
            "误差±5%以内",
            "排名前3",
            "前10名",
            "15日",
            "1，200人",
            "5.5.1",
            ".5%",
            "不等于0",
            "不低于上年的95%",
            "不超过预算的5%",
            "高于全国平均水平5个百分点",
            "5家单位以上",
            "≥3次以下",
            "123456789012345678",
            "500±10人",
            "~95%",
            "—5%",
            "95%-",
            "3-5天",
            "10～20次",
            "三至五次",
            "两到三天",
            "三四次",
            "五六十人",
            "三分之二以上",
            "2/3",
            "每三年一次",
            "2个半小时",
            "大于≥95%",
            "≥≤95%",
            "无一例超过5天",
            "不≥5次",
            "至多不少于5次",
            "最低不超过5次",
            "不少于两百五人",
            "三万五人次",
            "10²个",
            "05%",
            "2019余年",
            "不少于三次，每次2小时",
        ]
    ],
}
CASES = [pytest.param(raw, reading, id=f"{kind}: {raw}") for kind, cases in READINGS.items() for raw, reading in cases]


@pytest.mark.parametrize(("raw", "reading"), CASES)
def test_target_is_read(raw: str, reading: str) -> None:
    assert read_target(raw).reading == reading
    assert read_target(raw).raw == raw


@pytest.mark.parametrize(
    ("raw", "piece"),
    [
        ("l00%", "l00"),
        ("1O0%", "1O0"),
        ("I00%", "I00"),
        ("|00%", "|00"),
        ("lOO%", "lOO"),
        ("O%", "O"),
        ("１Ｏ０％", "１Ｏ０"),
        ("≥9O.5%", "9O.5"),
        ("O.5%", "O.5"),
        ("9S%", "9S"),
        ("1,2OO人", "1,2OO"),
        ("1О0%", "1О0"),  # a Cyrillic letter
        ("1○0%", "1○0"),
        ("≥l00次培训", "l00"),
        ("不少于1O次", "1O"),
        ("1o天以内", "1o"),
        ("2O26年12月", "2O26"),
        ("5l", "5l"),
        ("≥O次", "O"),
        ("95%≥", "95%≥"),
        ("９５％＞", "９５％＞"),
        ("95%>=", "95%>="),
        ("完成率95% ≥", "95% ≥"),
        ("90%≤满意度", "90%≤"),
        ("≥95%≤", "95%≤"),
        ("百分之九十五≥", "百分之九十五≥"),
    ],
)
def test_miswritten_number_is_undecided_and_says_which_piece(raw: str, piece: str) -> None:
    target = read_target(raw)
    assert (target.undecided, target.value, target.unreadable) == (True, None, piece)


@pytest.mark.parametrize(
    "raw", ["80%-90%", "100%", "5G覆盖率100%", "100Mbps", "IO", "≥100L", "○次", "SLA99.9%", "A4纸10箱"]
)
def test_other_text_is_not_called_miswritten(raw: str) -> None:
    assert read_target(raw).unreadable == ""


def test_value_is_exact_and_unit_stands_apart() -> None:
    assert read_target("≤3.50元/页") == Target("≤3.50元/页", "≤", Decimal("3.50"), "元/页")


def test_amount_of_a_change_is_told_from_a_level() -> None:
    assert read_target("降低10%以上").change == "降低"
    assert read_target("降低到10%以下").change == ""


@pytest.mark.parametrize("raw", ["健全", "80%-90%"])
def test_target_without_one_number_is_not_quantified(raw: str) -> None:
    assert not read_target(raw).quantified


def test_undecided_is_told_from_qualitative() -> None:
    assert read_target("80%-90%").undecided
    assert not read_target("健全").undecided


PIECES = """
≥ ≤ > < = ≧ 》 〉 不低于 不超过 至少 超过 大于等于 约 近 左右 以上 以下 以内 内 提高 降低 较上年 百分之 分之 九十五 三 两 一 十 百 千 万 零 半 年 月 日 次 个
人次 元 万元 % ％ ‰ 百分比 百分点 m2 km L G 米 度 成 倍 级 期 号 版 第 每 0 1 2 5 9 12 24 100 2019 1.5 .5 1,000 ， 、 。 ( ) / · - — ~ 至 + ± * x × l O I
N 前 半 底 季度 小时 工作日 岁 以上老人 完成 《 》 〔2015〕 余 多 ²
"""
TEXTS = st.lists(st.sampled_from([*PIECES.split(), " "]), max_size=7).map("".join) | st.text(max_size=12)


@holds_for(TEXTS, examples=800)
def test_what_is_read_and_printed_reads_the_same(raw: str) -> None:
    target = read_target(raw)
    again = read_target(target.reading)
    if target.quantified:
        assert (again.change, again.operator, again.approximate, again.value, again.unit) == (
            (target.change, target.operator, target.approximate, target.value, target.unit)
        )


@holds_for(TEXTS, examples=500)
def test_undecided_text_yields_nothing_but_that(raw: str) -> None:
    target = read_target(raw)
    if target.undecided:
        assert target == Target(raw, undecided=True, unreadable=target.unreadable)
        assert target.unreadable in raw
    else:
        assert not target.unreadable


OPERATORS = {
    "≥": "≥",
    "不低于": "≥",
    "不少于": "≥",
    "≤": "≤",
    "不超过": "≤",
    "＞": ">",
    "低于": "<",
    "＝": "=",
    "": "",
    "达到": "",
}
UNITS = ("%", "次", "人次", "万元", "平方米", "元/人", "个工作日", "")


@holds_for(st.sampled_from(sorted(OPERATORS)), st.decimals(0, 999_999, places=2), st.sampled_from(UNITS), examples=200)
def test_number_between_an_operator_and_a_unit_is_read_as_written(operator: str, value: Decimal, unit: str) -> None:
    target = read_target(f"{operator}{value}{unit}")
    assert (target.operator, target.value, target.unit) == (OPERATORS[operator], value, unit)


@holds_for(st.integers(2, 99_999), examples=200)
def test_count_in_words_is_that_in_digits(number: int) -> None:
    target = read_target(f"不少于{in_words(number)}人")
    factor, unit = base_of(target.unit)
    assert target.value is not None
    assert (target.operator, target.value * factor, unit) == ("≥", number, "人")


def in_words(number: int) -> str:
    """``1005`` → ``一千零五``."""
    if number >= 10_000:
        rest = number % 10_000
        return f"{in_words(number // 10_000)}万{'零' if 0 < rest < 1_000 else ''}{in_words(rest) if rest else ''}"
    digits, words = str(number), ""
    for place, digit in enumerate(reversed(digits)):
        words = f"{'零一二三四五六七八九'[int(digit)]}{'' if digit == '0' else ('', '十', '百', '千')[place]}{words}"
    return re.sub("零+", "零", words).rstrip("零")


@holds_for(st.integers(1, 99_999), st.data(), examples=200)
def test_letter_for_a_digit_makes_a_percentage_undecided(number: int, data: st.DataObject) -> None:
    digits = str(number)
    alike = [at for at, digit in enumerate(digits) if digit in "01"]
    if alike:
        at = data.draw(st.sampled_from(alike))
        letter = data.draw(st.sampled_from("OoО" if digits[at] == "0" else "lI|"))
        assert read_target(f"≥{digits[:at]}{letter}{digits[at + 1 :]}%").undecided


HOSTILE = "1|1 |a|a1|1a|1*|1x1|1,111|1.| |\n|;|； |(|(含|百分之|≥|≥ |-|至少|以上|2019年|2019-|1月|第1|24小时|1次/|1百千万亿余|A/|60岁|零|１|一|三次|"
HOSTILE += "分之|一分之|《|《》|〉|l|O|1O|○I|1l,|1O.|1a.|l1 |不|约|近1|半|一点一|不少于一|一千零|1次半|没有一|百分百"


@pytest.mark.parametrize("piece", HOSTILE.split("|"))
def test_a_hundred_thousand_characters_are_read_in_bounded_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    for hostile in (text, f"≥{text}1次"):
        assert read_target(hostile).raw == hostile
