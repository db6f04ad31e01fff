"""Pictures of two editions whose addresses say nothing, and what else tells that they are one."""

import io
from dataclasses import replace

import pytest
from articles import write

from captions import plugins
from captions.edition import Edition, Picture
from captions.editions import Editions
from captions.looks import is_far, is_near, looks
from captions.picture import pictures
from captions.picture_files import PictureFiles
from captions.read import ReadSettings, read
from captions.same_picture import match
from captions.span import Span

SETTINGS = ReadSettings({name: plugins.create("readers", name) for name in ("html", "markdown")})


def picture(address, *ids, content=None, looks=None):
    return Picture(address, Span(0, 1), (), ids, content, looks)


def matched(here, there):
    pairs = match(Edition(None, "en", tuple(here)), Edition(None, "es", tuple(there)))
    return [(one.here.address, one.there.address, one.placed) for one in pairs]


OTHER = picture("z.jpg")  # in one edition alone, so that the place tells nothing


@pytest.mark.parametrize(
    ("markup", "ids"),
    [
        ('<img src="1.jpg" class="size-full wp-image-123">', ["wp-image:123"]),
        ('<img src="1.jpg" data-attachment-id="99123">', ["data-attachment-id:99123"]),
        ('<figure data-image-id="ab-12"><img src="1.jpg" alt="Said"></figure>',
         ["data-image-id:ab-12"]),
        ('<img data-id="0457" data-src="1.jpg" src="x.gif">', ["data-id:0457"]),
        ('<figure data-id="0457"></figure><img src="1.jpg">', []),
        ('<img src="1.jpg" data-id="3">', []),
        ('<img src="1.jpg" data-id="{{ id }}" class="wp-image- not-wp-image-7">', []),
        ('<!-- <figure data-id="0457"> --><img src="1.jpg">', []),
    ],
)  # fmt: skip
def test_the_numbers_of_pictures(read_article, markup, ids):
    [found] = pictures(read_article("a.html", f"<p>x</p>{markup}"))
    assert list(found.ids) == ids


def test_a_number_that_two_pictures_have_in_common():
    here = [picture("a.jpg", "wp-image:7"), picture("b.jpg", "wp-image:8")]
    assert matched(here, [picture("c.jpg", "wp-image:8"), OTHER, picture("d.jpg")]) == [
        ("b.jpg", "c.jpg", False)
    ]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (["wp-image:7"], ["data-id:7"]),
        (["wp-image:7", "wp-image:7"], ["wp-image:7"]),
        (["wp-image:7"], ["wp-image:7", "wp-image:7"]),
    ],
)
def test_numbers_that_tell_nothing(here, there):
    mine = [picture(f"a{at}.jpg", number) for at, number in enumerate(here)]
    theirs = [picture(f"b{at}.jpg", number) for at, number in enumerate(there)]
    extra = [OTHER] * (len(mine) == len(theirs))
    assert matched(mine, [*theirs, *extra]) == []


def test_numbers_of_sites_that_number_apart_tell_nothing():
    here = [picture("1.jpg", "wp-image:7"), picture("a.jpg", "wp-image:8")]
    there = [picture("1.jpg", "wp-image:3"), picture("b.jpg", "wp-image:8"), OTHER]
    assert matched(here, there) == [("1.jpg", "1.jpg", False)]


def test_an_address_counts_more_than_a_number_and_that_more_than_a_file():
    here = [picture("1.jpg", "wp-image:7"), picture("a.jpg", "wp-image:8", content="x")]
    there = [picture("1.jpg"), picture("b.jpg", "wp-image:8"), picture("c.jpg", content="x")]
    assert matched(here, there) == [("1.jpg", "1.jpg", False), ("a.jpg", "b.jpg", False)]


def test_a_file_that_stands_twice_is_no_proof():
    here = [picture("a.jpg", content="x")]
    assert matched(here, [picture("b.jpg", content="x"), OTHER]) == [("a.jpg", "b.jpg", False)]
    assert matched(here, [picture("b.jpg", content="x"), picture("c.jpg", content="x")]) == []


def test_looks_must_be_unlike_all_others():
    one = picture("a.jpg", looks=0b1111)
    near, far = picture("b.jpg", looks=0b1110), picture("c.jpg", looks=(1 << 200) - 1)
    assert matched([one], [near, far]) == [("a.jpg", "b.jpg", False)]
    assert matched([one], [near, picture("d.jpg", looks=(1 << 70) - 1)]) == []
    assert matched([one], [picture("d.jpg", looks=(1 << 70) - 1), far]) == []


def test_what_looks_otherwise_is_not_the_same_for_its_place():
    here, there = picture("a.jpg", looks=0), picture("b.jpg", looks=(1 << 200) - 1)
    assert matched([here], [there]) == []
    assert matched([here], [replace(there, looks=None)]) == [("a.jpg", "b.jpg", True)]


def photo(seed, size=(320, 240), kind="JPEG", **options):
    """A picture of some smooth patches, by a number."""
    Image = pytest.importorskip("PIL.Image")  # noqa: N806
    small = Image.effect_noise((6, 5), 200).convert("L")
    small.putdata([(seed * (at + 3) * 7919 + at * at * 104729) % 251 for at in range(30)])
    file = io.BytesIO()
    small.resize(size, Image.Resampling.BICUBIC).convert("RGB").save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    "copy",
    [
        {"size": (160, 120)},
        {"size": (1600, 1200)},
        {"quality": 20},
        {"kind": "PNG"},
        {"kind": "WEBP", "size": (200, 150)},
    ],
)
def test_copies_look_alike_and_other_pictures_do_not(copy):
    for seed in range(1, 30):
        assert is_near(looks(photo(seed)), looks(photo(seed, **copy)))
        assert is_far(looks(photo(seed)), looks(photo(seed + 1, **copy)))


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"\xff\xd8\xff\xe0", b"GIF89a" + b"\xff" * 40])
def test_what_is_no_picture_has_no_looks(data):
    assert looks(data) is None


def test_plain_and_huge_pictures_have_no_looks():
    Image = pytest.importorskip("PIL.Image")  # noqa: N806
    for picture, mode in (
        (Image.new("RGB", (90, 90), "red"), "PNG"),
        (Image.new("1", (20_000, 9_000)), "PNG"),
    ):
        file = io.BytesIO()
        picture.save(file, mode)
        assert looks(file.getvalue()) is None
    assert looks(photo(1)[:400]) is None


def test_without_pillow_nothing_is_known_by_its_looks(monkeypatch):
    data = photo(1)
    monkeypatch.setitem(__import__("sys").modules, "PIL", None)
    assert looks(data) is None


SPANISH = "Una vista del puerto al amanecer."


def page(tag, *addresses):
    shown = "".join(f'<img src="{address}" alt="{SPANISH}">' for address in addresses)
    return f'<html lang="{tag}"><p>x</p>{shown}</html>'


def opened(tmp_path, here, there, files=None):
    write(tmp_path / "en/a.html", page("en", *here))
    write(tmp_path / "es/a.html", page("es", *there))
    article = Editions(SETTINGS, photos=files or PictureFiles()).beside(
        read(tmp_path / "en/a.html", SETTINGS)
    )
    pairs = match(article, article.editions[0])
    return [(one.here.address, one.there.address) for one in pairs if not one.placed]


def test_files_that_are_copies_under_other_names(tmp_path):
    files = {
        "en/img/harbour.jpg": photo(1),
        "es/img/puerto.jpg": photo(1),
        "en/img/market.jpg": photo(2),
        "es/img/mercado.webp": photo(2, (90, 60), "WEBP"),
        "es/img/otra.jpg": photo(3),
    }
    for name, data in files.items():
        write(tmp_path / name, data)
    here = ["img/harbour.jpg", "img/market.jpg"]
    there = ["img/otra.jpg", "img/mercado.webp", "img/puerto.jpg"]
    assert sorted(opened(tmp_path, here, there)) == [
        ("img/harbour.jpg", "img/puerto.jpg"), ("img/market.jpg", "img/mercado.webp")
    ]  # fmt: skip


def test_of_very_many_files_the_first_are_opened(tmp_path, monkeypatch):
    monkeypatch.setattr("captions.editions._MOST_FILES", 1)
    write(tmp_path / "en/a.html", page("en", "1.jpg", "2.jpg"))
    for tag in ("es", "fr"):
        write(tmp_path / tag / "a.html", page(tag, "3.jpg"))
    article = Editions(SETTINGS).beside(read(tmp_path / "en/a.html", SETTINGS))
    assert article.notices == ("the files of no more than 1 pictures were opened to match them",)


def test_files_are_opened_where_nothing_else_tells_alone(tmp_path, monkeypatch):
    from captions import picture_files

    asked = []
    monkeypatch.setattr(picture_files, "looks", lambda data: asked.append(data))
    for name in ("en/1.jpg", "es/1.jpg", "en/2.jpg", "es/3.jpg"):
        write(tmp_path / name, name.encode())
    files = PictureFiles()
    for _ in range(2):
        assert opened(tmp_path, ["1.jpg", "2.jpg"], ["1.jpg", "3.jpg"], files) == [
            ("1.jpg", "1.jpg")
        ]
    assert asked == [b"en/2.jpg", b"es/3.jpg"]
    assert opened(tmp_path, ["1.jpg"], ["1.jpg", "3.jpg"]) == [("1.jpg", "1.jpg")]
    assert len(asked) == 2
