"""The YAML parser's messages in Chinese, for people who never heard of YAML."""

from __future__ import annotations

MESSAGES = (
    ("mapping values are not allowed", "这里不能再有冒号；若正文里有“: ”，请给整个值加上引号，或改用全角冒号"),
    ("could not find expected ':'", "这一行缺少冒号，或上一行的引号、缩进没有收好"),
    ("did not find expected key", "这里应是一个栏目名；请检查缩进是否对齐、引号是否配对"),
    ("did not find expected '-' indicator", "列表的各行应以“- ”开头并且对齐"),
    ("did not find expected ',' or", "方括号或花括号没有配对，或中间缺少逗号"),
    ("did not find expected node content", "括号里缺少内容"),
    ("did not find expected <document start>", "前面的内容已经结束，这一行的缩进或引号有误"),
    ("block sequence entries are not allowed", "这里不能开始列表；“- ”应另起一行并缩进"),
    ("mapping keys are not allowed", "这里不能用“? ”；若这是正文，请给整个值加上引号"),
    ("found unexpected ':'", "方括号或花括号里的冒号后面缺少空格；若这是正文，请加上引号"),
    (
        "found character that cannot start any token",
        "这里有不能用作开头的字符（制表符、@、` 等）；缩进请用空格，正文请加引号",
    ),
    ("found a tab character", "缩进用了制表符（Tab），请改为空格"),
    ("found unexpected end of stream", "缺少后一个引号"),
    ("found unexpected document indicator", "引号里出现了单独成行的 --- 或 ..."),
    ("found unknown escape character", "双引号里有不认识的 \\ 转义；请改用单引号，或把 \\ 写成 \\\\"),
    ("did not find expected hexdecimal number", "双引号里的 \\x、\\u 转义不完整"),
    ("found invalid unicode character escape", "双引号里的 \\u 转义不是有效的字符"),
    ("did not find expected alphabetic or numeric character", "* 或 & 后面缺少名字；若这是正文，请给整个值加上引号"),
    ("did not find expected comment or line break", "| 或 > 后面不能跟正文，正文应另起一行并缩进"),
    ("found an indentation indicator equal to 0", "| 或 > 后面的缩进数不能是 0"),
    ("found undefined tag handle", "以 ! 开头的标签没有定义；若这是正文，请给整个值加上引号"),
    ("found incompatible yaml document", "%YAML 指令的版本不受支持，请删去"),
    ("found duplicate %yaml directive", "%YAML 指令重复，请删去"),
    ("found duplicate %tag directive", "%TAG 指令重复，请删去"),
    ("control characters are not allowed", "文件里有控制字符"),
)
"""What the parser met, as part of libyaml's message in lower case, and how that is told."""

CONTEXTS = (
    ("directive", "以 % 开头的一行被当作指令；若这是正文，请给整个值加上引号"),
    ("scanning a tag", "以 ! 开头的标签写法有误；若这是正文，请给整个值加上引号"),
    ("parsing a tag", "以 ! 开头的标签写法有误；若这是正文，请给整个值加上引号"),
)
"""What the parser was at, where that says more than what it met."""


def in_chinese(problem: str, context: str = "") -> str:
    """Translate what libyaml met, and what it was at; a message that is not known stands as it is in brackets."""
    at, met = context.lower(), problem.lower()
    known = (chinese for english, chinese in CONTEXTS if english in at)
    told = (chinese for english, chinese in MESSAGES if english in met)
    return next(known, "") or next(told, f"YAML 语法有误（{problem}）")
