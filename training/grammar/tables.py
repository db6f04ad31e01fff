"""Fixed phrases of the grammar, Spanish and English side by side."""

from __future__ import annotations


def _zipped(spanish: str, english: str) -> list[tuple[str, str]]:
    return list(zip(spanish.split(), english.split(), strict=True))


MONTHS = _zipped(
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "January February March April May June July August September October November December",
)
DAYS = _zipped(
    "lunes martes miércoles jueves viernes sábado domingo",
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
)
SMALL = _zipped(
    "dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte",
    "two three four five six seven eight nine ten eleven twelve fifteen twenty",
)
CROWDS = [
    ("las tropas multinacionales", "multinational troops"),
    ("las tropas", "the troops"),
    ("los periodistas", "reporters"),
    ("la prensa", "the press"),
    ("los medios", "the media"),
    ("sus seguidores", "supporters"),
    ("sus simpatizantes", "supporters"),
    ("los manifestantes", "the protesters"),
    ("la multitud", "the crowd"),
    ("los asistentes", "the attendees"),
    ("los diputados", "lawmakers"),
    ("la nación", "the nation"),
    ("los estudiantes", "students"),
    ("el público", "the audience"),
    ("las familias de las víctimas", "the victims' families"),
    ("los soldados estadounidenses", "US soldiers"),
    ("el Congreso", "Congress"),
    ("los miembros de la OTAN", "NATO members"),
    ("el Parlamento", "Parliament"),
]
BODIES = [
    ("La policía", "Police", True),
    ("El Gobierno", "The government", False),
    ("El Ejército", "The army", False),
    ("La Guardia Civil", "The Civil Guard", False),
    ("La Casa Blanca", "The White House", False),
    ("El Parlamento", "Parliament", False),
    ("La ONU", "The UN", False),
    ("La Unión Europea", "The European Union", False),
    ("La oposición", "The opposition", False),
    ("El Tribunal Supremo", "The Supreme Court", False),
    ("Las autoridades", "Authorities", True),
    ("Los sindicatos", "The unions", True),
    ("El Banco Central Europeo", "The European Central Bank", False),
    ("El Congreso", "Congress", False),
    ("La Fiscalía", "The prosecutor's office", False),
    ("Los rebeldes", "The rebels", True),
    ("El Estado Islámico", "Islamic State", False),
    ("La Cruz Roja", "The Red Cross", False),
    ("El Pentágono", "The Pentagon", False),
    ("La FIFA", "FIFA", False),
    ("El FBI", "The FBI", False),
    ("La OTAN", "NATO", False),
]
CAUSES = [
    ("destruido", "destroyed"),
    ("dañado", "damaged"),
    ("afectado", "affected"),
    ("arrasado", "devastated"),
    ("abandonado", "abandoned"),
    ("alcanzado", "hit"),
]
SAID = [
    ("dijo", "said"),
    ("afirmó", "said"),
    ("declaró", "said"),
    ("aseguró", "said"),
    ("explicó", "explained"),
    ("advirtió", "warned"),
    ("señaló", "noted"),
    ("añadió", "added"),
]
QUOTES = [
    ("No vamos a rendirnos", "We are not going to give up"),
    ("Es un día histórico para nuestro país", "It is a historic day for our country"),
    ("La situación es muy grave", "The situation is very serious"),
    ("Haremos todo lo posible", "We will do everything possible"),
    ("No hay otra salida", "There is no other way out"),
    ("Seguiremos luchando por nuestros derechos", "We will keep fighting for our rights"),
    ("Todavía no sabemos qué ha pasado", "We still don't know what happened"),
    ("Lo perdimos todo", "We lost everything"),
    ("Tenemos miedo", "We are afraid"),
    ("Nadie nos ha ayudado", "Nobody has helped us"),
    ("Queremos justicia", "We want justice"),
    ("El acuerdo está muy cerca", "The agreement is very close"),
]


# Abstract nouns that English uses without "the".
MASS = frozenset(
    """
unemployment trade|youth unemployment|public spending|climate change|drug trafficking|terrorism
racism|economic growth|arms trafficking|labor reform|tax reform|inflation|public debt|corruption
immigration|poverty|inequality|public health care|education|public housing|gender-based violence
national security|humanitarian aid|renewable energy|pollution|deforestation|independence
reconstruction|foreign policy|freedom of the press|famine|human trafficking|foreign debt
abortion|trade|unemployment
""".replace("\n", "|").split("|")
)
