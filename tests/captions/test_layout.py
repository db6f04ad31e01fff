"""Where editions lie: patterns, known layouts and addresses of alternates."""

from pathlib import Path

import pytest
from articles import write

from captions import layout
from captions.errors import ConfigError
from captions.files import Files
from captions.layout import Folders, Pattern


def tree(root, *names):
    for name in names:
        write(root / name, "x")


def sisters(root, name):
    found = layout.sisters(root / name, Folders())
    return {one.path.relative_to(root).as_posix(): one.language for one in found}


def by_pattern(root, pattern, name):
    found = Pattern((root / pattern).as_posix()).sisters(root / name, Files())
    return {one.path.relative_to(root).as_posix(): one.language for one in found}


# One site in each layout: its files, and what the last of them has for sisters.
LAYOUTS = {
    "hugo, by name": (
        ["content/boats.md", "content/boats.pt-br.md", "content/boats.es.md"],
        {"content/boats.md": None, "content/boats.pt-br.md": "pt-BR"},
    ),
    "hugo, page bundles": (
        ["posts/boats/index.en.md", "posts/boats/index.es.md"],
        {"posts/boats/index.en.md": "en"},
    ),
    "hugo, by folder": (
        ["content/en/2015/boats.md", "content/es/2015/boats.md"],
        {"content/en/2015/boats.md": "en"},
    ),
    "the first language without a folder": (
        ["about/index.html", "es/about/index.html"],
        {"about/index.html": None},
    ),
    "jekyll collections": (
        ["_en/boats.md", "_pt_BR/boats.md", "_es/boats.md"],
        {"_en/boats.md": "en", "_pt_BR/boats.md": "pt-BR"},
    ),
    "jekyll, the first language without a folder": (
        ["_posts/2015-07-24-boats.md", "es/_posts/2015-07-24-boats.md"],
        {"_posts/2015-07-24-boats.md": None},
    ),
    "plain folders": (
        ["en/a/boats.html", "de/a/boats.html", "es/a/boats.html"],
        {"en/a/boats.html": "en", "de/a/boats.html": "de"},
    ),
    "docusaurus docs": (
        ["docs/a/b.md", "i18n/es/docusaurus-plugin-content-docs/current/a/b.md"],
        {"docs/a/b.md": None},
    ),
    "docusaurus, two translations": (
        [
            "i18n/de/docusaurus-plugin-content-docs/current/a.mdx",
            "i18n/es/docusaurus-plugin-content-docs/current/a.mdx",
        ],
        {"i18n/de/docusaurus-plugin-content-docs/current/a.mdx": "de"},
    ),
    "docusaurus versions": (
        ["versioned_docs/version-2/a.md", "i18n/es/docusaurus-plugin-content-docs/version-2/a.md"],
        {"versioned_docs/version-2/a.md": None},
    ),
    "docusaurus blog": (
        ["blog/a.md", "i18n/es/docusaurus-plugin-content-blog/a.md"],
        {"blog/a.md": None},
    ),
    "docusaurus pages": (
        ["src/pages/a.md", "i18n/es/docusaurus-plugin-content-pages/a.md"],
        {"src/pages/a.md": None},
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_known_layouts(tmp_path, name):
    files, expected = LAYOUTS[name]
    tree(tmp_path, *files)
    assert sisters(tmp_path, files[-1]) == expected


@pytest.mark.parametrize("name", LAYOUTS)
def test_sisters_are_mutual(tmp_path, name):
    files, expected = LAYOUTS[name]
    tree(tmp_path, *files)
    for other in expected:
        assert files[-1] in sisters(tmp_path, other)


@pytest.mark.parametrize(
    "names",
    [
        ["en/a.html", "es/b.html"],
        ["src/a.html", "lib/a.html"],
        ["boats.min.md", "boats.md"],
        ["script.js.md", "script.md"],
        ["es-images/a.md", "a.md"],
        ["spanish/a.md", "english/a.md"],
        ["en/a.md", "es/a.html"],
        ["i18n/es/code.md", "docs/code.md"],
    ],
)
def test_files_that_are_no_editions(tmp_path, names):
    tree(tmp_path, *names)
    assert sisters(tmp_path, names[0]) == sisters(tmp_path, names[1]) == {}


def test_a_language_far_above_and_one_that_is_none(tmp_path):
    tree(tmp_path, "no/site/en/it/a.md", "no/site/es/it/a.md")
    assert sisters(tmp_path, "no/site/en/it/a.md") == {"no/site/es/it/a.md": "es"}


def test_a_pattern(tmp_path):
    tree(tmp_path, "c/en/x/boats.md", "c/es/x/boats.md", "c/pt_BR/x/boats.md", "c/de/x/other.md")
    found = by_pattern(tmp_path, "c/{language}/{slug}.md", "c/en/x/boats.md")
    assert found == {"c/es/x/boats.md": "es", "c/pt_BR/x/boats.md": "pt-BR"}
    assert by_pattern(tmp_path, "d/{language}/{slug}.md", "c/en/x/boats.md") == {}


def test_a_pattern_with_the_language_twice_and_within_a_name(tmp_path):
    tree(tmp_path, "l10n-en/a/boats_en.md", "l10n-es/a/boats_es.md", "l10n-de/a/boats_en.md")
    found = by_pattern(
        tmp_path, "l10n-{language}/{section}/{slug}_{language}.md", "l10n-en/a/boats_en.md"
    )
    assert found == {"l10n-es/a/boats_es.md": "es"}


def test_a_pattern_with_an_edition_that_has_no_language_in_its_path(tmp_path):
    tree(tmp_path, "source/x/boats.md", "locales/es/x/boats.md", "locales/de/x/boats.md")
    pattern = Pattern.of(["source/{slug}.md", "locales/{language}/{slug}.md"])
    found = {
        one.path: one.language for one in pattern.sisters(tmp_path / "source/x/boats.md", Files())
    }
    assert found == {
        tmp_path / "locales/es/x/boats.md": "es", tmp_path / "locales/de/x/boats.md": "de"
    }  # fmt: skip
    found = {
        one.path: one.language
        for one in pattern.sisters(tmp_path / "locales/es/x/boats.md", Files())
    }
    assert found == {
        tmp_path / "source/x/boats.md": None, tmp_path / "locales/de/x/boats.md": "de"
    }  # fmt: skip
    assert pattern.language(tmp_path / "source/x/boats.md") is None


@pytest.mark.parametrize(
    ("pattern", "path", "language"),
    [
        ("content/{language}/{slug}.md", "content/es/a.md", "es"),
        ("content/{language}/{slug}.md", "/srv/content/pt_br/a/b.md", "pt-BR"),
        ("/srv/{language}/{slug}.md", "/srv/zh-Hant-TW/b.md", "zh-Hant-TW"),
        ("content/{language}/{slug}.md", "content/xx/a.md", None),
        ("content/{language}/{slug}.md", "content/es/a.html", None),
        ("{slug}.{language}.md", "a.b.es.md", "es"),
    ],
)
def test_the_language_of_a_pattern(pattern, path, language):
    assert Pattern(pattern).language(Path(path)) == language


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("content/es/{slug}.md", "has no {language}"),
        ("**/{language}/*.md", "write {name}"),
        ([], "write one pattern"),
        (["{language}/{a}", "b/{a}", "c/{a}"], "write one pattern"),
        (["{language}/{slug}.md", "source/{name}.md"], "must name the same"),
        (["{language}/{slug}.md", "{language}-{slug}.md"], "must name the same"),
    ],
)
def test_a_pattern_that_is_none(pattern, words):
    with pytest.raises(ConfigError, match=words):
        Pattern.of(pattern)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("boats.html", "site/en/boats.html"),
        ("../es/boats.html#top", "site/es/boats.html"),
        ("/es/boats.html?x=1", "site/es/boats.html"),
        ("https://example.org/es/boats.html", "site/es/boats.html"),
        ("https://example.org/es/boats", "site/es/boats.html"),
        ("//example.org/es/dir/", "site/es/dir/index.html"),
        ("/es/b%C3%A1ltico.html", "site/es/báltico.html"),
        ("https://example.org", None),
        ("https://es.example.org/missing.html", None),
        ("mailto:x@example.org", None),
        ("/es/" + "x" * 5000, None),
        ("/es/%00.html", None),
        ("", None),
    ],
)
def test_addresses_of_alternates(tmp_path, href, expected):
    tree(tmp_path, "site/en/boats.html", "site/es/boats.html", "site/es/dir/index.html")
    tree(tmp_path, "site/es/báltico.html")
    found = layout.local(href, tmp_path / "site/en/boats.html", Files())
    assert found == (tmp_path / expected if expected else None)
