"""Editions that name one another in their front matter, whatever their files are called."""

import os

import pytest
from articles import write

from captions import plugins
from captions.editions import Editions
from captions.read import ReadSettings, read

SETTINGS = ReadSettings({"markdown": plugins.create("readers", "markdown")})
PICTURE = "\n\n![A harbour](/img/1.jpg)\n"


def matter(**fields):
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"---\n{lines}---{PICTURE}"


@pytest.fixture
def found(tmp_path):
    """The editions of a file of a site, by their paths in it, and their languages."""

    def find(name, files, *, mark="hugo.toml"):
        for path, text in files.items():
            write(tmp_path / "site" / path, text)
        if mark:
            write(tmp_path / "site" / mark, "")
        article = read(tmp_path / "site" / name, SETTINGS)
        editions = Editions(SETTINGS).beside(article).editions
        return {
            one.path.relative_to(tmp_path / "site").as_posix(): one.language for one in editions
        }

    return find


KEYED = {
    "content/boats.md": matter(translationKey="boats", lang="en"),
    "content/noticias/barcos.md": matter(translationKey="boats", lang="es"),
    "content/nouvelles/bateaux.md": matter(translationKey="boats", lang="fr"),
    "content/cats.md": matter(translationKey="cats", lang="en"),
}


def test_a_key_that_files_have_in_common(found):
    assert found("content/boats.md", KEYED) == {
        "content/noticias/barcos.md": "es", "content/nouvelles/bateaux.md": "fr"
    }  # fmt: skip
    assert found("content/noticias/barcos.md", KEYED) == {
        "content/boats.md": "en", "content/nouvelles/bateaux.md": "fr"
    }  # fmt: skip
    assert found("content/cats.md", KEYED) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (matter(ref="boats", lang="en"), matter(ref="boats", lang="es")),
        (matter(ref=12, lang="en"), matter(ref=12, lang="es")),
        (matter(ref="boats"), matter(ref="boats", lang="es")),
        (matter(translation_key="boats"), matter(translation_key="boats")),
        (
            f'+++\ntranslationKey = "boats"\nlanguage = "en"\n+++{PICTURE}',
            f'+++\ntranslationKey = "boats"\nlanguage = "es"\n+++{PICTURE}',
        ),
        (
            f'{{\n"translationKey": "boats",\n"lang": "en"\n}}{PICTURE}',
            matter(translationKey="boats", lang="es"),
        ),
        ("\ufeff" + matter(ref="boats", lang="en"), matter(ref="boats", lang="es")),
    ],
)
def test_the_keys_of_generators(found, one, other):
    files = {"_posts/boats.md": one, "_articulos/barcos.md": other}
    assert list(found("_posts/boats.md", files)) == ["_articulos/barcos.md"]
    assert list(found("_articulos/barcos.md", files)) == ["_posts/boats.md"]


@pytest.mark.parametrize(
    "original",
    [
        "../en/boats.md",
        "../en/boats",
        "/en/boats/",
        "en/boats.md",
        "content/en/boats.md",
        "https://example.org/en/boats/",
    ],
)
def test_an_original_and_its_translations(found, original):
    files = {
        "content/en/boats.md": matter(title="Boats"),
        "content/es/barcos.md": matter(original=original),
        "content/fr/bateaux.md": matter(original=original),
    }
    every = {"content/en/boats.md": "en", "content/es/barcos.md": "es",
             "content/fr/bateaux.md": "fr"}  # fmt: skip
    for path in files:
        others = {name: tag for name, tag in every.items() if name != path}
        assert found(path, files) == others


@pytest.mark.parametrize(
    "original",
    ["true", "/", "https://example.org/", ".", "Reuters", "barcos.md", "../../../x.md", "[x", "en"],
)
def test_an_original_that_is_no_file_of_the_site(found, original):
    files = {"content/en/boats.md": matter(), "content/es/barcos.md": matter(original=original)}
    assert found("content/es/barcos.md", files) == {}
    assert found("content/en/boats.md", files) == {}


def test_two_editions_that_name_each_other(found):
    files = {
        "boats.md": matter(original="barcos.md", lang="en"),
        "barcos.md": matter(original="boats.md", lang="es"),
    }
    assert found("boats.md", files) == {"barcos.md": "es"}
    assert found("barcos.md", files) == {"boats.md": "en"}


def test_of_several_in_one_language_none_is_meant(found):
    files = KEYED | {"content/copia.md": matter(translationKey="boats", lang="es")}
    assert found("content/boats.md", files) == {"content/nouvelles/bateaux.md": "fr"}
    assert found("content/copia.md", files) == {}
    assert found("content/noticias/barcos.md", files) == {}


def test_a_reference_to_something_else(found):
    files = {f"content/{name}.md": matter(ref="main") for name in ("a", "b", "c")}
    assert found("content/a.md", files) == {}


def test_keys_count_more_than_paths(found):
    files = {
        "content/en/boats.md": matter(translationKey="boats"),
        "content/es/boats.md": matter(translationKey="shoes"),
        "content/es/barcos.md": matter(translationKey="boats"),
        "content/fr/boats.md": matter(),
    }
    assert found("content/en/boats.md", files) == {
        "content/es/barcos.md": "es", "content/fr/boats.md": "fr"
    }  # fmt: skip
    assert found("content/es/boats.md", files) == {"content/fr/boats.md": "fr"}


def test_another_site_has_keys_of_its_own(found, tmp_path):
    write(tmp_path / "other/hugo.toml", "")
    write(tmp_path / "other/barcos.md", matter(translationKey="boats", lang="es"))
    assert found("boats.md", {"boats.md": matter(translationKey="boats", lang="en")}) == {}


def test_a_folder_without_a_mark_of_a_site(found):
    files = {
        "news/en/boats.md": matter(translationKey="boats"),
        "news/es/2024/barcos.md": matter(translationKey="boats"),
    }
    assert found("news/en/boats.md", files, mark=None) == {"news/es/2024/barcos.md": "es"}
    assert found("news/es/2024/barcos.md", files, mark=None) == {"news/en/boats.md": "en"}


@pytest.mark.parametrize("text", ["---\nref: [\n---\n", "---\nref: a\n", "---\nref: {a: b}\n---\n"])
def test_front_matter_that_is_broken_or_another_thing(found, text):
    files = {"a.md": text + PICTURE, "b.md": matter(ref="a", lang="es")}
    assert found("a.md", files) == found("b.md", files) == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_in_a_site_is_not_waited_for(found, tmp_path):
    (tmp_path / "site/content").mkdir(parents=True)
    os.mkfifo(tmp_path / "site/content/pipe.md")
    assert found("content/boats.md", KEYED).keys() == {
        "content/noticias/barcos.md", "content/nouvelles/bateaux.md"
    }  # fmt: skip


def test_a_site_with_too_many_files_is_told(found, tmp_path, monkeypatch):
    monkeypatch.setattr("captions.edition_keys._MOST", 3)
    assert found("content/boats.md", KEYED) == {}
    article = Editions(SETTINGS).beside(read(tmp_path / "site/content/boats.md", SETTINGS))
    assert article.notices == ("its site has too many files to look through all for its editions",)
