"""The model that comes with captioncheck: whole, and of use without a network."""

import pytest

from captions import plugins
from checker.model import find_fault, installed

pytest.importorskip("fxtranslate")

CAPTION = (
    "La alcaldesa Begoña Núñez visita el muelle norte del puerto, donde la tormenta derribó dos "
    "grúas el pasado 14 de enero de 2021. (Foto: Íñigo Peña)"
)


def test_it_is_whole():
    [model] = [model for model in installed() if model.origin == "bundled"]
    assert model.pair == "es-en"
    assert find_fault(model) is None
    assert (model.folder / "LICENSE").is_file()


def test_it_keeps_names_numbers_and_credits():
    translator = plugins.create("translators", "auto", {"offline": True})
    [outcome] = translator.translate([CAPTION], "es-en")
    assert outcome.model.startswith("fxtranslate:captioncheck-es-en@")
    for fact in ("Begoña Núñez", "January 14", "2021", "(Photo: Íñigo Peña)"):
        assert fact in outcome.hypothesis


def test_the_main_job_translates_without_a_network(captioncheck, tmp_path):
    (tmp_path / "a.html").write_text(
        '<html lang="en"><p>The harbour opened again on Monday after the storm had passed.</p>'
        f'<img src="a.jpg"><p class="caption">{CAPTION}</p>',
        encoding="utf-8",
    )
    code, out, err = captioncheck("audit", "a.html")
    assert (code, err) == (1, "")
    assert "Mayor Begoña Núñez" in out
