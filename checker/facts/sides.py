"""Left and right in the picture: "(left)", "a la izquierda", "l'homme à gauche", "von links".

Only in formulas of captions: the political left, the right to vote and what was left behind are
other words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from captions.language import primary
from captions.span import Span
from checker.facts.fact import Fact, Kind

_BODY_EN = (
    "hand(?:ed|s)?|arm|foot|leg|knee|shoulder|ear|eye|side|corner|pane|panel|half|edge|column|part|"
    "sidebar|thumb|wrist|elbow|fist|cheek|menu|button|image|picture|photo|hip"
)
_PLACE_EN = r"(?:(?:far|extreme|upper|lower|top|bottom|back|front|very|middle|immediate|center|centre)[\s-])*"


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a language, and the formulas in which they are of the picture.

    In the formulas `{L}` and `{R}` stand for the two words; each is tried with one and the other.
    """

    left: str
    right: str
    formulas: tuple[str, ...]


_LANGUAGES = {
    "en": _Words(
        "left", "right",
        (
            rf"(?:on|to|at|in|from|toward|towards|upon)\s+(?:the|his|her|their|its|our|your|my)?\s*{_PLACE_EN}{{S}}\b(?!\s+(?:of the political|wing))(?!-wing)",
            rf"{{S}}[\s-](?:(?:upper|lower|top|bottom|front|back|gloved|bare|index)\s)?(?:{_BODY_EN})\b",
            rf"(?:upper|lower|top|bottom|far|back)[\s-]{{S}}\b", r"(?:from|look(?:s|ing)?|turn(?:s|ing|ed)?|fac(?:es|ing)|lean(?:s|ing)?|point(?:s|ing)?) {S}\b",
            r"\(\s*(?:from\s|far\s|top\s|bottom\s)*{S}\s*[,)]", r",\s(?:from\s|far\s|top\s|bottom\s)*{S}\s?,", r"^(?:From\s|Far\s|Top\s|Bottom\s)?{S}\s?[:,]", r"\b{S}:",
        ),
    ),
    "es": _Words(
        "izquierda|izquierdo|izquierdas|izquierdos|izq|izda|izqda|izdo", "derecha|derecho|derechas|derechos|dcha|der|dcho|dereita",
        (
            r"(?:a|por|hacia) (?:la|su) {S}\b", r"\b(?:de|desde la) {S}\b", r"(?:de|en|a) la (?:parte|zona|esquina|columna|imagen|foto|mano|pierna|rodilla|barra|mitad) (?:superior |inferior |de la |trasera |delantera )*{S}\b",
            r"(?:mano|pie|pierna|brazo|lado|lateral|panel|esquina|parte|rodilla|ojo|oreja|hombro|mejilla|codo|columna|margen|extremo|botón|menú|barra|mitad|zona|superior|inferior|costado|rincón|borde) (?:superior |inferior |trasero |trasera )?{S}\b",
            r"(?:panel|lado|columna|parte|zona|esquina|lateral|extremo|margen|foto|imagen) de la {S}\b", r"[(,]\s?(?:arriba |abajo |primer[oa] por la )?{S}\.?\s?[,)]", r"\b{S}:", r"\b(?:el|la) {S}\b(?= (?:de la|del) (?:imagen|foto|fotografía|pantalla))",
        ),
    ),
    "ca": _Words(
        "esquerra|esquerre|esq", "dreta|dret",
        (
            r"(?:a|per|cap a) l[a'’]\s?{S}\b", r"\bd[e'’]\s?{S}\b", r"(?:mà|peu|cama|braç|costat|panell|cantonada|part|lateral|extrem|superior|inferior|tauler) {S}\b",
            r"[(,]\s?{S}\.?\s?[,)]", r"\b{S}:", r"(?:de la|de l'|l')\s?{S}\b",
        ),
    ),
    "fr": _Words(
        "gauche|g", "droite|droit|d",
        (
            r"\b(?:à|À|de|sur|vers|par) (?:la |sa |leur )?{S}\b(?! de la politique)",
            r"\b(?:en haut|en bas|main|pied|jambe|bras|côté|coin|panneau|volet|genou|œil|oreille|épaule|partie|colonne|supérieure?|inférieure?|arrière|avant|moitié|bord|poignet|menu|barre) (?:à )?(?:supérieure? |inférieure? |arrière |de )*{S}\b",
            r"[(,]\s?(?:à |de |en haut à |en bas à )?{S}\s?[,).]", r"\b{S}\s?:",
        ),
    ),
    "de": _Words(
        r"links|link(?:e|en|er|em|es)(?:\s\w*seite)?", r"rechts|recht(?:e|en|er|em|es)",
        (
            r"(?:\b(?:nach|von|oben|unten|ganz|hinten|vorne|vorn|weiter) )(?:links\b|rechts\b)(?<={S})",
            r"\b{S}\b(?= (?:oberen |unteren |hinteren )?(?:Hand|Fuß|Arm|Bein|Seite|Ecke|Knie|Auge|Ohr|Schulter|Rand|Hälfte|Teil|Spalte|Bereich|Fensterbereich|Bild|Bildrand|Feld|Panel|Menü|Ellbogen|Bildhälfte|Daumen))",
            r"[(,]\s?{S}\s?[,).]", r"\b{S}:", r"\b(?:{S})\b(?= (?:im|auf dem|neben|von|daneben|steht|sitzt|ist|und|hinten|vorne|oben|unten|durch)\b)", r"{S}händ\w*", r"\w+ {S}\s?(?:[,.]|$)",
        ),
    ),
    "it": _Words(
        "sinistra|sinistro|sin|sx", "destra|destro|dx",
        (
            r"\b(?:a|da|alla|dalla|sulla|verso|verso la) (?:sua )?{S}\b", r"(?:lato|riquadro|pannello|angolo|parte|colonna) di {S}\b", r"(?:mano|piede|gamba|braccio|lato|angolo|pannello|ginocchio|parte|occhio|spalla|colonna|riquadro|superiore|inferiore|alto a|basso a) {S}\b",
            r"[(,]\s?{S}\.?\s?[,)]", r"\b{S}:",
        ),
    ),
    "pt": _Words(
        "esquerda|esquerdo|esq", "direita|direito|dir",
        (
            r"\b(?:à|da|pela|na|para a|de|a) (?:sua )?{S}\b", r"(?:mão|pé|perna|braço|lado|canto|painel|joelho|parte|olho|ombro|coluna|superior|inferior|lateral) {S}\b",
            r"[(,]\s?{S}\.?\s?[,)]", r"\b{S}:",
        ),
    ),
    "nl": _Words(
        "links|linker|linkse|linksboven|linksonder|linkerkant", "rechts|rechter|rechtse|rechtsboven|rechtsonder|rechterkant",
        (
            r"\b(?:naar|van|aan de|in de|in het|op de|uiterst|geheel|in) {S}\b", r"\b{S}[ -]?(?:hand|voet|arm|been|kant|hoek|knie|oog|oor|schouder|zijde|deelvenster|paneel|helft|beneden|onder|boven|bovenhoek|onderhoek)\w*",
            r"[(,]\s?{S}\.?\s?[,).]", r"\b{S}:", r"\b{S}\b(?= (?:op|in|van|boven|onder|naast|op de))", r"\b{S}\b\s?(?:\.|$)",
        ),
    ),
    "pl": _Words(
        r"lew(?:a|ej|y|ym|ego|ą|o|e|ymi)|lewostronn\w*", r"praw(?:a|ej|y|ym|ego|ą|o|e)|prawostronn\w*",
        (
            r"\b(?:po|z|od|na|w|do|ku|ze) (?:jego |jej )?{S}\b", r"\b{S}\b(?= (?:górnym |dolnym |górny |dolny )?(?:ręk|dłoń|dłoni|nog|nodz|stron|rog|róg|panel|kolan|ram|ok|uch|part|częś|brzeg|kolumn|narożnik))",
            r"[(,]\s?{S}\.?\s?[,)]", r"\b{S}:",
        ),
    ),
    "cs": _Words(
        r"vlevo|nalevo|zleva|doleva|lev(?:á|é|ý|ém|ého|ou|ém)", r"vpravo|napravo|zprava|doprava|prav(?:á|é|ý|ém|ého|ou)",
        (
            r"\b(?:vlevo|vpravo|nalevo|napravo|zleva|zprava|doleva|doprava)\b(?<={S})",
            r"\b{S}\b(?= (?:horním |dolním |zadním |horní |dolní )?(?:ruk|ruc|nohy?|noh|noz|stran|roh|panel|kolen|ram|ok|uch|část|okraj|sloup|pol))",
            r"[(,]\s?{S}\.?\s?[,)]",
        ),
    ),
    "ru": _Words(
        r"слева|налево|влево|лев(?:ая|ой|ый|ом|ого|ую|ое)", r"справа|направо|вправо|прав(?:ая|ой|ый|ом|ого|ую|ое)",
        (
            r"\b(?:слева|справа|налево|направо|влево|вправо)\b(?<={S})",
            r"\b{S}\b(?= (?:верхнем |нижнем |верхней |нижней |верхний |нижний )?(?:рук|ног|сторон|угл|угол|панел|колен|плеч|глаз|част|кра|колонк|половин))",
            r"[(,]\s?{S}\.?\s?[,)]",
        ),
    ),
}  # fmt: skip
# "from left to right" tells in which order names follow, which is one way for all languages here.
_ROW = {
    "en": r"(?:from )?left to right",
    "es": r"de izquierda a derecha|de izqda?\.? a dcha?\.?", "ca": r"d['’]esquerra a dreta",
    "fr": r"de gauche à droite", "de": r"von links nach rechts|v\.\s?l\.\s?n\.\s?r\.",
    "it": r"da sinistra (?:a|verso) destra", "pt": r"da esquerda para a direita",
    "nl": r"van links naar rechts|v\.l\.n\.r\.", "pl": r"od lewej do prawej",
    "cs": r"zleva doprava", "ru": r"слева направо",
}  # fmt: skip
_BACK = {
    "en": r"right to left", "es": r"de derecha a izquierda", "ca": r"de dreta a esquerra",
    "fr": r"de droite à gauche", "de": r"von rechts nach links",
    "it": r"da destra (?:a|verso) sinistra", "pt": r"da direita para a esquerda",
    "nl": r"van rechts naar links", "pl": r"od prawej do lewej", "cs": r"zprava doleva",
    "ru": r"справа налево",
}  # fmt: skip


@lru_cache(maxsize=16)
def _patterns(code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = _LANGUAGES[code]
    found = []
    for side, named in (("left", words.left), ("right", words.right)):
        # A look-behind has one width, so adverbs are tried one by one.
        for formula in words.formulas:
            if "(?<={S})" in formula:
                formula = rf"\b(?:(?:nach|von|oben|unten|ganz|hinten|vorne|vorn) )?(?:{_adverbs(code, side)})\b"
            found.append((side, re.compile(formula.replace("{S}", f"(?:{named})"), re.IGNORECASE)))
    return tuple(found)


_ADVERBS = {
    ("de", "left"): "links", ("de", "right"): "rechts",
    ("cs", "left"): "vlevo|nalevo|zleva|doleva", ("cs", "right"): "vpravo|napravo|zprava|doprava",
    ("ru", "left"): "слева|налево|влево", ("ru", "right"): "справа|направо|вправо",
}  # fmt: skip


def _adverbs(code: str, side: str) -> str:
    return _ADVERBS[code, side]


@lru_cache(maxsize=16)
def _any(code: str) -> re.Pattern[str]:
    words = _LANGUAGES[code]
    return re.compile(rf"(?:{words.left}|{words.right})", re.IGNORECASE)


def find(text: str, language: str) -> Iterator[Fact]:
    """The sides that a text names, each place once."""
    code = primary(language)
    if code not in _LANGUAGES or not _any(code).search(text):
        return
    taken: list[Span] = []
    for value, pattern in (("row", _ROW[code]), ("row back", _BACK[code])):
        for found in re.finditer(pattern, text, re.IGNORECASE):
            span = Span(*found.span())
            if not _overlaps(span, taken):
                taken.append(span)
                yield Fact(Kind.SIDE, value, found[0], span)
    spans: list[tuple[Span, str]] = []
    for side, pattern in _patterns(code):
        spans += [(Span(*found.span()), side) for found in pattern.finditer(text)]
    for span, side in sorted(spans):
        if not _overlaps(span, taken):
            taken.append(span)
            written = text[span.start : span.end]
            inside = written.strip(" ,.:()")
            start = span.start + written.index(inside)
            yield Fact(Kind.SIDE, side, inside, Span(start, start + len(inside)))


def _overlaps(span: Span, taken: list[Span]) -> bool:
    return any(one.start < span.end and span.start < one.end for one in taken)
