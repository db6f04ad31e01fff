"""`detect`, `translate` and `score`: an answer for each line, in order."""

import pytest
from articles import ENGLISH, SPANISH, jsonl, one_line, parse, write
from sacrebleu.metrics import BLEU, CHRF

DETECT = [
    {"text": SPANISH, "expected": "en"},
    {"text": ENGLISH, "expected": "en-GB"},
    {"text": SPANISH},
    {"text": "Ana Gil/EFE", "expected": "en"},
    {"text": "", "expected": "en"},
    {"text": SPANISH, "expected": "ber"},
]
SCORE = [
    {"hypothesis": "A view of the port.", "references": ["A view of the harbour."]},
    {"hypothesis": "Two boats", "references": ["Two boats"]},
    {"hypothesis": "", "references": ["Two boats"]},
]


def test_detect(captioncheck, tmp_path):
    write(tmp_path / "t.jsonl", jsonl(DETECT))
    code, out, err = captioncheck("detect", "t.jsonl")
    assert (code, err) == (0, "")
    found = parse(out)
    assert [item["language"] for item in found] == ["es", "en", "es", "zxx", "zxx", "und"]
    assert [item["foreign"] for item in found] == [True, False, False, False, False, False]
    assert all(0 <= item["confidence"] <= 1 for item in found)


def test_detect_reads_standard_input_and_passes_over_empty_lines(captioncheck, stdin):
    stdin("\n" + jsonl(DETECT[:1]) + "\n \n" + jsonl(DETECT[1:2]) + "\n")
    code, out, _ = captioncheck("detect")
    assert code == 0
    assert [item["language"] for item in parse(out)] == ["es", "en"]


def test_detect_nothing(captioncheck, stdin):
    stdin("")
    assert captioncheck("detect") == (0, "", "")


def test_detect_with_another_detector(captioncheck, stdin):
    stdin(jsonl(DETECT[:1]))
    _, out, _ = captioncheck("detect", "--detector", "langdetect")
    assert parse(out)[0]["language"] == "es"


def test_detect_judges_as_audit_does(captioncheck, stdin, tmp_path):
    write(tmp_path / "captioncheck.toml", "[rules.foreign-language]\nmin-confidence = 1.1\n")
    stdin(jsonl(DETECT[:1]))
    assert parse(captioncheck("detect")[1])[0]["foreign"] is False


def test_more_lines_than_a_batch_come_in_order(captioncheck, stdin):
    items = [DETECT[number % 2] for number in range(2105)]
    stdin(jsonl(items))
    _, out, _ = captioncheck("detect")
    assert [item["foreign"] for item in parse(out)] == [number % 2 == 0 for number in range(2105)]


def test_translate(captioncheck, stdin, phrasebook):
    phrasebook({SPANISH: ENGLISH})
    stdin(jsonl({"text": text, "pair": "es-en"} for text in (SPANISH, "—", "Otra cosa", SPANISH)))
    code, out, err = captioncheck("translate")
    assert (code, err) == (0, "")
    first, dash, other, last = parse(out)
    assert first == last == {"hypothesis": ENGLISH, "model": "fake"}
    assert dash["hypothesis"] is dash["model"] is None
    assert "no letters" in dash["reason"]
    assert other == {"hypothesis": None, "model": None, "reason": "not in the fake"}


@pytest.mark.usefixtures("no_bundled_model")
def test_translate_without_a_model_says_why(captioncheck, stdin):
    stdin('{"text": "Hola, mundo", "pair": "es-en"}\n')
    code, out, _ = captioncheck("translate", "--offline")
    assert code == 0
    [item] = parse(out)
    assert item["hypothesis"] is None
    assert "no model for es-en" in item["reason"]


def test_score(captioncheck, stdin):
    stdin(jsonl(SCORE))
    code, out, err = captioncheck("score")
    assert (code, err) == (0, "")
    found = parse(out)
    assert len(found) == len(SCORE)
    for item, answer in zip(SCORE, found, strict=True):
        for engine, score in zip(
            (CHRF(word_order=2), BLEU(effective_order=True)), answer["scores"], strict=True
        ):
            theirs = engine.sentence_score(item["hypothesis"], item["references"]).score
            assert score["value"] == pytest.approx(theirs, abs=0.005)
            assert score["signature"] == engine.get_signature().format(short=False)
            assert score["reference"] in item["references"]


def test_score_says_which_reference_is_the_best(captioncheck, stdin):
    references = ["A boat.", "Two boats return to the harbour.", "Two boats", "two boats"]
    stdin(jsonl([{"hypothesis": "Two boats", "references": references}]))
    names = ("chrf", "bleu", "ter", "exact", "normalised")
    code, out, _ = captioncheck("score", *(part for name in names for part in ("--metric", name)))
    [answer] = parse(out)
    assert code == 0
    assert [(one["metric"], one["value"], one["reference"]) for one in answer["scores"]] == [
        ("chrF2++", 100.0, "Two boats"),
        ("BLEU", 100.0, "Two boats"),
        ("TER", 0.0, "Two boats"),
        ("exact", 100.0, "Two boats"),
        ("normalised", 100.0, "Two boats"),
    ]


def test_score_total(captioncheck, stdin):
    stdin(jsonl(SCORE))
    code, out, _ = captioncheck("score", "--total", "--metric", "bleu")
    assert code == 0
    [item] = parse(out)
    assert item["segments"] == 3
    [score] = item["scores"]
    hypotheses = [one["hypothesis"] for one in SCORE]
    references = [[one["references"][0] for one in SCORE]]
    theirs = BLEU(effective_order=True).corpus_score(hypotheses, references).score
    assert score["value"] == pytest.approx(theirs, abs=0.005)


def test_score_total_of_nothing(captioncheck, stdin):
    stdin("")
    code, out, _ = captioncheck("score", "--total")
    assert code == 0
    assert parse(out) == [{"segments": 0, "scores": []}]


GOOD = {
    "detect": '{"text": "x"}',
    "translate": '{"text": "-", "pair": "es-en"}',
    "score": '{"hypothesis": "x", "references": ["y"]}',
}


@pytest.mark.parametrize(
    ("command", "line", "words"),
    [
        ("detect", "{oops", "line 3: not JSON"),
        ("detect", "[1]", "line 3: not a JSON object"),
        ("detect", "{}", "line 3: needs 'text'"),
        ("detect", '{"text": 7}', "line 3: needs 'text'"),
        ("detect", '{"text": null}', "line 3: needs 'text'"),
        ("detect", "[" * 100_000, "line 3: "),
        ("translate", '{"text": "x"}', "line 3: needs 'pair'"),
        ("score", '{"hypothesis": "x"}', "line 3: needs 'references', a list"),
        ("score", '{"hypothesis": "x", "references": "y"}', "line 3: needs 'references'"),
        ("score", '{"references": ["y"]}', "line 3: needs 'hypothesis'"),
    ],
    ids=lambda value: value[:40],
)
def test_a_malformed_line_is_named(captioncheck, stdin, command, line, words):
    stdin(f"{GOOD[command]}\n\n{line}\n")
    code, _, err = captioncheck(command)
    assert code == 2
    assert words in one_line(err)


@pytest.mark.parametrize("references", ["[]", "[7]", "[null]"])
@pytest.mark.parametrize("total", [(), ("--total",)])
def test_malformed_references_are_named(captioncheck, stdin, references, total):
    stdin(f'{GOOD["score"]}\n{{"hypothesis": "x", "references": {references}}}\n')
    code, _, err = captioncheck("score", *total)
    assert code == 2
    assert "line 2: " in one_line(err)


def test_malformed_references_are_one_line(captioncheck, stdin):
    stdin('{"hypothesis": "x", "references": []}\n')
    code, _, err = captioncheck("score")
    assert code == 2
    one_line(err)


def test_an_expected_language_that_is_no_tag(captioncheck, stdin):
    stdin('{"text": "x", "expected": "Spanish!"}\n')
    code, _, err = captioncheck("detect")
    assert code == 2
    assert "line 1: " in one_line(err)


def test_a_pair_that_is_none(captioncheck, stdin):
    stdin('{"text": "x", "pair": "Spanish to English"}\n')
    code, _, err = captioncheck("translate", "--offline")
    assert code == 2
    assert "line 1: " in one_line(err)


def test_a_file_of_lines_that_is_not_utf8(captioncheck, tmp_path):
    write(tmp_path / "t.jsonl", b'{"text": "caf\xe9"}\n')
    code, _, err = captioncheck("detect", "t.jsonl")
    assert code == 2
    one_line(err)


def test_standard_input_that_is_not_utf8(captioncheck, stdin):
    stdin(b'{"text": "caf\xe9 con leche en la playa", "expected": "en"}\n')
    code, _, err = captioncheck("detect")
    assert code in (0, 2)
    assert "Traceback" not in err


def test_lone_surrogates_in_json_escapes(captioncheck, stdin):
    stdin('{"text": "Una vista \\ud83d del puerto al amanecer", "expected": "en"}\n')
    code, out, err = captioncheck("detect")
    assert (code, err) == (0, "")
    assert len(parse(out)) == 1


MIXED = f"The city said so. {SPANISH} Nobody was hurt, and the schools will stay open."


def test_detect_lists_passages(captioncheck, stdin):
    stdin(jsonl([{"text": MIXED, "expected": "en"}, *DETECT]))
    code, out, err = captioncheck("detect", "--passages")
    assert (code, err) == (0, "")
    mixed, *others = parse(out)
    assert (mixed["language"], mixed["foreign"]) == ("en", False)
    [passage] = mixed["passages"]
    start, end = passage["span"]
    assert MIXED[start:end] == SPANISH
    assert (passage["language"], passage["quoted"]) == ("es", False)
    assert 0.5 <= passage["confidence"] <= 1
    assert [item["passages"] for item in others] == [[]] * len(DETECT)


def test_detect_lists_no_passages_unless_they_are_asked_for(captioncheck, stdin):
    stdin(jsonl([{"text": MIXED, "expected": "en"}]))
    [found] = parse(captioncheck("detect")[1])
    assert found.keys() == {"language", "confidence", "foreign"}


def test_detect_lists_quotations(captioncheck, stdin):
    text = f"The mayor told us that “{SPANISH.rstrip('.')}” and then she left the room in a hurry."
    stdin(jsonl([{"text": text, "expected": "en"}]))
    [passage] = parse(captioncheck("detect", "--passages")[1])[0]["passages"]
    assert passage["quoted"]
