"""More names to copy: those of the package Faker (MIT), invented ones, and where to put them."""

from __future__ import annotations

import random
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from faker import Factory

from text import Row

LOCALES = (
    "es_ES es_MX es_CO es_AR es_CL pt_BR pt_PT fr_FR de_DE it_IT cs_CZ sk_SK tr_TR ro_RO hu_HU"
    " no_NO sv_SE da_DK fi_FI en_US en_GB en_IN nl_NL hr_HR sl_SI id_ID en_NG ig_NG ha_NG tw_GH"
    " sw et_EE lv_LV lt_LT de_AT"
).split()
_NAME = re.compile(r"\b(?:Tom|[A-ZÁÉÍÓÚÑ][a-zà-ÿ]{3,})\b")
_LATIN = re.compile(r"[A-Za-zÀ-ž][A-Za-zÀ-ž' -]+")

Book = dict[str, list[tuple[str, str]]]


def _list(provider: object, *fields: str) -> list[str]:
    for name in fields:
        values = getattr(provider, name, None)
        if values:
            return sorted(v for v in set(values) if _LATIN.fullmatch(v))
    return []


def withheld(name: str) -> bool:
    """True for the one last name in ten that only held-out text may use."""
    return zlib.crc32(name.encode()) % 10 == 0


def books(heldout: bool) -> list[Book]:
    """First and last names of each country; only the withheld last names, or all but those."""
    out = []
    for locale in LOCALES:
        # "faker.providers.person.es_ES.Provider" among the providers of a locale.
        provider = next(
            found
            for found in Factory.create(locale).get_providers()
            if ".person" in type(found).__module__
        )
        last = [n for n in _list(provider, "last_names") if withheld(n) == heldout]
        men = _list(provider, "first_names_male", "first_names")
        women = _list(provider, "first_names_female", "first_names")
        if last and men and women:
            lists = {"first m": men, "first f": women, "last": last}
            out.append({kind: [(n, n) for n in names] for kind, names in lists.items()})
    return out


def invented(seed: int, names: Iterable[str], count: int) -> list[str]:
    """Names that look like the given ones: each letter drawn after the two before it.

    A student copies a name piece by piece; names that it has never seen teach it to copy.
    """
    follows: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        padded = f"^^{name}$"
        for i in range(2, len(padded)):
            follows[padded[i - 2 : i]].append(padded[i])
    rng = random.Random(f"invented {seed}")
    made: set[str] = set()
    for _ in range(3 * count):
        name = "^^"
        while not name.endswith("$") and len(name) < 20:
            name += rng.choice(follows[name[-2:]])
        word = name.strip("^$")
        if 4 <= len(word) <= 16 and word[0].isupper() and _LATIN.fullmatch(word):
            made.add(word)
    return sorted(made)[:count]


def renamed(rows: Iterable[Row], pool: list[str], rng: random.Random) -> Iterator[Row]:
    """Rows whose two sides share a name, with another in its place on every side.

    The grammar's names stand in captions; these stand wherever people write names.
    """
    for row in rows:
        sides = row if row[2] else row[:2]
        shared = sorted(set.intersection(*(set(_NAME.findall(side)) for side in sides)))
        if shared:
            new = {name: rng.choice(pool) for name in shared}
            left, right, middle = (_exchanged(side, new) for side in row)
            yield left, right, middle


def _exchanged(text: str, new: dict[str, str]) -> str:
    return _NAME.sub(lambda found: new.get(found[0], found[0]), text)
