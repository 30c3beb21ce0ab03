"""The MkDocs adapter: hands what the core made to MkDocs, whose theme puts its shell around it."""

from mkdocs.exceptions import Abort

from jixiao.problem import SetupProblem

from .trouble import told

try:
    from .plugin import JixiaoPlugin
except SetupProblem as problem:  # a form's file is faulty: told here, or MkDocs would print a traceback
    raise Abort("\n".join(f"错误：{line}" for line in told(problem).split("\n"))) from None

__all__ = ["JixiaoPlugin"]
