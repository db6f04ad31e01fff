"""Credit lines: who took the picture, as news sites write it."""

import re
from functools import lru_cache

from captions.segment import Kind

_WORDS = (
    "photos?|photographs?|photography|photographer|image|images|picture|pictures|illustration|"
    "graphic|video|credit|credits|courtesy|source|"
    "foto|fotos|fotografía|fotografia|fotografie|fotograf|fotógrafo|imagen|imágenes|crédito|"
    "créditos|cortesía|fuente|ilustración|"
    "photographie|crédit|crédits|légende|"
    "bild|bilder|quelle|grafik|aufnahme|"
    "immagine|immagini|fonte|illustrazione|imagem|imagens|ilustração|divulgação|reprodução|"
    "beeld|kuva|kuvat|zdjęcie|fot|źródło|obrázek|snímek|fotó|kép|forrás|kilde|bilde|billede|"
    "fotografija|fotografie|fotogrāfija|nuotrauka|nuotr|zdroj|ljósmynd|argazkia|"
    "fotoğraf|görsel|kaynak|фото|снимка|изображение|світлина|источник|φωτογραφία|φωτο|εικόνα|πηγή|"
    "צילום|تصوير|صورة|المصدر|عکس|फोटो|तस्वीर|ছবি|ภาพ|写真|撮影|提供|摄影|攝影|图片|圖片|사진|제공|"
    "ảnh|gambar"
)
_BY = "by|von|de|por|par|di|da|av|af|van|door|przez|from|via|of|courtesy of"
AGENCIES = (
    "AFP|AP|EPA|EFE|DPA|dpa|ANSA|ANP|APA|PAP|ČTK|MTI|NTB|TT|TASS|ITAR-TASS|PA|CP|AAP|Lusa|LUSA|"
    "Reuters|REUTERS|Getty Images|GETTY IMAGES|Getty|GETTY|Corbis|Shutterstock|Alamy|iStock|"
    "iStockphoto|Xinhua|Bloomberg|Magnum Photos|Magnum|Zuma Press|ZUMA Press|Imago|IMAGO|Scanpix|"
    "WireImage|FilmMagic|Adobe Stock|stock\\.adobe\\.com|dapd|KNA|Bridgeman|Redux|LAT Images|"
    "Kyodo|Anadolu Agency|Anadolu|LaPresse|Unsplash|Pexels|Pixabay|Flickr|Wikimedia Commons|"
    "Wikimedia|Wikipedia|Europa Press|Associated Press|Agence France-Presse|picture alliance|"
    "Picture Alliance|Keystone|NurPhoto|Sipa|SIPA|Belga|Ritzau|Lehtikuva|Handout|HANDOUT"
)

# Words that credits are made of, besides names, and those that link names in them.
LINK_WORDS = frozenset(f"{_BY}|vía".split("|"))
CREDIT_WORDS = LINK_WORDS | frozenset(f"{_WORDS}|photo".replace("?", "").split("|"))

_OPEN, _CLOSE = r"(\[（【", r")\]）】"
# "(Photo by X/Reuters)", "(Imagen por X)", "[Foto: X]": a credit in brackets at the end.
_BRACKETED = re.compile(
    rf"[{_OPEN}]\s*(?:©|\(c\)|(?i:{_WORDS})\b)(?P<what>[^{_OPEN}{_CLOSE}]{{2,120}})[{_CLOSE}]\s*[.。]?\s*$"
)
# "(Ana Núñez/Reuters)": names and an agency, and nothing else, in brackets at the end.
_NAMED = re.compile(
    rf"(?P<what>)[(\[](?=[^()\[\]]{{0,80}}\b(?:{AGENCIES})\b)"
    rf"(?:[^\W\da-zà-ÿ][\w.’'-]*+|(?i:{_BY}|and|y|et|und|e|vía)\b|[\s/,|&·–-]|\d{{4}}){{1,40}}+[)\]]\s*\.?\s*$"
)
# "Photo: X", "Foto: X/EFE", "Fot. X", "© X", "Credit... X", "写真＝X" up to the end of the line.
_TRAILING = re.compile(
    rf"(?:^|[\s.。|–—-])(?:(?i:{_WORDS})(?:\s+(?i:{_BY}))?\s*(?:[:：/＝]|\.\.\.|…)|(?:Fot|Nuotr)\.\s(?=\w)"
    r"|©|\(c\)\s)(?P<what>\s*\S(?:[^.!?。]|\.(?=\w)){0,80})\.?\s*$"
)
# "… at dawn. Photo by X", "… al alba. FOTO X": without a sign, but a sentence of its own.
_STATED = re.compile(
    rf"(?:^|[.!?…»”\")。|–—]\s*)(?P<credit>(?=[^\W\d_a-zà-ÿ])(?:(?i:{_WORDS})\s+(?!of\b)(?i:{_BY})"
    rf"|(?=[^\W\d_a-z]{{4}})(?i:{_WORDS}))\s+(?P<what>(?=[^\W\d_a-zà-ÿ])[^.!?。]{{2,60}}))\.?\s*$"
)
# "… at dawn. X/AFP", "… HANDOUT / AFP": an agency at the end, after names or another.
_AGENCY_LAST = re.compile(
    rf"[.!?…»”\")。]\s+(?P<credit>(?P<what>[^\W\d_a-zà-ÿ][^.!?。:;]{{0,60}}?\s*(?:/|\||\bvia\b|\bfor\b)\s*)"
    rf"(?:{AGENCIES})\b(?:\s*/\s*(?:{AGENCIES})\b)*)\s*\.?\s*$"
)


# What may stand in lower case in a credit: particles of names, and whatever links two names.
_LOWER = re.compile(r"(?<![\w’'])[^\W\d_A-ZÀ-ÞŁŚŻ][^\W\d_]+")
_LINKS = frozenset(
    f"{_BY}|and|und|et|y|e|the|der|des|del|della|di|da|do|dos|von|van|zu|le|la|los|las|el|al|für|for"
    "|handout|pool|staff|archive|archiv|archivo|archives|courtesy|via|dpa|provided|supplied|taken"
    "|cedida|cedidas|facilitada|facilitadas|tomada|cortesía|fournie|fornita".split("|")
)
_MOST_LOWER = 1
_STATED_LENGTH = 120  # of a credit that no sign marks, at the end of its line
# Every credit has one of these.
_SIGNS = re.compile(r"[)\]）】:：/＝©…|]")
_MARKS = re.compile(r"\.\.\.|Fot\.|Nuotr\.|via\b")
# What a statement of a credit begins with, at the beginning of the line and after a sentence.
_STATEMENT = re.compile(rf"(?i:{_WORDS})\s")
_NEXT_STATEMENT = re.compile(rf"[.!?…»”\")。|–—]\s*(?i:{_WORDS})\s")
# What a line begins with that is nothing but a credit.
_BEGINNING = re.compile(rf"[{_OPEN}©\s.。|–—-]|(?i:{_WORDS})|Fot|Nuotr")


@lru_cache(maxsize=8192)  # readers, and later checks, ask several times for the same line
def find_credit(line: str) -> int | None:
    """Where the credit at the end of a line begins, None where it has none.

    "Photo: the mayor visits the harbour" is a caption: a credit consists of names.
    """
    stated = _STATEMENT.match(line) or _NEXT_STATEMENT.search(
        line, max(len(line) - _STATED_LENGTH, 0)
    )
    if not stated and not _SIGNS.search(line) and not _MARKS.search(line):
        return None
    for pattern in (_BRACKETED, _NAMED, _TRAILING, _STATED, _AGENCY_LAST):
        if found := pattern.search(line):
            start = found.start("credit" if "credit" in pattern.groupindex else 0)
            if found["what"] is None or _is_named(found["what"]):
                return start
    return None


def is_credit(line: str) -> bool:
    """Whether a line is a credit and nothing else."""
    return bool(_BEGINNING.match(line)) and find_credit(line) == 0


def kind_by_credit(text: str) -> Kind | None:
    """A caption where text stands before a credit, a credit where none does; None without one."""
    credit = find_credit(text)
    if credit is None:
        return None
    return Kind.CAPTION if any(map(str.isalpha, text[:credit])) else Kind.CREDIT


# "By X", "Por X", "Von X and Y": names behind a word that says who wrote.
_BYLINE = re.compile(
    r"\s*(?i:by|por|von|par|di|de|door|av|af|autor|autora|author|autore|auteur|tekst|text|texte"
    r"|testo|texto|napsal|írta|autors|autorius|автор|текст|συντάκτης|yazan|oleh|tác giả"
    r"|文|記者|记者|기자|כתב|بقلم)"
    r"(?:\s*[:：]\s*|\s+)(?P<names>\S[^\r\n.!?:;]{2,100})[.]?\s*$"
)
_CAPITALISED = re.compile(r"(?<![\w’'])[^\W\d_a-zà-ÿ]")


def is_byline(line: str) -> bool:
    """Whether a line says who wrote the article, and nothing else: two names at least."""
    found = _BYLINE.match(line.replace(". ", " "))  # initials
    if not found or any(map(str.isdigit, found["names"])):
        return False
    return len(_CAPITALISED.findall(found["names"])) > 1 and not _unlinked(found["names"])


def _unlinked(text: str) -> int:
    """How many words in lower case there are that do not link names."""
    words = [word for word in _LOWER.findall(text) if word[0].islower()]
    return sum(word not in _LINKS for word in words)


def _is_named(text: str) -> bool:
    return _unlinked(text) <= _MOST_LOWER
