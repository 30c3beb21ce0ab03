"""Hand-written pages and the theme as files: what may lie there, so that nothing of it takes the place of what is made."""

from __future__ import annotations

from collections.abc import Iterator

from ..forms import DIVISIONS
from ..reader import ParsedFile
from ..registry import fold_name
from ..repository import Content, RawFile
from ..search import FOLDER
from ..settings import document_of
from ..site.addresses import namespaces
from ..site.security_txt import PATHS

PAGE = ".md"
_PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "avif")
_DOCUMENTS = ("pdf", "txt", "csv", "xlsx", "docx", "pptx", "ods", "odt", "zip", "mp4", "mp3")
_PASSIVE = tuple(f".{ending}" for ending in (*_PICTURES, *_DOCUMENTS))
"""Endings of files that no browser runs anything of."""

_HOME = ("index", "readme")
_TAKEN = frozenset((*namespaces(), FOLDER, "assets", "404", "404.html", *PATHS, *_HOME))
"""How addresses begin that are made, by the program or by the theme."""


def unfit_files(content: Content) -> tuple[ParsedFile, ...]:
    """The files beside the content that cannot be published, each with the fault that says why."""
    told = (RawFile(file, problem=problem) for file, problem in _problems(content))
    documents = map(document_of, told)
    return tuple(ParsedFile(document, document.faults) for document in documents)


def _problems(content: Content) -> Iterator[tuple[str, str]]:
    folder, addresses = f"{content.around.pages}/", dict[str, str]()
    for file, problem in content.others:
        if not problem and file.startswith(folder) and not _is_hidden(name := file.removeprefix(folder)):
            address = fold_name(_address(name))
            problem = _problem(name, address, content, addresses.setdefault(address, file), file)
        if problem:
            yield file, problem


def _is_hidden(name: str) -> bool:
    """Whether MkDocs leaves a file out."""
    return f"/{name}".find("/.") >= 0


def _address(name: str) -> str:
    """The address of a page or a file, less what stands for a folder's own page."""
    if not name.endswith(PAGE):
        return name
    folder, _, last = name.removesuffix(PAGE).rpartition("/")
    return folder if folder and last.lower() in _HOME else name.removesuffix(PAGE)


def _problem(name: str, address: str, content: Content, first: str, file: str) -> str:
    around = content.around
    begin = address.partition("/")[0]
    if begin in _TAKEN or begin.startswith(DIVISIONS):
        return f"以“{begin}”开头的网址由程序生成，手写的页面和文件不能用；请改名"
    if first != file:
        return f"与 {first} 的网址相同（不分大小写）；请改名"
    last = name.rpartition("/")[2]
    may = last.endswith((PAGE, *_PASSIVE)) or (around.raw_html and "." in last) or name in around.extra_files
    return (
        ""
        if may
        else "这里只放 .md 网页和图片、文档；确要发布这个文件的，在 mkdocs.yml 的 jixiao 之下用 extra_files 列出"
    )
