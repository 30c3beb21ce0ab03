"""The MkDocs adapter: hands what the core made to MkDocs, whose theme puts its shell around it."""

from .plugin import JixiaoPlugin

__all__ = ["JixiaoPlugin"]
