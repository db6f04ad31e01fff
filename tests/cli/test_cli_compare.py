"""`compare`: two runs' scores on the same segments, and the findings that came and went."""

import json

import pytest
from articles import ANOTHER, ENGLISH, SPANISH, jsonl, one_line, page, parse, write
from sacrebleu import __version__ as _sacrebleu
from sacrebleu.metrics import BLEU, CHRF
from sacrebleu.significance import PairedTest

from checker import __version__

SOURCES = [
    f"Una vista del puerto número {number}, con los barcos de pesca." for number in range(12)
]
REFERENCES = [f"A view of harbour number {number}, with the fishing boats." for number in range(12)]
GOOD = [text.replace("harbour", "port") if "2" in text else text for text in REFERENCES]
POOR = [f"One sight of port number {number}, with the boat fishing." for number in range(12)]
SHARED = {"a.html": SOURCES[:6], "b.html": SOURCES[6:]}


@pytest.fixture
def run(captioncheck, phrasebook, tmp_path):
    """Audit articles (captions by file name) with hypotheses; the report's name comes back."""

    def audit(report, hypotheses, files=SHARED, form="jsonl", sources=SOURCES, settings=""):
        phrasebook(dict(zip(sources, hypotheses, strict=False)), settings)
        for name, captions in files.items():
            write(tmp_path / name, page(*captions))
        keys = [
            {"source": source, "language": "en", "text": text}
            for source, text in zip(sources, REFERENCES, strict=False)
        ]
        write(tmp_path / "r.jsonl", jsonl(keys))
        code, _, _ = captioncheck(
            "audit", *files, "--references", "r.jsonl", "--format", f"{form}={report}",
            "--fail-on", "never",
        )  # fmt: skip
        assert code in (0, 2)
        return report

    return audit


@pytest.fixture
def compare(captioncheck):
    def run(*arguments):
        code, out, err = captioncheck("compare", *arguments, "--format", "json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return run


def test_scores_and_significance_are_sacrebleus(run, compare):
    found = compare(run("a.jsonl", POOR), run("b.jsonl", GOOD))
    scores = found["scores"]["es-en"]
    counts = {key: scores[key] for key in ("segments", "differing", "only_a", "only_b")}
    assert counts == {"segments": 12, "differing": 12, "only_a": 0, "only_b": 0}
    assert scores["models"] == {"a": ["fake"], "b": ["fake"]}
    engines = {"chrF2++": CHRF(word_order=2), "BLEU": BLEU(effective_order=True)}
    systems = [("a", POOR), ("b", GOOD)]
    _, theirs = PairedTest(systems, engines, [REFERENCES], "bs", 1000)()
    for item in scores["metrics"]:
        for ours, result in zip((item["a"], item["b"]), theirs[item["metric"]], strict=True):
            assert ours["value"] == pytest.approx(result.score, abs=0.005)
            assert ours["mean"] == pytest.approx(result.mean, abs=0.01)
            assert ours["interval"] == pytest.approx(result.ci, abs=0.01)
        assert item["difference"] == pytest.approx(item["b"]["value"] - item["a"]["value"])
        assert item["difference"] > 10
        assert item["p"] == pytest.approx(theirs[item["metric"]][1].p_value, abs=0.002)
        assert item["p"] < 0.05
        assert item["signature"].endswith("|bs:1000|seed:12345")


def test_the_same_twice(run, compare):
    reports = run("a.jsonl", POOR), run("b.jsonl", GOOD)
    assert compare(*reports) == compare(*reports)


def test_json_and_jsonl_are_the_same_report(run, compare, captioncheck, tmp_path):
    lines, whole = run("a.jsonl", GOOD), run("a.json", GOOD, form="json")
    pretty = json.dumps(json.loads((tmp_path / "a.json").read_text(encoding="utf-8")), indent=2)
    compact = json.dumps(json.loads(pretty))
    write(tmp_path / "pretty.json", pretty)
    write(tmp_path / "compact.json", compact)
    for other in (whole, "pretty.json", "compact.json"):
        found = compare(lines, other)
        assert found["scores"]["es-en"]["segments"] == 12
        assert found["gone"] == found["new"] == []


def test_a_run_does_not_differ_from_itself(run, compare):
    found = compare(run("a.jsonl", GOOD), "a.jsonl")
    scores = found["scores"]["es-en"]
    assert scores["differing"] == 0
    for item in scores["metrics"]:
        assert (item["difference"], item["p"]) == (0, None)
        assert item["a"] == item["b"]
        assert item["a"]["interval"] > 0


def test_few_that_differ_are_no_proof(run, compare):
    found = compare(run("a.jsonl", GOOD), run("b.jsonl", POOR[:5] + GOOD[5:]))
    scores = found["scores"]["es-en"]
    assert scores["differing"] == 5
    assert all(item["p"] is None and item["difference"] < 0 for item in scores["metrics"])


def test_few_segments_have_no_interval(run, compare):
    files = {"a.html": SOURCES[:5]}
    found = compare(run("a.jsonl", GOOD, files), run("b.jsonl", POOR, files))
    for item in found["scores"]["es-en"]["metrics"]:
        assert item["a"]["mean"] is item["a"]["interval"] is item["p"] is None
        assert "bs:" not in item["signature"]


def test_another_metric(run, compare):
    found = compare(run("a.jsonl", GOOD), run("b.jsonl", POOR), "--metric", "ter")
    [item] = found["scores"]["es-en"]["metrics"]
    assert item["metric"] == "TER"
    assert item["difference"] > 0


def test_segments_are_found_again_after_an_edit_and_in_another_file(run, compare, tmp_path):
    before = run("a.jsonl", GOOD)
    moved = {"a.html": [ANOTHER, *SOURCES[:6]], "renamed.html": SOURCES[6:]}
    found = compare(before, run("b.jsonl", POOR, moved))
    assert found["scores"]["es-en"]["segments"] == 12
    assert found["gone"] == []
    assert [one["text"] for one in found["new"]] == [ANOTHER]


def test_a_text_that_stands_often_is_paired_one_by_one(run, compare):
    files = {"a.html": SOURCES[:1] * 3, "b.html": SOURCES[:1]}
    fewer = {"a.html": SOURCES[:1] * 2, "b.html": SOURCES[:1]}
    found = compare(run("a.jsonl", GOOD, files), run("b.jsonl", POOR, fewer))
    scores = found["scores"]["es-en"]
    assert (scores["segments"], scores["only_a"], scores["only_b"]) == (3, 1, 0)
    assert [one["path"] for one in found["gone"]] == ["a.html"]


def test_what_one_run_could_not_translate_is_counted_and_not_scored(run, compare):
    found = compare(run("a.jsonl", GOOD), run("b.jsonl", POOR[:8]))
    scores = found["scores"]["es-en"]
    assert (scores["segments"], scores["only_a"], scores["only_b"]) == (8, 4, 0)


def test_both_are_scored_against_the_references_that_both_had(run, compare, tmp_path):
    before, after = run("a.jsonl", GOOD), run("b.jsonl", GOOD)
    items = parse((tmp_path / after).read_text(encoding="utf-8"))
    one, two = (items[1]["findings"][place] for place in (0, 1))
    one["references"].append({**one["references"][0], "text": one["translation"]["text"]})
    two["references"][0]["text"] = "Something else."
    write(tmp_path / after, jsonl(items))
    found = compare(before, after)
    assert found["scores"]["es-en"]["segments"] == 11
    assert all(item["difference"] == 0 for item in found["scores"]["es-en"]["metrics"])
    assert found["notes"] == ["1 segment not compared: the runs have no reference in common there"]


def test_references_that_were_not_scored_against_do_not_count(run, compare, tmp_path):
    reports = run("a.jsonl", POOR), run("b.jsonl", POOR)
    before = compare(*reports)["scores"]
    for name in reports:
        items = parse((tmp_path / name).read_text(encoding="utf-8"))
        for item in items[1]["findings"] + items[2]["findings"]:
            [known] = item["references"]
            text = item["translation"]["text"]
            item["references"] += [
                {**known, "text": text, "sure": False},
                {**known, "text": text, "language": "fr"},
            ]
        write(tmp_path / name, jsonl(items))
    assert compare(*reports)["scores"] == before


def test_findings_that_are_gone_and_new(run, compare, tmp_path):
    before = run("a.jsonl", GOOD)
    mended = {"a.html": [ENGLISH, *SOURCES[1:6]], "b.html": [*SOURCES[6:], SPANISH]}
    found = compare(before, run("b.jsonl", GOOD, mended))
    assert [one["text"] for one in found["gone"]] == [SOURCES[0]]
    assert [one["text"] for one in found["new"]] == [SPANISH]
    assert found["rules"] == {"foreign-language": {"a": 12, "b": 12, "gone": 1, "new": 1}}
    assert found["notes"] == []


def _edit(path, change):
    """Rewrite the objects of a report."""
    items = parse(path.read_text(encoding="utf-8"))
    change(items)
    write(path, jsonl(items))


def test_an_article_that_could_not_be_read_has_not_been_mended(run, compare, tmp_path):
    reports = run("a.jsonl", GOOD), run("b.jsonl", GOOD)

    def fail(items):
        items[2] = {
            "type": "article", "path": "b.html", "failure": {"kind": "Vanished", "reason": "gone"}
        }  # fmt: skip

    _edit(tmp_path / "b.jsonl", fail)
    found = compare(*reports)
    assert found["gone"] == []
    assert found["notes"] == ["B could not check 1 article: 6 findings of A not compared"]
    found = compare(*reversed(reports))
    assert found["new"] == []
    assert found["notes"] == ["A could not check 1 article: 6 findings of B not compared"]


def test_a_rule_that_did_not_run_has_not_found_nothing(run, compare):
    before = run("a.jsonl", POOR, settings='ignore = ["inconsistent-translation"]')
    after = run("b.jsonl", POOR, settings="[rules.inconsistent-translation]\nmax-true-share = 100")
    found = compare(before, after)
    assert found["new"] == []
    assert found["rules"]["inconsistent-translation"] == {"a": 0, "b": 12, "gone": 0, "new": 0}
    assert found["scores"]["es-en"]["segments"] == 12
    assert found["notes"] == [
        "A did not run inconsistent-translation: 12 findings of B not compared"
    ]


def test_articles_that_one_run_was_not_given(run, compare):
    found = compare(run("a.jsonl", GOOD), run("b.jsonl", GOOD, {"a.html": SOURCES[:6]}))
    assert len(found["gone"]) == 6
    assert found["notes"] == ["1 article is in A alone, with 6 of the gone findings"]


_SIGNATURE = f"detector:verifier|translator:phrasebook|metrics:chrf,bleu|version:{__version__}"
_PAGE = f"""\
A  a.jsonl  captioncheck {__version__}  {_SIGNATURE}
B  b.jsonl  captioncheck {__version__}  {_SIGNATURE}

es-en: 11 scored in both, 6 translated differently; 1 scored in A alone
  A  fake
  B  fake
  metric  A                         B                          B − A   p
  BLEU    97.70 (μ = 97.67 ± 3.48)  63.56 (μ = 63.89 ± 16.29)  -34.14  0.0010 *
  BLEU: nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp|version:{_sacrebleu}|bs:1000|seed:12345

findings          A   B   gone  new
foreign-language  12  12  1     1
all               12  12  1     1

gone
  a.html:2:42  foreign-language  Una vista del puerto número 0, con los barcos de pesca.

new
  b.html:8:42  foreign-language  Una vista del puerto al amanecer, con los barcos de pesca.
"""


def test_the_page(run, captioncheck):
    mended = {"a.html": [ENGLISH, *SOURCES[1:6]], "b.html": [*SOURCES[6:], SPANISH]}
    before, after = run("a.jsonl", GOOD), run("b.jsonl", GOOD[:6] + POOR[6:], mended)
    code, out, err = captioncheck("compare", before, after, "--metric", "bleu")
    assert (code, err) == (0, "")
    assert out == _PAGE


def test_long_lists_are_cut_on_the_page(run, captioncheck):
    files = {"a.html": [f"{text} {name}" for name in ("Sí", "No") for text in SOURCES]}
    sources = files["a.html"]
    before = run("a.jsonl", GOOD * 2, files, sources=sources)
    run("b.jsonl", GOOD, {"a.html": sources[:1]}, sources=sources)
    _, out, _ = captioncheck("compare", before, "b.jsonl")
    assert out.count("Una vista") == 20
    assert "  … and 3 more: --format json has all\n" in out


def test_a_report_does_not_steer_the_terminal(run, captioncheck, tmp_path):
    before, after = run("a.jsonl", GOOD), run("b.jsonl", GOOD, {"a.html": SOURCES[:1]})

    def colour(items):
        items[0]["version"] = "\x1b[31m1"
        items[1]["findings"][1]["text"] = "\x1b[2Jrojo\nrojo"

    _edit(tmp_path / before, colour)
    _, out, _ = captioncheck("compare", before, after)
    assert "\x1b" not in out
    assert "\\x1b[2Jrojo rojo" in out


def test_a_report_from_a_pipe(run, captioncheck, stdin, tmp_path):
    name = run("a.jsonl", GOOD)
    stdin((tmp_path / name).read_bytes())
    code, out, _ = captioncheck("compare", "-", name)
    assert code == 0
    assert "12 scored in both, 0 translated differently" in out


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "not a report"),
        ("# Harbour open again\n", "not a report"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "not a report"),
        ("[1]", "not a report"),
        ("null", "not a report"),
        ('{"run": 1}', "not a report"),
        ('{"hypothesis": "A view", "references": ["A view"]}\n', "not a report"),
        ('{"type": "run"}\n', "not a report"),
        ('{"type": "article", "path": "a", "findings": []}\n', "not a report"),
        ("[" * 100_000, "not a report"),
        ('{"type": "run", "schema": "captioncheck/9"}\n', "captioncheck/9"),
        ('{"run": {"type": "run", "schema": "lint/1"}, "articles": [], "summary": {}}', "lint/1"),
    ],
    ids=range(12),
)
def test_what_is_no_report(run, captioncheck, tmp_path, content, reason):
    run("a.jsonl", GOOD)
    write(tmp_path / "other.jsonl", content)
    for names in (("a.jsonl", "other.jsonl"), ("other.jsonl", "a.jsonl")):
        code, out, err = captioncheck("compare", *names)
        assert (code, out) == (2, "")
        assert one_line(err).startswith("other.jsonl: ")
        assert reason in err


def test_a_report_that_is_missing_or_cut_short(run, captioncheck, tmp_path):
    run("a.jsonl", GOOD)
    _edit(tmp_path / "a.jsonl", lambda items: items.pop())
    code, _, err = captioncheck("compare", "a.jsonl", "a.jsonl")
    assert code == 2
    assert "cut short" in one_line(err)
    code, _, err = captioncheck("compare", "none.jsonl", "a.jsonl")
    assert code == 2
    assert one_line(err) == "none.jsonl: cannot be read: No such file or directory"


@pytest.mark.parametrize(
    ("hypotheses", "reason"),
    [
        ((GOOD, []), "nothing was translated and scored in b.jsonl"),
        (([], []), "nothing was translated and scored in a.jsonl or b.jsonl"),
        ((GOOD[:6], [""] * 6 + GOOD[6:]), "none was scored in both"),
    ],
    ids=["only A", "neither", "others"],
)
def test_without_common_segments_there_are_findings_and_an_error(
    run, captioncheck, hypotheses, reason
):
    for name, given in zip(("a.jsonl", "b.jsonl"), hypotheses, strict=True):
        run(name, given)
    code, out, err = captioncheck("compare", "a.jsonl", "b.jsonl")
    assert code == 2
    assert one_line(err).startswith("no segments in common to compare the scores of: ")
    assert reason in err
    assert "foreign-language  12  12  0     0" in out


def test_very_many_segments_are_resampled_in_blocks(run, compare, monkeypatch):
    reports = run("a.jsonl", POOR), run("b.jsonl", GOOD)
    one_by_one = compare(*reports)["scores"]["es-en"]["metrics"]
    monkeypatch.setattr("checker.significance._MOST", 6)
    in_blocks = compare(*reports)["scores"]["es-en"]["metrics"]
    for alone, block in zip(one_by_one, in_blocks, strict=True):
        assert alone["b"]["value"] == block["b"]["value"]
        assert block["b"]["interval"] > 0
        assert block["p"] < 0.05


def test_a_language_pair_that_one_run_alone_scored_is_told(run, captioncheck, tmp_path):
    before, after = run("a.jsonl", GOOD), run("b.jsonl", GOOD)

    def other_pair(items):
        for item in items[2]["findings"]:
            item["translation"]["pair"] = "gl-en"

    _edit(tmp_path / after, other_pair)
    code, out, _ = captioncheck("compare", before, after)
    assert code == 0
    assert "es-en: 6 scored in both, 0 translated differently; 6 scored in A alone\n" in out
    assert "gl-en: 0 scored in both, 0 translated differently; 6 scored in B alone\n" in out
