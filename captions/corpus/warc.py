"""WARC and WET: a record an article.

Of WARC the HTML answers (`response`, `resource`), of WET the texts (`conversion`); requests,
pictures, redirects and metadata are no articles.
"""

import re
from collections.abc import Generator, Iterator
from typing import IO, Any

from captions.corpus.files import load, open_file
from captions.corpus.record import Broken, Part, Record

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_OK = 200
# Where a record may begin, when what is before it is broken: a member of a compressed file, or a
# header in a plain one.
_STARTS = re.compile(rb"\x1f\x8b\x08|\x28\xb5\x2f\xfd|(?<=\n)WARC/1\.\d\r?\n")
_LONGEST_START = 12
_CHUNK = 1 << 20
# Headers after which a body is longer or shorter than it says.
_CODED = ("Content-Encoding", "Transfer-Encoding")


def read(part: Part, max_bytes: int) -> Iterator[Record | Broken]:
    """The articles of a file; after what is broken it goes on at the next record.

    Positions are bytes of the file as it lies there, compressed or not.
    """
    try:
        with open_file(part.source) as file:
            at: int | None = 0
            while at is not None:
                file.seek(at)
                last, error = yield from _from(file, max_bytes)
                if error is None and (at == 0 or last is not None):
                    return
                if last is not None:
                    yield Broken(
                        last + 1, "InvalidRecord", f"after the one at byte {last}: {error}"
                    )
                elif at == 0:
                    yield Broken(0, "InvalidRecord", f"at the start: {error}")
                at = _next_start(file, (at if last is None else last) + 1)
    except OSError as error:
        yield Broken(0, "UnreadableFile", error.strerror or str(error))


def _from(
    file: IO[bytes], max_bytes: int
) -> Generator[Record | Broken, None, tuple[int | None, str | None]]:
    """The articles from here to the end or to what is broken.

    Returns where the last record begins, None where there is none, and what was wrong after it.
    """
    warc = load("fastwarc.warc")
    types = warc.WarcRecordType
    kinds = types.response | types.resource | types.conversion
    last = None
    try:
        for record in warc.ArchiveIterator(file, auto_decode="all"):
            if record.headers.get("WARC-Type") is None:
                yield Broken(record.stream_pos, "InvalidRecord", "it has no WARC-Type")
            elif record.record_type & kinds and (found := _article(record, max_bytes)):
                yield found
            last = record.stream_pos
    except OSError as error:
        return last, str(error)
    return last, None


def _article(record: Any, max_bytes: int) -> Record | Broken | None:
    """What a record holds, None where that is no article."""
    place = record.stream_pos
    url = record.headers.get("WARC-Target-URI")
    identity = (record.record_id or "").strip("<>") or None
    stated = record.headers.get("Content-Length") or ""
    if not stated.strip().isdigit():
        return Broken(place, "InvalidRecord", f"its length is {stated!r}", identity, url)
    text = record.headers.get("Content-Type", "").startswith("text/plain")
    kind = record.http_content_type if record.is_http else record.headers.get("Content-Type", "")
    kind = (kind or "").partition(";")[0].strip().lower()
    if record.is_http and record.http_headers.status_code != _OK:
        return None
    if kind not in _PAGES and not (text and not record.is_http):
        return None
    if record.content_length > max_bytes:
        reason = f"it has {record.content_length / 1e6:.0f} MB; raise max-bytes if it is an article"
        return Broken(place, "TooLarge", reason, identity, url)
    length = record.content_length
    try:
        content = record.reader.read()
    except OSError as error:
        return Broken(place, "InvalidRecord", str(error), identity, url)
    coded = record.is_http and any(record.http_headers.get(name) for name in _CODED)
    if len(content) < length and not coded:
        reason = f"it is cut short: {len(content)} of {length} bytes are there"
        return Broken(place, "InvalidRecord", reason, identity, url)
    charset = record.http_charset if record.is_http else "utf-8"
    return Record(place, content, kind in _PAGES, identity, url, None, charset)


def _next_start(file: IO[bytes], start: int) -> int | None:
    """The next place where a record may begin."""
    file.seek(start)
    at, before = start, b""
    while chunk := file.read(_CHUNK):
        if found := _STARTS.search(before + chunk):
            return at - len(before) + found.start()
        at += len(chunk)
        before = (before + chunk)[-_LONGEST_START:]
    return None
