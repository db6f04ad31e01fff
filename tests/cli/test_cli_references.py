"""References: how they find their captions, what is scored, and what is wrong with them."""

import json
import re

import pytest
from articles import (
    ANOTHER,
    ENGLISH,
    SPANISH,
    articles,
    failures,
    jsonl,
    one_line,
    page,
    parse,
    write,
)
from sacrebleu.metrics import BLEU, CHRF

HYPOTHESIS = "A view of the port at dawn, with the fishing boats."
BY_PATH = {"path": "a.html", "kind": "caption"}
BY_SOURCE = {"source": SPANISH}
BY_IMAGE = {"image": "img/1.jpg"}


def reference(keys, text=ENGLISH, language="en"):
    return {**keys, "language": language, "text": text}


@pytest.fixture(autouse=True)
def article(tmp_path):
    return write(tmp_path / "a.html", page(SPANISH))


@pytest.mark.parametrize(
    "keys",
    [
        BY_PATH,
        {"path": "a.html"},
        {"path": "./a.html"},
        BY_SOURCE,
        {"source": f"  {SPANISH.replace(' ', '  ')}\n"},
        BY_IMAGE,
        {"image": "1.jpg"},
        {"image": "https://example.org/static/img/1.jpg?width=300"},
        BY_PATH | BY_SOURCE | BY_IMAGE,
    ],
    ids=str,
)
def test_a_reference_finds_its_caption(audit, tmp_path, keys):
    write(tmp_path / "r.jsonl", jsonl([reference(keys)]))
    code, [item], err = audit("a.html", "--references", "r.jsonl")
    assert (code, err) == (1, "")
    [finding] = item["findings"]
    [found] = finding["references"]
    assert found == {"text": ENGLISH, "language": "en", "origin": "r.jsonl:1", "sure": True}
    assert finding["suggestion"] == ENGLISH
    assert finding["scores"] == []


@pytest.mark.parametrize(
    "keys",
    [
        {"path": "b.html"},
        {"path": "site/a.html"},
        {"source": ANOTHER},
        {"image": "2.jpg"},
        {"image": "other/1.jpg"},
        BY_SOURCE | {"path": "b.html"},
        BY_SOURCE | {"image": "2.jpg"},
        BY_SOURCE | {"kind": "alt"},
        BY_PATH | {"kind": "headline"},
    ],
    ids=str,
)
def test_a_reference_of_another_caption_is_not_used(audit, tmp_path, keys):
    write(tmp_path / "r.jsonl", jsonl([reference(keys)]))
    _, [item], _ = audit("a.html", "--references", "r.jsonl")
    assert item["findings"][0]["references"] == []


def test_a_path_alone_is_not_enough_for_one_of_two_captions(audit, tmp_path):
    write(tmp_path / "a.html", page(SPANISH, ANOTHER))
    write(tmp_path / "r.jsonl", jsonl([reference({"path": "a.html"})]))
    _, [item], _ = audit("a.html", "--references", "r.jsonl")
    assert [finding["references"] for finding in item["findings"]] == [[], []]


def test_a_sidecar_is_found_by_itself_and_is_for_its_article_alone(audit, tmp_path):
    write(tmp_path / "b.html", page(SPANISH))
    write(tmp_path / "a.html.captions.jsonl", jsonl([reference(BY_SOURCE)]))
    _, [a, b], _ = audit("a.html", "b.html")
    assert [one["text"] for one in a["findings"][0]["references"]] == [ENGLISH]
    assert a["findings"][0]["references"][0]["origin"] == "a.html.captions.jsonl:1"
    assert b["findings"][0]["references"] == []


def test_a_sidecar_of_an_article_in_a_folder_named_absolutely(audit, tmp_path):
    write(tmp_path / "site/a.html", page(SPANISH))
    write(tmp_path / "site/a.html.captions.jsonl", jsonl([reference(BY_IMAGE)]))
    _, [item], _ = audit(tmp_path / "site")
    assert [one["text"] for one in item["findings"][0]["references"]] == [ENGLISH]


@pytest.mark.parametrize(
    ("name", "separator"), [("r.csv", ","), ("r.csv", ";"), ("r.csv", "\t"), ("r.tsv", "\t")]
)
def test_references_in_csv(audit, tmp_path, name, separator):
    rows = [["source", "kind", "language", "text"], [SPANISH, "caption", "en", ENGLISH]]
    lines = (separator.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)
    write(tmp_path / name, "\ufeff" + "".join(lines))
    _, [item], _ = audit("a.html", "--references", name)
    [found] = item["findings"][0]["references"]
    assert found["origin"] == f"{name}:2"
    assert found["text"] == ENGLISH


def test_several_files_add_up_and_one_text_counts_once(audit, tmp_path):
    write(tmp_path / "r.jsonl", jsonl([reference(BY_SOURCE), reference(BY_IMAGE, "Another one.")]))
    write(tmp_path / "r.csv", f'source,language,text\n"{SPANISH}",en,A third\n')
    _, [item], _ = audit("a.html", "--references", "r.jsonl", "--references", "r.csv")
    texts = [one["text"] for one in item["findings"][0]["references"]]
    assert sorted(texts) == sorted([ENGLISH, "Another one.", "A third"])


def test_hypothesis_and_reference_are_scored_with_signatures(captioncheck, phrasebook, tmp_path):
    phrasebook({SPANISH: HYPOTHESIS})
    write(tmp_path / "r.jsonl", jsonl([reference(BY_SOURCE)]))
    code, out, err = captioncheck("audit", "a.html", "--references", "r.jsonl", "--format", "jsonl")
    assert (code, err) == (1, "")
    _, item, summary = parse(out)
    [finding] = item["findings"]
    assert finding["translation"] == {"text": HYPOTHESIS, "pair": "es-en", "model": "fake"}
    chrf, bleu = CHRF(word_order=2), BLEU(effective_order=True)
    for found, engine in zip(finding["scores"], (chrf, bleu), strict=True):
        expected = engine.sentence_score(HYPOTHESIS, [ENGLISH]).score
        assert found["value"] == pytest.approx(expected, abs=0.005)
        assert found["signature"] == engine.get_signature().format(short=False)
    assert [score["metric"] for score in finding["scores"]] == ["chrF2++", "BLEU"]
    assert {score.pop("reference") for score in finding["scores"]} == {"r.jsonl:1"}
    by_name = {score["metric"]: score for score in finding["scores"]}
    for scores in (item["scores"], summary["scores"]):
        assert {score["metric"]: score for score in scores["es-en"]} == by_name


def test_scores_of_a_run_are_those_of_its_captions_together(captioncheck, phrasebook, tmp_path):
    sources = [SPANISH, ANOTHER, "Los barcos de pesca vuelven al puerto."]
    hypotheses = [HYPOTHESIS, "The sailors wait on deck.", "The boats return to the port."]
    texts = [ENGLISH, "Sailors waiting on the deck of the ship.", "The fishing boats are back."]
    phrasebook(dict(zip(sources, hypotheses, strict=True)))
    write(tmp_path / "a.html", page(*sources[:2]))
    write(tmp_path / "b.html", page(sources[2]))
    pairs = zip(sources, texts, strict=True)
    write(tmp_path / "r.jsonl", jsonl(reference({"source": one}, text) for one, text in pairs))
    _, out, _ = captioncheck(
        "audit", "a.html", "b.html", "--references", "r.jsonl", "--format", "jsonl"
    )
    *_, summary = parse(out)
    found = {score["metric"]: score["value"] for score in summary["scores"]["es-en"]}
    for name, engine in (("chrF2++", CHRF(word_order=2)), ("BLEU", BLEU(effective_order=True))):
        theirs = engine.corpus_score(hypotheses, [texts]).score
        assert found[name] == pytest.approx(theirs, abs=0.005)


def test_the_best_of_several_references_is_named_with_its_origin(
    captioncheck, phrasebook, tmp_path
):
    phrasebook({SPANISH: HYPOTHESIS})
    german = "Ein Blick auf den Hafen bei Tagesanbruch, mit den Fischerbooten."
    write(tmp_path / "r.jsonl", jsonl([reference(BY_SOURCE, german, "de"),
                                       reference(BY_SOURCE, "Sailors on the deck.")]))  # fmt: skip
    write(tmp_path / "r.csv", f'source,language,text\n"{SPANISH}",en,"{ENGLISH}"\n')
    options = ("audit", "a.html", "--references", "r.jsonl", "--references", "r.csv")
    _, out, _ = captioncheck(*options, "--format", "jsonl")
    [item] = articles(out)
    found = [(one["metric"], one["reference"]) for one in item["findings"][0]["scores"]]
    assert found == [("chrF2++", "r.csv:2"), ("BLEU", "r.csv:2")]
    _, out, _ = captioncheck(*options)
    assert "nearest      r.csv:2\n" in out


@pytest.mark.parametrize(
    ("text", "exact", "normalised"),
    [
        (HYPOTHESIS, 100, 100),
        (f" {HYPOTHESIS.upper()} ".replace(",", " –"), 0, 100),
        ("A view of the port at dusk, with the fishing boats.", 0, 0),
        ("A view of the pört at dawn, with the fishing boats.", 0, 0),
    ],
)
def test_matches_on_request(captioncheck, phrasebook, tmp_path, text, exact, normalised):
    phrasebook({SPANISH: HYPOTHESIS})
    write(tmp_path / "r.jsonl", jsonl([reference(BY_SOURCE, text)]))
    _, out, _ = captioncheck(
        "audit", "a.html", "--references", "r.jsonl", "--format", "jsonl",
        "--metric", "exact", "--metric", "normalised",
    )  # fmt: skip
    *_, summary = parse(out)
    found = {one["metric"]: one["value"] for one in summary["scores"]["es-en"]}
    assert found == {"exact": exact, "normalised": normalised}


def test_ter_on_request(captioncheck, phrasebook, tmp_path):
    phrasebook({SPANISH: HYPOTHESIS})
    write(tmp_path / "r.jsonl", jsonl([reference(BY_SOURCE)]))
    _, out, _ = captioncheck(
        "audit", "a.html", "--references", "r.jsonl", "--format", "jsonl", "--metric", "ter"
    )
    [item] = articles(out)
    assert [score["metric"] for score in item["findings"][0]["scores"]] == ["TER"]


def test_text_shows_translation_reference_and_scores(captioncheck, phrasebook, tmp_path):
    phrasebook({SPANISH: HYPOTHESIS})
    write(tmp_path / "r.jsonl", jsonl([reference(BY_SOURCE)]))
    _, out, _ = captioncheck("audit", "a.html", "--references", "r.jsonl")
    for part in (SPANISH, HYPOTHESIS, ENGLISH, "chrF2++ ", "BLEU ", "version:", "nrefs:1"):
        assert part in out


def test_a_caption_that_says_something_else(captioncheck, phrasebook, tmp_path):
    other = "A cat is sleeping on the roof of the neighbouring house."
    phrasebook({SPANISH: other})
    write(tmp_path / "r.jsonl", jsonl([reference(BY_SOURCE)]))
    options = ("audit", "a.html", "--references", "r.jsonl", "--format", "jsonl")
    _, out, _ = captioncheck(*options)
    found = [finding["rule"] for finding in articles(out)[0]["findings"]]
    assert found == ["foreign-language", "inconsistent-translation"]
    [_, finding] = articles(out)[0]["findings"]
    comparison = finding["comparison"]
    assert comparison["basis"] == "general"
    assert comparison["reference"] == "r.jsonl:1"
    assert 0 < comparison["true_share"] < 0.01 < comparison["different_share"] < 1
    phrasebook({SPANISH: other}, "[rules.inconsistent-translation]\nmax-true-share = 0")
    _, out, _ = captioncheck(*options)
    assert len(articles(out)[0]["findings"]) == 1


def test_a_reference_in_the_wrong_language_is_reported_and_not_scored(
    captioncheck, phrasebook, tmp_path
):
    phrasebook({SPANISH: HYPOTHESIS})
    write(tmp_path / "r.jsonl", jsonl([reference(BY_SOURCE, text=ANOTHER)]))
    code, out, err = captioncheck("audit", "a.html", "--references", "r.jsonl", "--format", "jsonl")
    assert (code, err) == (1, "")
    [item] = articles(out)
    [bad, finding] = item["findings"]
    assert (bad["rule"], finding["rule"]) == ("bad-reference", "foreign-language")
    [place] = bad["related"]
    assert (place["path"], place["line"]) == ("r.jsonl", 1)
    assert "English" in place["message"]
    assert "Spanish" in place["message"]
    assert ANOTHER in bad["message"]
    assert (bad["language"], bad["expected"]) == ("es", "en")
    assert finding["references"] == finding["scores"] == []
    assert finding["suggestion"] == HYPOTHESIS
    _, out, _ = captioncheck("audit", "a.html", "--references", "r.jsonl")
    assert "r.jsonl:1: " in out


def test_a_bad_reference_of_several_captions_is_reported_once(audit, tmp_path):
    write(tmp_path / "a.html", page(SPANISH, SPANISH))
    write(tmp_path / "r.jsonl", jsonl([reference(BY_SOURCE, text=ANOTHER)]))
    _, [item], _ = audit("a.html", "--references", "r.jsonl", "--select", "bad-reference")
    assert [finding["line"] for finding in item["findings"]] == [2]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (BY_PATH | {"image": "9.jpg"}, "9.jpg, of which the article says nothing"),
        (BY_PATH | {"source": ANOTHER}, "a text that the article does not have"),
    ],
)
def test_a_reference_for_what_the_article_does_not_have_is_told(audit, tmp_path, keys, words):
    write(tmp_path / "r.jsonl", jsonl([reference(BY_SOURCE), reference(keys)]))
    _, [item], _ = audit("a.html", "--references", "r.jsonl")
    assert item["notices"] == [f"reference r.jsonl:2 is for {words}: not used"]


def test_a_sidecar_for_what_its_article_does_not_have_is_told(audit, tmp_path):
    write(tmp_path / "a.html.captions.jsonl", jsonl([reference({"image": "9.jpg"})]))
    _, [item], _ = audit("a.html")
    assert "a.html.captions.jsonl:1" in item["notices"][0]


def test_references_of_articles_that_are_not_checked_say_nothing(audit, tmp_path):
    write(tmp_path / "r.jsonl", jsonl([reference({"path": "b.html", "image": "9.jpg"})]))
    _, [item], _ = audit("a.html", "--references", "r.jsonl")
    assert item["notices"] == []


def test_a_reference_of_another_edition_is_shown_and_not_scored(captioncheck, phrasebook, tmp_path):
    phrasebook({SPANISH: HYPOTHESIS})
    german = "Ein Blick auf den Hafen bei Tagesanbruch, mit den Fischerbooten."
    write(tmp_path / "r.jsonl", jsonl([reference(BY_SOURCE, german, "de")]))
    _, out, _ = captioncheck("audit", "a.html", "--references", "r.jsonl", "--format", "jsonl")
    [item] = articles(out)
    assert item["notices"] == []
    assert item["findings"][0]["references"][0]["language"] == "de"
    assert item["findings"][0]["scores"] == []


def without(key):
    return {name: value for name, value in reference(BY_SOURCE).items() if name != key}


@pytest.mark.parametrize(
    ("name", "content", "kind", "words"),
    [
        ("r.jsonl", jsonl([without("text")]), "MalformedReferences", "r.jsonl:1: .*'text'"),
        ("r.jsonl", jsonl([reference(BY_SOURCE, " ")]), "MalformedReferences", "'text'"),
        ("r.jsonl", jsonl([without("language")]), "MalformedReferences", "'language'"),
        ("r.jsonl", jsonl([without("source")]), "MalformedReferences", "'path', 'image' and"),
        ("r.jsonl", jsonl([reference({"sorce": "x"})]), "MalformedReferences", "sorce.*source"),
        ("r.jsonl", jsonl([reference({"path": 7})]), "MalformedReferences", "path is 7"),
        ("r.jsonl", jsonl([reference(BY_SOURCE), [1]]), "MalformedReferences", "r.jsonl:2: "),
        ("r.jsonl", "\n\n{oops\n", "MalformedReferences", "r.jsonl:3: not JSON"),
        ("r.jsonl", "[" * 100_000, "MalformedReferences", "r.jsonl:1: "),
        ("r.jsonl", b"\xff\xfe\x00", "MalformedReferences", "UTF-8"),
        ("r.csv", "source,text\nx,y\n", "MalformedReferences", "r.csv:2: .*'language'"),
        ("r.csv", "\0\0", "MalformedReferences", "r.csv:1: no field"),
        ("r.csv", "a,sorce,language\n", "MalformedReferences", "r.csv:1: no field 'a'; .*source"),
        ("r.csv", "path,language,text\na,en,x,y\n", "MalformedReferences", "r.csv:2: more col"),
        ("r.csv", 'path,language,text\na,en,"x\n', "MalformedReferences", "r.csv:.*not CSV"),
        ("r.jsonl", '{"text": "a", "text": "b"}', "MalformedReferences", "jsonl:1: 'text'.*twice"),
        ("r.csv", "text,source,text\na,b,c\n", "MalformedReferences", "r.csv:1: 'text'.*twice"),
        ("r.tmx", "<tmx><body><tu>", "MalformedReferences", "r.tmx:1: not well-formed XML"),
        ("r.tmx", "<xliff/>", "MalformedReferences", "r.tmx:1: not TMX"),
        ("r.xlf", "<tmx/>", "MalformedReferences", "r.xlf:1: not XLIFF"),
        ("r.po", 'msgid "a', "MalformedReferences", "r.po:1: not PO"),
        ("r.po", None, "MissingReferences", "No such file"),
        ("r.tmx", None, "MissingReferences", "No such file"),
        ("r.txt", "x", "UnknownReferences", r"'\.txt'.*\.csv.*\.jsonl"),
        ("r.jsonl", None, "MissingReferences", "No such file"),
    ],
)  # fmt: skip
def test_broken_references_are_reported_and_the_audit_goes_on(
    captioncheck, tmp_path, name, content, kind, words
):
    if content is not None:
        write(tmp_path / name, content)
    code, out, err = captioncheck(
        "audit", "a.html", "--no-translate", "--references", name, "--format", "jsonl"
    )
    assert (code, err) == (2, "")
    assert failures(out) == {name: kind}
    broken, item = articles(out)
    assert "\n" not in broken["failure"]["reason"]
    assert [finding["rule"] for finding in item["findings"]] == ["foreign-language"]
    assert re.search(words, broken["failure"]["reason"])


def test_a_broken_sidecar_is_reported(audit, tmp_path):
    write(tmp_path / "a.html.captions.jsonl", "{")
    code, [broken, item], _ = audit("a.html")
    assert code == 2
    assert broken["path"] == "a.html.captions.jsonl"
    assert len(item["findings"]) == 1


def test_references_of_the_configuration_are_beside_it(captioncheck, tmp_path):
    write(tmp_path / "captioncheck.toml", 'references = ["refs/r.jsonl"]\ntranslate = false\n')
    write(tmp_path / "refs/r.jsonl", jsonl([reference(BY_SOURCE)]))
    _, out, _ = captioncheck("audit", "a.html", "--format", "json")
    [finding] = json.loads(out)["articles"][0]["findings"]
    assert finding["references"][0]["text"] == ENGLISH


def test_an_empty_references_file_is_none(audit, tmp_path):
    write(tmp_path / "r.jsonl", "")
    write(tmp_path / "r.csv", "")
    code, [item], _ = audit("a.html", "--references", "r.jsonl", "--references", "r.csv")
    assert code == 1
    assert item["findings"][0]["references"] == []


def test_a_reference_whose_picture_has_an_address_that_is_none(audit, tmp_path):
    write(tmp_path / "a.html", page(SPANISH).replace("img/1.jpg", "http://[x/1.jpg"))
    write(tmp_path / "r.jsonl", jsonl([reference({"image": "http://[x/1.jpg"})]))
    code, [item], err = audit("a.html", "--references", "r.jsonl")
    assert (code, err) == (1, "")
    assert len(item["findings"][0]["references"]) == 1


def test_a_language_of_a_reference_that_is_no_tag(audit, tmp_path):
    write(tmp_path / "r.jsonl", jsonl([reference(BY_SOURCE, language="English!")]))
    code, [broken, _], _ = audit("a.html", "--references", "r.jsonl")
    assert code == 2
    assert "English!" in broken["failure"]["reason"]


def test_errors_of_references_are_one_line_in_text_as_well(captioncheck, tmp_path):
    write(tmp_path / "r.jsonl", "{")
    code, out, err = captioncheck("audit", "a.html", "--no-translate", "--references", "r.jsonl")
    assert (code, err) == (2, "")
    assert one_line("captioncheck: " + out.splitlines()[0] + "\n").startswith("r.jsonl: not ")


def test_a_sidecar_is_for_the_article_beside_it_alone(captioncheck, tmp_path):
    write(tmp_path / "old" / "a.html", page(SPANISH))
    write(tmp_path / "a.html.captions.jsonl", jsonl([reference(BY_IMAGE)]))
    _, out, _ = captioncheck("audit", "a.html", "old", "--no-translate", "--format", "jsonl")
    referred = {item["path"]: "a.html.captions.jsonl" in json.dumps(item) for item in articles(out)}
    assert referred == {"a.html": True, "old/a.html": False}


def test_a_text_that_was_not_translated_for_its_reference_is_told(
    captioncheck, tmp_path, no_bundled_model
):
    """Also where no finding is about it, which would tell."""
    write(tmp_path / "a.html.captions.jsonl", jsonl([reference(BY_IMAGE)]))
    options = ("--offline", "--select", "inconsistent-translation")
    code, _, err = captioncheck("audit", "a.html", *options)
    assert code == 0
    assert "1 not translated: es-en: no model" in one_line(err)
