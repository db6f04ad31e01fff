"""Inputs that cannot be read, beside ones that can: reported, passed over, exit code 2."""

import os

import pytest
from articles import BODY, ENGLISH, SPANISH, failures, page, write

BROKEN = {
    "binary.html": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "UndecodableText"),
    "mark.html": (b"\xef\xbb\xbf" + "Una vista de la mañana".encode("latin-1"), "UndecodableText"),
    "a.xyz": ("text of an unknown format", "UnknownFormat"),
    "a.json": ('{"body": ', "MalformedArticle"),
    "deep.json": ("[" * 200_000, "MalformedArticle"),
    "missing.html": (None, "MissingFile"),
    "none/missing.html": (None, "MissingFile"),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_a_broken_input_is_reported_and_the_rest_is_checked(captioncheck, tmp_path, name, form):
    content, kind = BROKEN[name]
    if content is not None:
        write(tmp_path / name, content)
    write(tmp_path / "good.html", page(SPANISH))
    code, out, err = captioncheck("audit", name, "good.html", "--no-translate", "--format", form)
    assert (code, err) == (2, "")
    assert name in out
    assert SPANISH in out
    if form == "jsonl":
        assert failures(out) == {name: kind}
    elif form == "text":
        first, *rest = out.splitlines()
        assert first.startswith(f"{name}: not checked: ")
        assert rest[-1] == "1 article, 2 segments checked: 1 error; 1 file not checked"


def test_every_failure_has_a_reason_of_one_line(audit, tmp_path):
    for name, (content, _) in BROKEN.items():
        if content is not None:
            write(tmp_path / name, content)
    code, found, err = audit(*BROKEN)
    assert (code, err) == (2, "")
    assert [item["path"] for item in found] == list(BROKEN)
    for item in found:
        assert item["failure"]["reason"]
        assert "\n" not in item["failure"]["reason"]


def test_an_unknown_suffix_says_how_to_mend_it(audit, tmp_path):
    write(tmp_path / "a.xyz", BODY)
    _, [item], _ = audit("a.xyz")
    assert '[formats] "*.xyz" = "text"' in item["failure"]["reason"]
    write(tmp_path / "captioncheck.toml", '[formats]\n"*.xyz" = "text"\n')
    code, [item], _ = audit("a.xyz", "--language", "en")
    assert (code, item["segments"]) == (0, 1)


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"<html></html>"])
def test_an_article_without_text_is_clean_with_a_notice(audit, tmp_path, content):
    write(tmp_path / "empty.html", content)
    code, [item], _ = audit("empty.html")
    assert code == 0
    assert item["segments"] == 0
    assert item["notices"] == ["it holds no text to check"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"])
def test_encodings(audit, tmp_path, encoding):
    caption = "Los niños vuelven al café después de la mañana en la playa."
    declared = '<meta charset="windows-1252">' if encoding in ("cp1252", "latin-1") else ""
    content = page(caption).replace("<p>", f"{declared}<p>")
    write(tmp_path / "a.html", content.encode(encoding))
    code, [item], _ = audit("a.html")
    assert code == 1
    assert item["findings"][0]["text"] == caption


def test_an_encoding_that_is_wrongly_declared(audit, tmp_path):
    caption = "Los niños vuelven al café después de la mañana en la playa."
    content = page(caption).replace("<p>", '<meta charset="utf-16"><p>')
    write(tmp_path / "a.html", content)
    assert audit("a.html")[1][0]["findings"][0]["text"] == caption
    write(tmp_path / "a.html", content.replace("utf-16", "ascii").encode("cp1252"))
    assert audit("a.html")[1][0]["findings"][0]["text"] == caption


def test_an_encoding_that_is_not_declared(audit, tmp_path):
    caption = "Los niños vuelven al café después de la mañana en la playa."
    write(tmp_path / "a.html", page(caption).encode("cp1252"))
    assert audit("a.html")[1][0]["findings"][0]["text"] == caption


def test_too_large(audit, tmp_path):
    write(tmp_path / "captioncheck.toml", "max-bytes = 1000\n")
    write(tmp_path / "large.html", page(*[ENGLISH] * 20))
    write(tmp_path / "small.html", page(ENGLISH))
    code, [large, small], _ = audit("large.html", "small.html")
    assert code == 2
    assert large["failure"]["kind"] == "TooLarge"
    assert "limit is 1,000" in large["failure"]["reason"]
    assert "max-bytes" in large["failure"]["reason"]
    assert small["segments"] == 2


def test_50_megabytes_are_not_read(audit, tmp_path):
    with (tmp_path / "large.html").open("wb") as file:
        file.truncate(50_000_000)
    code, [item], _ = audit("large.html")
    assert code == 2
    assert item["failure"]["kind"] == "TooLarge"
    assert "50" in item["failure"]["reason"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(audit, tmp_path):
    write(tmp_path / "a.html", page()).chmod(0)
    code, [item], _ = audit("a.html")
    assert code == 2
    assert item["failure"]["kind"] == "InaccessibleFile"


def test_a_link_to_nowhere(audit, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site/a.html").symlink_to("nowhere.html")
    write(tmp_path / "site/b.html", page(ENGLISH))
    code, [a, b], _ = audit("site")
    assert code == 2
    assert a["failure"]["kind"] == "MissingFile"
    assert b["segments"] == 2


@pytest.mark.parametrize("name", ["año nuevo.html", "港.html", "a b\tc.html"])
def test_names_of_files(audit, tmp_path, name):
    write(tmp_path / name, page(SPANISH))
    code, [item], _ = audit(".")
    assert code == 1
    assert item["path"] == name


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_a_name_that_is_not_utf8(captioncheck, tmp_path, form):
    path = os.fsencode(tmp_path) + b"/caf\xe9.html"
    with open(path, "wb") as file:
        file.write(page(SPANISH).encode())
    code, _, _ = captioncheck(
        "audit", ".", "--no-translate", "--format", form, "--output", "report"
    )
    assert code == 1


def test_a_name_cannot_steer_the_terminal(captioncheck, tmp_path):
    name = "a\x1b[2J\nb.html"
    write(tmp_path / name, page(SPANISH))
    _, out, _ = captioncheck("audit", ".", "--no-translate")
    assert "\x1b" not in out


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
@pytest.mark.parametrize("output", [(), ("--output", "report")], ids=["printed", "written"])
def test_half_a_character_in_json(captioncheck, tmp_path, form, output):
    """A lone surrogate, as programs leave that cut text between two halves."""
    half = SPANISH.replace("puerto", "puerto \\ud83d")
    write(tmp_path / "a.json", f'{{"lang": "en", "body": "{BODY}", "caption": "{half}"}}')
    code, _, err = captioncheck("audit", "a.json", "--no-translate", "--format", form, *output)
    assert code in (1, 2)
    assert "Traceback" not in err
