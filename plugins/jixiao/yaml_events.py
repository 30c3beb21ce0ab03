"""YAML text to flat events with their places: by the C parser where it is installed, else by ruamel's own in Python.

The C parser is an accelerator and no more: what it takes, Python's takes too, with the same events; what it refuses is
asked again of Python's, so that one parser says where and why, wherever the project runs.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote_to_bytes

from ruamel.yaml import events, tokens
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import Reader
from ruamel.yaml.scanner import Scanner, ScannerError

try:
    from _ruamel_yaml import CParser
except ImportError:
    CParser = None

__all__ = ["HAS_C_PARSER", "MarkedYAMLError", "PythonParser", "events", "parsers"]

_BREAK = r"\n\0"
_BLANK = r" \t\n\0"
_PLAIN = re.compile(rf"(?:[^{_BLANK}:]|:(?![{_BLANK}]))*")
_PLAIN_IN_FLOW = re.compile(rf"(?:[^{_BLANK}:,\[\]{{}}]|:(?![{_BLANK},?\[\]{{}}]))*")
_BLANKS = re.compile(r"[ \t\n]*")
_SPACES = re.compile(r" *")
_COMMENT = re.compile(rf"(?:#[^{_BREAK}]*)?")
_LINE = re.compile(rf"[^{_BREAK}]*")
_LINE_BREAK = re.compile(r"\n?")
_BLOCK_HEADER = re.compile(rf"[|>](?:([+-])([1-9])?|([1-9])([+-])?)?[ \t]*(?:#[^{_BREAK}]*)?(?:\n|(?=\0))")
_DOCUMENT_MARK = re.compile(rf"(?:---|\.\.\.)(?=[{_BLANK}])")
_ANCHOR = re.compile(rf"[&*]([0-9A-Za-z_-]+)(?=[{_BLANK}?:,\]}}%@`])")
_URI = r"[0-9A-Za-z_;/?:@&=+$.~*'()%!,\[\]-]"
_NAME = r"[0-9A-Za-z_-]*!"
_TAG = re.compile(rf"(?:!<{_URI}+>|(!{_NAME}){_URI}+|!(?!{_NAME}){_URI}*)(?=[{_BLANK}])")
_SURROGATE = re.compile("[\ud800-\udfff]")


class PythonParser(Reader, Scanner, Parser):
    """ruamel's own parser, made to take whatever the C parser takes: tabs, and comments wherever that one allows them.

    The text has no line breaks but ``\\n``, and none of the characters that YAML forbids.
    """

    processing_version = scanner_processing_version = (1, 1)
    comment_handling = None
    reader = scanner = resolver = property(lambda self: self)

    _last_plain: Any = None

    def __init__(self, text: str) -> None:
        self._reader = self._scanner = self._parser = self
        self.doc_infos = [SimpleNamespace(doc_version=None, tags=[])]
        Reader.__init__(self, text, self)
        Scanner.__init__(self, self)
        Parser.__init__(self, self)

    def get_event(self) -> Any:
        """The next event; a number beyond all bounds, in an escape or a directive, is a fault like any other."""
        try:
            return super().get_event()
        except (ValueError, OverflowError) as error:
            raise self._refusal("a number", self.get_mark(), "found a character out of range") from error

    def forward(self, length: int = 1) -> None:
        """Go on by so many characters."""
        passed = self.buffer[self.pointer : self.pointer + length]
        self.pointer += length
        self.index += length
        if breaks := passed.count("\n"):
            self.line += breaks
            self.column = length - passed.rindex("\n") - 1
        else:
            self.column += length

    def _take(self, pattern: re.Pattern[str]) -> str:
        """Go over what the pattern finds here: a text, or none."""
        found = pattern.match(self.buffer, self.pointer)
        taken = found.group() if found else ""
        self.forward(len(taken))
        return taken

    def _refusal(self, context: str, start: Any, problem: str) -> ScannerError:
        return ScannerError(f"while scanning {context}", start, problem, self.get_mark())

    def scan_to_next_token(self) -> None:
        """Go over blanks, comments and line breaks; tabs may stand wherever no key can begin."""
        while True:
            while self.peek() in (" \t" if self.flow_level or not self.allow_simple_key else " "):
                self.forward()
            self._take(_COMMENT)
            if not self._take(_LINE_BREAK):
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def fetch_stream_end(self) -> None:
        """The end is at the beginning of a line, even if the last line has no break."""
        if self.column:
            self.line, self.column = self.line + 1, 0
        super().fetch_stream_end()

    def parse_document_start(self) -> Any:
        """The start of a document; it begins with its first directive."""
        while self.check_token(tokens.DocumentEndToken):
            self.get_token()
        mark = self.peek_token().start_mark
        event = super().parse_document_start()
        event.start_mark = mark
        return event

    def parse_document_end(self) -> Any:
        """The end of a document; another may follow on the same line."""
        mark = self.peek_token().start_mark
        if self.check_token(tokens.DocumentEndToken):
            self.get_token()
        self.state = self.parse_document_start
        return events.DocumentEndEvent(mark, mark)

    def parse_node(self, block: bool = False, indentless_sequence: bool = False) -> Any:
        """A value with what may stand before it; it begins where its tag does, also where an anchor follows that."""
        tag = self.peek_token().start_mark if self.check_token(tokens.TagToken) else None
        event = super().parse_node(block, indentless_sequence)
        event.start_mark = tag or event.start_mark
        return event

    def parse_block_mapping_value(self) -> Any:
        """The value of a key; one that is missing stands right behind the colon."""
        if not self.check_token(tokens.ValueToken):
            return super().parse_block_mapping_value()
        colon = self.get_token()
        if not self.check_token(tokens.KeyToken, tokens.ValueToken, tokens.BlockEndToken):
            self.states.append(self.parse_block_mapping_key)
            return self.parse_block_node_or_indentless_sequence()
        self.state = self.parse_block_mapping_key
        return self.process_empty_scalar(colon.end_mark)

    def parse_flow_sequence_entry_mapping_value(self) -> Any:
        """The value of a key within ``[ ]``."""
        return self._placed(super().parse_flow_sequence_entry_mapping_value())

    def parse_flow_mapping_value(self) -> Any:
        """The value of a key within ``{ }``."""
        return self._placed(super().parse_flow_mapping_value())

    def _placed(self, event: Any) -> Any:
        """A value within brackets; one that is missing stands at what follows."""
        if isinstance(event, events.ScalarEvent) and not (event.value or event.style or event.anchor or event.tag):
            event.start_mark = event.end_mark = self.peek_token().start_mark
        return event

    def scan_directive_name(self, start_mark: Any) -> Any:
        """A directive's name; there are but two."""
        name = super().scan_directive_name(start_mark)
        if name not in ("YAML", "TAG"):
            raise self._refusal("a directive", start_mark, "found unknown directive name")
        return name

    def fetch_value(self) -> None:
        """A colon; one that is out of place is told with where the text before it begins."""
        try:
            super().fetch_value()
        except ScannerError as error:
            error.context_mark = error.context_mark or self._last_plain
            raise

    def scan_anchor(self, kind: Any) -> Any:
        """An anchor or alias."""
        start, found = self.get_mark(), _ANCHOR.match(self.buffer, self.pointer)
        if found is None:
            raise ScannerError("while scanning an anchor", start, "expected alphabetic or numeric character", start)
        self.forward(len(found.group()))
        return kind(found[1], start, self.get_mark())

    def scan_tag(self) -> Any:
        """A tag as it is written; what it stands for need not be known, since none is taken."""
        start, found = self.get_mark(), _TAG.match(self.buffer, self.pointer)
        if found is None or not _is_text(found.group()):
            raise self._refusal("a tag", start, "did not find expected tag")
        self.forward(len(found.group()))
        return tokens.TagToken((found[1], found.group()), start, self.get_mark())

    def scan_flow_scalar(self, style: Any) -> Any:
        """A quoted text; half a character, which an escape may name, is none."""
        start = self.get_mark()
        token = super().scan_flow_scalar(style)
        if _SURROGATE.search(token.value):
            raise ScannerError("while scanning a quoted scalar", start, "found a character out of range", start)
        return token

    def scan_plain(self) -> Any:
        """A plain text with its lines joined."""
        start = end = self.get_mark()
        indent, pieces, gap = self.indent + 1, list[str](), ""
        while self.peek() != "#" and not self._at_document_mark():
            word = self._take(_PLAIN_IN_FLOW if self.flow_level else _PLAIN)
            if self.flow_level and self.peek() == ":" and self.peek(1) in ",?[]{}":
                raise self._refusal("a plain scalar", start, "found unexpected ':'")
            if word:
                pieces += [gap, word]
                end, self.allow_simple_key = self.get_mark(), False
            if self.peek() not in " \t\n":
                break
            gap = self._gap(indent, start)
            if not self.flow_level and self.column < indent:
                break
        self._last_plain = start
        return tokens.ScalarToken("".join(pieces), True, start, end)

    def _at_document_mark(self) -> bool:
        return self.column == 0 and bool(_DOCUMENT_MARK.match(self.buffer, self.pointer))

    def _gap(self, indent: int, start: Any) -> str:
        """Go over the blanks within a plain text: what stands for them in it, a blank for a single line break."""
        blanks = _BLANKS.match(self.buffer, self.pointer).group()  # type: ignore[union-attr]
        tab = re.search(rf"\n {{0,{indent - 1}}}(?=\t)", blanks) if indent and "\t" in blanks else None
        self.forward(tab.end() if tab else len(blanks))
        if not (breaks := blanks.count("\n")):
            return blanks
        self.allow_simple_key = True
        if tab:
            raise self._refusal("a plain scalar", start, "found a tab character that violates indentation")
        return "\n" * (breaks - 1) or " "

    def scan_block_scalar(self, style: Any, rt: Any = False) -> Any:
        """A literal text (``|``), or a folded one (``>``)."""
        start, header = self.get_mark(), _BLOCK_HEADER.match(self.buffer, self.pointer)
        if header is None:
            raise self._refusal("a block scalar", start, "did not find expected comment or line break")
        self.forward(len(header.group()))
        step, ending = header[2] or header[3], header[1] or header[4]
        blank_lines, indent, end = self._indentation(max(self.indent, 0) + int(step) if step else 0, start)
        pieces, line_break, was_blank = list[str](), "", False
        while self.column == indent and self.peek() != "\0":
            is_blank = self.peek() in " \t"
            if style == ">" and line_break and not was_blank and not is_blank:
                line_break = "" if blank_lines else " "
            pieces += [line_break, blank_lines, self._take(_LINE)]
            line_break, was_blank = self._take(_LINE_BREAK), is_blank
            blank_lines, indent, end = self._indentation(indent, start)
        pieces += [line_break if ending != "-" else "", blank_lines if ending == "+" else ""]
        return tokens.ScalarToken("".join(pieces), False, start, end, style)

    def _indentation(self, indent: int, start: Any) -> tuple[str, int, Any]:
        """Go over blank lines and into the next one: the breaks of those, the indentation (found if 0), and their end."""
        line_breaks, deepest, end = "", 0, self.get_mark()
        while True:
            spaces = len(_SPACES.match(self.buffer, self.pointer).group())  # type: ignore[union-attr]
            self.forward(max(0, min(spaces, indent - self.column)) if indent else spaces)
            deepest = max(deepest, self.column)
            if self.peek() == "\t" and not self.column >= indent > 0:
                raise self._refusal("a block scalar", start, "found a tab character where a space is expected")
            if not self._take(_LINE_BREAK):
                return line_breaks, indent or max(deepest, self.indent + 1, 1), end
            line_breaks, end = line_breaks + "\n", self.get_mark()


def _is_text(uri: str) -> bool:
    try:
        unquote_to_bytes(uri).decode()
    except UnicodeDecodeError:
        return False
    return True


HAS_C_PARSER = CParser is not None
"""Whether texts are read by the C parser, some forty times as fast."""

_PARSERS: tuple[Any, ...] = (CParser, PythonParser) if HAS_C_PARSER else (PythonParser,)
_EXPLICIT_KEY = re.compile(r"(?<!\w)\?")


def parsers(text: str) -> tuple[Any, ...]:
    """The parsers to ask in turn, until one takes a text. The C parser loses its way at ``?`` between brackets."""
    return (PythonParser,) if "?" in text and _EXPLICIT_KEY.search(text) else _PARSERS
