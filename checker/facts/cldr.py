"""What Unicode CLDR knows of a language, as Babel has it: names of months, units, places."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from captions.language import primary

if TYPE_CHECKING:
    from babel import Locale

_KEPT = 128


@lru_cache(maxsize=_KEPT)
def locale(language: str) -> "Locale | None":
    """The locale of a language tag's primary language, None where CLDR has none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(primary(language))
    except (UnknownLocaleError, ValueError, TypeError):
        return None


def _values(tree: Any) -> Iterator[str]:
    for value in tree.values():
        if isinstance(value, str):
            yield value
        elif hasattr(value, "values"):
            yield from _values(value)


# The case that follows "in", which CLDR does not have.
_MONTHS_IN = {
    "cs": "lednu únoru březnu dubnu květnu červnu červenci srpnu září říjnu listopadu prosinci",
    "pl": "styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrześniu październiku "
    "listopadzie grudniu",
    "ru": "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
}


_SINCE = "des"  # Catalan for "since" as well as December


@lru_cache(maxsize=_KEPT)
def months(language: str) -> dict[str, int]:
    """Names and abbreviations of months, folded to lower case, with their numbers."""
    found = {name: number for number, name in enumerate(_MONTHS_IN.get(language, "").split(), 1)}
    if known := locale(language):
        for context in ("format", "stand-alone"):
            for width in ("abbreviated", "wide"):
                for number, name in known.months[context].get(width, {}).items():
                    # "M01", "1月" and the like are digits, which are read anyhow.
                    if not any(map(str.isdigit, name)):
                        found[name.lower().strip(". ")] = number
    return {name: number for name, number in found.items() if len(name) > 1 and name != _SINCE}


@lru_cache(maxsize=_KEPT)
def weekdays(language: str) -> dict[str, int]:
    """Names of the days of the week in lower case; 0 is Monday."""
    found: dict[str, int] = {}
    if known := locale(language):
        for context in ("format", "stand-alone"):
            for number, name in known.days[context].get("wide", {}).items():
                found[name.lower()] = number
    return found


@lru_cache(maxsize=_KEPT)
def magnitudes(language: str) -> dict[str, int]:
    """Words that multiply the number before them, in lower case: "million" 1,000,000."""
    found: dict[str, int] = {}
    if known := locale(language):
        for width in ("short", "long"):
            for plurals in known.compact_decimal_formats.get(width, {}).values():
                for power, pattern in plurals.items():
                    shape = str(pattern.pattern).replace("'", "").replace("\xa0", " ")
                    zeros = shape.count("0")
                    word = shape.replace("0", "").strip().lower()
                    if zeros and (len(word) > 1 or word > "\u0900"):
                        found[word] = int(power) // 10 ** (zeros - 1)
    return found


# The units of captions. Ages are in "duration-year".
_UNITS = (
    "area-square-kilometer area-hectare area-square-meter area-square-mile area-acre "
    "digital-gigabyte digital-megabyte digital-kilobyte digital-terabyte "
    "duration-century duration-year duration-month duration-week duration-day duration-hour "
    "duration-minute duration-second electric-volt energy-kilowatt-hour frequency-hertz "
    "graphics-pixel length-kilometer length-meter length-centimeter length-millimeter length-mile "
    "length-yard length-foot length-inch mass-tonne mass-ton mass-kilogram mass-gram mass-pound "
    "mass-ounce power-megawatt power-kilowatt power-watt speed-kilometer-per-hour "
    "speed-mile-per-hour speed-knot temperature-celsius temperature-fahrenheit volume-cubic-meter "
    "volume-liter volume-milliliter volume-gallon volume-barrel concentr-percent"
).split()
# Their shortest abbreviations are words or other units: "12 in", "300 m" in Spanish, "2 w" in
# Polish.
_IN_FULL = frozenset(
    "length-foot length-inch duration-century duration-year duration-month duration-week"
    " duration-day".split()
)
_FULL = 3
# What CLDR calls "metric" alone. Outside of English a ton is a metric one to a reader of captions.
_MORE = {"pt": {"tonelada": "mass-tonne", "toneladas": "mass-tonne"}}
_ALIKE = {"mass-ton": "mass-tonne"}
# The German dative, which CLDR does not have: "auf 3800 Metern", "seit 90 Tagen".
_DATIVE = re.compile(r"\w+(?:er|e)")


def _spellers(language: str) -> "Iterator[Locale]":
    """The locales that spell units: "kilometers" and "kilometres"."""
    if known := locale(language):
        yield known
        if known.language == "en":
            yield type(known).parse("en_GB")


@lru_cache(maxsize=_KEPT)
def units(language: str) -> dict[str, str]:
    """Names and symbols of units in lower case, with CLDR's identifiers; longer units first win."""
    found: dict[str, str] = {}
    alike = {} if primary(language) == "en" else _ALIKE
    for known in _spellers(language):
        patterns = known._data["unit_patterns"]
        for unit in _UNITS:
            shapes = patterns.get(unit, {})
            for width in ("long", "short"):
                for shape in _values(shapes.get(width, {})):
                    name = shape.replace("\xa0", " ").replace("\u202f", " ").lower()
                    # "per" patterns and those of languages that put the unit first are left out.
                    if not (name.startswith("{0}") and name.count("{") == 1):
                        continue
                    name = name[3:].strip(" -.")
                    if unit not in _IN_FULL or len(name) >= _FULL or name > "\u0900":
                        found.setdefault(name, alike.get(unit, unit))
    found |= _MORE.get(primary(language), {})
    if primary(language) == "de":
        found |= {f"{name}n": unit for name, unit in found.items() if _DATIVE.fullmatch(name)}
    return {name: unit for name, unit in found.items() if name}


# Languages in which a place is named in many cases, and names too short to tell them by a part.
_INFLECTING = frozenset({"cs", "pl", "ru"})
_SHORT = 4
# Unions and codes for testing, which CLDR keeps among the territories.
_NO_PLACES = frozenset({"UN", "EU", "EZ", "QO", "XA", "XB", "ZZ"})


@lru_cache(maxsize=_KEPT)
def places(language: str) -> dict[str, str]:
    """Countries and the cities of time zones by their folded names in a language.

    A country's identifier is its ISO 3166 code, a city's its time zone's.
    """
    from checker.letters import fold

    found: dict[str, str] = {}
    if known := locale(language):
        from babel.core import get_global

        for zone in get_global("zone_territories"):
            if "/" in zone and not zone.startswith("Etc/"):
                city = known.time_zones.get(zone, {}).get("city")
                name = city or zone.rpartition("/")[2]
                found[fold(re.sub("[-_]", " ", name))] = zone
        for code, name in known.territories.items():
            if len(code) == 2 and code not in _NO_PLACES:
                found[fold(re.sub(r"\s*\(.*\)", "", name).replace("-", " "))] = code
    return found


@lru_cache(maxsize=_KEPT)
def place_stems(language: str) -> dict[str, str]:
    """The places whose names are one word that is inflected, by what stays of it."""
    if language not in _INFLECTING:
        return {}
    return {
        name[:-1]: place
        for name, place in places(language).items()
        if len(name) > _SHORT and name.isalpha()
    }


@lru_cache(maxsize=4096)
def spellings(place: str, language: str) -> tuple[str, ...]:
    """The folded names of a place, by its identifier, in a language."""
    return tuple(name for name, found in places(language).items() if found == place)


@lru_cache(maxsize=_KEPT)
def languages(language: str) -> frozenset[str]:
    """The names of languages in a language, in lower case."""
    known = locale(language)
    return frozenset(name.lower() for name in known.languages.values()) if known else frozenset()
