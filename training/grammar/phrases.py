"""Parts of a caption: names, noun phrases, titles, places, dates, credits, in both languages."""

from __future__ import annotations

import random

from grammar.tables import DAYS, MASS, MONTHS, SMALL
from grammar.words import Adjective, Noun, Title, Words, an

Both = tuple[str, str]


class Phrases:
    """Draws phrases from one random source."""

    def __init__(self, rng: random.Random, words: Words) -> None:
        self.rng, self.words = rng, words

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.rng.random() < share

    def adjective(self, kind: str) -> Adjective:
        """One adjective of a list."""
        return self.rng.choice(self.words.adjectives[kind])

    def name(self, feminine: bool | None = None) -> tuple[str, str, bool]:
        """A person's name in both languages, and whether it is a woman's."""
        woman = self.chance(0.4) if feminine is None else feminine
        book = self.words.names
        if self.words.books and self.chance(0.5):
            book = self.rng.choice(self.words.books)
        firsts = book["first f" if woman else "first m"]
        parts = [self.rng.choice(firsts)]
        if self.chance(0.06):
            parts.append(self.rng.choice(firsts))
        parts.append(self.rng.choice(book["last"]))
        if self.chance(0.22):
            parts.append(self.rng.choice(book["last"]))
        return " ".join(p[0] for p in parts), " ".join(p[1] for p in parts), woman

    def count(self) -> Both:
        """A number as each language writes it: "1.200" and "1,200"."""
        rng = self.rng
        number = rng.choice(
            [
                rng.randint(13, 99),
                rng.randint(100, 999),
                rng.randint(11, 99) * 100,
                rng.randint(1, 999) * 1000,
                rng.randint(1000, 99999),
            ]
        )
        written = f"{number:,}"
        spanish = written.replace(",", self.rng.choice([".", ".", ".", " "]))
        about = rng.choice(
            [
                ("", ""),
                ("", ""),
                ("unos ", "about "),
                ("más de ", "more than "),
                ("al menos ", "at least "),
                ("cerca de ", "nearly "),
                ("casi ", "almost "),
            ]
        )
        return about[0] + spanish, about[1] + written

    def noun_phrase(
        self, noun: Noun, kind: str, definite: bool | None = None, plain: bool = False
    ) -> tuple[str, str, bool]:
        """A noun with determiner, number and adjectives in both languages; whether it is plural."""
        rng = self.rng
        many = self.chance(0.35) and kind != "topic"
        known = self.chance(0.35) if definite is None else definite
        number: Both | None = None
        if many and not known and self.chance(0.15):
            number = self.count()
        elif many and not known and self.chance(0.6):
            number = rng.choice(
                [
                    *SMALL,
                    ("varios", "several"),
                    ("algunos", "some"),
                    ("muchos", "many"),
                    ("decenas de", "dozens of"),
                    ("cientos de", "hundreds of"),
                    ("miles de", "thousands of"),
                ]
            )
        spanish = noun.plural if many else noun.spanish
        english = noun.english_plural if many else noun.english
        after, before = [], []
        if not plain and self.chance(0.4):
            after, before = self.qualities(noun, kind, many)
        spanish, english = " ".join([spanish, *after]), " ".join([*before, english])
        if number:
            left = number[0]
            if noun.feminine and left in ("varios", "algunos", "muchos"):
                left = left[:-2] + "as"
            elif noun.feminine and left.startswith("unos "):
                left = "unas " + left[5:]
            return f"{left} {spanish}", f"{number[1]} {english}", many
        if known:
            article = (("las", "la") if noun.feminine else ("los", "el"))[not many]
            bare = noun.english in MASS and not before
            return f"{article} {spanish}", english if bare else f"the {english}", many
        if many:
            return (f"{'unas' if noun.feminine else 'unos'} {spanish}", f"some {english}", many)
        return f"{'una' if noun.feminine else 'un'} {spanish}", an(english), many

    def qualities(self, noun: Noun, kind: str, many: bool) -> tuple[list[str], list[str]]:
        """Adjectives behind the Spanish noun and before the English one."""
        if kind == "person":
            if self.chance(0.4):
                chosen = [self.rng.choice(self.words.countries).demonym]
            else:
                chosen = [self.adjective("people")]
        elif kind == "topic":
            chosen = [self.adjective("topic")]
        elif kind in ("object", "clothes") and self.chance(0.6):
            chosen = [self.adjective("material")] if self.chance(0.5) else []
            chosen = (
                [*chosen, self.adjective("colour")] if not chosen or self.chance(0.3) else chosen
            )
        elif kind in ("vehicle", "clothes", "animal") and self.chance(0.5):
            chosen = [self.adjective("colour")]
        elif kind == "event":
            chosen = [self.adjective("topic")]
        else:
            chosen = [self.adjective("general")]
        after = [word.agree(noun.feminine, many) for word in chosen]
        return after, [word.english for word in reversed(chosen)]

    def thing(
        self,
        kind: str,
        definite: bool | None = None,
        plain: bool = False,
    ) -> tuple[str, str, bool]:
        """A noun phrase of a class."""
        return self.noun_phrase(self.rng.choice(self.words.nouns[kind]), kind, definite, plain)

    def titled(self, sentence_start: bool = True) -> tuple[str, str]:
        """A title and a name: "El ministro de Defensa francés X"."""
        spanish, english, woman = self.name()
        title: Title = self.rng.choice(self.words.titles)
        country = self.rng.choice(self.words.countries)
        left = (title.feminine if woman else title.masculine).replace(
            "{C}", country.demonym.agree(woman, False)
        )
        bare = title.bare[woman].replace("{C}", country.demonym.english)
        full = title.article[woman].replace("{C}", country.demonym.english)
        article = "la" if woman else "el"
        form = self.rng.random()
        if form < 0.55:
            pair = f"{article} {left} {spanish}", f"{bare} {english}"
        elif form < 0.75:
            pair = f"{article} {left}, {spanish}", f"{full}, {english}"
        elif form < 0.9:
            pair = f"{spanish}, {left}", f"{english}, {full}"
        else:
            return spanish, english
        comma = "," if form >= 0.55 else ""
        return pair[0] + comma, pair[1] + comma

    def place(self) -> Both:
        """Where, with the preposition."""
        rng = self.rng
        country = rng.choice(self.words.countries)
        form = rng.random()
        if form < 0.3:
            city = rng.choice(self.words.cities)
        elif form < 0.5:
            city = country.capital
        else:
            city = (
                f"{country.capital[0]}, {country.spanish}",
                f"{country.capital[1]}, {country.english}",
            )
            if self.chance(0.3):
                city = f"{country.capital[0]}, en {country.spanish}", city[1]
            elif self.chance(0.25):
                city = country.spanish, country.english
        if self.chance(0.45):
            return f"en {city[0]}", f"in {city[1]}"
        site = rng.choice(
            [
                ("en el aeropuerto internacional de {}", "at {} International Airport"),
                ("en el aeropuerto de {}", "at the airport in {}"),
                ("en las afueras de {}", "on the outskirts of {}"),
                ("cerca de {}", "near {}"),
                ("en el centro de {}", "in downtown {}"),
                ("en las calles de {}", "in the streets of {}"),
                ("al norte de {}", "north of {}"),
                ("al sur de {}", "south of {}"),
                ("al este de {}", "east of {}"),
                ("al oeste de {}", "west of {}"),
                ("en un hospital de {}", "at a hospital in {}"),
                ("en un barrio de {}", "in a neighborhood of {}"),
                ("en la ciudad de {}", "in the city of {}"),
                ("en un campo de refugiados en {}", "at a refugee camp in {}"),
                ("ante la embajada de Estados Unidos en {}", "outside the US embassy in {}"),
                ("frente al Parlamento en {}", "outside Parliament in {}"),
                ("en una base militar en {}", "at a military base in {}"),
                ("en una fábrica de {}", "at a factory in {}"),
                ("en la Universidad de {}", "at the University of {}"),
                ("a su llegada a {}", "on arrival in {}"),
                ("en una playa de {}", "on a beach in {}"),
            ]
        )
        if "International" in site[1]:
            city = (city[0].split(",")[0], city[1].split(",")[0])
            if self.chance(0.5):
                comma = self.rng.choice([", en", ", en", " en"])
                return (
                    f"{site[0].format(city[0])}{comma} {country.spanish}",
                    f"{site[1].format(city[1])} in {country.english}",
                )
        return site[0].format(city[0]), site[1].format(city[1])

    def date(self) -> Both:
        """When, with the preposition."""
        rng = self.rng
        day, year = (
            rng.randint(1, 31),
            rng.choice([rng.randint(1950, 2026), rng.randint(2008, 2026)]),
        )
        month, weekday = rng.choice(MONTHS), rng.choice(DAYS)
        return rng.choice(
            [
                (f"el {day} de {month[0]} de {year}", f"on {month[1]} {day}, {year}"),
                (f"el pasado {day} de {month[0]} de {year}", f"on {month[1]} {day}, {year}"),
                (f"el {day} de {month[0]} del {year}", f"on {month[1]} {day}, {year}"),
                (f"el {day} de {month[0]}", f"on {month[1]} {day}"),
                (f"el pasado {day} de {month[0]}", f"on {month[1]} {day}"),
                (
                    f"el {weekday[0]} {day} de {month[0]} de {year}",
                    f"on {weekday[1]}, {month[1]} {day}, {year}",
                ),
                (f"el {weekday[0]} {day} de {month[0]}", f"on {weekday[1]}, {month[1]} {day}"),
                (f"este {weekday[0]}", f"on {weekday[1]}"),
                (f"el {weekday[0]}", f"on {weekday[1]}"),
                (f"el pasado {weekday[0]}", f"last {weekday[1]}"),
                (f"en {month[0]} de {year}", f"in {month[1]} {year}"),
                (f"en {year}", f"in {year}"),
                (f"la noche del {weekday[0]}", f"on {weekday[1]} night"),
                (f"a principios de {month[0]}", f"in early {month[1]}"),
                (f"a finales de {year}", f"in late {year}"),
                ("ayer", "yesterday"),
                (f"durante el verano de {year}", f"during the summer of {year}"),
            ]
        )

    def credit(self) -> Both:
        """Who took the picture."""
        spanish, english, _ = self.name()
        outlet = self.rng.choice(self.words.names["outlet"])
        slash = self.rng.choice(["/", "/", " / "])
        return tuple(  # type: ignore[return-value]
            form.format(n=n, o=o, s=slash)
            for form, n, o in zip(
                self.rng.choice(
                    [
                        ("(Imagen por {n}{s}{o})", "(Photo by {n}{s}{o})"),
                        ("(Foto por {n}{s}{o})", "(Photo by {n}{s}{o})"),
                        ("(Foto de {n}{s}{o})", "(Photo by {n}{s}{o})"),
                        ("(Foto: {n}{s}{o})", "(Photo: {n}{s}{o})"),
                        ("Foto: {n}{s}{o}", "Photo: {n}{s}{o}"),
                        ("Foto: {o}", "Photo: {o}"),
                        ("Foto de {n}", "Photo by {n}"),
                        ("({n}{s}{o})", "({n}{s}{o})"),
                        ("{n}{s}{o}", "{n}{s}{o}"),
                        ("({o})", "({o})"),
                        ("Fotografía de {n} para {o}", "Photograph by {n} for {o}"),
                        ("Imagen: {n}", "Image: {n}"),
                        ("Imagen vía {o}", "Image via {o}"),
                        ("(Imagen de {n}{s}{o})", "(Image by {n}{s}{o})"),
                        ("Crédito: {n}{s}{o}", "Credit: {n}{s}{o}"),
                        ("Cortesía de {n}", "Courtesy of {n}"),
                        ("© {n}{s}{o}", "© {n}{s}{o}"),
                        ("Ilustración de {n}", "Illustration by {n}"),
                        ("Todas las fotos son de {n}", "All photos by {n}"),
                        ("Todas las fotos por {n}", "All photos by {n}"),
                        ("Video: {o}", "Video: {o}"),
                        ("Archivo / {o}", "File / {o}"),
                    ]
                ),
                (spanish, english),
                outlet,
                strict=True,
            )
        )
