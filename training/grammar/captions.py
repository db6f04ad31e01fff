"""Sentence patterns: captions, headlines and descriptions, always in both languages at once."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from grammar.phrases import Both, Phrases
from grammar.tables import BODIES, CAUSES, CROWDS, QUOTES, SAID
from grammar.words import Adjective, Words, an


def tidy(text: str) -> str:
    """Spanish contractions: a + el and de + el become one word."""
    text = re.sub(r"\b([Aa]) el (?!Salvador\b)", r"\1l ", text)
    return re.sub(r"\b([Dd])e el (?!Salvador\b)", r"\1el ", text)


def upper_first(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


class Captions(Phrases):
    """Draws pairs from one random source."""

    def __init__(self, rng: random.Random, words: Words) -> None:
        super().__init__(rng, words)
        self.patterns: list[tuple[int, Callable[[], Both]]] = [
            (8, self.scene),
            (6, self.official),
            (4, self.body),
            (3, self.file_photo),
            (3, self.meeting),
            (3, self.damage),
            (4, self.toll),
            (2, self.quote),
            (3, self.description),
            (3, self.identity),
            (2, self.demand),
            (1, self.list_of),
        ]

    def finish(self, spanish: str, english: str, place: float = 0.6, date: float = 0.5) -> Both:
        """Add where, when and the credit, each in its share of cases, and the full stop."""
        if self.chance(place):
            where = self.place()
            spanish, english = f"{spanish} {where[0]}", f"{english} {where[1]}"
        if self.chance(date):
            when = self.date()
            if self.chance(0.12):
                spanish, english = f"{when[0]}, {spanish}", f"{when[1]}, {english}"
            else:
                comma = self.rng.choice([" ", " ", ", "])
                spanish, english = f"{spanish}{comma}{when[0]}", f"{english} {when[1]}"
        spanish, english = spanish.rstrip(","), english.rstrip(",")
        stop = "." if self.chance(0.8) and not spanish.endswith(".") else ""
        spanish, english = upper_first(tidy(spanish)) + stop, upper_first(english) + stop
        if self.chance(0.35):
            who = self.credit()
            joint = " " if stop or who[0].startswith("(") else ". "
            spanish, english = f"{spanish}{joint}{who[0]}", f"{english}{joint}{who[1]}"
        return spanish, english

    def predicate(self, many: bool, past: bool) -> Both:
        """A verb and its object."""
        verb = self.rng.choice(self.words.verbs)
        kind = self.rng.choice(verb.objects)
        spanish, english = verb.forms(many, past)
        left, right, _ = self.thing(
            kind, definite=True if kind in ("topic", "event") and self.chance(0.6) else None
        )
        if kind == "person" and not spanish.endswith((" a", " con", " de", " hacia")):
            spanish += " a"
        return f"{spanish} {left}", f"{english} {right}"

    def scene(self) -> Both:
        """Somebody does something."""
        many: bool
        if self.chance(0.15):
            noun = self.rng.choice(self.words.nouns["person"])
            left, right = f"un grupo de {noun.plural}", f"a group of {noun.english_plural}"
            many = False
        else:
            left, right, many = self.thing("person")
        past = self.chance(0.3)
        spanish, english = self.predicate(many, past)
        if self.chance(0.15):
            more = self.predicate(many, past)
            joint = self.rng.choice([(" y ", " and "), (" mientras ", " while ")])
            if joint[0] == " mientras ":
                other = self.thing("person")
                more = tuple(
                    map(" ".join, zip(other[:2], self.predicate(other[2], past), strict=True))
                )  # type: ignore[assignment]
            spanish, english = spanish + joint[0] + more[0], english + joint[1] + more[1]
        elif self.chance(0.2):
            during = self.thing("event")
            spanish, english = f"{spanish} durante {during[0]}", f"{english} during {during[1]}"
        return self.finish(f"{left} {spanish}", f"{right} {english}", 0.5, 0.3)

    def official(self) -> Both:
        """A named person speaks, meets, visits."""
        left, right = self.titled()
        crowd = self.rng.choice(CROWDS)
        past = self.chance(0.3)
        if self.chance(0.4):
            spanish, english = self.rng.choice(
                [
                    ("habló" if past else "habla", "spoke" if past else "speaks"),
                    ("se dirigió" if past else "se dirige", "addressed" if past else "addresses"),
                    ("saludó" if past else "saluda", "greeted" if past else "greets"),
                    ("respondió" if past else "responde", "responded" if past else "responds"),
                ]
            )
            english += " to" if english.startswith(("sp", "resp")) else ""
            spanish, english = f"{spanish} a {crowd[0]}", f"{english} {crowd[1]}"
        else:
            spanish, english = self.predicate(False, past)
        if self.chance(0.2):
            other = self.name()
            spanish, english = f"{spanish} junto a {other[0]}", f"{english} alongside {other[1]}"
        elif self.chance(0.25):
            during = self.thing("event")
            spanish, english = f"{spanish} durante {during[0]}", f"{english} during {during[1]}"
        return self.finish(f"{left} {spanish}", f"{right} {english}", 0.7, 0.6)

    def body(self) -> Both:
        """An institution does something: a headline."""
        left, right, many_english = self.rng.choice(BODIES)
        past = self.chance(0.4)
        verb = self.rng.choice(
            [
                v
                for v in self.words.verbs
                if {"topic", "event", "person", "building"} & set(v.objects)
            ]
        )
        kind = self.rng.choice(verb.objects)
        many = left.startswith(("Las ", "Los "))
        spanish = verb.forms(many, past)[0]
        english = verb.forms(many_english, past)[1]
        thing = self.thing(kind)
        if kind == "person" and not spanish.endswith((" a", " con", " de", " hacia")):
            spanish += " a"
        return self.finish(
            f"{left} {spanish} {thing[0]}", f"{right} {english} {thing[1]}", 0.4, 0.3
        )

    def file_photo(self) -> Both:
        """Archive pictures, portraits, views."""
        kind = self.rng.choice(["object", "building", "nature", "place", "event", "vehicle"])
        what = self.thing(kind) if self.chance(0.4) else None
        who = self.name() if what is None else what
        head = self.rng.choice(
            [
                ("Imagen de archivo de", "File photo of"),
                ("Foto de archivo de", "File photo of"),
                ("Retrato de", "Portrait of"),
                ("Fotografía de", "Photograph of"),
                ("Imagen de", "Image of"),
                ("Estatua de", "Statue of"),
                ("Un cartel de", "A poster of"),
            ]
            if what is None
            else [
                ("Vista de", "View of"),
                ("Vista aérea de", "Aerial view of"),
                ("Interior de", "Interior of"),
                ("Los restos de", "The remains of"),
                ("Entrada de", "Entrance to"),
                ("Una imagen de", "A picture of"),
                ("Detalle de", "Detail of"),
            ]
        )
        return self.finish(f"{head[0]} {who[0]}", f"{head[1]} {who[1]}", 0.5, 0.5)

    def meeting(self) -> Both:
        """Two named people."""
        one, other = self.name(), self.name()
        spanish, english = self.rng.choice(
            [
                (
                    "{} (izquierda) y {} (derecha) se dan la mano",
                    "{} (left) and {} (right) shake hands",
                ),
                ("{} (i) y {} (d) se saludan", "{} (left) and {} (right) greet each other"),
                ("{} y {} posan para los fotógrafos", "{} and {} pose for photographers"),
                ("{} y {} durante una rueda de prensa", "{} and {} during a news conference"),
                ("{}, a la izquierda, con {}", "{}, left, with {}"),
                ("{} abraza a {}", "{} hugs {}"),
                ("{} conversa con {}", "{} chats with {}"),
                ("{}, junto a su esposa, {}", "{}, next to his wife, {}"),
                ("{} y {}, protagonistas de la película", "{} and {}, stars of the film"),
                ("{}, derecha, observa a {}", "{}, right, looks at {}"),
                ("De izquierda a derecha, {} y {}", "From left to right, {} and {}"),
                ("Los abogados de {} y de {}", "The lawyers for {} and {}"),
            ]
        )
        return self.finish(spanish.format(one[0], other[0]), english.format(one[1], other[1]))

    def damage(self) -> Both:
        """What an event has done to a thing."""
        kind = self.rng.choice(["building", "vehicle", "place"])
        noun = self.rng.choice(self.words.nouns[kind])
        left, right, many = self.noun_phrase(noun, kind, plain=True)
        word, done = self.rng.choice(CAUSES)
        by = self.thing("event", definite=False)
        joint = self.rng.choice(
            [(" por ", " by "), (" tras ", " after "), (" durante ", " during ")]
        )
        agreed = Adjective(word, "", done).agree(noun.feminine, many)
        return self.finish(f"{left} {agreed}{joint[0]}{by[0]}", f"{right} {done}{joint[1]}{by[1]}")

    def toll(self) -> Both:
        """Numbers: the dead, the hurt, crowds, money, percentages."""
        rng = self.rng
        left, right = self.count()
        while not left[0].isdigit():
            left, right = self.count()
        tenth = rng.randint(11, 999)
        one, other = f"{tenth // 10},{tenth % 10}", f"{tenth / 10:.1f}"
        noun = rng.choice(self.words.nouns["person"])
        event = rng.choice(self.words.nouns["event"])
        un, article = ("una", "la") if event.feminine else ("un", "el")
        topic = rng.choice(self.words.nouns["topic"])
        the = "La" if topic.feminine else "El"
        ending = "as" if noun.feminine else "os"
        spanish, english = rng.choice(
            [
                (
                    f"Al menos {left} personas han muerto en {un} {event.spanish}",
                    f"At least {right} people have died in {an(event.english)}",
                ),
                (
                    f"Más de {left} {noun.plural} participaron en {article} {event.spanish}",
                    f"More than {right} {noun.english_plural} took part in the {event.english}",
                ),
                (
                    f"Unas {left} personas asisten a {un} {event.spanish}",
                    f"About {right} people attend {an(event.english)}",
                ),
                (
                    f"{left} personas resultaron heridas en {un} {event.spanish}",
                    f"{right} people were injured in {an(event.english)}",
                ),
                (
                    f"{the} {topic.spanish} afecta al {one} % de la población",
                    f"The {topic.english} affects {other}% of the population",
                ),
                (
                    f"El {one}% de los {noun.plural}"
                    if not noun.feminine
                    else f"El {one}% de las {noun.plural}",
                    f"{other}% of the {noun.english_plural}",
                ),
                (
                    f"El proyecto costará {one} millones de euros",
                    f"The project will cost {other} million euros",
                ),
                (
                    f"Un total de {left} {noun.plural} fueron evacuad{ending}",
                    f"A total of {right} {noun.english_plural} were evacuated",
                ),
            ]
        )
        return self.finish(spanish, english)

    def quote(self) -> Both:
        """Somebody said something."""
        text, said = self.rng.choice(QUOTES), self.rng.choice(SAID)
        left, right = self.titled()
        left, right = left.rstrip(","), right.rstrip(",")
        if self.chance(0.5):
            return self.finish(
                f'"{text[0]}", {said[0]} {left}', f'"{text[1]}," {right} {said[1]}', 0.3, 0.4
            )
        when = self.date()
        return (
            upper_first(f'{left} {said[0]} {when[0]}: "{text[0]}".'),
            upper_first(f'{right} {said[1]} {when[1]}: "{text[1]}."'),
        )

    def description(self) -> Both:
        """What there is to see: things at, on and beside things."""
        kinds = ["object", "clothes", "animal", "vehicle", "food", "building", "nature", "person"]
        one, other = (self.thing(self.rng.choice(kinds)) for _ in range(2))
        joint = self.rng.choice(
            [
                (" y ", " and "),
                (" junto a ", " next to "),
                (" sobre ", " on "),
                (" delante de ", " in front of "),
                (" detrás de ", " behind "),
                (" con ", " with "),
                (" sin ", " without "),
                (" debajo de ", " under "),
                (" dentro de ", " inside "),
                (" frente a ", " in front of "),
                (" cerca de ", " near "),
                (", ", ", "),
            ]
        )
        return self.finish(
            f"{one[0]}{joint[0]}{other[0]}", f"{one[1]}{joint[1]}{other[1]}", 0.4, 0.2
        )

    def identity(self) -> Both:
        """Name, age, trade, home."""
        name = self.name()
        age = self.rng.randint(6, 98)
        noun = self.rng.choice([n for n in self.words.nouns["person"] if n.feminine == name[2]])
        city = self.rng.choice(self.words.cities)
        spanish, english = self.rng.choice(
            [
                (
                    f"{name[0]}, de {age} años, {noun.spanish} de {city[0]}",
                    f"{name[1]}, {age}, {an(noun.english)} from {city[1]}",
                ),
                (
                    f"{name[0]}, {noun.spanish} de {age} años",
                    f"{name[1]}, a {age}-year-old {noun.english}",
                ),
                (f"{name[0]} nació en {city[0]}", f"{name[1]} was born in {city[1]}"),
                (
                    f"{name[0]} ({age}) trabaja como {noun.spanish}",
                    f"{name[1]} ({age}) works as {an(noun.english)}",
                ),
                (
                    f"{name[0]}, {'fundadora' if name[2] else 'fundador'} de la empresa",
                    f"{name[1]}, founder of the company",
                ),
                (f"La casa de {name[0]}", f"{name[1]}'s house"),
                (
                    f"Una foto de {name[0]} cuando tenía {age} años",
                    f"A photo of {name[1]} at the age of {age}",
                ),
            ]
        )
        return self.finish(spanish, english, 0.4, 0.3)

    def demand(self) -> Both:
        """Protests for and against."""
        noun = self.rng.choice(self.words.nouns["person"])
        topic = self.thing("topic", definite=True)
        country = self.rng.choice(self.words.countries)
        whose = country.demonym.agree(noun.feminine, True)
        article = "las" if noun.feminine else "los"
        they = f"{country.demonym.english} {noun.english_plural}"
        spanish, english = self.rng.choice(
            [
                (
                    f"{noun.plural} protestan contra {topic[0]}",
                    f"{noun.english_plural} protest against {topic[1]}",
                ),
                (
                    f"{article} {noun.plural} {whose} exigen al Gobierno una solución a {topic[0]}",
                    f"{they} demand that the government solve {topic[1]}",
                ),
                (
                    f"{noun.plural} {whose} durante una protesta contra {topic[0]}",
                    f"{they} during a protest against {topic[1]}",
                ),
                (
                    f"una manifestación a favor de {topic[0]}",
                    f"a demonstration in favor of {topic[1]}",
                ),
                (
                    f"{noun.plural} {whose} sostienen pancartas sobre {topic[0]}",
                    f"{they} hold banners about {topic[1]}",
                ),
            ]
        )
        return self.finish(spanish, english)

    def list_of(self) -> Both:
        """Plain lists of things, which teach words."""
        kind = self.rng.choice(sorted(self.words.nouns))
        things = [self.thing(kind, plain=self.chance(0.5)) for _ in range(self.rng.randint(1, 4))]
        left, right = [t[0] for t in things], [t[1] for t in things]
        if len(things) == 1:
            return upper_first(left[0]), upper_first(right[0])
        return (
            upper_first(", ".join(left[:-1]) + " y " + left[-1]),
            upper_first(", ".join(right[:-1]) + " and " + right[-1]),
        )

    def draw(self) -> Both:
        """One pair."""
        weights = [weight for weight, _ in self.patterns]
        pattern = self.rng.choices(self.patterns, weights)[0][1]
        spanish, english = pattern()
        return tidy(spanish), english


def pairs(seed: int, words: Words) -> Iterator[Both]:
    """Pairs without end."""
    captions = Captions(random.Random(f"captions {seed}"), words)
    while True:
        yield captions.draw()
