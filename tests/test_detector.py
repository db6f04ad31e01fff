"""What the verifier says of captions: names, codes and scripts never foreign, prose found."""

import pytest

from captions import plugins
from captions.language import same_language


@pytest.fixture(scope="module")
def detect():
    detector = plugins.create("detectors", "verifier")
    return lambda text, expected: detector.detect([text], [expected])[0]


# Captions that their own language, and no other expected one, accepts.
PROSE = {
    "en": "The fishing boats return to the harbour after the storm.",
    "es": "Los barcos de pesca vuelven al puerto después de la tormenta.",
    "pt": "Os barcos de pesca regressam ao porto depois da tempestade.",
    "fr": "Les bateaux de pêche rentrent au port après la tempête.",
    "de": "Die Fischerboote kehren nach dem Sturm in den Hafen zurück.",
    "it": "Le barche da pesca tornano al porto dopo la tempesta.",
    "nl": "De vissersboten keren na de storm terug naar de haven.",
    "pl": "Łodzie rybackie wracają do portu po burzy.",
    "sv": "Fiskebåtarna återvänder till hamnen efter stormen.",
    "fi": "Kalastusveneet palaavat satamaan myrskyn jälkeen.",
    "hu": "A halászhajók a vihar után visszatérnek a kikötőbe.",
    "tr": "Balıkçı tekneleri fırtınadan sonra limana dönüyor.",
    "ru": "Рыбацкие лодки возвращаются в гавань после шторма.",
    "uk": "Рибальські човни повертаються в гавань після шторму.",
    "el": "Τα αλιευτικά σκάφη επιστρέφουν στο λιμάνι μετά την καταιγίδα.",
    "ar": "عادت قوارب الصيد إلى الميناء بعد انتهاء العاصفة.",
    "fa": "قایق‌های ماهیگیری پس از طوفان به بندر بازمی‌گردند.",
    "he": "סירות הדיג חוזרות לנמל אחרי הסערה.",
    "hi": "तूफान के बाद मछली पकड़ने वाली नावें बंदरगाह लौटती हैं।",
    "th": "เรือประมงกลับเข้าท่าเรือหลังพายุสงบลงแล้ว",
    "ja": "嵐の後、漁船が港に戻ってきました。",
    "zh": "暴风雨过后，渔船回到了港口，人们在岸边等待。",
    "ko": "폭풍이 지나간 뒤 어선들이 항구로 돌아오고 있다.",
}


@pytest.mark.parametrize("language", PROSE)
def test_prose_is_in_its_own_language(detect, language):
    found = detect(PROSE[language], language)
    assert found.language == language
    assert found.confidence > 0.9


@pytest.mark.parametrize("language", PROSE)
@pytest.mark.parametrize("expected", PROSE)
def test_prose_is_foreign_to_every_other_language(detect, language, expected):
    found = detect(PROSE[language], expected)
    assert found.differs(expected) == (language != expected)
    if language != expected:
        assert found.language == language


# Nothing in these tells a language; an article in any may hold them.
NEUTRAL = [
    "Ana Gil",
    "María José Núñez Zúñiga",
    "Luiz Inácio Lula da Silva",
    "Ludwig van Beethoven",
    "Carolyn Kaster/Reuters",
    "(Imagen por Carolyn Kaster/Reuters)",
    "(Photo by John Smith/Getty Images)",
    "Foto: Ricardo Stuckert/EFE",
    "© Agence France-Presse",
    "São Paulo, Belo Horizonte",
    "Universidad Autónoma de Madrid",
    "FC Bayern München – Real Madrid",
    "Jean-Claude Juncker",
    "2015-07-24",
    "3,5 %",
    "https://example.org/el-puerto-de-la-ciudad",
    "ana.gil@example.org",
    "@puertodelaciudad #barcosdepesca",
    "los_barcos_de_pesca",
    "losBarcosDePesca()",
    "IMG_20150724.jpg",
    "git commit --message=puerto",
    "from puerto import barcos",
    "for barco in barcos: volver(barco)",
    "{{ page.titulo }}",
    "🚢🌊",
    "…",
    "",
]


@pytest.mark.parametrize("text", NEUTRAL)
@pytest.mark.parametrize("expected", ["en", "es", "de", "fi", "ru", "ja", "ar"])
def test_names_numbers_addresses_and_code_are_never_foreign(detect, text, expected):
    assert not detect(text, expected).differs(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Una vista de San Sebastián desde el monte Urgull.",
        "La ministra María Núñez saluda a los soldados en la base de San Roque. (Foto: EFE)",
        "Los barcos vuelven al puerto. Foto: Ana Núñez/Reuters",
        "El logo de Arduino",
        "El grupo cantó «The sound of silence and other old songs» en Bilbao",
        "El autor de To the Lighthouse and Other Essays firma libros",
        "«La lucha sigue», dijo Ana Gil a los periodistas que la esperaban.",
        "El puerto en 2015, visto desde https://example.org/webcam por la noche",
        "LOS BARCOS DE PESCA VUELVEN AL PUERTO DESPUÉS DE LA TORMENTA DEL LUNES",
        "LA TORMENTA YA PASÓ Y LOS BARCOS PUEDEN VOLVER AL PUERTO, DIJO ELLA",
    ],
)
def test_names_do_not_hide_foreign_prose(detect, text):
    found = detect(text, "en")
    assert found.differs("en")
    assert found.language == "es"


@pytest.mark.parametrize(
    "text",
    [
        "A view of San Sebastián from the Monte Urgull.",
        "Carlos Núñez Cortés and María José Gómez at the Feria de Abril in Sevilla.",
        "Luiz Inácio Lula da Silva greets supporters in São Bernardo do Campo.",
        "The café on the Plaza de la Constitución, photographed by Íñigo Ibáñez.",
        "Haider al-Abadi at the Qayara base near Mosul. (Imagen por Carolyn Kaster/Reuters)",
        "THE FISHING BOATS RETURN TO THE HARBOUR AFTER THE STORM OF THE CENTURY",
        "UNIVERSIDAD NACIONAL AUTÓNOMA DE MÉXICO",
        "INSTITUTO NACIONAL DE CIENCIAS MÉDICAS Y NUTRICIÓN SALVADOR ZUBIRÁN",
        "MINISTERIO DE AGRICULTURA, PESCA Y ALIMENTACIÓN",
        "The Fishing Boats Return to the Harbour",
        "Crème brûlée",
        "Related: the storm's aftermath, in pictures",
    ],
)
def test_foreign_names_do_not_make_a_caption_foreign(detect, text):
    assert not detect(text, "en").differs("en")


@pytest.mark.parametrize(
    ("one", "other"), [("hr", "sr"), ("bs", "hr"), ("id", "ms"), ("no", "nb"), ("nb", "nn")]
)
def test_languages_that_a_caption_does_not_tell_apart(detect, one, other):
    texts = {
        "hr": "Ribarski brodovi se vraćaju u luku nakon oluje.",
        "bs": "Ribarski brodovi se vraćaju u luku poslije oluje.",
        "id": "Perahu nelayan kembali ke pelabuhan setelah badai.",
        "no": "Fiskebåtene vender tilbake til havnen etter stormen.",
        "nb": "Fiskebåtene vender tilbake til havnen etter stormen.",
    }
    assert not detect(texts[one], other).differs(other)


@pytest.mark.parametrize("tag", ["en-GB", "en_US", "EN"])
def test_tags_of_one_language(detect, tag):
    assert not detect(PROSE["en"], tag).differs("en")
    assert detect(PROSE["es"], tag).differs(tag)


@pytest.mark.parametrize("tag", ["ber", "qqq", "tlh", "x-klingon", ""])
def test_a_language_that_it_does_not_know(detect, tag):
    detector = plugins.create("detectors", "verifier")
    assert not detector.knows(tag)
    assert detect(PROSE["es"], tag).language == "und"


def test_it_names_a_language_where_nothing_is_expected(detect):
    for language, text in PROSE.items():
        assert same_language(detect(text, "und").language, language)


def test_confidence_grows_with_the_evidence(detect):
    text = "Los barcos de pesca vuelven al puerto después de la tormenta del lunes por la noche"
    words = text.split()
    confidences = [
        found.confidence if found.differs("en") else 1 - found.confidence
        for found in (detect(" ".join(words[:count]), "en") for count in (1, 6, len(words)))
    ]
    assert confidences == sorted(confidences)
