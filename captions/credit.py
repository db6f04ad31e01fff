"""Credit lines: who took the picture, as news sites write it."""

import re

_WORDS = (
    "photos?|photographs?|photography|photographer|image|images|picture|pictures|illustration|"
    "graphic|video|credit|credits|courtesy|source|"
    "foto|fotos|fotografía|fotografia|fotografie|fotograf|fotógrafo|imagen|imágenes|crédito|"
    "créditos|cortesía|fuente|ilustración|"
    "photographie|crédit|crédits|légende|"
    "bild|bilder|quelle|grafik|aufnahme|"
    "immagine|immagini|fonte|illustrazione|imagem|imagens|ilustração|divulgação|reprodução|"
    "beeld|kuva|kuvat|zdjęcie|fot|źródło|obrázek|snímek|fotó|kép|forrás|kilde|bilde|billede|"
    "fotoğraf|görsel|kaynak|фото|снимка|изображение|φωτογραφία|φωτο|εικόνα|צילום|"
    "تصوير|صورة|写真|撮影|摄影|图片|사진|ảnh"
)
_BY = "by|von|de|por|par|di|da|av|af|van|door|przez|from|via|of|courtesy of"
AGENCIES = (
    "AFP|AP|EPA|EFE|DPA|dpa|ANSA|ANP|APA|PAP|ČTK|MTI|NTB|TT|TASS|ITAR-TASS|PA|CP|AAP|Lusa|LUSA|"
    "Reuters|REUTERS|Getty Images|GETTY IMAGES|Getty|GETTY|Corbis|Shutterstock|Alamy|iStock|"
    "iStockphoto|Xinhua|Bloomberg|Magnum Photos|Magnum|Zuma Press|ZUMA Press|Imago|IMAGO|Scanpix|"
    "Kyodo|Anadolu Agency|Anadolu|LaPresse|Unsplash|Pexels|Pixabay|Flickr|Wikimedia Commons|"
    "Wikimedia|Wikipedia|Europa Press|Associated Press|Agence France-Presse|picture alliance|"
    "Picture Alliance|Keystone|NurPhoto|Sipa|SIPA|Belga|Ritzau|Lehtikuva|Handout|HANDOUT"
)

# Words that credits are made of, besides names, and those that link names in them.
LINK_WORDS = frozenset(f"{_BY}|vía".split("|"))
CREDIT_WORDS = LINK_WORDS | frozenset(f"{_WORDS}|photo".replace("?", "").split("|"))

# "(Photo by X/Reuters)", "(Imagen por X)", "[Foto: X]": a credit in brackets at the end.
_BRACKETED = re.compile(
    rf"[(\[]\s*(?:©|\(c\)|(?i:{_WORDS})\b)(?P<what>[^()\[\]]{{2,120}})[)\]]\s*\.?\s*$"
)
# "(Ana Núñez/Reuters)": names and an agency, and nothing else, in brackets at the end.
_NAMED = re.compile(
    rf"(?P<what>)[(\[](?=[^()\[\]]{{0,80}}\b(?:{AGENCIES})\b)"
    rf"(?:[^\W\da-zà-ÿ][\w.’'-]*+|(?i:{_BY}|and|y|et|und|e|vía)\b|[\s/,|&·–-]|\d{{4}}){{1,40}}+[)\]]\s*\.?\s*$"
)
# "Photo: X", "Foto: X/EFE", "Fot. X", "© X", "Credit: X" up to the end of the line.
_TRAILING = re.compile(
    rf"(?:^|[\s.。|–—-])(?:(?i:{_WORDS})(?:\s+(?i:{_BY}))?\s*[:：/]|Fot\.\s(?=\w)|©|\(c\)\s)"
    r"(?P<what>\s*\S[^.!?。]{0,80})\.?\s*$"
)


# What may stand in lower case in a credit: particles of names, and whatever links two names.
_LOWER = re.compile(r"(?<![\w’'])[^\W\d_A-ZÀ-ÞŁŚŻ][^\W\d_]+")
_LINKS = frozenset(
    f"{_BY}|and|und|et|y|e|the|der|des|del|della|di|da|do|dos|von|van|zu|le|la|los|las|el|al|für|for"
    "|handout|pool|staff|archive|archiv|archivo|archives|courtesy|via|dpa|provided|supplied|taken"
    "|cedida|cedidas|facilitada|facilitadas|tomada|cortesía|fournie|fornita".split("|")
)
_MOST_LOWER = 1
# Every credit has one of these.
_MARKS = re.compile(r"[)\]:：/©]|\bFot\.")


def find_credit(line: str) -> int | None:
    """Where the credit at the end of a line begins, None where it has none.

    "Photo: the mayor visits the harbour" is a caption: a credit consists of names.
    """
    if not _MARKS.search(line):
        return None
    for pattern in (_BRACKETED, _NAMED, _TRAILING):
        if found := pattern.search(line):
            start = found.start()
            if found["what"] is None or _is_named(found["what"]):
                return start
    return None


def _is_named(text: str) -> bool:
    words = [word for word in _LOWER.findall(text) if word[0].islower()]
    return sum(word not in _LINKS for word in words) <= _MOST_LOWER
