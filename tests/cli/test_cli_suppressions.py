"""Suppressions as a user meets them: counted, in the settings, and where they are of no use."""

import pytest
from articles import ENGLISH, SPANISH, articles, one_line, page, parse, write

IGNORED = page(f"{SPANISH}<!-- captioncheck: ignore foreign-language -->")
UNUSED = page(f"{ENGLISH}<!-- captioncheck: ignore foreign-language -->")


def test_what_is_suppressed_is_counted(captioncheck, tmp_path):
    write(tmp_path / "a.html", IGNORED)
    code, out, _ = captioncheck("audit", "a.html", "--no-translate")
    assert code == 0
    assert out == "1 article, 2 segments checked: no findings; 1 suppressed in place\n"
    _, out, _ = captioncheck("audit", "a.html", "--no-translate", "--format", "jsonl")
    [article], summary = articles(out), parse(out)[-1]
    assert [one["text"] for one in article["suppressed"]] == [SPANISH]
    assert (summary["suppressed"], summary["findings"]) == (1, {})


def test_a_comment_of_no_use_is_shown(captioncheck, tmp_path):
    write(tmp_path / "a.html", UNUSED)
    code, out, _ = captioncheck("audit", "a.html", "--no-translate")
    assert code == 0
    _, first, second, *_ = out.splitlines()
    assert first == (
        "a.html:2:96: warning: this silences no finding of foreign-language [unused-suppression]"
    )
    assert second == "    comment      <!-- captioncheck: ignore foreign-language -->"


@pytest.mark.parametrize(
    "options",
    [
        ("--select", "foreign-language"),
        ("--ignore", "foreign-language"),
        ("--ignore", "unused-suppression"),
        ("--ignore", "hygiene"),
    ],
    ids=" ".join,
)
def test_it_is_not_where_a_rule_did_not_run(audit, tmp_path, options):
    write(tmp_path / "a.html", UNUSED)
    code, [article], _ = audit("a.html", *options)
    assert (code, article["findings"]) == (0, [])


def test_a_suppression_is_no_entry_of_a_baseline(audit, tmp_path):
    write(tmp_path / "a.html", IGNORED)
    _, _, err = audit("a.html", "--write-baseline", "known.json")
    assert one_line(err) == "known.json: 0 findings accepted, none of them new"


def test_nothing_is_suggested_for_it(captioncheck, tmp_path):
    write(tmp_path / "a.html", IGNORED)
    code, out, err = captioncheck("suggest", "a.html", "--machine")
    assert (code, out, err) == (0, "", "")


# [ignores]


@pytest.fixture
def site(tmp_path):
    for name in ("content/es/a.html", "content/en/a.html"):
        write(tmp_path / name, page(SPANISH))
    return tmp_path


@pytest.mark.parametrize(
    "words", ['["foreign-language"]', '["language"]', '["bad-reference", "language"]']
)
def test_rules_do_not_run_where_the_settings_say(site, audit, monkeypatch, words):
    write(site / "captioncheck.toml", f'[ignores]\n"content/es/**" = {words}\n')
    for folder, prefix in ((site, "content/"), (site / "content", "")):
        monkeypatch.chdir(folder)
        _, found, _ = audit(prefix or ".")
        texts = {one["path"]: [f["text"] for f in one["findings"]] for one in found}
        assert texts == {f"{prefix}en/a.html": [SPANISH], f"{prefix}es/a.html": []}
        assert all(one["suppressed"] == [] for one in found)


def test_all_globs_that_fit_count(site, audit):
    write(
        site / "captioncheck.toml",
        '[ignores]\n"content/**" = ["foreign-passage"]\n"content/es/*" = ["foreign-language"]\n',
    )
    _, found, _ = audit("content/es")
    assert [one["findings"] for one in found] == [[]]


def test_a_comment_is_not_called_unused_where_its_rule_does_not_run(site, audit):
    write(site / "content/es/a.html", UNUSED)
    write(site / "captioncheck.toml", '[ignores]\n"content/es/**" = ["language"]\n')
    _, [article], _ = audit("content/es")
    assert article["findings"] == []


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            '"*" = ["foreign-langage"]',
            "no rule or group is called 'foreign-langage': did you mean ",
        ),
        ('"*" = "language"', "ignores.* is 'language', not a list of texts"),
        ('"*" = [1]', "ignores.* is [1], not a list of texts"),
    ],
)
def test_a_table_that_is_wrong(site, audit, table, message):
    write(site / "captioncheck.toml", f"[ignores]\n{table}\n")
    code, _, err = audit("content")
    assert code == 2
    assert message in one_line(err)


def test_the_settings_are_shown(site, captioncheck):
    write(site / "captioncheck.toml", 'baseline = ["b.json"]\n[ignores]\n"*.md" = ["language"]\n')
    _, out, _ = captioncheck("config")
    assert f'baseline = ["{site}/b.json"]\n' in out
    assert '\n[ignores]\n"*.md" = ["language"]\n' in out
