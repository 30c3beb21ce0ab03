"""The YAML parser's messages in Chinese, for people who never heard of YAML."""

from __future__ import annotations

_DIRECTIVE = "以 % 开头的一行被当作指令；请删去，若这是正文，请给整个值加上引号"
_TAG = "以 ! 开头的标签写法有误；若这是正文，请给整个值加上引号"

MESSAGES = (
    ("mapping values are not allowed", "这里不能再有冒号；若正文里有“: ”，请给整个值加上引号，或改用全角冒号"),
    ("could not find expected ':'", "这一行没有冒号；是栏目的，在栏目名后加上“: ”；是上一栏正文的，把这一行缩进"),
    ("parsing a block mapping", "这里应是一个栏目名；请与上面的栏目对齐，并核对上一行的引号"),
    ("parsing a block collection", "列表的各行应以“- ”开头并且对齐"),
    ("expected ',' or", "方括号或花括号没有配对，或中间缺少逗号"),
    ("expected the node content", "括号里缺少内容"),
    ("expected '<document start>'", "前面的内容已经结束，这一行的缩进或引号有误"),
    ("sequence entries are not allowed", "这里不能开始列表；“- ”应另起一行并缩进"),
    ("mapping keys are not allowed", "这里不能用“? ”；若这是正文，请给整个值加上引号"),
    ("found unexpected ':'", "方括号或花括号里的冒号后面缺少空格；若这是正文，请加上引号"),
    ("found character '\\t'", "缩进用了制表符（Tab），请改为空格"),
    ("found a tab character", "缩进用了制表符（Tab），请改为空格"),
    ("cannot start any token", "正文不能以 @、`、%、|、> 这类符号开头；请给整个值加上引号"),
    ("found unexpected end of stream", "这里的引号少了后一个"),
    ("found unexpected document separator", "引号里出现了单独成行的 --- 或 ..."),
    ("found unknown escape character", "双引号里有不认识的 \\ 转义；请改用单引号，或把 \\ 写成 \\\\"),
    ("hexdecimal numbers", "双引号里的 \\x、\\u 转义不完整"),
    ("found a character out of range", "双引号里的 \\u、\\U 转义不是有效的字符"),
    ("scanning a tag", _TAG),
    ("undefined tag handle", _TAG),
    ("scanning an anchor", "* 或 & 后面缺少名字；若这是正文，请给整个值加上引号"),
    ("expected comment or line break", "| 或 > 后面不能跟正文，正文应另起一行并缩进"),
    ("directive", _DIRECTIVE),
    ("duplicate tag handle", _DIRECTIVE),
    ("incompatible yaml document", _DIRECTIVE),
)
"""What the parser was at or what it met, as part of its message in lower case, and how that is told: the first one holds."""

_BEGIN_BEFORE = ("could not find expected ':'", "end of stream", "stream end")


def in_chinese(problem: str, context: str = "") -> str:
    """Translate what the parser met and what it was at; a message that is not known stands as it is in brackets."""
    message = f"{context}; {problem}".lower()
    return next((chinese for english, chinese in MESSAGES if english in message), f"YAML 语法有误（{problem}）")


def begins_before(problem: str) -> bool:
    """Whether what is wrong is not where the parser met it, but where it had begun: a key, a quote or a bracket."""
    return any(words in problem for words in _BEGIN_BEFORE)
