"""What the files of pictures say, from the disk to the report."""

import os

import pytest
from articles import BODY, articles, page, write
from pictures import XMP, alternatives, iptc, jpeg, resources, xmp

from captions.metadata import Metadata
from captions.photo import parse_photo
from captions.read import ReadSettings, read
from checker.metadata import references

CAPTION = "The fishing boats return to the harbour on 14 July 2015."
SAYS = "The fishing boats return to the harbour on 24 July 2015, after the storm."


def photo(says=SAYS, tag="x-default", **more):
    packet = xmp(alternatives("dc:description", **{tag.replace("-", "_"): says}, **more))
    return jpeg((0xE1, XMP + packet))


@pytest.fixture
def audit(captioncheck):
    def run(*arguments):
        code, out, err = captioncheck("audit", "--no-translate", "--format", "jsonl", *arguments)
        return code, articles(out), err

    return run


@pytest.fixture
def beside(readers):
    def make(path, metadata=None):
        return (metadata or Metadata()).beside(read(path, ReadSettings(readers)))

    return make


def rules(item):
    return [finding["rule"] for finding in item["findings"]]


def test_a_conflict_is_a_note_that_names_both_and_the_place(audit, tmp_path):
    write(tmp_path / "a.html", page(CAPTION))
    write(tmp_path / "img/1.jpg", photo(tag="en"))
    code, [item], err = audit("a.html")
    assert (code, err) == (0, "")
    [finding] = item["findings"]
    assert (finding["rule"], finding["severity"]) == ("conflicting-metadata", "note")
    assert (
        finding["message"] == "the file of the picture says 24 July 2015, the caption 14 July 2015"
    )
    assert finding["text"] == "14 July 2015"
    assert finding["suggestion"] is None
    assert finding["references"] == [
        {
            "text": SAYS,
            "language": "en",
            "origin": "img/1.jpg: XMP dc:description[en]",
            "sure": False,
        }
    ]
    [place] = finding["related"]
    assert (place["path"], place["line"]) == ("img/1.jpg", None)
    assert place["message"] == f"the picture, XMP dc:description: {SAYS}"


def test_the_report_calls_it_metadata(captioncheck, tmp_path):
    write(tmp_path / "a.html", page(CAPTION))
    write(tmp_path / "img/1.jpg", photo("The boats return to the harbour on 24 July 2015."))
    _, out, _ = captioncheck("audit", "a.html")
    words = " ".join(out.split())
    assert "metadata The boats return to the harbour on 24 July 2015." in words
    assert "see img/1.jpg: the picture, XMP dc:description:" in words


def test_iptc_and_its_photographer(audit, tmp_path):
    records = iptc((1, 90, b"\x1b%G"), (2, 120, SAYS.encode()), (2, 80, b"Carolyn Kaster"))
    data = jpeg((0xED, b"Photoshop 3.0\0" + resources((0x0404, records))))
    write(tmp_path / "img/1.jpg", data)
    write(tmp_path / "a.html", page(f"{CAPTION} (Photo: Ana Gil/Reuters)"))
    _, [item], _ = audit("a.html")
    assert [finding["text"] for finding in item["findings"]] == ["14 July 2015", "Ana Gil"]


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("img/a.jpg", "news/img/a.jpg"),
        ("../img/a%20b.jpg?w=640", "img/a b.jpg"),
        ("/img/a.jpg", "img/a.jpg"),
        ("/img/a.jpg", "static/img/a.jpg"),
        ("/img/a.jpg", "public/img/a.jpg"),
    ],
)
def test_where_pictures_lie(audit, tmp_path, address, file):
    write(tmp_path / "news/a.html", page(CAPTION).replace("img/1.jpg", address))
    write(tmp_path / file, photo())
    _, [item], _ = audit("news/a.html")
    assert rules(item) == ["conflicting-metadata"]
    assert item["findings"][0]["references"][0]["origin"] == f"{file}: XMP dc:description[en]"


@pytest.mark.parametrize(
    "address",
    ["https://news.test/img/1.jpg", "//news.test/img/1.jpg", "data:x", "http://[", "%00.jpg"],
)
def test_what_is_not_local_is_left_alone(beside, tmp_path, address):
    write(tmp_path / "img/1.jpg", photo())
    article = write(tmp_path / "a.html", page(CAPTION).replace("img/1.jpg", address))
    assert beside(article).embedded == ()


def test_it_can_be_turned_off(audit, tmp_path):
    write(tmp_path / "a.html", page(CAPTION))
    write(tmp_path / "img/1.jpg", photo())
    _, [option], _ = audit("a.html", "--no-picture-metadata")
    write(tmp_path / "captioncheck.toml", "picture-metadata = false\n")
    _, [setting], _ = audit("a.html")
    assert rules(option) == rules(setting) == []


def test_only_texts_in_the_language_of_the_caption_are_references(beside, tmp_path, tools):
    from checker.metadata import verify

    spanish = "Los barcos de pesca vuelven al puerto el 24 de julio de 2015."
    write(tmp_path / "img/1.jpg", photo(tag="en", es=spanish))
    [article] = verify([beside(write(tmp_path / "a.html", page(CAPTION)))], tools.detector)
    found = [one for many in references(article) for one in many]
    assert [(one.text, one.language, one.sure) for one in found] == [(SAYS, "en", False)]


def test_a_text_that_is_marked_as_another_language_is_what_it_is_written_in(audit, tmp_path):
    spanish = "Los barcos de pesca vuelven al puerto el 24 de julio de 2015."
    write(tmp_path / "img/1.jpg", photo(spanish, tag="en"))
    write(tmp_path / "a.html", page(CAPTION))
    code, [item], err = audit("a.html")
    assert (code, item["findings"], err) == (0, [], "")


def test_metadata_are_neither_scored_against_nor_suggested(audit, tmp_path):
    copied = "Los barcos de pesca vuelven al puerto después de la tormenta."
    body = "El puerto abrió de nuevo el lunes después de la tormenta, dijo el ayuntamiento."
    write(tmp_path / "en/a.html", page(copied))
    write(tmp_path / "es/a.html", page(copied, language="es", body=body))
    write(tmp_path / "en/img/1.jpg", photo("The fishing boats return to the harbour."))
    _, [item], _ = audit("en/a.html")
    [finding] = item["findings"]
    assert finding["rule"] == "untranslated"
    assert (finding["suggestion"], finding["scores"]) == (None, [])
    assert "The fishing boats return to the harbour." in [
        one["text"] for one in finding["references"]
    ]


@pytest.mark.parametrize(
    "text",
    ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "DSC_0042.JPG", "IMG_20150724", "Created with GIMP"],
)
def test_what_cameras_and_programs_write_is_no_text(text):
    assert parse_photo(photo(text)).texts == ()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"version https://git-lfs.test/spec/v1", "it is no JPEG, PNG, WebP or TIFF"),
        (b"", "it is no JPEG, PNG, WebP or TIFF"),
        (jpeg((0xE1, XMP + b"<x:xmpmeta><broken")), "the XMP packet was not read"),
        (
            photo(tag="en", **{f"x_{n}": f"{SAYS} And {n} more." for n in range(60)}),
            "of its 61 texts the first 50 are used",
        ),
        (photo("The boats " * 1000), "longer than 2,000 characters"),
    ],
)
def test_what_cannot_be_read_is_a_notice(audit, tmp_path, data, reason):
    write(tmp_path / "a.html", page(CAPTION))
    write(tmp_path / "img/1.jpg", data)
    code, [item], _ = audit("a.html")
    assert (code, rules(item)) == (0, ["conflicting-metadata"] if "texts" in reason else [])
    [notice] = item["notices"]
    assert notice.startswith("picture img/1.jpg: ")
    assert reason in notice


@pytest.mark.skipif(os.getuid() == 0, reason="root reads everything")
def test_a_picture_that_may_not_be_read_is_a_notice(audit, tmp_path):
    write(tmp_path / "a.html", page(CAPTION))
    write(tmp_path / "img/1.jpg", photo()).chmod(0)
    _, [item], _ = audit("a.html")
    assert item["notices"] == ["picture img/1.jpg: its metadata were not read: Permission denied"]


def test_each_file_is_read_once_until_it_changes(beside, tmp_path, monkeypatch):
    from captions import picture_files

    asked = []
    monkeypatch.setattr(
        picture_files, "parse_photo", lambda data: asked.append(data) or parse_photo(data)
    )
    picture = write(tmp_path / "img/1.jpg", photo())
    article = write(tmp_path / "a.html", page(CAPTION))
    run = Metadata()
    first, again = beside(article, run), beside(article, run)
    assert first == again
    assert len(asked) == 1
    write(picture, photo("Another text of the boats in the harbour."))
    os.utime(picture, ns=(1, 1))
    assert beside(article, run).embedded != first.embedded


def test_many_pictures_are_bounded(beside, tmp_path, monkeypatch):
    monkeypatch.setattr("captions.metadata._MOST", 1)
    for number in (1, 2):
        write(tmp_path / f"img/{number}.jpg", photo())
    article = beside(write(tmp_path / "a.html", page(CAPTION, BODY)))
    assert len(article.embedded) == 1
    assert article.notices == ("of its 2 pictures the metadata of the first 1 were looked at",)
