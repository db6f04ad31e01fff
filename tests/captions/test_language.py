"""Language tags: what is wrong with them, what they amount to, which are one language."""

import pytest

from captions.language import effective, fault, normalise, same_language


@pytest.mark.parametrize(
    "tag",
    [
        "en", "EN", "en-GB", "en-gb", "EN-us", "es-419", "sr-Latn", "sr-latn-rs", "zh-Hant-HK",
        "de-CH-1996", "sl-rozaj-biske", "en-Latn-GB-oxendict", "en-GB-u-ca-gregory", "en-x-sailor",
        "en-x-uk", "und-t-uk", "x-klingon", "i-klingon", "art-lojban", "zh-cmn-Hans", "no-bok",
        "iw", "in", "mo", "sh", "tlh", "ber", "qaa", "und", "zxx", "mul",
    ],
)  # fmt: skip
def test_valid_tags(tag):
    assert fault(tag) is None


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        ("en_US", "write en-US"),
        ("EN_us", "write en-US"),
        ("zh_hant_HK", "write zh-Hant-HK"),
        ("en-UK", "write en-GB"),
        ("en-uk", "write en-GB"),
        ("uk-UK", "write uk-GB"),
        ("en_UK", "write en-GB"),
        ("en-Latn-UK", "write en-Latn-GB"),
        ("en-EN", "write en-GB"),
        ("jp", "write ja"),
        ("jp-JP", "write ja"),
        ("JP", "write ja"),
        ("cn", "write zh"),
        ("gr", "write el"),
        ("cz", "write cs"),
        ("dk", "write da"),
        ("ua", "write uk"),
        ("english", "it is a name; write en"),
        ("German", "it is a name; write de"),
        ("English-US", "'English' is no language"),
        ("deutsch", "'deutsch' is no language"),
        ("xx", "'xx' is no language"),
        ("english_US", "no language"),
        ("jp_JP", "write ja"),
        ("en-YY", "subtag"),
        ("en-", "subtag"),
        ("en--GB", "subtag"),
        ("en GB", "no language"),
        ("en,de", "no language"),
        ("-", "no language"),
        ("1", "no language"),
        ("{{ lang }}", "no language"),
        ("x-averylongsubtag", ""),
        ("🇬🇧", "no language"),
    ],
)
def test_what_is_wrong_with_a_tag(tag, reason):
    found = fault(tag)
    assert found is not None
    assert reason in found
    assert "\n" not in found


@pytest.mark.parametrize(
    "tag", ["en_US", "EN_us", "zh_hant_HK", "en-UK", "jp", "english", "German"]
)
def test_what_is_proposed_is_valid(tag):
    proposed = (fault(tag) or "").rpartition("write ")[2]
    assert fault(proposed) is None


@pytest.mark.parametrize(
    ("tag", "amounts_to"),
    [
        ("en", "en"),
        ("EN_us", "en-US"),
        ("en-UK", "en-UK"),
        ("pt_BR.UTF-8", "pt-BR"),
        ("iw", "iw"),
        ("ber", "ber"),
        ("tlh", "tlh"),
        ("english", None),
        ("deutsch", None),
        ("jp", None),
        ("jp-JP", None),
        ("xx-XX", None),
        ("lang", None),
        ("", None),
        ("not a tag", None),
    ],
)
def test_what_a_declaration_amounts_to(tag, amounts_to):
    assert effective(tag) == amounts_to


def test_tags_of_one_language():
    assert same_language("iw", "he-IL")
    assert same_language("nb", "nn-NO")
    assert same_language("zh-Hant", "cmn")
    assert not same_language("pt", "es")
    assert normalise("PT_br.UTF-8") == "pt-BR"
