"""Bytes to text, exactly and with a reason where it cannot be done."""

import codecs
import re
from collections.abc import Callable

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# A sample is enough to guess from, and the guesser's cost grows with its input.
_SAMPLE = 64 * 1024
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
# Encodings that browsers read more under a label than Python does (WHATWG Encoding Standard).
_WIDER = {"shift_jis": "cp932", "euc-kr": "cp949", "gbk": "gb18030", "big5": "big5hkscs"}
# Text in UTF-16 has a NUL in each character of ASCII: at least in its white space and signs.
_SHORTEST_UTF_16 = 32
_FEWEST_NULS = 64  # one in so many units
_SAME_HALF = 0.8
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
# A cut or mistyped byte does not change the encoding of a file: one in so many characters may be.
_DAMAGE = 20


class DecodeError(ValueError):
    """The bytes are not text in any encoding that can be told; the message says why."""


def decode(data: bytes, declared: Callable[[bytes], str | None]) -> str:
    """The text of a file: byte-order mark, its own declaration, UTF-8, then a guess.

    `declared` finds the declaration in the first 1,024 bytes (WHATWG HTML, prescan); labels mean
    what they mean to browsers (WHATWG Encoding Standard). A declaration that does not decode the
    file is passed over, for it is wrong about the file; but where a few bytes are damaged, they
    become U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, mark, encoding)
    if order := _unmarked_utf_16(data):
        return data.decode(order, "replace")
    if is_binary(data):
        raise DecodeError("it is a binary file, not text; leave it out")
    label = declared(data[:1024])
    codec = _codec(label) if label else None
    names = list(dict.fromkeys(filter(None, (codec, "utf-8"))))
    for name in names:
        try:
            return data.decode(name)
        except UnicodeError:
            continue
    for name in names:
        text = data.decode(name, "replace")
        if text.count("\ufffd") * _DAMAGE <= len(text) - len(text.encode("ascii", "ignore")):
            return text
    return _guess(data)


def encoding_of(data: bytes, text: str, declared: Callable[[bytes], str | None]) -> str | None:
    """An encoding in which a text is spelt by exactly these bytes, and line feeds are one byte.

    None where none is found: of UTF-16, and where bytes are damaged. With a byte-order mark it is
    `utf-8-sig`.
    """
    label = declared(data[:1024])
    names = ["utf-8", "utf-8-sig", _codec(label) if label else None, "cp1252"]
    if any(data.startswith(mark) for mark, name in _MARKS if name != "utf-8"):
        return None
    for name in dict.fromkeys(filter(None, names)):
        if _spells(text, name, data):
            return name
    from charset_normalizer import from_bytes

    best = from_bytes(_telling(data)).best()
    return best.encoding if best and _spells(text, best.encoding, data) else None


def _spells(text: str, encoding: str, data: bytes) -> bool:
    try:
        return text.encode(encoding) == data
    except UnicodeError:
        return False


def is_binary(data: bytes) -> bool:
    """Whether the bytes hold what no text in an encoding without a mark holds."""
    return b"\0" in data[:_SAMPLE] and not _unmarked_utf_16(data)


def _unmarked_utf_16(data: bytes) -> str | None:
    """The byte order of UTF-16 whose mark was lost: most NULs are the same half of a character."""
    sample = data[:_SAMPLE]
    nuls = sample.count(0)
    if len(data) % 2 or len(sample) < _SHORTEST_UTF_16 or nuls * 2 * _FEWEST_NULS < len(sample):
        return None
    for half, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample[half::2].count(0) > _SAME_HALF * nuls:
            text = sample.decode(encoding, "replace")
            # The sample may end within a pair.
            whole = "\ufffd" not in text[:-1] and not _CONTROL.search(text)
            return encoding if whole else None
    return None


def _codec(label: str) -> str | None:
    """Python's name of the encoding that browsers know under a label."""
    from webencodings import lookup

    found = lookup(label)
    if found is None:
        return None
    # A file whose declaration could be read as ASCII is not in UTF-16.
    if found.name.startswith("utf-16"):
        return "utf-8"
    return _WIDER.get(found.name) or str(found.codec_info.name)


def _marked(data: bytes, mark: bytes, encoding: str) -> str:
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise DecodeError(
            f"its byte-order mark says {encoding}, but byte {len(mark) + error.start} is not; "
            "save it as UTF-8"
        ) from error


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    matches = from_bytes(_telling(data))
    best = matches.best()
    if best is None:
        raise DecodeError("its encoding cannot be told; save it as UTF-8")
    for match in matches:  # of encodings that fit alike, that of most files without a declaration
        if match.encoding == "cp1252" and match.chaos <= best.chaos:
            best = match
    try:
        return data.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise DecodeError(
            f"it looks like {best.encoding}, but byte {error.start} is not; save it as UTF-8"
        ) from error


def _telling(data: bytes) -> bytes:
    """A sample around the first byte that is not ASCII, cut where no character can be cut."""
    found = _NOT_ASCII.search(data)
    first = found.start() if found else 0
    start = max(data.rfind(b"\n", 0, first), data.rfind(b" ", 0, first)) + 1
    if len(data) <= start + _SAMPLE:
        return data[start:]
    end = max(data.rfind(b"\n", start, start + _SAMPLE), data.rfind(b" ", start, start + _SAMPLE))
    return data[start:end] if end > first else data[start : start + _SAMPLE]
