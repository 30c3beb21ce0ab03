"""Trouble that ends a build and is no mistake of the program, in Chinese: one sentence, or a line for each mistake."""

from __future__ import annotations

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from mkdocs.exceptions import BuildError, ConfigurationError

from jixiao.problem import SetupProblem, in_chinese
from jixiao.terminal import inert


def told(error: BaseException) -> str:
    """What has to be mended; nothing where the error is a mistake of the program, which its traceback tells best."""
    lines = error.args if isinstance(error, SetupProblem) else (_sentence(error),)
    return "\n".join(map(inert, lines))


def _sentence(error: BaseException) -> str:
    if isinstance(error, TemplateNotFound):  # which is an OSError as well
        return f"没有 {error.name} 这个模板；请检查主题"
    if isinstance(error, TemplateSyntaxError):
        return f"模板 {error.filename or error.name} 第 {error.lineno} 行有误（{error.message}）"
    if isinstance(error, TemplateError):
        return f"模板有误（{error.message}）；请检查主题"
    if isinstance(error, OSError):
        return in_chinese(error)
    return str(error) if isinstance(error, BuildError | ConfigurationError) else ""
