"""The HTML report as an editor uses it, in a real browser."""

import json
from pathlib import Path

import pytest
from samples import (
    ARABIC,
    HOSTILE,
    JAPANESE,
    LONG,
    TEXTS,
    accepted,
    article,
    declared,
    finding,
    hostile,
    html,
    many,
    newsroom,
    png,
)

from checker import cli
from checker.checked import Checked

pytestmark = pytest.mark.browser

_JENKINS = "sandbox; default-src 'none'; img-src 'self'; style-src 'self'"
_SAMPLES = {
    "newsroom": newsroom,
    "accepted": accepted,
    "declared": declared,
    "hostile": hostile,
    "empty": lambda: iter(()),
    "many": lambda: many(100),
}


def _choose(opened, name: str, value: str) -> None:
    opened.page.select_option(f"select[name={name}]", value)


def _press(opened, *keys: str) -> None:
    for key in keys:
        opened.page.keyboard.press(key)


def _rows(opened, attribute: str) -> list[str | None]:
    """An attribute of each finding that is to be seen."""
    return [opened.page.get_attribute(f"[id='{one}']", attribute) for one in opened.ids]


@pytest.mark.parametrize("sample", _SAMPLES)
def test_it_opens_without_a_complaint_and_asks_for_nothing(show, sample):
    opened = show(html(_SAMPLES[sample]()))
    assert opened.complaints == []
    assert [url for url in opened.requests if not url.startswith(("about:", "data:"))] == [
        opened.path.as_uri()
    ]


def test_small_local_pictures_are_shown(show, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    png(tmp_path / "content/world/img/1.png", (150, 190, 230))
    opened = show(html(newsroom()))
    widths = opened.page.eval_on_selector_all("img", "all => all.map(one => one.naturalWidth)")
    assert widths == [240]
    assert opened.complaints == []


def test_it_filters_and_the_address_says_how(show):
    opened = show(html(newsroom()))
    every = opened.ids
    assert len(every) == 8
    _choose(opened, "rule", "foreign-language")
    assert set(_rows(opened, "data-rule")) == {"foreign-language"}
    _choose(opened, "language", "es")
    assert set(_rows(opened, "data-language")) == {"es"}
    assert len(opened.ids) == 2
    assert opened.page.inner_text("#count") == "2 of 8"
    opened.page.fill("input[name=score]", "80")
    assert _rows(opened, "data-score") == ["72.3"]
    assert opened.hash == "#rule=foreign-language&language=es&score=80"
    seen = opened.ids
    assert opened.go(opened.hash).ids == seen
    assert opened.page.input_value("select[name=language]") == "es"
    opened.page.click("button[type=reset]")
    assert opened.ids == every
    assert opened.hash in ("", "#")


def test_it_filters_by_file_and_severity(show):
    opened = show(html(newsroom()))
    opened.page.fill("input[name=file]", "SPORTS/")
    assert len(opened.ids) == 2
    assert opened.page.locator("section.file:visible").count() == 1
    _choose(opened, "level", "note")
    assert len(opened.ids) == 1
    opened.page.fill("input[name=file]", "nowhere")
    assert opened.ids == []
    opened.page.click("#none button")
    assert len(opened.ids) == 8


def test_the_summary_leads_to_what_it_counts(show):
    opened = show(html(newsroom()))
    opened.follow(".rules a >> text=untranslated")
    assert _rows(opened, "data-rule") == ["untranslated"]
    opened.follow(".chart a >> text=Japanese")
    assert _rows(opened, "data-language") == ["ja"]
    assert opened.page.input_value("select[name=rule]") == ""
    opened.follow(".tiles a >> text=note")
    assert len(opened.ids) == 1


def test_a_filter_that_the_report_does_not_know_hides_nothing(show):
    opened = show(html(newsroom()), "#rule=no-such-rule&colour=red&language=tlh")
    assert len(opened.ids) == 8
    assert opened.complaints == []


def test_links_to_signatures_keep_the_filter(show):
    opened = show(html(newsroom()), "#language=fr")
    before = opened.ids
    opened.follow("article.row:visible .scores a >> nth=0")
    assert opened.hash == "#signature-1"
    assert opened.ids == before


def test_a_link_leads_to_a_finding(show):
    opened = show(html(newsroom()))
    one = opened.ids[6]
    opened.go("#" + one)
    assert opened.current == one
    assert opened.page.evaluate("document.activeElement.id") == one
    top = opened.page.evaluate(f"document.getElementById('{one}').getBoundingClientRect().top")
    assert 0 <= top < 720


def test_keys_step_through_what_is_shown(show):
    opened = show(html(newsroom()), "#rule=foreign-language")
    first, second, *_ = opened.ids
    _press(opened, "j")
    assert opened.current == first
    _press(opened, "j")
    assert opened.current == second
    _press(opened, "k", "k")
    assert opened.current == first
    _press(opened, *"j" * 20)
    assert opened.current == opened.ids[-1]
    assert opened.page.evaluate("document.activeElement.id") == opened.current


def test_d_dismisses_and_goes_on(show):
    opened = show(html(newsroom()))
    first, second, *_ = every = opened.ids
    _press(opened, "j", "d")
    assert opened.ids == every[1:]
    assert opened.current == second
    _choose(opened, "show", "dismissed")
    assert opened.ids == [first]
    opened.page.click(f"[id={first}] button")
    assert opened.ids == []
    _choose(opened, "show", "")
    assert opened.ids == every


def test_a_button_that_leaves_hands_on_the_focus(show):
    opened = show(html(newsroom()))
    first, second, *_ = opened.ids
    opened.page.focus(f"[id={first}] button")
    _press(opened, "Enter")
    assert first not in opened.ids
    assert opened.page.evaluate("document.activeElement.id") == second


def test_the_last_finding_can_be_dismissed(show):
    opened = show(html(newsroom()))
    _press(opened, "j", *"d" * 8)
    assert opened.ids == []
    assert opened.current is None
    assert opened.page.is_visible("#none")
    assert opened.complaints == []


def test_keys_are_for_typing_where_one_types(show):
    opened = show(html(newsroom()))
    every = opened.ids
    _press(opened, "j")
    opened.page.type("input[name=file]", "djk")
    assert opened.page.input_value("input[name=file]") == "djk"
    opened.page.fill("input[name=file]", "")
    assert opened.ids == every
    opened.page.evaluate("document.activeElement.blur()")
    _press(opened, "Control+j", "Alt+d")
    assert opened.ids == every


def test_keys_can_be_switched_off_and_stay_off(show):
    opened = show(html(newsroom()))
    opened.page.uncheck("#keys input")
    opened.page.evaluate("document.activeElement.blur()")
    _press(opened, "j", "d")
    assert opened.current is None
    opened.go()
    assert not opened.page.is_checked("#keys input")
    opened.page.check("#keys input")
    opened.page.evaluate("document.activeElement.blur()")
    _press(opened, "j")
    assert opened.current == opened.ids[0]


def test_what_was_dismissed_is_remembered(show):
    opened = show(html(newsroom()))
    first, *rest = opened.ids
    opened.page.click(f"[id={first}] button")
    assert opened.go().ids == rest
    opened.go("#" + first)
    assert opened.current == first
    assert first in opened.ids


def test_without_storage_it_is_remembered_while_the_page_is_open(show):
    opened = show(html(newsroom()))
    opened.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    first, *rest = opened.go().ids
    opened.page.click(f"[id={first}] button")
    assert opened.ids == rest
    assert "may not store" in opened.page.inner_text("#memory")
    assert opened.go().ids == [first, *rest]
    assert opened.complaints == []


def test_what_a_baseline_accepts_is_out_of_the_way(show):
    opened = show(html(accepted()))
    assert opened.page.inner_text("h1") == "2 new findings in 3 articles"
    assert _rows(opened, "data-state") == [None, None]
    opened.follow(".tiles a >> text=accepted")
    assert _rows(opened, "data-state") == ["accepted"] * 3
    assert opened.page.locator("article.row:visible button").count() == 0
    one = opened.ids[1]
    opened.go("#" + one)
    assert opened.current == one
    _press(opened, "d")
    assert one in opened.ids
    opened.go("#show=all")
    assert len(opened.ids) == 5


def test_without_scripts_what_is_accepted_is_folded(show):
    opened = show(html(accepted()), java_script_enabled=False)
    assert opened.page.locator("article.row:visible").count() == 2
    opened.page.click(".file summary >> nth=0")
    assert opened.page.locator("article.row:visible").count() == 4


_PAGE = """<html lang="en"><p>The harbour opened again on Monday after the storm had passed.</p>
<figure><img src="1.jpg"><figcaption>Una vista del puerto al amanecer, con los barcos de pesca.
</figcaption></figure>
<figure><img src="2.jpg"><figcaption>Los marineros esperan   en la "cubierta" del barco.
</figcaption></figure>
<figure><img src="3.jpg"><figcaption>Los marineros esperan en la "cubierta" del barco.
</figcaption></figure>
"""


def test_a_dismissal_becomes_a_baseline(show, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("site").mkdir()
    Path("site/ünd 1.html").write_text(_PAGE, encoding="utf-8")
    Path("site/other.html").write_text(_PAGE, encoding="utf-8")
    audit = ["audit", "site", "--no-translate"]
    assert cli.main([*audit, "--format", "html=first.html"]) == 1
    opened = show(Path("first.html").read_text(encoding="utf-8"), "#file=%C3%BCnd")
    assert len(opened.ids) == 3
    assert opened.page.is_disabled("#download")
    opened.page.click(f"[id={opened.ids[1]}] button")
    assert len(opened.ids) == 1
    with opened.page.expect_download() as found:
        opened.page.click("#download >> text=(2)")
    assert found.value.suggested_filename == "captioncheck-baseline.json"
    found.value.save_as("accepted.json")
    capsys.readouterr()
    assert cli.main([*audit, "--baseline", "accepted.json", "--format", "json"]) == 1
    output = capsys.readouterr()
    other, own = json.loads(output.out)["articles"]
    assert [len(other["findings"]), len(own["findings"])] == [3, 1]
    assert [one["text"] for one in own["accepted"]] == [
        'Los marineros esperan en la "cubierta" del barco.'
    ] * 2
    assert json.loads(Path("accepted.json").read_text(encoding="utf-8"))["findings"] == [
        {
            "path": "site/ünd 1.html",
            "rule": "foreign-language",
            "text": 'Los marineros esperan en la "cubierta" del barco.',
            "fingerprint": own["accepted"][0]["fingerprint"],
            "count": 2,
        }
    ]


def test_a_full_storage_does_no_harm(show):
    opened = show(html(newsroom()))
    opened.page.evaluate(
        "for (let n = 5e6; n > 1; n = n >> 1) try { localStorage[n] = 'x'.repeat(n) } catch {}"
    )
    first, *rest = opened.go().ids
    opened.page.click(f"[id={first}] button")
    assert opened.ids == rest
    assert opened.complaints == []


@pytest.mark.parametrize("kept", ["not json", '{"a": 1}', "null", "[1, null]"])
def test_foreign_storage_does_no_harm(show, kept):
    opened = show(html(newsroom()))
    opened.page.evaluate("text => localStorage.setItem('captioncheck-dismissed', text)", kept)
    opened.go()
    assert len(opened.ids) == 8
    assert opened.complaints == []


def test_without_scripts_everything_is_there(show):
    opened = show(html(newsroom()), java_script_enabled=False)
    page = opened.page
    assert page.locator("article.row:visible").count() == 8
    assert not page.is_visible("#filter")
    assert not page.is_visible("#keys")
    assert page.locator("article.row").first.locator("blockquote").inner_text() == TEXTS[0][0]


def test_as_jenkins_serves_it_it_can_be_read(show):
    """Neither styles nor scripts run there, and nothing that needs them gets in the way."""
    text = html(newsroom())
    opened = show("")
    opened.page.route(
        "**/*",
        lambda route: route.fulfill(
            body=text,
            headers={"content-type": "text/html", "content-security-policy": _JENKINS},
        ),
    )
    opened.page.goto("http://ci.invalid/report.html")
    page = opened.page
    assert page.locator("article.row:visible").count() == 8
    assert not page.is_visible("#filter")
    assert TEXTS[0][0] in page.inner_text("body")
    assert page.evaluate("getComputedStyle(document.querySelector('.row')).display") == "block"


@pytest.mark.parametrize("policy", [True, False], ids=["with-policy", "without-policy"])
def test_hostile_text_is_text(show, policy):
    opened = show(html(hostile()), bypass_csp=not policy)
    assert opened.page.evaluate("window.pwned") is None
    assert opened.page.locator("img").count() == 0
    assert opened.page.locator("script").count() == 1
    quotes = opened.page.eval_on_selector_all("blockquote", "all => all.map(x => x.textContent)")
    assert quotes[:3] == list(HOSTILE[:3])
    assert "\u241b[31m" in quotes[3]
    assert opened.complaints == []
    first = opened.ids[0]
    opened.page.click(f"[id={first}] button")
    assert opened.page.evaluate("window.pwned") is None


@pytest.mark.parametrize("sample", _SAMPLES)
@pytest.mark.parametrize("width", [320, 360, 700, 1280])
def test_nothing_is_wider_than_the_window(show, sample, width):
    opened = show(html(_SAMPLES[sample]()), viewport={"width": width, "height": 700})
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_runs_as_its_language_does(show):
    of = article("a.html", ARABIC, JAPANESE, "Reuters: " + ARABIC, LONG)
    findings = [finding(of, number, tag) for number, tag in enumerate(("ar", "ja", "ar", "de"))]
    opened = show(html([Checked(of, tuple(findings))]))
    quotes = opened.page.locator("blockquote")
    assert [quotes.nth(n).get_attribute("dir") for n in range(4)] == ["rtl", "ltr", "rtl", "ltr"]
    assert [quotes.nth(n).get_attribute("lang") for n in range(4)] == ["ar", "ja", "ar", "de"]
    direction = "one => getComputedStyle(one).direction"
    assert quotes.nth(2).evaluate(direction) == "rtl"


def test_it_prints_findings_and_no_controls(show):
    opened = show(html(newsroom()))
    opened.page.emulate_media(media="print")
    assert opened.page.locator("article.row:visible").count() == 8
    assert opened.page.locator("form:visible, button:visible, #keys:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sample", _SAMPLES)
def test_it_is_accessible(show, sample, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    opened = show(html(_SAMPLES[sample]()), color_scheme=scheme)
    if sample == "newsroom":
        _press(opened, "j", "d")
        _choose(opened, "show", "all")
    # Far rows are not rendered, and what is not rendered has no contrast to be measured.
    opened.page.set_viewport_size({"width": 1280, "height": 6000})
    found = axe.run(opened.page)
    assert found.violations_count == 0, found.generate_report()


_FILTERED = """async () => {
  const select = document.querySelector("select[name=language]");
  const start = performance.now();
  select.value = "es";
  select.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


@pytest.mark.slow
@pytest.mark.parametrize(("count", "limit"), [(1000, 1000), (5000, 3000)])
def test_it_opens_and_filters_at_once(show, count, limit):
    """Milliseconds; on an idle machine it takes a tenth of them."""
    opened = show(html(many(count), size=20_000_000))
    assert len(opened.ids) == count
    opened.go()
    loaded = opened.page.evaluate(
        "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
    )
    filtered = opened.page.evaluate(_FILTERED)
    assert 0 < len(opened.ids) < count
    assert max(loaded, filtered) < limit, f"opened in {loaded:.0f}, filtered in {filtered:.0f}"
