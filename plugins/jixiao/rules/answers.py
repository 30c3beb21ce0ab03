"""W: is every answer under 说明 still needed?"""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Answer, Finding, Severity
from .catalogue import Hit, answer_rule, hit


@answer_rule("W901", "unused-answer", Severity.WARNING, "{what}")
def unused_answer(answers: tuple[Answer, ...], findings: tuple[Finding, ...]) -> Iterator[Hit]:
    """说明没有对应的检查结果

    为什么重要
        说明与检查结果一并公布。已经改好，或代码写错，留下的说明会让读者以为还有这一条，真正的一条没有得到说明。

    反例
        说明:
          - 规则: I508   # <- W901 这份表没有（或不再有）I508 的检查结果，说明可以删去
            理由: 满意度由第三方按统一问卷调查。
          - 规则: I588   # <- W901 没有 I588 这条规则，请核对代码
            理由: 满意度由第三方按统一问卷调查。

    正例
        分解目标:
          影响力目标:
            - {绩效指标: 查档市民满意度, 指标目标值: 90%}
        说明:
          - 规则: I508
            理由: 满意度由第三方按统一问卷调查，公布的是四舍五入后的整数。

    怎样改
        填报的和录入的都删去这条说明；代码写错的，照检查结果里的代码改正；错误要改正，只有录自公布的原件、原件内容如此的可以用说明代替。

    依据
        本站的文件格式：“说明”逐条对应检查结果。
    """
    explained: set[str] = set()
    for answer in answers:
        if what := _why_unused(answer, findings, explained):
            yield hit((*answer.at, "规则"), seen=answer.code, what=what)
        explained.add(answer.code)


def _why_unused(answer: Answer, findings: tuple[Finding, ...], explained: set[str]) -> str:
    """Why no finding needs the answer; nothing where one does."""
    code = answer.code
    severities = {finding.severity for finding in findings if finding.code == code}
    if code in explained:
        return f"{code} 前面已有一条说明，这一条不会公布"
    if not severities:
        return _without_findings(code)
    return _why_no_excuse(code) if severities == {Severity.ERROR} else ""


def _why_no_excuse(code: str) -> str:
    """Why an answer does not do for an error: of content it would, were the published original named."""
    from . import BY_CODE  # not before: the catalogue itself imports this module

    if BY_CODE[code].about == "content":
        return f"{code} 是错误，须改正；录自公布的原件、原件如此的，另请写明“来源”"
    return f"{code} 是错误，须改正，不能用说明代替"


def _without_findings(code: str) -> str:
    from . import BY_CODE  # not before: the catalogue itself imports this module

    if code in BY_CODE:
        return f"这份表没有（或不再有）{code} 的检查结果，说明可以删去"
    return f"没有 {code} 这条规则，请核对代码"
