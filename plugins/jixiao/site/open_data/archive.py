"""A zip archive written front to back of parts that are squeezed already: a member may be joined from any number of them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import BinaryIO, NamedTuple

_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
_VERSION, _DEFLATED, _LAST_BLOCK = 20, 8, b"\x03\x00"
_DAY, _TIME = 33, 0
"""The first of January 1980, the first day that an archive can tell: the clock's would make each one differ."""
_POLYNOMIAL = 0xEDB88320
_WELL_AND_QUICKLY = 3
"""How hard to squeeze much: the usual way, 6, takes twice the time for a sixth less room."""


class ArchivePart(NamedTuple):
    """Bytes squeezed as raw deflate up to a full flush, with the size and the checksum (CRC-32) of what they were."""

    squeezed: bytes
    size: int
    checksum: int


class _Member(NamedTuple):
    name: bytes
    checksum: int
    squeezed: int
    size: int
    start: int


def squeezed(content: bytes) -> ArchivePart:
    """A part of these bytes."""
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return ArchivePart(
        squeezer.compress(content) + squeezer.flush(zlib.Z_FULL_FLUSH), len(content), zlib.crc32(content)
    )


def squeezed_together(contents: Iterable[bytes]) -> Iterator[ArchivePart]:
    """The parts of some contents on end, each squeezed by what stood in those before: they must be added all, in order."""
    squeezer = zlib.compressobj(_WELL_AND_QUICKLY, zlib.DEFLATED, -zlib.MAX_WBITS)
    for content in contents:
        yield ArchivePart(squeezer.compress(content), len(content), zlib.crc32(content))
    yield ArchivePart(squeezer.flush(zlib.Z_FULL_FLUSH), 0, 0)


def blocks_of(file: BinaryIO) -> Iterator[bytes]:
    """What is left of an open file, a megabyte at a time."""
    while block := file.read(1 << 20):
        yield block


class Archive:
    """An archive that is being written. It may have 4 GB at most, as the plain format has it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._members: list[_Member] = []

    def add(self, name: str, parts: Iterable[ArchivePart]) -> None:
        """Add one member, the parts one after the other."""
        start, coded = self._stream.tell(), name.encode("ascii")
        self._stream.write(self._local(coded, 0, 0, 0))
        length, size, checksum = len(_LAST_BLOCK), 0, 0
        for part in parts:
            self._stream.write(part.squeezed)
            checksum = joined_checksum(checksum, part.checksum, part.size)
            length, size = length + len(part.squeezed), size + part.size
        self._stream.write(_LAST_BLOCK)
        end = self._stream.tell()
        self._stream.seek(start)
        self._stream.write(self._local(coded, checksum, length, size))
        self._stream.seek(end)
        self._members.append(_Member(coded, checksum, length, size, start))

    @staticmethod
    def _local(name: bytes, checksum: int, length: int, size: int) -> bytes:
        made = (b"PK\x03\x04", _VERSION, 0, _DEFLATED, _TIME, _DAY, checksum, length, size, len(name), 0)
        return _LOCAL.pack(*made) + name

    def close(self) -> None:
        """Write the list of the members."""
        start = self._stream.tell()
        for member in self._members:
            about = (_VERSION, _VERSION, 0, _DEFLATED, _TIME, _DAY, member.checksum, member.squeezed, member.size)
            self._stream.write(_CENTRAL.pack(b"PK\x01\x02", *about, len(member.name), 0, 0, 0, 0, 0, member.start))
            self._stream.write(member.name)
        count, size = len(self._members), self._stream.tell() - start
        self._stream.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, size, start, 0))


def joined_checksum(first: int, second: int, length: int) -> int:
    """The CRC-32 of two byte strings on end, of each one's own and the second's length (as zlib's crc32_combine)."""
    for number in range(length.bit_length()):
        if length >> number & 1:
            table = _table(number)
            first = (
                table[first & 255]
                ^ table[256 + (first >> 8 & 255)]
                ^ table[512 + (first >> 16 & 255)]
                ^ table[768 + (first >> 24)]
            )
    return first ^ second


@cache
def _table(number: int) -> tuple[int, ...]:
    """The product of the power with each value of each of a checksum's four bytes: sums of those of single bits."""
    powers = [_product(_power(number), 1 << bit) for bit in range(32)]
    table: list[int] = []
    for byte in range(4):
        sums = [0]
        for bit in range(8):
            sums += [one ^ powers[8 * byte + bit] for one in sums]
        table += sums
    return tuple(table)


def _product(one: int, other: int) -> int:
    """The product of two polynomials modulo the checksum's own; the highest bit stands for 1."""
    product, bit = 0, 1 << 31
    while bit:
        if one & bit:
            product ^= other
        bit >>= 1
        other = (other >> 1) ^ _POLYNOMIAL if other & 1 else other >> 1
    return product


@cache
def _power(number: int) -> int:
    """x to the power of 8 times two to the power of a number: what that many zero bytes do to a checksum."""
    half = _power(number - 1) if number else 0
    return _product(half, half) if number else 1 << 23
