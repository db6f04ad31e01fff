"""Numbers written in words: "dos", "twenty-five", "dreihundert".

`_SMALL` names 0 to 20, `_TENS` 30 to 90, `_HUNDREDS` the hundreds that are one word, forms of one
number parted by strokes. "One" alone never contradicts: in most languages it is an article.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from captions.language import primary
from checker.facts import cldr

_SMALL = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty",
    "es": "cero un/uno/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece "
    "catorce quince dieciséis diecisiete dieciocho diecinueve veinte",
    "fr": "zéro un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze "
    "quinze seize dix-sept dix-huit dix-neuf vingt/vingts",
    "de": "null ein/eine/einen/einem/einer/eines/eins zwei/zwo drei vier fünf sechs sieben acht "
    "neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
    "it": "zero un/uno/una due tre quattro cinque sei sette otto nove dieci undici dodici tredici "
    "quattordici quindici sedici diciassette diciotto diciannove venti",
    "pt": "zero um/uma dois/duas três quatro cinco seis sete oito nove dez onze doze treze "
    "catorze/quatorze quinze dezasseis/dezesseis dezassete/dezessete dezoito dezanove/dezenove "
    "vinte",
    "nl": "nul een/één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien "
    "vijftien zestien zeventien achttien negentien twintig",
    "pl": "zero jeden/jedna/jedno/jednego/jednej dwa/dwie/dwoje/dwóch/dwu/dwaj/dwoma/dwiema/dwóm/"
    "dwojga trzy/trzej/trzech/troje/trzem/trzema/trojga cztery/czterej/czterech/czworo/czterema "
    "pięć/pięciu/pięcioro sześć/sześciu/sześcioro siedem/siedmiu osiem/ośmiu dziewięć/dziewięciu "
    "dziesięć/dziesięciu jedenaście/jedenastu dwanaście/dwunastu trzynaście/trzynastu "
    "czternaście/czternastu piętnaście/piętnastu szesnaście/szesnastu siedemnaście/siedemnastu "
    "osiemnaście/osiemnastu dziewiętnaście/dziewiętnastu dwadzieścia/dwudziestu",
    "ca": "zero un/una/u dos/dues tres quatre cinc sis set vuit/huit nou deu onze dotze tretze "
    "catorze quinze setze disset/dèsset divuit/díhuit dinou/dènou vint",
    "cs": "nula jeden/jedna/jedno/jednoho/jedné dva/dvě/dvou/dvěma/dvoje tři/tří/třem/třemi/třech "
    "čtyři/čtyř/čtyřem/čtyřmi/čtyřech pět/pěti šest/šesti sedm/sedmi osm/osmi devět/devíti/devět "
    "deset/deseti jedenáct/jedenácti dvanáct/dvanácti třináct/třinácti čtrnáct/čtrnácti "
    "patnáct/patnácti šestnáct/šestnácti sedmnáct/sedmnácti osmnáct/osmnácti "
    "devatenáct/devatenácti dvacet/dvaceti",
    "ru": "ноль один/одна/одно/одного/одной два/две/двое/двух/двумя/двум/двоих "
    "три/трое/трех/трёх/тремя/трем/трём/троих четыре/четверо/четырех/четырёх/четырьмя/четверых "
    "пять/пятеро/пяти/пятерых шесть/шестеро/шести семь/семеро/семи восемь/восьми девять/девяти "
    "десять/десяти одиннадцать/одиннадцати двенадцать/двенадцати тринадцать/тринадцати "
    "четырнадцать/четырнадцати пятнадцать/пятнадцати шестнадцать/шестнадцати "
    "семнадцать/семнадцати восемнадцать/восемнадцати девятнадцать/девятнадцати "
    "двадцать/двадцати",
}
_TENS = {
    "en": "thirty forty fifty sixty seventy eighty ninety",
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "fr": "trente quarante cinquante soixante septante huitante/octante nonante",
    "de": "dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "it": "trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "nl": "dertig veertig vijftig zestig zeventig tachtig negentig",
    "pl": "trzydzieści/trzydziestu czterdzieści/czterdziestu pięćdziesiąt/pięćdziesięciu "
    "sześćdziesiąt/sześćdziesięciu siedemdziesiąt/siedemdziesięciu osiemdziesiąt/osiemdziesięciu "
    "dziewięćdziesiąt/dziewięćdziesięciu",
    "ca": "trenta quaranta cinquanta seixanta setanta vuitanta/huitanta noranta",
    "cs": "třicet/třiceti čtyřicet/čtyřiceti padesát/padesáti šedesát/šedesáti "
    "sedmdesát/sedmdesáti osmdesát/osmdesáti devadesát/devadesáti",
    "ru": "тридцать/тридцати сорок/сорока пятьдесят/пятидесяти шестьдесят/шестидесяти "
    "семьдесят/семидесяти восемьдесят/восьмидесяти девяносто/девяноста",
}
_HUNDREDS = {
    "en": "hundred",
    "es": "cien/ciento doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas "
    "quinientos/quinientas seiscientos/seiscientas setecientos/setecientas ochocientos/ochocientas "
    "novecientos/novecientas",
    "fr": "cent/cents",
    "de": "hundert",
    "it": "cento",
    "pt": "cem/cento duzentos/duzentas trezentos/trezentas quatrocentos/quatrocentas "
    "quinhentos/quinhentas seiscentos/seiscentas setecentos/setecentas oitocentos/oitocentas "
    "novecentos/novecentas",
    "nl": "honderd",
    "pl": "sto/stu dwieście/dwustu trzysta/trzystu czterysta/czterystu pięćset/pięciuset "
    "sześćset/sześciuset siedemset/siedmiuset osiemset/ośmiuset dziewięćset/dziewięciuset",
    "ca": "cent/cents",
    "cs": "sto/sta/set",
    "ru": "сто/ста двести/двухсот триста/трехсот четыреста/четырехсот пятьсот/пятисот "
    "шестьсот/шестисот семьсот/семисот восемьсот/восьмисот девятьсот/девятисот",
}
# Other words of amounts, among them the compounds of Spanish twenties.
_OTHERS = {
    "en": {"thousand": 1000},
    "es": {
        "mil": 1000, "veintiún": 21, "veintiuno": 21, "veintiuna": 21, "veintidós": 22,
        "veintitrés": 23, "veinticuatro": 24, "veinticinco": 25, "veintiséis": 26,
        "veintisiete": 27, "veintiocho": 28, "veintinueve": 29,
    },
    "fr": {"mille": 1000}, "de": {"tausend": 1000}, "it": {"mille": 1000, "mila": 1000, "tré": 3},
    "pt": {"mil": 1000}, "nl": {"duizend": 1000}, "pl": {"tysiąc": 1000, "tysiące": 1000},
    "ca": {"mil": 1000}, "cs": {"tisíc": 1000, "tisíce": 1000},
    "ru": {"тысяча": 1000, "тысячи": 1000, "тысяч": 1000},
}  # fmt: skip
# Words that may stand for a number, and mean something else as often ("neuf" is "new", "a couple"
# may be three): they can agree with a number and never contradict one.
_WEAK = {
    "en": "both=2 pair=2 pairs=2 couple=2 couples=2 duo=2 twins=2 trio=3 dozen=12",
    "es": "ambos=2 ambas=2 par=2 pareja=2 parejas=2 dúo=2 trío=3 docena=12",
    "fr": "neuf couple=2 couples=2 paire=2 duo=2 trio=3 douzaine=12 dizaine=10",
    "de": "beide=2 beiden=2 beider=2 paar=2 duo=2 trio=3 dutzend=12",
    "it": "sei entrambi=2 entrambe=2 coppia=2 paio=2 duo=2 trio=3 dozzina=12",
    "pt": "ambos=2 ambas=2 par=2 casal=2 dupla=2 trio=3 dúzia=12",
    "nl": "beide=2 beiden=2 paar=2 duo=2 trio=3 dozijn=12",
    "pl": "oba=2 obie=2 obaj=2 oboje=2 para=2 pary=2 parę=2 tuzin=12",
    "ca": "nou deu set ambdós=2 parell=2 parella=2 duo=2 trio=3 dotzena=12",
    "cs": "oba=2 obě=2 pár=2 dvojice=2 trojice=3 čtveřice=4 pětice=5 tucet=12 set",
    "ru": "оба=2 обе=2 пара=2 пары=2 трио=3 дюжина=12",
}
_JOINERS = {
    "en": "and", "es": "y", "fr": "et", "pt": "e", "ca": "i", "it": "e", "nl": "en", "pl": "i",
    "cs": "a", "de": "und", "ru": "и",
}  # fmt: skip
# Languages that write a number as one word: thousand, hundred, and what joins units to tens.
_COMPOUNDS = {
    "de": (("tausend", 1000), ("hundert", 100), "und"),
    "nl": (("duizend", 1000), ("honderd", 100), "en|ën"),
    "it": (("mila", 1000), ("cento", 100), ""),
}
_ONE_IS_ARTICLE = frozenset({"es", "fr", "de", "it", "pt", "nl", "ca"})
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in words and its range in the text."""

    value: int
    start: int
    end: int
    weak: bool


@lru_cache(maxsize=16)
def _table(code: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for words, values in (
        (_SMALL[code], range(21)),
        (_TENS[code], range(30, 100, 10)),
        (_HUNDREDS[code], range(100, 1000, 100)),
    ):
        for forms, value in zip(words.split(), values, strict=False):
            found |= dict.fromkeys(forms.split("/"), value)
    found |= {
        word: value
        for word, value in cldr.magnitudes(code).items()
        if value >= _THOUSAND and word.isalpha()
    }
    return found | _OTHERS[code]


@lru_cache(maxsize=16)
def _weak(code: str) -> dict[str, int]:
    pairs = (entry.partition("=") for entry in _WEAK[code].split())
    return {word: int(value) if value else _table(code)[word] for word, _, value in pairs}


@lru_cache(maxsize=4096)
def _value(word: str, code: str) -> int | None:
    """The number that one word in lower case is."""
    table = _table(code)
    if word in table:
        return table[word]
    if code not in _COMPOUNDS or len(word) < 6:
        return None
    *large, joiner = _COMPOUNDS[code]
    for name, size in large:
        left, found, right = word.partition(str(name))
        if found:
            times = _value(left, code) if left else 1
            rest = _value(right.removeprefix("und"), code) if right else 0
            return None if times is None or rest is None else times * int(size) + rest
    if joiner:
        for place in re.finditer(str(joiner), word):
            unit, ten = table.get(word[: place.start()]), table.get(word[place.end() :])
            if unit and ten and unit < 10 <= ten < 100 and ten % 10 == 0:
                return unit + ten
        return None
    for name, ten in table.items():
        if ten in range(20, 100, 10):
            for stem in (name, name[:-1]):
                unit = table.get(word.removeprefix(stem)) if word.startswith(stem) else None
                if unit and unit < 10:
                    return ten + unit
    return None


def knows(language: str) -> bool:
    """Whether number words of a language are known."""
    return primary(language) in _SMALL


def numerals(text: str, language: str) -> Iterator[Numeral]:
    """The numbers written in words, "one" alone left out."""
    code = primary(language)
    if code not in _SMALL:
        return
    words = [(found[0].lower(), found.start(), found.end()) for found in _parts(text)]
    weak = _weak(code)
    index = 0
    while index < len(words):
        value, after = _run(text, words, index, code)
        start, end = words[index][1], words[max(after, index + 1) - 1][2]
        alone = after == index + 1
        word = words[index][0]
        if word in weak and after <= index + 1:
            yield Numeral(weak[word], start, end, weak=True)
        elif after > index and value is not None:
            if value == 1 and code in _ONE_IS_ARTICLE and word != "één":
                index = after
                continue
            # "A thousand thanks" and "one" are turns of phrase.
            yield Numeral(
                value,
                start,
                end,
                weak=value == 1 or (alone and _table(code).get(word, 0) >= _THOUSAND),
            )
        index = max(after, index + 1)


_PART = re.compile(r"[^\W\d_]+(?:’[^\W\d_]+)?")


def _parts(text: str) -> Iterator[re.Match[str]]:
    return _PART.finditer(text)


def _run(
    text: str, words: list[tuple[str, int, int]], first: int, code: str
) -> tuple[int | None, int]:
    """The number that begins at a word, and the index of the word after it."""
    total, current, index = 0, 0, first
    while index < len(words):
        at = index
        if index > first:
            between = text[words[index - 1][2] : words[index][1]]
            if between.strip(" \xa0-‑"):
                break
            if words[at][0] == _JOINERS[code] and at + 1 < len(words):
                if code == "en" and current < 100 and total == 0:
                    break
                at += 1
                if text[words[at - 1][2] : words[at][1]].strip(" \xa0-‑"):
                    break
        value = _value(words[at][0], code)
        if value is None:
            break
        if index == first:
            current = value
        elif value >= _THOUSAND:
            total, current = (total + max(current, 1 if not total else 0)) * value, 0
        elif value == 100 and 0 < current < 20 and len(_HUNDREDS[code].split()) == 1:
            current *= 100
        elif code == "fr" and value == 20 and current % 100 == 4:
            current += 76
        elif _adds(current, value, code):
            current += value
        else:
            break
        if index == first and value >= _THOUSAND:
            total, current = value, 0
        index = at + 1
    return (total + current if index > first else None), index


def _adds(current: int, value: int, code: str) -> bool:
    """Whether a smaller number may follow as part of the same: 20 and 5, not 2 and 3."""
    if current == 0:
        return value < _THOUSAND
    if code == "fr" and current % 100 in (60, 80) and 10 <= value < 20:
        return True
    return 0 < value < current and current % (10 ** len(str(value))) == 0
