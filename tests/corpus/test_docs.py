"""docs/corpus.md names every column, and its recipes do what they say."""

import re
from pathlib import Path

import pytest
from corpora import ENGLISH, GERMAN, SPANISH, rows, table, write_parquet

from checker.corpus import schema

_PAGE = (Path(__file__).parents[2] / "docs" / "corpus.md").read_text("utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", _PAGE, re.DOTALL)


@pytest.mark.parametrize("shape", [schema.articles, schema.findings])
def test_every_column_is_documented(shape):
    assert schema.SCHEMA in _PAGE
    assert [name for name in shape().names if f"`{name}`" not in _PAGE] == []


@pytest.fixture
def checked(corpus, tmp_path):
    """A run as the recipes name it; gives the input's rows by id."""
    made = rows(12)
    made[4]["text"] = "\n\n".join([GERMAN, *ENGLISH, "Ein Gruß: 🚢", SPANISH])
    write_parquet(tmp_path / "news.parquet", made, group=5)
    corpus("news.parquet", output="checked")
    return {row["id"]: row["text"] for row in made}


def _clean(checked, tmp_path):
    return {row["id"] for row in table(tmp_path / "checked", "articles") if row["clean"]}


def _cut(checked):
    return {key: text.replace(SPANISH, "").replace(GERMAN, "") for key, text in checked.items()}


def test_sql(checked, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    clean, dropped, rare, sums = (duckdb.sql(block).fetchall() for block in _blocks("sql"))
    assert {row[0] for row in clean} == _clean(checked, tmp_path)
    assert dict(dropped) == _cut(checked)
    assert [row[2] for row in rare] == [GERMAN]
    assert [row[0] for row in sums][:2] == ["en", "es"]


def test_polars(checked, tmp_path):
    pytest.importorskip("polars")
    [block] = _blocks("python")
    made: dict = {}
    exec(block, made)
    clean, dropped, rare = (made[name].collect() for name in ("clean", "dropped", "rare"))
    assert {*clean["id"]} == _clean(checked, tmp_path)
    assert dict(dropped.iter_rows()) == _cut(checked)
    assert rare["foreign_text"].to_list() == [GERMAN]
