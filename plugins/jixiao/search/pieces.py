"""The texts of a batch's declarations as they are searched, squeezed: what the index and the packs are made of."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from .folding import canonical, fold_lines
from .index import Passage, Weight

END = b"\x03\x00"
"""What ends the deflate of pieces that follow each other: an empty last block."""
MOST_IN_PIECE = 60
"""Projects whose texts are in one piece at most."""
AFTER_DECLARATION, AFTER_INDICATORS = "\x00", "\x01"
"""Marks in a piece's text; a folded text has neither."""


class TextPiece(msgspec.Struct, array_like=True, frozen=True):
    """The texts of ``count`` declarations, squeezed as raw deflate that has no end: one piece may follow another.

    Of each declaration first its indicators, a line each, then a mark, then its other texts, then another mark.
    """

    count: int
    squeezed: bytes


class SearchedTexts(NamedTuple):
    """The texts of one declaration as they are searched, a line each."""

    indicators: str
    others: str


_encode = msgspec.msgpack.Encoder().encode
piece_in = msgspec.msgpack.Decoder(TextPiece).decode
"""The piece that some bytes are."""


def piece_of(texts: Sequence[Sequence[Passage]]) -> bytes:
    """The piece of some declarations or reports, each given by its passages."""
    return _encode(TextPiece(len(texts), _squeezed("".join(map(_told, texts)))))


def together(pieces: Sequence[TextPiece]) -> TextPiece:
    """Some pieces as one, which takes less room."""
    if len(pieces) == 1:
        return pieces[0]
    return TextPiece(sum(piece.count for piece in pieces), _squeezed("".join(map(_text_of, pieces))))


def _squeezed(text: str) -> bytes:
    squeezer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return squeezer.compress(text.encode("utf-8", "replace")) + squeezer.flush(zlib.Z_FULL_FLUSH)


def _text_of(piece: TextPiece) -> str:
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(piece.squeezed).decode()


def _told(passages: Sequence[Passage]) -> str:
    folded = fold_lines([passage.text for passage in passages])
    lines: tuple[dict[str, None], ...] = ({}, {})
    for passage, text in zip(passages, folded, strict=True):
        lines[passage.weight != Weight.INDICATOR][text] = None
    return AFTER_INDICATORS.join(map(_with_canonical, lines)) + AFTER_DECLARATION


def _with_canonical(lines: Iterable[str]) -> str:
    """The lines, and below them the canonical writing of those that have another."""
    folded = "\n".join(lines)
    return "\n".join(dict.fromkeys((*folded.split("\n"), *canonical(folded).split("\n"))))


def texts_in(piece: TextPiece) -> list[SearchedTexts]:
    """The declarations' texts in a piece."""
    texts = [SearchedTexts(*one.split(AFTER_INDICATORS)) for one in _text_of(piece).split(AFTER_DECLARATION)[:-1]]
    if len(texts) != piece.count:
        raise ValueError(f"{len(texts)} texts in a piece of {piece.count}")
    return texts
