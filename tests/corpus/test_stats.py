"""What a run found, in exact sums."""

import json

import pytest
from corpora import ENGLISH, GERMAN, SPANISH, lines, rows, table, write_parquet


@pytest.fixture
def run(corpus, tmp_path):
    """A run over two parts with known sums."""
    strange = [
        {"url": "https://odd.example/1", "text": "\n\n".join([*ENGLISH, GERMAN, SPANISH])},
        {"url": "https://odd.example/2", "text": "\n\n".join([*ENGLISH, GERMAN + "\x1b[31m"])},
        {"url": None, "text": None},
    ]
    write_parquet(tmp_path / "a.parquet", rows(9))
    tmp_path.joinpath("b.jsonl").write_bytes(lines(strange))
    return corpus("a.parquet", "b.jsonl")[1]


def test_sums_are_those_of_the_rows(run, captioncheck):
    code, out, err = captioncheck("corpus", "stats", run, "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    articles = table(run, "articles")
    assert found["articles"] == len(articles) == 12
    assert found["failures"] == {"NoText": 1}
    assert found["clean"] == sum(row["clean"] for row in articles) == 6
    assert found["foreign"] == 5
    assert found["characters"] == sum(row["characters"] or 0 for row in articles)
    assert found["findings"] == {"foreign-language": 6}
    assert found["languages"] == {"en": 11}
    pairs = {(one["language"], one["found"]): one for one in found["pairs"]}
    assert {pair: one["places"] for pair, one in pairs.items()} == {
        ("en", "en"): 0,
        ("en", "es"): 4,
        ("en", "de"): 2,
    }
    for (_, other), one in pairs.items():
        assert one["characters"] == sum(
            part["characters"]
            for row in articles
            for part in row["languages"] or []
            if part["language"] == other
        )
    assert found["domains"][0] == {"domain": "odd.example", "articles": 2, "foreign": 2}


def test_text_is_for_people(run, captioncheck):
    code, out, _ = captioncheck("corpus", "stats", run, "--samples", "2", "--domains", "1")
    assert code == 0
    assert out.splitlines()[0] == (
        "12 articles: 6 clean, 5 with text in another language, 1 could not be read"
    )
    assert "  language  articles  es  de\n  en              11   4   2\n" in out
    assert "odd.example" in out
    assert "  site0.example  " not in out
    assert out.count("https://") == 4
    assert SPANISH in out
    assert "\x1b" not in out
    assert "\\x1b[31m" in out


def test_samples_do_not_depend_on_the_parts(captioncheck, corpus, tmp_path):
    write_parquet(tmp_path / "a.parquet", rows(60), group=60)
    many = [{**row, "text": row["text"] + "\n\n" + "x" * 150_000} for row in rows(30)]
    tmp_path.joinpath("a.jsonl").write_bytes(lines(many))
    found = []
    for number, size in enumerate(("1", "64")):
        _, output, _ = corpus("a.jsonl", "--part-size", size, output=f"out{number}")
        found.append(json.loads(captioncheck("corpus", "stats", output, "--format", "json")[1]))
    assert found[0].pop("parts") > found[1].pop("parts")
    assert found[0].pop("finished") > found[1].pop("finished")
    assert found[0] == found[1]


def test_an_unfinished_run_says_so(run, captioncheck):
    (run / "articles" / "00001-00000.parquet").unlink()
    _, out, _ = captioncheck("corpus", "stats", run)
    assert out.startswith("1 of 2 parts are finished: all sums are of these.\n")
    assert "9 articles" in out


def test_another_folder_is_none(captioncheck, tmp_path):
    code, _, err = captioncheck("corpus", "stats", tmp_path)
    assert code == 2
    assert "holds no corpus run" in err


def test_more_languages_than_columns_are_summed_up():
    from checker.corpus.stats import Statistics, as_text

    made = Statistics()
    for number in range(20):
        made.languages[f"l{number}"] = 100 - number
        made.places["l0", f"f{number}"] = 1 + number
        made.places[f"l{number}", "f0"] += 1
    text = "".join(as_text(made, 1))
    header, *lined = [line.split() for line in text.splitlines() if line.startswith("  l")]
    assert header[-1] == "others"
    numbers = [
        sum(int(cell) for cell in line.split()[2:] if cell != "·")
        for line in text.splitlines()
        if line.startswith(("  l", "  others")) and "articles" not in line
    ]
    assert sum(numbers) == sum(made.places.values())
    assert len(lined) == 12
