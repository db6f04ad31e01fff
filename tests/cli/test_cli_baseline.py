"""Baselines: what they accept, what they do not, and how they are written."""

import json

import pytest
from articles import ANOTHER, ENGLISH, SPANISH, articles, one_line, page, parse, write

THIRD = "Los niños juegan en la playa con sus perros."


@pytest.fixture
def site(tmp_path):
    """Two articles with one accepted finding each."""
    write(tmp_path / "site/a.html", page(SPANISH, ENGLISH))
    write(tmp_path / "site/b.html", page(ANOTHER))
    return tmp_path / "site"


@pytest.fixture
def accepted(site, audit):
    code, _, err = audit("site", "--write-baseline", "known.json")
    assert code == 0
    assert one_line(err) == "known.json: 2 findings accepted, 2 of them new"
    return site.parent / "known.json"


@pytest.fixture
def new(audit):
    """The new findings of a run with the baseline: path and text; exit code and message agree."""

    def run(*arguments):
        code, found, err = audit("site", "--baseline", "known.json", *arguments)
        texts = [(one["path"], finding["text"]) for one in found for finding in one["findings"]]
        assert code == (1 if texts else 0)
        return texts, err

    return run


def _entries(path):
    return json.loads(path.read_text(encoding="utf-8"))["findings"]


def test_what_is_accepted_does_not_count(accepted, captioncheck):
    code, out, err = captioncheck("audit", "site", "--no-translate", "--baseline", "known.json")
    assert (code, err) == (0, "")
    assert out == "2 articles, 5 segments checked: no findings; 2 accepted by the baseline\n"


def test_reports_list_it_apart(accepted, captioncheck):
    code, out, _ = captioncheck(
        "audit", "site", "--no-translate", "--baseline", "known.json", "--format", "jsonl"
    )
    assert code == 0
    first, second = articles(out)
    assert [first["findings"], second["findings"]] == [[], []]
    assert [first["accepted"][0]["text"], second["accepted"][0]["text"]] == [SPANISH, ANOTHER]
    summary = parse(out)[-1]
    assert (summary["accepted"], summary["findings"], summary["severities"]) == (2, {}, {})


def test_the_file_can_be_read_by_people(accepted):
    text = accepted.read_text(encoding="utf-8")
    first, second = _entries(accepted)
    assert (first["path"], first["rule"], first["text"], first["count"]) == (
        "site/a.html", "foreign-language", SPANISH, 1
    )  # fmt: skip
    assert second["path"] == "site/b.html"
    assert text.endswith("\n}\n")
    assert '\n      "text": "Los marineros esperan en la cubierta del barco.",\n' in text


def _rewrite(site, change):
    file = site / "a.html"
    text = file.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    file.write_bytes(changed.encode())


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("<p>", "<p>The mayor spoke.</p>\n\n<p>"),
        lambda text: text.replace(" del puerto", "\n    del\tpuerto"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("img/1", "img/9"),
        lambda text: text.replace("vista", "<b>vista</b>"),
    ],
    ids=["text above", "wrapped", "line ends", "another picture", "emphasis"],
)
def test_it_survives_edits(accepted, site, new, change):
    _rewrite(site, change)
    assert new() == ([], "")


def test_another_text_is_new(accepted, site, new):
    _rewrite(site, lambda text: text.replace("amanecer", "atardecer"))
    texts, _ = new()
    assert texts == [("site/a.html", SPANISH.replace("amanecer", "atardecer"))]


def test_a_renamed_file_is_the_same(accepted, site, new):
    (site / "a.html").rename(site / "z.html")
    (site / "b.html").rename(site / "0.html")
    assert new() == ([], "")


def test_a_copy_is_new_wherever_it_stands(accepted, site, new):
    write(site / "0.html", page(SPANISH))
    assert new() == ([("site/0.html", SPANISH)], "")
    (site / "0.html").unlink()
    write(site / "z.html", page(SPANISH))
    assert new() == ([("site/z.html", SPANISH)], "")


def test_a_second_one_in_the_same_file_is_new(accepted, site, new):
    write(site / "b.html", page(ANOTHER, ANOTHER))
    assert new() == ([("site/b.html", ANOTHER)], "")


@pytest.mark.parametrize("home", ["0.html", "z.html"])
def test_a_text_that_moved_to_another_article_is_the_same(accepted, site, new, home):
    """Also where the file that it came from is looked at later in the run."""
    write(site / home, page(SPANISH))
    write(site / "a.html", page(ENGLISH))
    assert new() == ([], "")


def test_results_keep_their_order_while_one_waits(accepted, site, audit):
    write(site / "0.html", page(SPANISH))
    write(site / "1.html", page(THIRD))
    write(site / "a.html", page(ENGLISH))
    _, found, _ = audit("site", "--baseline", "known.json")
    assert [one["path"] for one in found] == [f"site/{name}.html" for name in "01ab"]
    assert [len(one["accepted"]) for one in found] == [1, 0, 0, 1]


def test_what_another_file_of_the_site_needs_is_not_taken(accepted, site, audit):
    """a.html is not in this run, and still has a use for its entry."""
    write(site / "new.html", page(SPANISH))
    code, [found], _ = audit("site/new.html", "--baseline", "known.json")
    assert code == 1
    assert [one["text"] for one in found["findings"]] == [SPANISH]


def test_several_baselines_add_up(accepted, site, audit, tmp_path):
    write(site / "b.html", page(ANOTHER, ANOTHER, THIRD))
    entry = next(one for one in _entries(accepted) if one["text"] == ANOTHER)
    dismissed = {"schema": "captioncheck-baseline/1", "findings": [entry]}
    write(tmp_path / "dismissed.json", json.dumps(dismissed))
    _, found, _ = audit("site", "--baseline", "known.json", "--baseline", "dismissed.json")
    assert [one["text"] for one in found[1]["findings"]] == [THIRD]
    assert len(found[1]["accepted"]) == 2


def test_a_baseline_whose_paths_lead_nowhere_matches_by_content(accepted, site, audit, tmp_path):
    (tmp_path / "downloads").mkdir()
    accepted.rename(tmp_path / "downloads/known.json")
    code, _, err = audit("site", "--baseline", "downloads/known.json")
    assert (code, err) == (0, "")


def test_the_settings_name_it_from_every_folder(accepted, site, audit, tmp_path, monkeypatch):
    write(tmp_path / "captioncheck.toml", 'baseline = ["known.json"]\n')
    monkeypatch.chdir(site)
    assert audit(".")[0] == 0
    assert audit(".", "--no-baseline")[0] == 1


def test_it_is_no_article_where_it_lies_among_them(accepted, audit):
    code, found, err = audit(".", "--baseline", "known.json")
    assert (code, err) == (0, "")
    assert [one["path"] for one in found] == ["site/a.html", "site/b.html"]
    assert [one["path"] for one in audit(".", "--write-baseline", "known.json")[1]] == [
        "site/a.html", "site/b.html"
    ]  # fmt: skip


def test_a_comparison_takes_no_notice_of_it(accepted, captioncheck):
    run = ("audit", "site", "--no-translate", "--format", "jsonl", "--output")
    captioncheck(*run, "a.jsonl")
    captioncheck(*run, "b.jsonl", "--baseline", "known.json")
    _, out, _ = captioncheck("compare", "a.jsonl", "b.jsonl", "--format", "json")
    assert (json.loads(out)["gone"], json.loads(out)["new"]) == ([], [])


# Written anew


def test_a_second_writing_changes_nothing(accepted, audit):
    before = accepted.read_bytes()
    audit("site", "--write-baseline", "known.json")
    assert accepted.read_bytes() == before


def test_the_order_of_the_paths_does_not_matter(accepted, site, audit, tmp_path):
    audit("site/b.html", "site/a.html", "--write-baseline", "other.json")
    assert (tmp_path / "other.json").read_bytes() == accepted.read_bytes()


def test_reasons_stay_and_paths_follow(accepted, site, audit):
    text = accepted.read_text(encoding="utf-8")
    accepted.write_text(text.replace('"count": 1', '"count": 1, "reason": "a poster"', 1))
    (site / "a.html").rename(site / "poster.html")
    audit("site", "--write-baseline", "known.json")
    by_path = {one["path"]: one.get("reason") for one in _entries(accepted)}
    assert by_path == {"site/poster.html": "a poster", "site/b.html": None}


def test_part_of_the_site_leaves_the_rest_alone(accepted, site, audit):
    write(site / "b.html", page(THIRD))
    audit("site/b.html", "--write-baseline", "known.json")
    assert [one["text"] for one in _entries(accepted)] == [SPANISH, THIRD]


def test_rules_that_did_not_run_leave_theirs_alone(accepted, site, audit):
    code, _, err = audit("site", "--baseline", "known.json", "--select", "wrong-page-language")
    assert (code, err) == (0, "")
    audit("site", "--select", "wrong-page-language", "--write-baseline", "known.json")
    assert len(_entries(accepted)) == 2


def test_a_file_that_cannot_be_read_leaves_its_own_alone(accepted, site, audit):
    write(site / "a.html", b"\xef\xbb\xbf\xe9\xe9")
    code, _, _ = audit("site", "--write-baseline", "known.json")
    assert code == 2
    assert [one["text"] for one in _entries(accepted)] == [SPANISH, ANOTHER]


def test_what_is_gone_is_told_and_pruned(accepted, site, new):
    write(site / "a.html", page(ENGLISH))
    (site / "b.html").unlink()
    _, err = new()
    assert one_line(err) == (
        "known.json: 2 of 2 findings not found any more: --prune-baseline drops them"
    )
    assert len(_entries(accepted)) == 2
    _, err = new("--prune-baseline")
    assert one_line(err) == "known.json: 2 of 2 findings dropped"
    assert _entries(accepted) == []


def test_pruning_accepts_nothing_new(accepted, site, new):
    write(site / "c.html", page(THIRD))
    before = accepted.read_bytes()
    texts, _ = new("--prune-baseline")
    assert texts == [("site/c.html", THIRD)]
    assert accepted.read_bytes() == before


def test_pruning_counts_down(accepted, site, audit, new):
    write(site / "b.html", page(ANOTHER, ANOTHER))
    audit("site", "--write-baseline", "known.json")
    assert [one["count"] for one in _entries(accepted)] == [1, 2]
    write(site / "b.html", page(ANOTHER))
    new("--prune-baseline")
    assert [one["count"] for one in _entries(accepted)] == [1, 1]


def test_pruning_keeps_what_was_not_looked_at(accepted, site, audit):
    write(site / "a.html", page(ENGLISH))
    write(site / "b.html", page(ENGLISH))
    audit("site/b.html", "--baseline", "known.json", "--prune-baseline")
    assert [one["path"] for one in _entries(accepted)] == ["site/a.html"]


def test_odd_names_come_back(captioncheck, tmp_path):
    run = ("audit", "site", "--no-translate", "--output", "report.txt")
    for name in ("Über uns & más.txt", 'quote"d.html', "line\nbreak.html", "caf\udce9.html"):
        write(tmp_path / "site" / name, page(SPANISH) if name.endswith("html") else ENGLISH)
    assert captioncheck(*run, "--write-baseline", "known.json")[0] == 0
    (tmp_path / "known.json").read_text(encoding="utf-8")  # which would fail
    assert captioncheck(*run, "--baseline", "known.json") == (0, "", "")


# Merged


def test_dismissals_are_merged(accepted, site, captioncheck, new, tmp_path):
    write(site / "c.html", page(THIRD))
    captioncheck("audit", "site/c.html", "--no-translate", "--write-baseline", "site/more.json")
    assert [one["path"] for one in _entries(site / "more.json")] == ["c.html"]
    merge = ("baseline", "known.json", "site/more.json")
    code, out, err = captioncheck(*merge)
    assert (code, err) == (0, "")
    assert captioncheck(*merge, "--output", "known.json") == (0, "", "")
    assert accepted.read_text(encoding="utf-8") == out
    assert [one["path"] for one in _entries(accepted)] == [f"site/{name}.html" for name in "abc"]
    (site / "more.json").unlink()
    assert new() == ([], "")


def test_counts_add_up(accepted, captioncheck):
    captioncheck("baseline", "known.json", "known.json", "--output", "twice.json")
    assert [one["count"] for one in _entries(accepted.with_name("twice.json"))] == [2, 2]


def test_a_malformed_one_is_not_merged(accepted, captioncheck, tmp_path):
    write(tmp_path / "bad.json", "{}")
    code, out, err = captioncheck("baseline", "known.json", "bad.json", "--output", "known.json")
    assert (code, out) == (2, "")
    assert one_line(err).startswith("bad.json: not a baseline")
    assert len(_entries(accepted)) == 2


# What is wrong with a baseline

_GOOD = {"path": "a.html", "rule": "r", "text": "t", "fingerprint": "f"}


def _baseline(*findings, schema="captioncheck-baseline/1"):
    return json.dumps({"schema": schema, "findings": findings})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1: not JSON"),
        ('{"schema": "captioncheck-baseline/1",\n<<<<<<< HEAD\n', "line 2: not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a baseline"),
        ('{"findings": []}', 'it has no "schema": "captioncheck-baseline/1"'),
        ('{"schema": "captioncheck-baseline/1"}', '"findings" is no list'),
        (_baseline(schema="captioncheck-baseline/2"), "only captioncheck-baseline/1 can be read"),
        (_baseline(_GOOD, 7), "finding 2 is no object"),
        (_baseline({**_GOOD, "rule": 1}), 'finding 1 has a "rule" that is no text'),
        (_baseline({"path": "a"}), 'finding 1 has no "rule"'),
        (_baseline({**_GOOD, "count": 0}), 'the "count" 0, not a whole number from 1'),
        (_baseline({**_GOOD, "count": True}), 'the "count" True'),
        (_baseline({**_GOOD, "reason": []}), 'a "reason" that is no text'),
    ],
)
@pytest.mark.parametrize("option", ["--baseline", "--write-baseline"])
def test_a_malformed_baseline_is_refused(site, audit, tmp_path, content, message, option):
    write(tmp_path / "bad.json", content)
    code, found, err = audit("site", option, "bad.json")
    assert (code, found) == (2, [])
    assert one_line(err).startswith("bad.json: ")
    assert message in err
    assert (tmp_path / "bad.json").read_text(encoding="utf-8") == content


def test_a_missing_baseline_is_refused(site, audit):
    code, _, err = audit("site", "--baseline", "no.json")
    assert code == 2
    assert one_line(err) == (
        "no.json: there is no such baseline: make one with --write-baseline no.json"
    )


def test_pruning_needs_a_baseline(site, audit):
    code, _, err = audit("site", "--prune-baseline")
    assert code == 2
    assert one_line(err).startswith("--prune-baseline has no baseline to prune")
