"""The proof: one article, one Spanish caption, found, placed, translated and scored.

The article is not part of the project: without the folder beside the repository nothing is tested.
"""

import json
from pathlib import Path

import pytest
from articles import articles, parse
from sacrebleu.metrics import BLEU, CHRF

SHARED = Path(__file__).parents[2] / "shared"
ARTICLE = SHARED / "seed/000_75499eebe3f85647.txt"
REFERENCES = SHARED / "seed/references.jsonl"
MODEL = SHARED / "models/es-en-first"

pytestmark = pytest.mark.skipif(not ARTICLE.is_file(), reason="the seed article is not here")


def check_finding(item):
    """One finding, on the whole caption."""
    [finding] = item["findings"]
    line = ARTICLE.read_text(encoding="utf-8").split("\n")[6]
    assert finding["rule"] == "foreign-language"
    assert finding["severity"] == "error"
    assert (finding["line"], finding["column"], finding["language"]) == (7, 1, "es")
    assert finding["segment"]["kind"] == "caption"
    assert finding["text"] == finding["segment"]["text"] == line
    assert (finding["end_line"], finding["end_column"]) == (7, len(line) + 1)
    [reference] = finding["references"]
    assert reference["text"] == json.loads(REFERENCES.read_text(encoding="utf-8"))["text"]
    return finding, reference


def test_the_caption_and_nothing_else(captioncheck):
    code, out, err = captioncheck(
        "audit", ARTICLE, "--references", REFERENCES, "--no-translate", "--format", "jsonl"
    )
    assert (code, err) == (1, "")
    [item] = articles(out)
    assert item["language"] == "en"
    assert item["notices"] == []
    finding, reference = check_finding(item)
    assert finding["suggestion"] == reference["text"]


def test_without_the_caption_it_is_clean(captioncheck, tmp_path):
    lines = ARTICLE.read_text(encoding="utf-8").split("\n")
    (tmp_path / "clean.txt").write_text("\n".join(lines[:6] + lines[7:]), encoding="utf-8")
    code, out, err = captioncheck("audit", "clean.txt", "--format", "jsonl")
    assert (code, err) == (0, "")
    assert articles(out)[0]["findings"] == []


@pytest.mark.slow
@pytest.mark.skipif(not MODEL.is_dir(), reason="the model is not here")
def test_the_caption_is_translated_and_scored(captioncheck):
    pytest.importorskip("torch")
    pytest.importorskip("sentencepiece")
    code, out, err = captioncheck(
        "audit", ARTICLE, "--references", REFERENCES, "--model", MODEL, "--format", "jsonl"
    )
    assert (code, err) == (1, "")
    _, item, summary = parse(out)
    finding, reference = check_finding(item)
    hypothesis = finding["translation"]["text"]
    assert finding["translation"]["pair"] == "es-en"
    for word in ("Ash Carter", "troops", "Erbil", "July", "2015"):
        assert word in hypothesis
    chrf, bleu = CHRF(word_order=2), BLEU(effective_order=True)
    for score, engine in zip(finding["scores"], (chrf, bleu), strict=True):
        theirs = engine.sentence_score(hypothesis, [reference["text"]]).score
        assert score["value"] == pytest.approx(theirs, abs=0.005)
        assert score["signature"] == engine.get_signature().format(short=False)
    assert finding["scores"][0]["value"] > 50
    assert {score.pop("reference") for score in finding["scores"]} == {reference["origin"]}
    by_name = {score["metric"]: score for score in finding["scores"]}
    assert {score["metric"]: score for score in summary["scores"]["es-en"]} == by_name
