"""What is named so differently in each language that spelling does not show it.

Countries and the cities of time zones are in CLDR; these are other places, and feasts, that
captions name, in the languages whose number words are known.
"""

import re
from functools import cache

from checker.letters import fold

# What the identifiers begin with.
PLACE, THING = "place/", "thing/"
_SHORTEST = 3
# One a line.
_PLACES = """
Britain Bretaña Bretagna Bretagne Bretanha Großbritannien Brittannië Bretanya Grã-Bretanha \
Brytania Británie Británií Великобритания Kingdom Unido Uni Königreich Unito Koninkrijk \
Królestwo Królestwa Království Regne
States USA America América Amérique Amerika Ameryka Ameryki Америка Америки США Estados États \
Staaten Stati Staten Zjednoczone Zjednoczonych Stany Stanów státy států státech Штаты Штатах \
Штатов Estats
Aachen Aix-la-Chapelle Aquisgrán Aquisgrana Akwizgran Cáchy Aken Ахен
Antwerp Antwerpen Anvers Amberes Anversa Antuérpia Antwerpia Antverpy Anvers Антверпен
Basel Bâle Basilea Basileia Bazylea Basilej Базель
Bavaria Bayern Baviera Bavière Baviera Beieren Bawaria Bavorsko Бавария
Beijing Peking Pekín Pékin Pequim Pechino Pekin Pequín Пекин
Bruges Brugge Brujas Brügge Brugia Bruggy Брюгге
Brittany Bretagne Bretaña Bretanha Bretagna Bretania Бретань
Burgundy Bourgogne Borgoña Borgonha Borgogna Burgund Burgundia Бургундия
Cologne Köln Colonia Colônia Keulen Kolonia Kolín Кёльн
Cracow Kraków Cracovia Cracovie Cracóvia Krakau Krakov Краков
Dresden Dresde Dresda Drezno Drážďany Дрезден
Dunkirk Dunkerque Duinkerke Dunkierka Dünkirchen Дюнкерк
England Inglaterra Angleterre Inghilterra Engeland Anglia Anglie Англия
Florence Florencia Firenze Florenz Florença Florencja Florència Флоренция
Gdansk Danzig Dantzig Danzica Гданьск
Geneva Genève Ginebra Genebra Ginevra Genf Genewa Ženeva Женева
Genoa Gênes Génova Genova Genua Janov Генуя
Ghent Gent Gand Gante Gandawa Гент
Hague Haag Haya Haye Haia Aia Гаага
Leipzig Lipsia Lipsk Lipsko Лейпциг
Liège Lieja Luik Lüttich Liegi Lutych Льеж
Lisbon Lisboa Lisbonne Lissabon Lisbona Lizbona Лиссабон
Mecca Meca Mecque Mekka Mekca Мекка
Milan Milano Milán Mailand Milão Mediolan Milaan Милан
Munich München Múnich Monaco Munique Monachium Mnichov Мюнхен
Naples Napoli Nápoles Neapel Napels Neapol Nàpols Неаполь
Nice Nizza Niza Nicea Ницца
Normandy Normandie Normandía Normandia Normandië Нормандия
Nuremberg Nürnberg Norimberga Neurenberg Norymberga Norimberk Нюрнберг
Padua Padova Padoue Pádua Padwa Падуя
Regensburg Ratisbona Ratisbonne Ratyzbona Řezno Регенсбург
Saxony Sachsen Sajonia Saxe Sassonia Saxônia Saksonia Sasko Саксония
Scotland Escocia Écosse Schottland Scozia Escócia Schotland Szkocja Skotsko Escòcia Шотландия
Seville Sevilla Séville Siviglia Sevilha Sewilla Севилья
Sicily Sicilia Sicile Sizilien Sicília Sycylia Sicílie Сицилия
Sulawesi Celebes Célèbes Cèlebes
Syracuse Siracusa Syrakus Siracuse Сиракузы
Thessaloniki Salónica Salonique Salonicco Salônica Saloniki Soluň Салоники
Trier Tréveris Trèves Treviri Trewir Trevír Трир
Turin Torino Turín Turim Turijn Turyn Турин
Tuscany Toscana Toscane Toskana Toskania Toskánsko Тоскана
Venice Venezia Venecia Venise Venedig Veneza Venetië Wenecja Benátky Venècia Венеция
Wales Gales Galles Walia Уэльс
Wroclaw Breslau Breslavia Vratislav Вроцлав
Zaragoza Saragossa Saragosse Saragozza Сарагоса
"""

# What is no place, but has a capital and a name of its own in each language.
_THINGS = """
Christmas Navidad Noël Weihnachten Weihnachtsbaum Natale Natal Kerst Kerstmis Vánoce Vánoční \
Nadal Рождество Рождества
Easter Pascua Pâques Ostern Pasqua Páscoa Pasen Wielkanoc Velikonoce Пасха
Earth Tierra Terre Erde Terra Aarde Ziemia Země Земля Земли
Moon Luna Lune Mond Lua Maan Księżyc Měsíc Lluna Луна
"""


@cache
def _table() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for sort, lines in ((PLACE, _PLACES), (THING, _THINGS)):
        for names in lines.strip().splitlines():
            first = names.split()[0]
            for name in re.split(r"[ -]", names):
                if len(name) >= _SHORTEST:
                    found.setdefault(fold(name), set()).add(f"{sort}{first}")
    return {name: frozenset(places) for name, places in found.items()}


def exonyms(folded: str) -> frozenset[str]:
    """What a folded word may name in any of the languages: Bretaña is Britain and Brittany."""
    return _table().get(folded, frozenset())
