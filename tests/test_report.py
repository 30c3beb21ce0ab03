"""Reports tell everything in every format, and nothing in them acts on a terminal, a log, or a reader of JSON or XML."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import fields, replace
from xml.etree import ElementTree as ET

import pytest
from builders import judge_fragment
from hypothesis import given
from hypothesis import strategies as st

from jixiao import report
from jixiao.caller import Caller
from jixiao.finding import Answer, Finding, Place, Severity
from jixiao.report import FORMATS, Report
from jixiao.report.as_github import summary
from jixiao.report.excerpt import ROOM, columns, excerpt
from jixiao.report.finding_id import finding_ids
from jixiao.source import Document, read_text
from jixiao.terminal import inert

HOSTILE = (
    "\x1b[31m红\x1b]0;标题\x07",
    "换\r\n::set-output name=a::b",
    "::error::x",
    "##[stop-commands]x ##vso[task.setvariable]y",
    "文\u202e件\u2066\u200b\ufeff",
    "<script>alert(1)</script> ]]> &amp; \"'",
    "\ud800孤\udfff",
    "\x00\x08\x85\u2028\ufffe\uffff",
    "100% 50%0A 逗号,冒号:",
    "```\n# 标题",
    "张三 13812345678",
)
EVERYWHERE = "".join(HOSTILE)


def finding(**changes: object) -> Finding:
    plain = Finding(
        code="B201",
        name="subproject-total-mismatch",
        severity=Severity.ERROR,
        file="content/projects/2020/a/b.yml",
        place=Place(2, 9),
        label="项目当年预算",
        title="合计不一致",
        message="相差 5 元",
        seen="10",
        expected="15",
        difference="5 元",
        why="为什么",
        fix="逐行核对。",
        basis="表式",
        width=2,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def report_of(*findings: Finding, strict: bool = False, text: str = "年度: 2020\n项目当年预算: 10\n") -> Report:
    files = tuple(sorted({found.file for found in findings}))
    documents = {file: Document(file, tuple(text.split("\n")), None, ()) for file in files}
    return Report(findings, documents, files, strict)


def hostile_report() -> Report:
    """Hostile text in every text of a finding, in its file's name, its answer and its source line."""
    texts = {
        field.name: EVERYWHERE
        for field in fields(Finding)
        if field.type == "str" and field.name not in ("code", "name")
    }
    hostile = finding(
        **texts, severity=Severity.WARNING, answer=Answer("B201", EVERYWHERE, ()), place=Place(1, 3), width=9
    )
    lines = Document(EVERYWHERE, (EVERYWHERE.replace("\n", ""),), None, ())
    return Report(
        (hostile, replace(hostile, severity=Severity.ERROR)), {EVERYWHERE: lines}, (EVERYWHERE,), notes=(EVERYWHERE,)
    )


class TestText:
    def test_a_finding_is_told_with_its_line_and_a_caret_under_the_value(self) -> None:
        assert FORMATS["text"](report_of(finding())) == (
            "■ content/projects/2020/a/b.yml（错误 1）\n\n"
            "content/projects/2020/a/b.yml:2:9: 错误 B201  项目当年预算\n"
            "    相差 5 元\n"
            "        2 | 项目当年预算: 10\n"
            "          |               ^^\n"
            "    怎样改：逐行核对。\n\n"
            "错误 1，待核对 0，参考 0，文件 1\n"
            "某条规则的详细说明：jixiao rule B201\n"
        )

    def test_each_finding_begins_with_its_place_as_editors_and_terminals_know_it(self) -> None:
        shown = FORMATS["text"](report_of(finding(), finding(label="", place=Place(17, 1))))
        places = [line.partition(": ")[0] for line in shown.splitlines() if line.startswith("content/")]
        assert places == ["content/projects/2020/a/b.yml:2:9", "content/projects/2020/a/b.yml:17:1"]

    def test_paths_lead_from_where_the_user_stands_and_advice_is_what_the_user_types(self) -> None:
        told = replace(report_of(finding()), caller=Caller("python ../scripts/run.py", "../"))
        shown = FORMATS["text"](told)
        assert "\n../content/projects/2020/a/b.yml:2:9: 错误 B201" in shown
        assert shown.endswith("\n某条规则的详细说明：python ../scripts/run.py rule B201\n")

    def test_findings_stand_under_their_files(self) -> None:
        shown = FORMATS["text"](
            report_of(finding(), finding(file="content/units.yml"), finding(severity=Severity.NOTICE))
        )
        assert shown.count("■") == 2
        assert "（错误 1，参考 1）" in shown

    def test_nothing_found_is_said(self) -> None:
        assert FORMATS["text"](report_of()) == "没有发现问题。错误 0，待核对 0，参考 0，文件 0\n"

    def test_an_answer_is_shown_and_counted(self) -> None:
        answered = finding(severity=Severity.WARNING, answer=Answer("B201", "因为涨价", ()))
        shown = FORMATS["text"](report_of(answered))
        assert "说明：因为涨价" in shown
        assert "待核对 1（已有说明 1）" in shown

    @pytest.mark.parametrize("place", [Place(99, 1), Place(3, 1), Place(2, 900)])
    def test_a_place_beyond_the_text_does_no_harm(self, place: Place) -> None:
        assert "相差 5 元" in FORMATS["text"](report_of(finding(place=place)))

    def test_personal_data_in_the_source_line_is_masked(self) -> None:
        line = "项目概况: 联系张三 13812345678，一三八"
        shown = FORMATS["text"](report_of(finding(place=Place(1, 7)), text=line))
        assert "138********" in shown
        assert "13812345678" not in shown

    def test_personal_data_in_an_answer_is_masked_in_every_format(self) -> None:
        answered = finding(answer=Answer("B201", "请致电 13812345678", ()))
        shown = Report.of(replace(judge_fragment("年度: 2020").judgement, findings=(answered,)))
        assert all("13812345678" not in form(shown) for form in FORMATS.values())

    def test_the_adapter_has_it_in_one_call(self) -> None:
        judged = judge_fragment("项目总预算: 六十万")
        assert report.text(judged) == FORMATS["text"](Report.of(judged))


class TestExcerpt:
    def test_wide_characters_count_twice(self) -> None:
        shown = excerpt("项目总预算: 五十万元 # 注", 8, 4)
        assert shown.carets == " " * 12 + "^" * 8

    def test_a_tab_is_as_wide_as_it_is_shown(self) -> None:
        shown = excerpt("\t年度: 2020", 6, 4)
        assert shown.line == "    年度: 2020"
        assert shown.carets == " " * 10 + "^^^^"

    def test_an_escape_is_as_wide_as_it_is_shown(self) -> None:
        shown = excerpt("a\x1bb", 3, 1)
        assert (shown.line, shown.carets) == ("a\\x1bb", "     ^")

    def test_a_mark_on_another_character_takes_no_column(self) -> None:
        assert columns("e\u0301") == 1

    def test_a_long_line_is_cut_around_the_value(self) -> None:
        line = "甲" * 500 + "目标" + "乙" * 500
        shown = excerpt(line, 501, 2)
        assert shown.line.startswith("…甲")
        assert shown.line.endswith("乙…")
        assert columns(shown.line) <= ROOM + 2
        assert columns(shown.line.partition("目标")[0]) == len(shown.carets) - 4

    def test_carets_end_where_the_line_is_cut(self) -> None:
        shown = excerpt("项目概况: " + "长" * 500, 7, 500)
        assert columns(shown.carets) <= columns(shown.line)

    def test_there_is_a_caret_even_for_nothing(self) -> None:
        assert excerpt("年度:", 4, 1).carets == "     ^"

    def test_personal_data_at_the_edge_of_the_cut_is_masked(self) -> None:
        for gap in range(120):
            shown = excerpt("甲" * 300 + "目标" + "乙" * gap + "13812345678" + "丙" * 300, 301, 2)
            assert not any(digits in shown.line for digits in ("1381", "3812", "5678"))

    @given(st.text(st.characters(exclude_categories=[]), max_size=300), st.integers(1, 300), st.integers(1, 300))
    def test_any_line_gives_one_short_printable_line(self, line: str, column: int, width: int) -> None:
        shown = excerpt(line, column, width)
        assert columns(shown.line) <= ROOM + 8
        assert all(unicodedata.category(character) not in ("Cc", "Cf", "Cs") for character in shown.line)
        assert set(shown.carets) <= {" ", "^"}
        assert "^" in shown.carets


class TestInert:
    def test_what_acts_becomes_visible(self) -> None:
        assert inert("\x1b[2J\u202e\r\n\x9b") == "\\x1b[2JU+202E\\x0d\\x0a\\x9b"

    def test_ordinary_text_stays(self) -> None:
        text = "《关于印发〈指南〉的通知》　沪府办〔2011〕74号 ≥85% 😀"
        assert inert(text) == text

    @pytest.mark.parametrize("form", FORMATS)
    def test_no_format_lets_a_control_character_out(self, form: str) -> None:
        shown = FORMATS[form](hostile_report())
        assert {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")} <= {"\n"}

    @pytest.mark.parametrize("form", FORMATS)
    def test_every_format_can_be_encoded(self, form: str) -> None:
        assert FORMATS[form](hostile_report()).encode("utf-8")

    @pytest.mark.parametrize("form", ["text", "github"])
    def test_no_log_takes_a_text_for_a_command(self, form: str) -> None:
        for line in FORMATS[form](hostile_report()).split("\n"):
            assert not line.strip().startswith("::") or line.startswith(("::error file=", "::warning file="))
            assert form == "github" or "##[" not in line
            assert form == "github" or "##vso[" not in line


class TestGitHub:
    def test_a_command_as_the_toolkit_writes_it(self) -> None:
        shown = FORMATS["github"](report_of(finding(title="甲:乙,丙", message="100%")))
        assert shown.splitlines()[0] == (
            "::error file=content/projects/2020/a/b.yml,line=2,col=9,title=B201 甲%3A乙%2C丙"
            "::项目当年预算：100%25%0A怎样改：逐行核对。"
        )

    def test_errors_come_first_and_the_counts_last(self) -> None:
        mixed = report_of(finding(severity=Severity.NOTICE), finding(severity=Severity.WARNING), finding())
        starts = [line.split(" ")[0] for line in FORMATS["github"](mixed).splitlines()]
        assert starts == ["::error", "::warning", "::notice", "检查结果：共"]

    def test_each_finding_is_one_line(self) -> None:
        assert len(FORMATS["github"](hostile_report()).splitlines()) == 3

    def test_the_summary_cannot_leave_its_fence(self) -> None:
        shown = summary(report_of(finding(message="```` # 标题")))
        assert shown.count("`````") == 2
        assert shown.endswith("`````\n")

    def test_the_summary_stays_below_the_limit(self) -> None:
        shown = summary(report_of(*[finding()] * 10_000))
        assert len(shown.encode()) < 2**20
        assert "后面还有" in shown


class TestGitLab:
    def test_an_issue_has_what_gitlab_needs(self) -> None:
        (issue,) = json.loads(FORMATS["gitlab"](report_of(finding())))
        assert len(issue.pop("fingerprint")) == 64
        assert issue == {
            "description": "B201 项目当年预算：相差 5 元",
            "check_name": "subproject-total-mismatch",
            "severity": "blocker",
            "location": {"path": "content/projects/2020/a/b.yml", "lines": {"begin": 2}},
        }

    def test_fingerprints_stay_while_lines_move(self) -> None:
        assert finding_ids([finding()]) == finding_ids([finding(place=Place(9, 1))])

    def test_fingerprints_are_unlike_even_for_like_findings(self) -> None:
        assert len(set(finding_ids([finding(), finding(), finding(file="x")]))) == 3

    def test_an_answered_warning_weighs_less(self) -> None:
        warning = finding(severity=Severity.WARNING)
        answered = replace(warning, answer=Answer("B201", "因为", ()))
        notice = finding(severity=Severity.NOTICE)
        issues = json.loads(FORMATS["gitlab"](report_of(warning, answered, notice)))
        assert [issue["severity"] for issue in issues] == ["major", "minor", "info"]


class TestSarif:
    def test_results_point_at_their_rules(self) -> None:
        (run,) = json.loads(FORMATS["sarif"](report_of(finding())))["runs"]
        (result,) = run["results"]
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"] == "B201"
        assert result["level"] == "error"

    def test_a_place_is_in_code_points_and_ends_behind_the_value(self) -> None:
        (run,) = json.loads(FORMATS["sarif"](report_of(finding())))["runs"]
        assert run["columnKind"] == "unicodeCodePoints"
        region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
        assert region == {"startLine": 2, "startColumn": 9, "endColumn": 11}

    def test_an_answer_suppresses(self) -> None:
        answered = finding(severity=Severity.WARNING, answer=Answer("B201", "因为", ()))
        (run,) = json.loads(FORMATS["sarif"](report_of(answered)))["runs"]
        assert run["results"][0]["suppressions"] == [{"kind": "inSource", "justification": "因为"}]

    def test_a_file_is_a_uri(self) -> None:
        (run,) = json.loads(FORMATS["sarif"](report_of(finding(file="content/a b/甲%\ud800.yml"))))["runs"]
        uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == "content/a%20b/%E7%94%B2%25%ED%A0%80.yml"


class TestJUnit:
    @staticmethod
    def cases(shown: Report) -> list[ET.Element]:
        return list(ET.fromstring(FORMATS["junit"](shown).encode()).iter("testcase"))

    def test_errors_fail_and_the_rest_is_told(self) -> None:
        error, warning = self.cases(report_of(finding(), finding(severity=Severity.WARNING)))
        assert error.find("failure") is not None
        assert warning.find("failure") is None
        assert "怎样改：逐行核对。" in (warning.findtext("system-out") or "")

    def test_warnings_fail_under_strict_unless_answered(self) -> None:
        warning = finding(severity=Severity.WARNING)
        answered = replace(warning, answer=Answer("B201", "因为", ()))
        plain, excused = self.cases(report_of(warning, answered, strict=True))
        assert plain.find("failure") is not None
        assert excused.find("failure") is None

    def test_a_file_without_findings_is_a_case_that_passed(self) -> None:
        shown = Report((), {}, ("content/units.yml",))
        (case,) = self.cases(shown)
        assert len(case) == 0

    def test_counts_are_those_of_the_cases(self) -> None:
        root = ET.fromstring(FORMATS["junit"](report_of(finding(), finding(severity=Severity.NOTICE))))
        assert (root.get("tests"), root.get("failures")) == ("2", "1")

    def test_any_text_is_well_formed(self) -> None:
        assert len(self.cases(hostile_report())) == 2


class TestJson:
    def test_every_field_is_there(self) -> None:
        content = json.loads(FORMATS["json"](report_of(finding(answer=Answer("B201", "因为", ())))))
        (told,) = content["findings"]
        assert told == {
            "code": "B201",
            "name": "subproject-total-mismatch",
            "severity": "error",
            "file": "content/projects/2020/a/b.yml",
            "line": 2,
            "column": 9,
            "width": 2,
            "label": "项目当年预算",
            "title": "合计不一致",
            "message": "相差 5 元",
            "seen": "10",
            "expected": "15",
            "difference": "5 元",
            "why": "为什么",
            "fix": "逐行核对。",
            "basis": "表式",
            "answer": {"code": "B201", "reason": "因为"},
        }
        assert {field.name for field in fields(Finding)} - {"place"} <= told.keys()

    def test_version_and_counts_head_it(self) -> None:
        content = json.loads(FORMATS["json"](report_of(finding(), finding(severity=Severity.NOTICE))))
        assert content["version"] == 1
        assert content["counts"] == {"error": 1, "warning": 0, "notice": 1, "answered": 0, "files": 1}
        assert content["failed"] is True

    def test_it_is_ascii_without_lone_surrogates(self) -> None:
        shown = FORMATS["json"](hostile_report())
        assert shown.isascii()
        assert json.dumps(json.loads(shown), ensure_ascii=False).encode()


def test_strict_makes_warnings_fail_unless_answered() -> None:
    warning = finding(severity=Severity.WARNING)
    answered = replace(warning, answer=Answer("B201", "因为", ()))
    assert not report_of(warning).failed
    assert report_of(warning, strict=True).failed
    assert not report_of(answered, strict=True).failed
    assert not report_of(finding(severity=Severity.NOTICE), strict=True).failed


def test_a_file_with_very_many_faults_on_one_long_line_is_reported_in_bounded_work() -> None:
    """Only what is near the value is looked at, or this would read a 400 KB line two thousand times."""
    line = "{" + "甲: 乙, " * 80_000 + "}"
    text = read_text("content/units.yml", line)
    many = tuple(finding(file=text.file, place=Place(1, 20 * number + 1)) for number in range(2_000))
    assert len(FORMATS["text"](Report(many, {text.file: text}, (text.file,)))) < 1_000_000
