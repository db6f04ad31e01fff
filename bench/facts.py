"""Facts: how many edited ones are found, and how many untouched pairs are flagged.

    python bench/facts.py [--data DIR] [--show N] [--seed N]

Takes true pairs, two captions of one picture in two languages, and changes one number, date, name,
side or credit on one side. What is edited is chosen without the extractor: digits and capitalised
words that stand in both captions as they are and nowhere in lower case, number words and sides by
the lists below. Captions
hold few dates, amounts and credits, so these are also planted in true pairs, in the format of
either language (CLDR), and then changed on one side. NTREX, where it is there, adds sentences of
news by professional translators: longer than captions, full of names, and not free of mistakes.
"""

import argparse
import datetime
import gzip
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from babel import dates, numbers, units

from checker.facts import compare, extract

COVERED = frozenset("ca cs de en es fr it nl pl pt ru".split())
NUMBERS = {
    "en": ["two", "three", "four", "five", "six", "seven", "eight"],
    "de": ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht"],
    "fr": ["deux", "trois", "quatre", "cinq", "six", "sept", "huit"],
    "cs": ["dva|dvě|dvou|dvěma", "tři|tří", "čtyři|čtyř", "pět|pěti", "šest|šesti", "sedm", "osm"],
}
SIDES = {
    "en": ("left", "right"), "de": (r"link(?:s|en|e|er)", r"recht(?:s|en|e|er)"),
    "fr": ("gauche", "droite?"), "es": ("izquierd[ao]", "derech[ao]"),
    "it": ("sinistr[ao]", "destr[ao]"), "pt": ("esquerd[ao]", "direit[ao]"),
    "nl": ("links|linker", "rechts|rechter"), "pl": (r"lew\w{1,3}", r"praw\w{1,3}"),
    "cs": (r"lev\w{1,2}|vlevo|nalevo|doleva", r"prav\w{1,2}|vpravo|napravo|doprava"),
    "ca": ("esquerr[ae]", "dreta?"), "ru": (r"лев\w{2}|слева|налево", r"прав\w{2}|справа|направо"),
}  # fmt: skip
NAMES = "Katarzyna Osaka Miller Quintero Alejandra Whitfield Nakamura Bergström Montalbán".split()
PEOPLE = [
    "Ana Gil", "Carolyn Kaster", "Luis Quintero", "Hannah Bergström", "Kenji Nakamura",
    "Paul Whitfield", "Marta Kowalska", "Omar Haddad",
]  # fmt: skip
AGENCIES = ["Reuters", "AFP", "AP", "EFE", "Getty Images", "EPA"]
PHOTO = {"es": "Foto", "pt": "Foto", "it": "Foto", "de": "Foto", "nl": "Foto", "pl": "Fot.",
         "cs": "Foto", "ca": "Foto", "ru": "Фото", "fr": "Photo", "en": "Photo"}  # fmt: skip
CITIES = ["Europe/Moscow", "Europe/London", "Europe/Rome", "Europe/Athens", "Africa/Cairo",
          "Europe/Warsaw", "Europe/Lisbon", "Asia/Tokyo", "Asia/Jerusalem"]  # fmt: skip
NTREX = {
    "cat": "ca", "ces": "cs", "deu": "de", "spa": "es", "fra": "fr", "ita": "it", "nld": "nl",
    "pol": "pl", "por": "pt", "rus": "ru", "ell": "el", "tur": "tr", "ukr": "uk", "arb": "ar",
    "hin": "hi", "jpn": "ja", "zho-CN": "zh", "fin": "fi", "swe": "sv", "kor": "ko",
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Two captions of one picture, and what was changed in them."""

    source: str
    one: str
    language: str
    other: str
    other_language: str
    kind: str = "untouched"

    def flipped(self) -> "Pair":
        return replace(
            self, one=self.other, language=self.other_language,
            other=self.one, other_language=self.language,
        )  # fmt: skip


def primary(tag: str) -> str:
    return tag.partition("-")[0]


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def true_pairs(data: Path) -> Iterator[Pair]:
    """Pairs that people wrote: no machine translations, no copies."""
    for row in rows(data / "caption_pairs/dev.jsonl.gz"):
        if not row["identical"] and not row["mt_translated"]:
            yield Pair("caption_pairs", row["text_a"], row["lang_a"], row["text_b"], row["lang_b"])
    for row in rows(data / "multi30k/dev.jsonl.gz"):
        for language in ("de", "fr", "cs"):
            if row.get(language):
                yield Pair("multi30k", row["en"], "en", row[language], language)
        yield Pair("multi30k", row["de"], "de", row["fr"], "fr")
    if (data / "ntrex").is_dir():
        for row in rows(data / "ntrex/dev.jsonl.gz"):
            for code, tag in NTREX.items():
                if row.get(code) and row.get("eng"):
                    yield Pair("ntrex", row["eng"].strip(), "en", row[code].strip(), tag)


def once(text: str, place: tuple[int, int], new: str) -> str:
    return text[: place[0]] + new + text[place[1] :]


def edited(pair: Pair, lower: set[str], rng: random.Random) -> Iterator[Pair]:
    """Every kind of edit of the first caption that it gives occasion to.

    `lower`: the words that are in lower case somewhere; others are names.
    """
    digits = [
        found
        for found in re.finditer(r"(?<![\w.,:/#@-])\d+(?![\w.,:/-]\w|\w)", pair.one)
        if re.search(rf"(?<![\w.,:/#@-]){found[0]}(?![\w.,:/-]\w|\w)", pair.other)
    ]
    if digits:
        found = rng.choice(digits)
        new = found[0]
        while new == found[0] or re.search(rf"(?<!\d){new}(?!\d)", pair.one + pair.other):
            last = str(rng.randrange(1, 10))
            new = found[0][:-1] + last if len(found[0]) > 1 else last
        yield replace(pair, one=once(pair.one, found.span(), new), kind="number (digits)")
    one, other = primary(pair.language), primary(pair.other_language)
    if one in NUMBERS and other in NUMBERS and "|" not in NUMBERS[one][0]:
        for index, word in enumerate(NUMBERS[one]):
            found = re.search(rf"\b{word}\b", pair.one, re.IGNORECASE)
            if found and re.search(rf"\b(?:{NUMBERS[other][index]})\b", pair.other, re.IGNORECASE):
                new = NUMBERS[one][(index + rng.randrange(1, 5)) % len(NUMBERS[one])]
                text = once(pair.one, found.span(), cased(new, found[0]))
                yield replace(pair, one=text, kind="number (words)")
                break
    if one in ("en", "fr", "de", "es", "it", "pt") and other in SIDES:
        for left in (True, False):
            word, away = SIDES[one] if left else SIDES[one][::-1]
            found = re.search(rf"\b(?:{word})\b", pair.one, re.IGNORECASE)
            there, wrong = SIDES[other] if left else SIDES[other][::-1]
            if (
                found
                and re.search(rf"\b(?:{there})\b", pair.other, re.IGNORECASE)
                and not re.search(rf"\b(?:{away})\b", pair.one, re.IGNORECASE)
                and not re.search(rf"\b(?:{wrong})\b", pair.other, re.IGNORECASE)
            ):
                text = once(pair.one, found.span(), swapped(found[0], one))
                yield replace(pair, one=text, kind="side")
    if one in COVERED and other in COVERED:
        names = [
            found
            for found in re.finditer(r"(?<=[a-zà-ÿ] )[A-ZÀ-Ý][a-zà-ÿ]{3,}\b", pair.one)
            if re.search(rf"(?<=[a-zà-ÿ] ){found[0]}\b", pair.other)
            and found[0].lower() not in lower
        ]
        if names:
            found = rng.choice(names)
            yield replace(pair, one=once(pair.one, found.span(), rng.choice(NAMES)), kind="name")


def cased(word: str, like: str) -> str:
    return word.capitalize() if like[0].isupper() else word


def swapped(word: str, language: str) -> str:
    pairs = {
        "en": ("left", "right"), "de": ("link", "recht"), "fr": ("gauche", "droite"),
        "es": ("izquierd", "derech"), "it": ("sinistr", "destr"), "pt": ("esquerd", "direit"),
    }[language]  # fmt: skip
    lower = word.lower()
    for one, other in (pairs, pairs[::-1]):
        if lower.startswith(one):
            return cased(other + lower[len(one) :], word)
    return cased("gauche", word)  # French "droit"


def planted(pair: Pair, rng: random.Random) -> Iterator[tuple[Pair, Pair]]:
    """The pair with a fact added to both captions, and the same with another on one side."""
    one, other = primary(pair.language), primary(pair.other_language)
    if one not in COVERED or other not in COVERED:
        return
    day = datetime.date(rng.randrange(1990, 2026), rng.randrange(1, 13), rng.randrange(1, 29))
    wrong = rng.choice(
        [
            day.replace(day=day.day % 28 + 1),
            day.replace(month=day.month % 12 + 1),
            day.replace(year=day.year + 1),
        ]
    )
    forms = ["long", "medium", "full" if rng.random() < 0.3 else "long"]
    first, second = rng.choice(forms), rng.choice(forms)

    def date(value: datetime.date, form: str, language: str) -> str:
        return dates.format_date(value, form, locale=language)

    yield plant(
        pair, "date", date(day, first, one), date(wrong, first, one), date(day, second, other)
    )
    count, odd = rng.randrange(1100, 99999), rng.randrange(1100, 99999)
    yield plant(
        pair, "number (grouped)",
        *(numbers.format_decimal(value, locale=tag)
          for value, tag in ((count, one), (odd, one), (count, other))),
    )  # fmt: skip
    price, more = rng.randrange(20, 400), rng.randrange(401, 900)
    currency = rng.choice(["EUR", "USD", "GBP"])
    yield plant(
        pair, "currency",
        *(numbers.format_currency(value, currency, locale=tag)
          for value, tag in ((price, one), (more, one), (price, other))),
    )  # fmt: skip
    share = rng.randrange(1, 90)
    yield plant(
        pair, "percentage",
        *(numbers.format_percent(value / 100, locale=tag)
          for value, tag in ((share, one), (share + rng.randrange(1, 9), one), (share, other))),
    )  # fmt: skip
    unit = rng.choice(["length-kilometer", "mass-kilogram", "length-meter", "duration-hour"])
    yield plant(
        pair, "unit",
        *(units.format_unit(value, unit, length="long", locale=tag)
          for value, tag in ((share + 1, one), (share + 12, one), (share + 1, other))),
    )  # fmt: skip
    clock = datetime.time(rng.randrange(24), rng.randrange(60))
    later = clock.replace(minute=(clock.minute + 10) % 60)
    yield plant(
        pair, "time",
        *(dates.format_time(value, "short", locale=tag)
          for value, tag in ((clock, one), (later, one), (clock, other))),
    )  # fmt: skip
    who, impostor = rng.sample(PEOPLE, 2)
    yield plant(pair, "name (person)", who, impostor, who)
    city, elsewhere = rng.sample(CITIES, 2)
    yield plant(
        pair, "name (place)",
        *(place(zone, tag)
          for zone, tag in ((city, one), (elsewhere, one), (city, other))),
    )  # fmt: skip
    agency, rival = rng.sample(AGENCIES, 2)
    for kind, wrong_credit in (
        ("credit (photographer)", f"{impostor}/{agency}"),
        ("credit (agency)", f"{who}/{rival}"),
    ):
        label = PHOTO[one] + ("" if PHOTO[one].endswith(".") else ":")
        there = PHOTO[other] + ("" if PHOTO[other].endswith(".") else ":")
        yield plant(
            pair, kind, f"{label} {who}/{agency}", f"{label} {wrong_credit}",
            f"{there} {who}/{agency}",
        )  # fmt: skip


def place(zone: str, language: str) -> str:
    from babel import Locale

    names = Locale.parse(language).time_zones.get(zone, {})
    return names.get("city") or zone.rpartition("/")[2]


def plant(pair: Pair, kind: str, right: str, wrong: str, there: str) -> tuple[Pair, Pair]:
    """Facts in brackets at the end of captions, as editors add them."""
    one, other = pair.one.rstrip(". "), pair.other.rstrip(". ")
    whole = replace(pair, one=f"{one} ({right})", other=f"{other} ({there})", kind=kind)
    return whole, replace(whole, one=f"{one} ({wrong})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--show", type=int, default=0, help="failures of each kind to print")
    parser.add_argument("--seed", type=int, default=6)
    options = parser.parse_args()
    if not (options.data / "caption_pairs").is_dir():
        print(f"no data in {options.data}: nothing measured")
        return
    rng = random.Random(options.seed)
    pairs = list(true_pairs(options.data))
    failures: dict[str, list[str]] = defaultdict(list)
    flagged: Counter[str] = Counter()
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    asked: Counter[str] = Counter()

    def judge(pair: Pair, name: str, wrong: bool) -> None:
        mismatches = compare(
            extract(pair.one, pair.language), extract(pair.other, pair.other_language)
        )
        said = "; ".join(f"{m.one.kind}: {m.one.text!r}/{m.other.text!r}" for m in mismatches)
        text = f"{pair.language}: {pair.one}\n      {pair.other_language}: {pair.other}"
        if wrong:
            asked[name] += 1
            found[name] += bool(mismatches)
            if not mismatches:
                failures[f"missed {name}"].append(text)
        else:
            total[name] += 1
            flagged[name] += bool(mismatches)
            if mismatches:
                failures[f"flagged {name}"].append(f"{said}\n      {text}")

    lower = {
        word
        for pair in pairs
        for text in (pair.one, pair.other)
        for word in re.findall(r"\b[a-zà-ÿ]\w+", text)
    }
    started = time.perf_counter()
    for pair in pairs:
        judge(pair, pair.source, wrong=False)
    spent = time.perf_counter() - started
    for pair in pairs:
        for candidate in (pair, pair.flipped()):
            for edit in edited(candidate, lower, rng):
                judge(edit, f"{edit.source}: {edit.kind}", wrong=True)
        if pair.source != "ntrex" and rng.random() < 0.1:
            for whole, edit in planted(rng.choice((pair, pair.flipped())), rng):
                judge(whole, f"planted: {whole.kind}", wrong=False)
                judge(edit, f"planted: {edit.kind}", wrong=True)

    news = {name for name in (*asked, *total) if name.startswith("ntrex")}
    captions = {*asked, *total} - news
    for title, names in (("captions", captions), ("news sentences", news)):
        print(f"{title}: edited facts found")
        report(found, asked, names)
        print(f"{title}: untouched true pairs flagged")
        report(flagged, total, names)
    print(f"{len(pairs) / spent:.0f} pairs/s")
    for name, texts in failures.items():
        for text in random.Random(1).sample(texts, min(options.show, len(texts))):
            print(f"\n{name}: {text}")


def report(hits: Counter[str], of: Counter[str], names: set[str]) -> None:
    chosen = sorted(names & of.keys())
    for name in chosen:
        print(f"  {name:40}{hits[name]:6} of {of[name]:6}{hits[name] / of[name]:9.1%}")
    if chosen:
        right, count = sum(hits[name] for name in chosen), sum(of[name] for name in chosen)
        print(f"  {'all':40}{right:6} of {count:6}{right / count:9.1%}\n")


if __name__ == "__main__":
    main()
