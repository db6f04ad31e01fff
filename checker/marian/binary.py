"""Marian's binary model file: named tensors, float32 or 8-bit.

The layout is that of `src/common/binary.cpp` in marian-nmt, little-endian throughout:

    u64 version (1), u64 count
    count times: u64 bytes of the name, u64 type, u64 dimensions, u64 bytes of the data
    the names, each ending in NUL; the dimensions, i32 each
    u64 bytes of padding, and the padding, to a multiple of 256
    the data, one tensor after the other

The data of an intgemm8 tensor is its integers, one float32, the multiplier (a number is integer /
multiplier), and filler to a multiple of 256. Matrices lie transposed, except embeddings ("Wemb").
The filler is whatever was in memory when the file was made; `Tensor.data` keeps it, so that a file
read and written again is the same file.
"""

from __future__ import annotations

import enum
import math
import os
import secrets
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SETTINGS = "special:model.yml"
_ALIGNMENT = 256
_VERSION = 1

Floats = NDArray[np.float32]

# A multiplier below it makes numbers that float32 cannot hold.
_LEAST = 128 / float(np.finfo(np.float32).max)


class MarianFormatError(ValueError):
    """Not a whole Marian model, or not a kind that can be read; one line saying which."""


class Kind(enum.IntEnum):
    """Element types, in Marian's numbers (`src/common/types.h`)."""

    INT8 = 0x0101
    FLOAT32 = 0x0404
    INTGEMM8 = 0x4101

    @property
    def width(self) -> int:
        """Bytes an element takes."""
        return 4 if self is Kind.FLOAT32 else 1


@dataclass(frozen=True, slots=True)
class Tensor:
    """One entry of the file; `data` is all its bytes, with multiplier and filler.

    Raises MarianFormatError if it has too few of them, or a name or shape that cannot be.
    """

    name: str
    kind: Kind
    shape: tuple[int, ...]
    data: bytes

    def __post_init__(self) -> None:
        if not self.name or "\0" in self.name:
            raise MarianFormatError(f"tensor name {self.name!r} is empty or holds a NUL")
        if not self.shape or not all(0 < size < 2**31 for size in self.shape):
            raise MarianFormatError(f"tensor {self.name}: impossible shape {self.shape}")
        needed = self.elements * self.kind.width + (4 if self.kind is Kind.INTGEMM8 else 0)
        if len(self.data) < needed:
            raise MarianFormatError(
                f"tensor {self.name}: shape {self.shape} takes {needed} bytes, not {len(self.data)}"
            )

    @classmethod
    def of_floats(cls, name: str, values: Floats) -> Tensor:
        """Store `values` as they are."""
        return cls(name, Kind.FLOAT32, values.shape, _filled(values.astype("<f4").tobytes()))

    @classmethod
    def of_integers(cls, name: str, values: Floats) -> Tensor:
        """Round `values`, (rows, columns), to 8 bits; the largest becomes 127."""
        largest = float(np.abs(values).max())
        multiplier = np.float32(127 / largest if largest else 1)
        integers = np.clip(np.rint(values * multiplier), -127, 127).astype(np.int8)
        stored = integers if _is_embedding(name) else integers.T
        data = stored.tobytes() + struct.pack("<f", multiplier)
        return cls(name, Kind.INTGEMM8, values.shape, _filled(data))

    @classmethod
    def of_text(cls, name: str, text: str) -> Tensor:
        """Store a C string, as Marian does its settings."""
        data = text.encode() + b"\0"
        return cls(name, Kind.INT8, (len(data),), data)

    @property
    def elements(self) -> int:
        """How many numbers it holds."""
        return math.prod(self.shape)

    @property
    def multiplier(self) -> float:
        """What the integers were multiplied by; 1 unless the kind is INTGEMM8."""
        if self.kind is not Kind.INTGEMM8:
            return 1.0
        (multiplier,) = struct.unpack_from("<f", self.data, self.elements)
        if not _LEAST <= multiplier < math.inf:
            raise MarianFormatError(f"tensor {self.name}: its multiplier is {multiplier}")
        return float(multiplier)

    @property
    def text(self) -> str:
        """The C string it holds."""
        try:
            return self.data.split(b"\0", 1)[0].decode()
        except UnicodeDecodeError:
            raise MarianFormatError(f"tensor {self.name} is not text") from None

    def values(self) -> Floats:
        """Compute the numbers, in its shape, whichever way they are stored."""
        if self.kind is Kind.FLOAT32:
            stored = np.frombuffer(self.data, "<f4", self.elements)
            if not np.isfinite(stored).all():
                raise MarianFormatError(f"tensor {self.name} holds numbers that are not finite")
            return stored.reshape(self.shape).astype(np.float32)
        integers = np.frombuffer(self.data, np.int8, self.elements).astype(np.float32)
        if self.kind is Kind.INT8 or _is_embedding(self.name):
            return integers.reshape(self.shape) / np.float32(self.multiplier)
        return integers.reshape(self.shape[::-1]).T / np.float32(self.multiplier)


def decode(data: bytes) -> tuple[Tensor, ...]:
    """Take a file's bytes apart; MarianFormatError unless they are exactly one whole file.

    Every length is held against the bytes there are before it is believed, so that a broken header
    cannot ask for memory. The format has no checksum: a number that changed into another number
    does not show.
    """
    cursor = _Cursor(data)
    version, count = cursor.numbers("<QQ")
    if version != _VERSION:
        raise MarianFormatError(f"not a Marian binary model: its version is not {_VERSION}")
    cursor.expect(count, 32)
    headers = [cursor.numbers("<QQQQ") for _ in range(count)]
    names = [_name(cursor.take(size)) for size, _, _, _ in headers]
    if len(set(names)) < len(names):
        raise MarianFormatError("altered: two tensors of the same name")
    shapes = [cursor.integers(dimensions) for _, _, dimensions, _ in headers]
    cursor.take(cursor.numbers("<Q")[0])
    tensors = tuple(
        Tensor(name, _kind(name, header[1]), shape, cursor.take(header[3]))
        for name, shape, header in zip(names, shapes, headers, strict=True)
    )
    if cursor.left:
        raise MarianFormatError(f"altered: {cursor.left} bytes too many at the end")
    return tensors


def encode(tensors: Iterable[Tensor]) -> bytes:
    """Put a file's bytes together, the tensors in the order given; Marian sorts them by name."""
    tensors = tuple(tensors)
    names = [tensor.name.encode() + b"\0" for tensor in tensors]
    head = [struct.pack("<QQ", _VERSION, len(tensors))]
    for tensor, name in zip(tensors, names, strict=True):
        sizes = len(tensor.shape), len(tensor.data)
        head.append(struct.pack("<QQQQ", len(name), tensor.kind, *sizes))
    head += names
    head += [struct.pack(f"<{len(tensor.shape)}i", *tensor.shape) for tensor in tensors]
    # Marian pads up to the next boundary even when it stands on one.
    padding = _ALIGNMENT - (sum(map(len, head)) + 8) % _ALIGNMENT
    head += [struct.pack("<Q", padding), bytes(padding)]
    return b"".join([*head, *(tensor.data for tensor in tensors)])


def read(path: Path) -> tuple[Tensor, ...]:
    """Read a file's tensors; MarianFormatError, with the path, if it is not a whole model."""
    try:
        return decode(path.read_bytes())
    except MarianFormatError as error:
        raise MarianFormatError(f"{path}: {error}") from None


def write(path: Path, tensors: Iterable[Tensor]) -> None:
    """Write a file beside its place and move it there, so that nobody sees half of it."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        partial.write_bytes(encode(tensors))
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


class _Cursor:
    """Reads forward through bytes, and says where they end too soon."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def expect(self, count: int, width: int) -> None:
        if count * width > self.left:
            raise MarianFormatError(
                f"truncated or altered: {count * width} bytes expected at byte {self._at},"
                f" {self.left} left"
            )

    def take(self, size: int) -> bytes:
        self.expect(size, 1)
        self._at += size
        return self._data[self._at - size : self._at]

    def numbers(self, layout: str) -> tuple[int, ...]:
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def integers(self, count: int) -> tuple[int, ...]:
        self.expect(count, 4)
        return self.numbers(f"<{count}i")


def _is_embedding(name: str) -> bool:
    return name.endswith("Wemb")


def _filled(data: bytes) -> bytes:
    return data + bytes(-len(data) % _ALIGNMENT)


def _name(raw: bytes) -> str:
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        raise MarianFormatError("altered: the name of a tensor is not text") from None
    if not name.endswith("\0"):
        raise MarianFormatError("altered: the name of a tensor does not end")
    return name[:-1]


def _kind(name: str, number: int) -> Kind:
    try:
        return Kind(number)
    except ValueError:
        raise MarianFormatError(
            f"tensor {name} is of type {number:#x}; only float32 and plain intgemm8 can be read"
        ) from None
