"""Broken input in the middle: it is told where, all else is checked, and the exit code is 2."""

import gzip
import json

import pytest
import zstandard
from corpora import (
    ENGLISH,
    failures,
    gzipped,
    lines,
    rows,
    table,
    warc_records,
    write_parquet,
)  # fmt: skip


def _whole(output):
    return [row for row in table(output, "articles") if not row["failure"]]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_a_truncated_file_gives_what_is_before(corpus, tmp_path, pack):
    name = "a.jsonl.gz" if pack is gzip.compress else "a.jsonl.zst"
    made = [{"text": ENGLISH[0] + f" {number * 7919}"} for number in range(3000)]
    data = pack(lines(made))
    tmp_path.joinpath(name).write_bytes(data[: len(data) * 2 // 3])
    tmp_path.joinpath("b.jsonl").write_bytes(lines(rows(3)))
    code, output, err = corpus(".")
    assert code == 2
    [(position, kind)] = failures(output)
    assert kind == "UnreadableFile"
    read = [row for row in _whole(output) if row["file"].endswith(name)]
    # All lines before the place that is told were read, and the place is where the next begins.
    assert position == len(lines(made[: len(read)]))
    assert 3 < len(read) < 3000
    assert f"{name}#{position}: it ends before its compressed data does" in err
    assert len([row for row in _whole(output) if row["file"].endswith("b.jsonl")]) == 3


def test_damaged_compression_is_told(corpus, tmp_path):
    data = bytearray(gzip.compress(lines(rows(2000))))
    data[len(data) // 2 : len(data) // 2 + 40] = b"\xff" * 40
    tmp_path.joinpath("a.jsonl.gz").write_bytes(data)
    code, output, err = corpus("a.jsonl.gz")
    assert code == 2
    assert [kind for _, kind in failures(output)] == ["UnreadableFile"]
    assert "its compressed data is damaged" in err


def test_a_corrupt_row_group_costs_itself_alone(corpus, tmp_path):
    path = write_parquet(tmp_path / "a.parquet", rows(30), group=10)
    from pyarrow import parquet

    column = parquet.ParquetFile(path).metadata.row_group(1).column(2)
    data = bytearray(path.read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    data[start : start + 60] = b"\xff" * 60
    path.write_bytes(data)
    code, output, err = corpus("a.parquet")
    assert code == 2
    assert failures(output) == [(10, "UnreadableRows")]
    assert "a.parquet#10: row group 1: 10 rows cannot be read" in err
    assert sorted(row["position"] for row in _whole(output)) == [*range(10), *range(20, 30)]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"no parquet at all" * 100])
def test_a_file_that_is_no_parquet(corpus, tmp_path, data):
    tmp_path.joinpath("a.parquet").write_bytes(data)
    write_parquet(tmp_path / "b.parquet", rows(3))
    code, output, err = corpus("a.parquet", "b.parquet")
    assert code == 2
    assert failures(output) == [(0, "UnreadableFile")]
    assert "a.parquet#0: " in err
    assert len(_whole(output)) == 3


def test_null_and_strange_texts(corpus, tmp_path):
    made = [{"text": ENGLISH[0]}, {"text": None}, {"text": 7}, {"other": "x"}, {"text": ENGLISH[1]}]
    tmp_path.joinpath("a.jsonl").write_bytes(
        lines(made) + b"[1, 2]\n{broken\n\n" + b'{"text": "\xff"}\n' + lines(made[:1])
    )
    code, output, err = corpus("a.jsonl")
    assert code == 2
    assert [kind for _, kind in failures(output)] == [
        "NoText", "NoText", "MissingColumn", "MalformedLine", "MalformedLine", "MalformedLine"
    ]  # fmt: skip
    assert "'text' is null" in err
    assert "'text' is of type int, not text" in err
    assert len(_whole(output)) == 3


def test_null_in_parquet(corpus, tmp_path):
    made = rows(3)
    made[1]["text"] = None
    write_parquet(tmp_path / "a.parquet", made)
    code, output, err = corpus("a.parquet")
    assert code == 2
    assert failures(output) == [(1, "NoText")]
    [broken] = [row for row in table(output, "articles") if row["failure"]]
    assert (broken["id"], broken["clean"]) == ("a1", False)
    assert "a.parquet#1: 'text' is null" in err


def test_a_wrong_column_is_told_once_a_part(corpus, tmp_path):
    write_parquet(tmp_path / "a.parquet", rows(5))
    write_parquet(tmp_path / "b.parquet", [{"content": text["text"]} for text in rows(5)])
    tmp_path.joinpath("captioncheck.toml").write_text('[corpus]\ntext = "content"\n')
    code, output, err = corpus("a.parquet", "b.parquet")
    assert code == 2
    assert failures(output) == [(0, "MissingColumn")]
    assert "a.parquet#0: there is no 'content', but id, text, url; name it in [corpus]" in err
    assert len(_whole(output)) == 5


def test_an_unknown_field_is_refused_before_anything_is_read(corpus, tmp_path):
    tmp_path.joinpath("captioncheck.toml").write_text('[corpus]\ntxt = "content"\n')
    code, output, err = corpus("a.parquet")
    assert code == 2
    assert "[corpus] has no key 'txt': did you mean 'text'?" in err
    assert not output.exists()


def test_an_article_beyond_the_limit_is_told_and_not_held(corpus, tmp_path):
    made = rows(3)
    made[1]["text"] = "A very long line about the harbour. " * 1_500_000
    write_parquet(tmp_path / "a.parquet", made)
    tmp_path.joinpath("b.jsonl").write_bytes(lines(made))
    tmp_path.joinpath("c.warc").write_bytes(
        b"".join(warc_records(1)) + _large_record() + b"".join(warc_records(3)[2:])
    )
    code, output, err = corpus("a.parquet", "b.jsonl", "c.warc")
    assert code == 2
    assert [kind for _, kind in failures(output)] == ["TooLarge"] * 3
    assert "54 MB" in err
    assert len(_whole(output)) == 6


def _large_record():
    from corpora import warc_record

    return warc_record("https://site.example/large", b"<p>A long page. </p>" * 2_700_000)


def test_a_line_without_end_is_not_held(corpus, tmp_path):
    tmp_path.joinpath("captioncheck.toml").write_text("max-bytes = 100_000\n")
    made = lines(rows(3))
    tmp_path.joinpath("a.jsonl").write_bytes(made + b'{"text": "' + b"x" * 700_000 + b'"}\n' + made)
    code, output, _ = corpus("a.jsonl")
    assert code == 2
    assert failures(output) == [(len(made), "TooLarge")]
    assert len(_whole(output)) == 6


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "damage",
    [
        lambda record: record.replace(b"WARC/1.0", b"WXRC/1.0"),
        lambda record: record.replace(b"Content-Length: ", b"Content-Length: x"),
        lambda record: record.replace(b"WARC-Type: response", b"\x00\x01garbage"),
    ],
    ids=["magic", "length", "header"],
)
def test_an_invalid_record_costs_itself_alone(corpus, tmp_path, packed, damage):
    records = warc_records(6)
    records[2] = damage(records[2])
    data = gzipped(records) if packed else records
    name = "a.warc.gz" if packed else "a.warc"
    tmp_path.joinpath(name).write_bytes(b"".join(data))
    code, output, err = corpus(name)
    assert code == 2
    assert {kind for _, kind in failures(output)} == {"InvalidRecord"}
    urls = {row["url"].rsplit("/")[-1] for row in _whole(output)}
    assert urls == {"0", "1", "3", "4", "5"}
    assert err


def test_a_damaged_member_costs_itself_alone(corpus, tmp_path):
    records = gzipped(warc_records(6))
    records[2] = records[2][:60] + b"\xff" * 60 + records[2][120:]
    tmp_path.joinpath("a.warc.gz").write_bytes(b"".join(records))
    code, output, _ = corpus("a.warc.gz")
    assert code == 2
    assert {kind for _, kind in failures(output)} == {"InvalidRecord"}
    assert {row["url"].rsplit("/")[-1] for row in _whole(output)} == {"0", "1", "3", "4", "5"}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("missing", [1, 9, 40, 200, 500])
def test_a_truncated_archive_is_never_taken_for_whole(corpus, tmp_path, packed, missing):
    records = warc_records(4)
    data = b"".join(gzipped(records) if packed else records)
    name = "a.warc.gz" if packed else "a.warc"
    tmp_path.joinpath(name).write_bytes(data[:-missing])
    code, output, _ = corpus(name)
    read = len(_whole(output))
    assert read >= 2
    # The empty lines at the end, and gzip's checksum, are no text.
    assert code == (0 if read == 4 else 2)


def test_all_failures_are_in_the_rows_and_the_first_are_said(corpus, tmp_path):
    tmp_path.joinpath("a.jsonl").write_bytes(lines([{"text": None}] * 50))
    code, output, err = corpus("a.jsonl")
    assert code == 2
    assert len(failures(output)) == 50
    assert err.count("is null") == 20
    assert "50 could not be read" in err
    json.dumps(table(output, "articles"))
