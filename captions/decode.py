"""Bytes to text, exactly and with a reason where it cannot be done."""

import codecs
from collections.abc import Callable

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What browsers read under these labels (WHATWG Encoding Standard).
_LABELS = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8",
}  # fmt: skip

# A sample is enough to guess from, and the guesser's cost grows with its input.
_SAMPLE = 64 * 1024


class DecodeError(ValueError):
    """The bytes are not text in any encoding that can be told; the message says why."""


def decode(data: bytes, declared: Callable[[bytes], str | None]) -> str:
    """The text of a file: byte-order mark, its own declaration, UTF-8, then a guess.

    `declared` finds the declaration in the first 1,024 bytes (WHATWG HTML, prescan). A declaration
    that does not decode the file is passed over, for it is wrong about the file.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, "its byte-order mark says")
    if b"\0" in data[:_SAMPLE]:
        raise DecodeError("it is a binary file, not text")
    label = (declared(data[:1024]) or "").strip().lower()
    for encoding in (_LABELS.get(label, label), "utf-8"):
        if encoding:
            try:
                return data.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                continue
    return _guess(data)


def _strict(data: bytes, encoding: str, why: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DecodeError(f"byte {error.start} is not {encoding}, which {why}") from error


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise DecodeError("its encoding cannot be told; save it as UTF-8")
    try:
        return data.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise DecodeError(
            f"it looks like {best.encoding}, but byte {error.start} is not; save it as UTF-8"
        ) from error
