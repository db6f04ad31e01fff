"""The words for left and right of each language, and those beside which they are of a picture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SideWords:
    """One language's words, each a pattern.

    `left` and `right` are of a picture after `before` ("on the", "von"), between `nouns` and an
    adjective in either order ("left hand", "mano izquierda"), and with `between` in the middle
    ("left upper corner"); `adverbs` wherever they stand. `row` and `back` tell in which order names
    follow: "from left to right".
    """

    left: str
    right: str
    before: str
    nouns: str
    row: str
    back: str
    between: str = "(?!)"
    adverbs: tuple[str, str] = ("(?!)", "(?!)")
    noun_first: bool = False


SIDE_WORDS = {
    "en": SideWords(
        "left",
        "right",
        before=r"(?:on|to|at|in|from|towards?|upon) (?:(?:the|his|her|their|its|our|your|my) )?"
        r"(?:(?:far|extreme|upper|lower|top|bottom|back|front|very|middle)[ -])*"
        r"|(?:far|upper|lower|top|bottom)[ -]|(?:from|look\w*|turn\w*|fac\w+|lean\w*|point\w*) ",
        nouns="hand|arm|foot|leg|knee|shoulder|ear|eye|side|corner|pane|half|edge|column|part|thumb"
        "|wrist|elbow|fist|cheek|menu|button|image|picture|photo|hip|boot|flank|shoe|wheel",
        row="(?:from )?left to right",
        back="right to left",
        between="upper|lower|top|bottom|front|back|gloved|bare|index",
    ),
    "es": SideWords(
        "izquierd[ao]s?|izq|izqda|izda|izdo",
        "derech[ao]s?|dcha|dcho",
        before="(?:a|por|hacia) (?:la|su) |desde la ",
        nouns="mano|pie|pierna|brazo|lado|lateral|panel|esquina|parte|rodilla|ojo|oreja|hombro"
        "|mejilla|codo|columna|margen|extremo|botón|menú|barra|mitad|zona|costado|rincón|borde"
        "|flanco|banda|superior|inferior",
        row=r"de izquierda a derecha|de izqda?\.? a dcha?\.?",
        back="de derecha a izquierda",
        between="superior|inferior|de la|trasero|trasera",
        noun_first=True,
    ),
    "ca": SideWords(
        "esquerr[ae]|esq",
        "dreta?",
        before="(?:a|per|cap a) (?:la |l['’])|d['’]|de la ",
        nouns="mà|peu|cama|braç|costat|panell|tauler|cantonada|part|lateral|extrem|superior"
        "|inferior|flanc|banda",
        row="d['’]esquerra a dreta",
        back="de dreta a esquerra",
        between="superior|inferior|de la|de l",
        noun_first=True,
    ),
    "fr": SideWords(
        "gauche",
        "droite?",
        before="(?:à|de|sur|vers|par) (?:(?:la|sa|leur) )?",
        nouns="en haut|en bas|main|pied|jambe|bras|côté|coin|panneau|volet|genou|œil|oreille|épaule"
        "|partie|colonne|supérieure?|inférieure?|arrière|avant|moitié|bord|poignet|menu|barre|aile",
        row="de gauche à droite",
        back="de droite à gauche",
        between="à|supérieure?|inférieure?|arrière",
        noun_first=True,
    ),
    "de": SideWords(
        "links|linke[nrms]?",
        "rechts|rechte[nrms]?",
        before="(?:nach|von|oben|unten|ganz|hinten|vorne?|weiter) ",
        nouns="Hand|Fuß|Arm|Bein|Seite|Ecke|Knie|Auge|Ohr|Schulter|Rand|Hälfte|Teil|Spalte|Bereich"
        "|Fensterbereich|Bild|Bildrand|Feld|Panel|Menü|Ellbogen|Bildhälfte|Daumen|Schuh|Flanke"
        "|Netzseite",
        row=r"von links nach rechts|v\. ?l\. ?n\. ?r\.",
        back="von rechts nach links",
        between="oberen|unteren|hinteren|vorderen",
        adverbs=(r"linkshänd\w*|links", r"rechtshänd\w*|rechts"),
    ),
    "it": SideWords(
        "sinistr[ao]|sin|sx",
        "destr[ao]|dx",
        before="(?:a|da|alla|dalla|sulla|verso|verso la) (?:sua )?",
        nouns="mano|piede|gamba|braccio|lato|angolo|pannello|riquadro|ginocchio|parte|occhio|spalla"
        "|colonna|superiore|inferiore|in alto a|in basso a|fianco|fascia",
        row="da sinistra (?:a|verso) destra",
        back="da destra (?:a|verso) sinistra",
        between="di|superiore|inferiore",
        noun_first=True,
    ),
    "pt": SideWords(
        "esquerd[ao]|esq",
        "direit[ao]",
        before="(?:à|da|pela|para a) (?:sua )?",
        nouns="mão|pé|perna|braço|lado|canto|painel|joelho|parte|olho|ombro|coluna|superior"
        "|inferior|lateral|flanco|bota",
        row="da esquerda para a direita",
        back="da direita para a esquerda",
        between="superior|inferior|da",
        noun_first=True,
    ),
    "nl": SideWords(
        "links|linker(?:kant)?|linkse|linksboven|linksonder",
        "rechts|rechter(?:kant)?|rechtse|rechtsboven|rechtsonder",
        before="(?:naar|van|aan de|in de|in het|op de|uiterst|geheel|in) ",
        nouns=r"hand|voet|arm|been|kant|hoek|knie|oog|oor|schouder|zijde|deelvenster|paneel|helft"
        r"|beneden|onder\w*|boven\w*|flank|schoen",
        row=r"van links naar rechts|v\. ?l\. ?n\. ?r\.",
        back="van rechts naar links",
    ),
    "pl": SideWords(
        "lew(?:a|ej|y|ym|ego|ą|o|e|ymi)",
        "praw(?:a|ej|y|ym|ego|ą|o|e)",
        before="(?:po|z|od|na|w|do|ku|ze) (?:(?:jego|jej) )?",
        nouns=r"(?:ręk|dłoń|dłon|nog|nodz|stop|stron|rog|róg|panel|kolan|ram|ok|uch|częś|brzeg"
        r"|kolumn|narożnik|skrzyd|flan)\w*",
        row="od lewej do prawej",
        back="od prawej do lewej",
        between="górnym|dolnym|górny|dolny",
    ),
    "cs": SideWords(
        "lev(?:á|é|ý|ém|ého|ou)",
        "prav(?:á|é|ý|ém|ého|ou)",
        before="(?!)",
        nouns=r"(?:ruk|ruc|noh|noz|stran|roh|panel|kolen|ram|ok|uch|část|okraj|sloup|pol|křídl|bot"
        r"|kop)\w*",
        row="zleva doprava",
        back="zprava doleva",
        between="horním|dolním|zadním|horní|dolní",
        adverbs=("vlevo|nalevo|zleva|doleva", "vpravo|napravo|zprava|doprava"),
    ),
    "ru": SideWords(
        "лев(?:ая|ой|ый|ом|ого|ую|ое)",
        "прав(?:ая|ой|ый|ом|ого|ую|ое)",
        before="(?!)",
        nouns=r"(?:рук|ног|сторон|угл|угол|панел|колен|плеч|глаз|част|кра|колонк|половин|фланг"
        r"|бутс)\w*",
        row="слева направо",
        back="справа налево",
        between="верхнем|нижнем|верхней|нижней|верхний|нижний",
        adverbs=("слева|налево|влево", "справа|направо|вправо"),
    ),
}
