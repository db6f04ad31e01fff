"""What is read of each format, and that all give the same rows."""

import gzip
import json

import pyarrow as pa
import pytest
import zstandard
from corpora import (
    ENGLISH,
    GERMAN,
    SPANISH,
    gzipped,
    lines,
    rows,
    table,
    warc_record,
    warc_records,
    write_parquet,
)  # fmt: skip
from pyarrow import parquet

_PLACE = ("path", "file", "position")


def _files(folder):
    made = lines(rows(12))
    whole = zstandard.ZstdCompressor().compress(made)
    halves = [lines(rows(12)[:5]), lines(rows(12)[5:])]
    return {
        "plain": write_parquet(folder / "a.parquet", rows(12), group=5),
        "lines": _write(folder / "a.jsonl", made),
        "no newline": _write(folder / "b.jsonl", made.rstrip()),
        "gzip": _write(folder / "a.jsonl.gz", gzip.compress(made)),
        "gzip of two members": _write(folder / "b.json.gz", b"".join(map(gzip.compress, halves))),
        "zstd": _write(folder / "a.jsonl.zst", whole),
        "zstd of two frames": _write(
            folder / "b.jsonl.zst", b"".join(map(zstandard.ZstdCompressor().compress, halves))
        ),
    }


def _write(path, data):
    path.write_bytes(data)
    return path


def test_every_format_gives_the_same_rows(corpus, tmp_path):
    files = _files(tmp_path)
    found = {}
    for number, (name, path) in enumerate(files.items()):
        code, output, err = corpus(path.name, output=f"out{number}")
        assert (code, err) == (0, ""), name
        found[name] = table(output, "articles", _PLACE), table(output, "findings", _PLACE)
    assert len(found["plain"][0]) == 12
    assert len(found["plain"][1]) == 4
    for name, both in found.items():
        assert both == found["plain"], name


def test_an_article_row_says_its_languages_and_where_the_foreign_text_stands(corpus, tmp_path):
    write_parquet(tmp_path / "a.parquet", rows(2))
    code, output, _ = corpus("a.parquet")
    assert code == 0  # a foreign paragraph is a warning
    mixed, clean = sorted(table(output, "articles"), key=lambda row: row["position"])
    assert (clean["language"], clean["clean"], clean["findings"]) == ("en", True, 0)
    assert [one["language"] for one in clean["languages"]] == ["en"]
    assert not clean["foreign"]
    assert mixed["path"] == "a.parquet#0"
    assert (mixed["id"], mixed["domain"]) == ("a0", "site0.example")
    assert not mixed["clean"]
    assert [one["language"] for one in mixed["languages"]] == ["en", "es"]
    assert sum(one["share"] for one in mixed["languages"]) == pytest.approx(1)
    assert mixed["foreign_share"] == pytest.approx(mixed["languages"][1]["share"])
    [found] = mixed["foreign"]
    assert found["language"] == "es"
    assert rows(1)[0]["text"][found["start"] : found["end"]] == found["text"] == SPANISH


def test_findings_are_those_of_the_wire_format(corpus, captioncheck, tmp_path):
    tmp_path.joinpath("a.txt").write_text(rows(1)[0]["text"])
    _, out, _ = captioncheck("audit", "a.txt", "--no-translate", "--format", "jsonl")
    [wire] = json.loads(out.splitlines()[1])["findings"]
    write_parquet(tmp_path / "a.parquet", rows(1))
    _, output, _ = corpus("a.parquet")
    [row] = table(output, "findings")
    assert {key: row[key] for key in wire if key != "path"} == {
        key: value for key, value in wire.items() if key != "path"
    }


def test_warc_gives_pages_and_nothing_else(corpus, tmp_path):
    pages = warc_records(4)
    others = [
        warc_record("https://site.example/picture", b"\x89PNG", content="image/png"),
        warc_record("https://site.example/request", b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        pages[0].replace(b"200 OK", b"404 No"),
    ]
    data = pages[:2] + others + pages[2:]
    tmp_path.joinpath("a.warc").write_bytes(b"".join(data))
    tmp_path.joinpath("a.warc.gz").write_bytes(b"".join(gzipped(data)))
    _, plain, err = corpus("a.warc", output="plain")
    _, packed, _ = corpus("a.warc.gz", output="packed")
    assert err == ""
    found = table(plain, "articles", _PLACE)
    assert [row["url"] for row in found].count("https://site.example/0") == 1
    assert len(found) == 4
    assert found == table(packed, "articles", _PLACE)
    assert {row["language_source"] for row in found} == {"html-lang"}
    positions = sorted(row["position"] for row in table(packed, "articles"))
    file = tmp_path.joinpath("a.warc.gz").read_bytes()
    assert all(file[at : at + 3] == b"\x1f\x8b\x08" for at in positions)


def test_wet_gives_its_texts(corpus, tmp_path):
    record = warc_record(
        "https://site.example/1", rows(1)[0]["text"].encode(), "conversion", "text/plain"
    )
    tmp_path.joinpath("a.warc.wet.gz").write_bytes(gzip.compress(record))
    _, output, _ = corpus("a.warc.wet.gz")
    [row] = table(output, "articles")
    assert [one["text"] for one in row["foreign"]] == [SPANISH]


def test_a_server_says_the_encoding_of_a_page(corpus, tmp_path):
    body = f'<meta charset="utf-8"><p>{GERMAN}</p>'.encode("iso-8859-15")
    record = warc_record("https://e.example", body, content="text/html; charset=iso-8859-15")
    tmp_path.joinpath("a.warc").write_bytes(record)
    _, output, _ = corpus("a.warc", "--language", "en")
    [row] = table(output, "articles")
    assert [one["text"] for one in row["foreign"]] == [GERMAN]


def test_columns_are_mapped_and_nested(corpus, tmp_path):
    made = [
        {"body": "\n\n".join(ENGLISH), "meta": {"url": "https://e.example/1", "lang": "eng_Latn"}}
    ]
    tmp_path.joinpath("captioncheck.toml").write_text(
        '[corpus]\ntext = "body"\nurl = "meta.url"\nlanguage = "meta.lang"\n'
    )
    tmp_path.joinpath("a.jsonl").write_bytes(lines(made))
    write_parquet(tmp_path / "a.parquet", made)
    for number, name in enumerate(("a.jsonl", "a.parquet")):
        code, output, _ = corpus(name, output=f"out{number}")
        [row] = table(output, "articles")
        assert code == 0
        assert (row["language"], row["language_source"]) == ("en", "column")
        assert row["domain"] == "e.example"


def test_html_counts_before_text(corpus, tmp_path):
    made = [{"text": GERMAN, "html": f"<p>{ENGLISH[0]}</p>"}, {"text": GERMAN, "html": None}]
    write_parquet(tmp_path / "a.parquet", made)
    _, output, _ = corpus("a.parquet")
    found = {row["position"]: row["language"] for row in table(output, "articles")}
    assert found == {0: "en", 1: "de"}


def test_text_in_a_page_is_not_decoded_twice(corpus, tmp_path):
    page = f'<html lang="en"><meta charset="iso-8859-1"><p>{ENGLISH[0]}</p><p>{GERMAN}</p></html>'
    write_parquet(tmp_path / "a.parquet", [{"html": page}])
    _, output, _ = corpus("a.parquet")
    [row] = table(output, "articles")
    assert [one["text"] for one in row["foreign"]] == [GERMAN]


def test_what_a_column_says_of_the_language_can_be_wrong(corpus, tmp_path):
    made = [{"text": "\n\n".join(ENGLISH), "language": tag} for tag in ("en", "de", "klingon")]
    write_parquet(tmp_path / "a.parquet", made)
    _, output, _ = corpus("a.parquet")
    found = sorted(table(output, "articles"), key=lambda row: row["position"])
    assert [row["language"] for row in found] == ["en", "en", "en"]
    assert [row["language_source"] for row in found] == ["column", "text", "text"]
    assert "klingon" in found[2]["notices"][0]


def test_folders_globs_and_addresses(corpus, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    write_parquet(folder / "a.parquet", rows(3))
    folder.joinpath("b.jsonl").write_bytes(lines(rows(3)))
    folder.joinpath("notes.txt").write_text("no corpus")
    folder.joinpath(".hidden.jsonl").write_text("broken")
    for number, (given, count) in enumerate(
        [("in", 6), ("in/*.parquet", 3), (f"file://{folder}/b.jsonl", 3)]
    ):
        code, output, err = corpus(given, output=f"out{number}")
        assert (code, err) == (0, "")
        assert len(table(output, "articles")) == count, given


def test_the_output_is_no_input(corpus, tmp_path):
    write_parquet(tmp_path / "a.parquet", rows(3))
    assert corpus(".")[0] == 0
    code, output, err = corpus(".")
    assert (code, len(table(output, "articles"))) == (0, 3)
    assert "1 of 1 parts were finished before" in err


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        ("a.csv", 2, "its name must end in .parquet"),
        ("missing.parquet", 2, "No such file"),
        ("empty", 3, "no corpus files there"),
        ("nothing://a/b.parquet", 2, "cannot be opened"),
    ],
)
def test_what_is_no_corpus(corpus, tmp_path, given, code, message):
    tmp_path.joinpath("a.csv").write_text("text\n")
    tmp_path.joinpath("empty").mkdir()
    got, _, err = corpus(given)
    assert got == code
    assert message in err


def test_parts_cut_lines_and_row_groups_without_loss(captioncheck, corpus, tmp_path, monkeypatch):
    many = [{**row, "text": row["text"] + "x" * 150_000} for row in rows(20)]
    tmp_path.joinpath("a.jsonl").write_bytes(lines(many))
    parquet.write_table(pa.Table.from_pylist(many), tmp_path / "a.parquet", row_group_size=3)
    for number, name in enumerate(("a.jsonl", "a.parquet")):
        _, output, _ = corpus(name, "--part-size", "1", output=f"out{number}")
        assert len(list((output / "articles").glob("*.parquet"))) > 2
        found = table(output, "articles")
        assert sorted(row["id"] for row in found) == sorted(row["id"] for row in many)
        assert len({row["path"] for row in found}) == 20


def test_references_and_scores_have_columns_too(captioncheck, tmp_path):
    """With a reference, a translation and its scores: nothing of the wire format is lost."""
    article = "\n\n".join([*ENGLISH, f"{SPANISH} (Photo: Ana Núñez)"])
    tmp_path.joinpath("refs.jsonl").write_text(
        json.dumps(
            {
                "source": f"{SPANISH} (Photo: Ana Núñez)",
                "language": "en",
                "text": "A view of the harbour at dawn, with the fishing boats at the quay.",
            }
        )
    )
    tmp_path.joinpath("a.txt").write_text(article)
    tmp_path.joinpath("in.jsonl").write_bytes(lines([{"text": article}]))
    settings = ("--references", "refs.jsonl", "--offline")
    _, out, _ = captioncheck("audit", "a.txt", "--format", "jsonl", *settings)
    wire = json.loads(out.splitlines()[1])["findings"]
    captioncheck("corpus", "in.jsonl", "--output", "out", "--jobs", "1", *settings)
    found = table(tmp_path / "out", "findings")
    assert any(one["scores"] and one["translation"] and one["references"] for one in wire)
    assert len(found) == len(wire)
    for row, one in zip(
        sorted(found, key=lambda row: row["rule"]),
        sorted(wire, key=lambda one: one["rule"]),
        strict=True,
    ):
        assert {key: row[key] for key in one if key != "path"} == {
            key: value for key, value in one.items() if key != "path"
        }
