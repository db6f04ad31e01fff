"""Small corpora in every format, whole and broken, and the tables of a run read back."""

import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

ENGLISH = [
    "The harbour opened again on Monday after the storm had passed, the city said.",
    "Two cranes had fallen onto the north quay, and nobody was hurt.",
    "The fishermen returned with the first boats on Tuesday morning.",
    "A new bridge will be built next year, and the ferry will stop.",
]
SPANISH = "Una vista del puerto al amanecer, con los barcos de pesca en el muelle."
GERMAN = "Der Hafen wurde am Montag nach dem Sturm wieder geöffnet, sagte die Stadt."


def text(number: int) -> str:
    """An English article; every third one has a Spanish paragraph."""
    lines = [ENGLISH[(number + step) % len(ENGLISH)] for step in range(3)]
    if number % 3 == 0:
        lines.insert(1 + number % 2, SPANISH)
    return f"Report number {number}\n\n" + "\n\n".join(lines) + "\n"


def rows(count: int) -> list[dict]:
    """Rows with the usual columns."""
    return [
        {
            "id": f"a{number}",
            "url": f"https://www.site{number % 4}.example/{number}.html",
            "text": text(number),
        }
        for number in range(count)
    ]


def write_parquet(path: Path, made: Sequence[dict], group: int = 10) -> Path:
    parquet.write_table(pa.Table.from_pylist(list(made)), path, row_group_size=group)
    return path


def lines(made: Iterable[dict]) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in made)


def warc_record(
    url: str, body: bytes, kind: str = "response", content: str = "text/html; charset=utf-8"
) -> bytes:
    """A record of a WARC file; a `conversion` as WET has it."""
    block, of = body, content
    if kind == "response":
        block = f"HTTP/1.1 200 OK\r\nContent-Type: {content}\r\n\r\n".encode() + body
        of = "application/http; msgtype=response"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Record-ID: <urn:uuid:{abs(hash(url)) % 10**8:08}-0000-0000-0000-000000000000>\r\n"
        f"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: {of}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def warc_records(count: int) -> list[bytes]:
    return [
        warc_record(
            f"https://site.example/{number}",
            f'<html lang="en"><body><h1>Report {number}</h1>'
            f"<p>{'</p><p>'.join(text(number).split(chr(10) * 2))}</p></body></html>".encode(),
        )
        for number in range(count)
    ]


def gzipped(records: Iterable[bytes]) -> list[bytes]:
    return [gzip.compress(record) for record in records]


def table(output: Path, name: str, without: Sequence[str] = ()) -> list[dict]:
    """All rows of a table of a run, sorted."""
    found = [
        row
        for path in sorted((output / name).glob("*.parquet"))
        for row in parquet.read_table(path).drop_columns(list(without)).to_pylist()
    ]
    return sorted(found, key=lambda row: json.dumps(row, sort_keys=True))


def tables(output: Path) -> tuple[list[dict], list[dict]]:
    return table(output, "articles"), table(output, "findings")


def failures(output: Path) -> list[tuple[int, str]]:
    """(position, kind) of what could not be read."""
    found = table(output, "articles")
    return sorted((row["position"], row["failure"]["kind"]) for row in found if row["failure"])
