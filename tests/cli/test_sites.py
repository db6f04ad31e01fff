"""Sites in several languages, as generators lay them out: paired without any configuration.

Each has three faults at most, and honest translations beside them.
"""

import shutil
from collections import Counter
from pathlib import Path

import pytest

SITES = Path(__file__).parent.parent / "sites"
MASONS = "Masons replace a stone of the third arch"

FOUND = {
    "hugo": [
        ("content/cultura/fiesta-del-mar.md", "untranslated",
         "Dancers cross the old bridge on the first evening", "content/culture/festival.md"),
        ("content/news/harbour.en.md", "missing-translation", "/img/crane.jpg",
         "content/news/harbour.es.md"),
        ("content/news/harbour.es.md", "untranslated",
         "The first fishing boats came back before sunrise.", "content/news/harbour.en.md"),
    ],
    "jekyll": [
        ("_es/bridge.md", "missing-translation", "/assets/masons.jpg", "_en/bridge.md"),
        ("_fr/pont.md", "untranslated", MASONS, "_en/bridge.md"),
        ("_posts/2024-05-02-mercado.md", "untranslated", "A farmer sells tomatoes on the square",
         "_posts/2024-05-02-market.md"),
    ],
    "docusaurus": [
        ("i18n/es/docusaurus-plugin-content-blog/2024-01-15-release.md", "missing-translation",
         "./floating.jpg", "blog/2024-01-15-release.md"),
        ("i18n/es/docusaurus-plugin-content-docs/current/install.mdx", "untranslated",
         "Turn the lid until it clicks into its place", "docs/install.mdx"),
    ],
    "folders": [
        ("es/rescue.html", "untranslated", "The crew reaches the harbour after a night on the sea.",
         "en/rescue.html"),
        ("es/rescue.html", "fact-mismatch", "21", None),
    ],
}  # fmt: skip


@pytest.fixture(params=FOUND)
def site(request, tmp_path):
    shutil.copytree(SITES / request.param, tmp_path, dirs_exist_ok=True)
    return request.param


def test_a_site_needs_no_configuration(audit, site):
    code, found, err = audit(".")
    assert (code, err) == (1, "")
    shown = [
        (item["path"], one["rule"], one["text"], next((at["path"] for at in one["related"]), None))
        for item in found
        for one in item["findings"]
    ]
    assert shown == FOUND[site]
    assert [item["notices"] for item in found] == [[]] * len(found)


def test_each_picture_has_one_finding_for_one_cause(audit, site):
    _, found, _ = audit(".")
    causes = Counter(
        (item["path"], one["rule"], one["segment"] and one["segment"]["image"], one["text"])
        for item in found
        for one in item["findings"]
    )
    assert max(causes.values()) == 1
    marked = Counter((item["path"], *one["span"]) for item in found for one in item["findings"])
    assert max(marked.values()) == 1


def test_the_editions_alone_say_the_same(audit, site):
    _, together, _ = audit(".")
    for item in together:
        _, [alone], _ = audit(item["path"])
        assert alone == item
