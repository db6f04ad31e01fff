"""Translation memories in TMX, XLIFF and PO: their units, and what is wrong with them."""

import pytest
from articles import write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from captions import plugins
from checker.reference import load

FORMATS = [plugins.create("references", name) for name in plugins.names("references")]

TMX = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header srclang="en" segtype="sentence"/>
  <body>
    <tu tuid="1">
      <note>Not a text</note>
      <tuv xml:lang="DE"><seg>Der Hafen</seg></tuv>
      <tuv xml:lang="en-us"><seg>The <bpt i="1">&lt;b></bpt>harbour<ept i="1">&lt;/b></ept>
        at <hi>dawn</hi> &amp; dusk&nbsp;<ph>{0}</ph></seg></tuv>
      <tuv lang="es"><seg>El puerto</seg></tuv>
    </tu>
    <tu><tuv xml:lang="en"><seg>Alone</seg></tuv><tuv xml:lang="es"><seg> </seg></tuv></tu>
  </body>
</tmx>
"""

XLIFF_1 = """\
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
 <file source-language="en" target-language="es" datatype="html" original="a.html"><body>
  <trans-unit id="1">
   <source>The <g id="1">harbour</g> at dawn<x id="2"/></source>
   <seg-source><mrk mtype="seg" mid="1">Not this</mrk></seg-source>
   <target state="translated">El <g id="1">puerto</g> al amanecer</target>
   <alt-trans><source>Nor this</source><target>Ni esto</target></alt-trans>
   <note>Nor that</note>
  </trans-unit>
  <trans-unit id="2"><source>Two boats</source><target state="new">Two boats</target></trans-unit>
  <trans-unit id="3"><source>Three boats</source></trans-unit>
  <trans-unit id="4" translate="no"><source>EFE</source><target>EFE</target></trans-unit>
 </body></file>
 <file source-language="fr" target-language="de"><body>
  <trans-unit id="1"><source>Le port</source><target xml:lang="de-AT">Hafen</target></trans-unit>
 </body></file>
</xliff>
"""

XLIFF_2 = """\
<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="es">
 <file id="f"><unit id="1">
  <notes><note>Not this</note></notes>
  <segment id="s1" state="final"><source>The <pc id="1">harbour</pc></source>
   <target>El <pc id="1">puerto</pc></target></segment>
  <segment><source>Two boats.</source><target>Dos barcos.</target></segment>
  <segment state="initial"><source>Three.</source><target>Three.</target></segment>
 </unit></file>
</xliff>
"""

PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: es\\n"

#: a.html:3
msgid "The harbour "
"at dawn"
msgstr "El puerto al amanecer"

#, fuzzy
msgid "Two boats"
msgstr "Tres barcos"

msgid "One boat"
msgid_plural "%d boats"
msgstr[0] "Un barco"
msgstr[1] "%d barcos"

msgid "Empty"
msgstr ""

#~ msgid "Old"
#~ msgstr "Viejo"
"""


def units(path, content):
    found, broken = load([write(path, content)], FORMATS)
    assert broken == []
    return [(unit.line, dict(unit.texts)) for unit in found]


def fault(path, content):
    found, [broken] = load([write(path, content)], FORMATS)
    assert found == []
    assert "\n" not in broken.reason
    return broken.reason.replace(str(path), path.name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tmx(tmp_path, encoding):
    text = TMX.replace("UTF-8", "UTF-16" if encoding == "utf-16" else "UTF-8")
    assert units(tmp_path / "m.tmx", text.encode(encoding)) == [
        (6, {"de": "Der Hafen", "en-US": "The harbour at dawn & dusk", "es": "El puerto"})
    ]


@pytest.mark.parametrize("name", ["m.xlf", "m.xliff", "m.SDLXLIFF"])
def test_xliff_1(tmp_path, name):
    assert units(tmp_path / name, XLIFF_1) == [
        (3, {"en": "The harbour at dawn", "es": "El puerto al amanecer"}),
        (15, {"fr": "Le port", "de-AT": "Hafen"}),
    ]


def test_xliff_2(tmp_path):
    assert units(tmp_path / "m.xlf", XLIFF_2) == [
        (4, {"en": "The harbour", "es": "El puerto"}),
        (6, {"en": "Two boats.", "es": "Dos barcos."}),
    ]


def test_po(tmp_path):
    assert units(tmp_path / "m.po", PO) == [
        (6, {"en": "The harbour at dawn", "es": "El puerto al amanecer"}),
        (15, {"en": "One boat", "es": "Un barco"}),
        (15, {"en": "%d boats", "es": "%d barcos"}),
    ]


def test_the_languages_of_po(tmp_path):
    named = PO.replace('"Language: es\\n"', '"Language: pt_BR\\n"\n"X-Source-Language: fr\\n"')
    assert set(units(tmp_path / "m.po", named)[0][1]) == {"fr", "pt-BR"}
    nameless = PO.replace('"Language: es\\n"\n', "")
    assert set(units(tmp_path / "pt_BR.po", nameless)[0][1]) == {"en", "pt-BR"}
    assert set(units(tmp_path / "de/LC_MESSAGES/m.po", nameless)[0][1]) == {"en", "de"}
    assert "names no language" in fault(tmp_path / "m.po", nameless)
    other = PO.replace('"Two boats"', '"Zwei Boote für Gäste"')
    assert set(units(tmp_path / "m.po", other)[0][1]) == {"und", "es"}


BOMB = """\
<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<tmx><body><tu><tuv xml:lang="en"><seg>&b;</seg></tuv></tu></body></tmx>
"""
OUTSIDE = """\
<!DOCTYPE tmx [
<!ENTITY outside SYSTEM "file:///etc/hostname">]>
<tmx><body><tu><tuv xml:lang="en"><seg>&outside;</seg></tuv></tu></body></tmx>
"""


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("m.tmx", BOMB, "m.tmx:1: it declares the entity 'a'"),
        ("m.tmx", OUTSIDE, "m.tmx:2: it declares the entity 'outside'"),
        ("m.xlf", OUTSIDE, "m.xlf:2: it declares the entity 'outside'"),
        ("m.tmx", TMX[:300], "m.tmx:9: not well-formed XML"),
        ("m.tmx", "", "m.tmx:1: not well-formed XML: no element found"),
        ("m.tmx", TMX.replace('lang="es"', ""), "m.tmx:11: it does not say which language"),
        ("m.tmx", TMX.replace('"es"', '"!"'), "m.tmx:11: '!' is not a language tag"),
        ("m.tmx", TMX.replace("UTF-8", "UTF-99"), "m.tmx:1: "),
        ("m.xlf", XLIFF_1.replace(' target-language="es"', ""), "m.xlf:3: it does not say which"),
        ("m.xlf", "<html/>", "m.xlf:1: not XLIFF"),
        ("m.po", PO.replace('msgid "Empty"', "msgid Empty"), "m.po:20: not PO"),
        ("m.po", PO + 'msgid "x', "m.po:25: not PO"),
        ("m.po", PO.replace('msgid "Empty"\n', ""), "m.po:20: not PO"),
        ("m.po", "<html>", "m.po:1: not PO"),
        ("m.po", PO.replace("amanecer", "\xff").encode("latin-1"), "it is not UTF-8"),
    ],
)  # fmt: skip
def test_a_broken_memory_is_told_in_one_line_with_its_place(tmp_path, name, content, words):
    assert fault(tmp_path / name, content).startswith(words)


@pytest.mark.parametrize(
    ("name", "content"),
    [("m.tmx", "<tmx/>"), ("m.xlf", "<xliff/>"), ("m.po", ""), ("m.po", PO.split("\n\n")[0])],
)
def test_an_empty_memory_is_none(tmp_path, name, content):
    assert units(tmp_path / name, content) == []


JSONL = '{"image": "1.jpg", "language": "en", "text": "The harbour"}\n'
CSV = "image,language,text\n1.jpg,en,The harbour\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [("m.tmx", TMX), ("m.xlf", XLIFF_2), ("m.po", PO), ("m.jsonl", JSONL), ("m.csv", CSV)],
)
def test_a_huge_memory_is_refused(tmp_path, monkeypatch, name, content):
    monkeypatch.setattr("checker.reference._MOST_UNITS", 0)
    assert "more than 0 units" in fault(tmp_path / name, content)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_is_in_a_file_the_run_goes_on(tmp_path, data):
    name, content = data.draw(st.sampled_from([("m.tmx", TMX), ("m.xlf", XLIFF_1), ("m.po", PO)]))
    damaged = bytearray(content.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(damaged)))
        end = start + data.draw(st.integers(0, 40))
        damaged[start:end] = data.draw(st.binary(max_size=8))
    found, broken = load([write(tmp_path / name, bytes(damaged))], FORMATS)
    assert not (found and broken)
    for one in broken:
        assert "\n" not in one.reason
    for unit in found:
        assert unit.line >= 1
        assert all(tag and text for tag, text in unit.texts)
