"""Labels that editors put before a line, in the languages of the press: "Related:", "Caption:"."""

import re

# Before the title of another article.
_RELATED = (
    "related(?: (?:articles?|stories|story|links?|coverage|reading|content|photos|video))?",
    "read (?:more|also|next)|more on this|see also|also read",
    "le[ae] (?:también|tambien|además|más|mas)|te puede interesar|más información",
    "(?:también|tambien) (?:lea|lee|puedes leer|te puede interesar)",
    "(?:noticias?|artículos?|notas?) relacionad[ao]s?",
    "lesen sie (?:auch|hier|dazu|mehr)(?: auch)?|(?:auch|mehr) lesen|lies auch|(?:mehr )?zum thema",
    "(?:à|a) lire(?: (?:aussi|également))?|lire (?:aussi|également)|sur le même sujet",
    "leggi anche|per approfondire|leia (?:também|mais)|veja também|saiba mais",
    "lees (?:ook|meer|verder)|läs (?:också|mer|även)|les (?:også|mer)|læs (?:også|mere)",
    "lue (?:myös|lisää)|loe ka|lasi arī|skaitykite taip pat",
    "(?:czytaj|zobacz|przeczytaj) (?:też|także|również|więcej)",
    "čtěte (?:také|více)|přečtěte si(?: také)?|čítajte (?:aj|viac)|preberite (?:še|tudi)",
    "olvassa el|kapcsolódó(?: cikkek)?|cite[șs]te [șs]i|pročitajte (?:i|još)",
    "llegeix també|le tamén",
    "читайте (?:также|ещё|еще|також|ще)|прочетете (?:още|също)|прочитајте",
    "διαβάστε (?:επίσης|ακόμη|ακόμα)|(?:ayrıca|ilgili) (?:oku(?:yun)?|haber(?:ler)?)",
    "baca (?:juga|selengkapnya)|xem thêm|đọc thêm",
    "اقرأ (?:أيضا|أيضًا|أيضاً|المزيد)|بیشتر بخوانید|קראו (?:גם|עוד)|ראו גם",
    "यह भी पढ़ें|আরও পড়ুন|อ่านเพิ่มเติม",
    "関連(?:記事|ニュース)?|あわせて読みたい|相关(?:阅读|新闻|报道)|延伸閱讀|相關(?:新聞|報導)",
    "관련 ?(?:기사|뉴스)",
)
# Before a caption.
_CAPTION = (
    "(?:photo |image |picture )?caption|legende|bildunterschrift|bildtext|leyenda|légende",
    "pie de (?:foto|imagen)|didascalia|legenda|bijschrift|billedtekst|bildetekst|kuvateksti",
    "podpis|popisek|popiska|képaláírás|подпись(?: к фото)?|підпис|λεζάντα|altyazı|chú thích",
    "图片说明|圖說|キャプション|사진 ?설명|תיאור תמונה|شرح الصورة",
)

_IS_RELATED = re.compile(
    rf"[\W_]*(?:{'|'.join(_RELATED)})\s*(?:[:：|–—→>»►▶]|-\s|$)", re.IGNORECASE
)
_IS_CAPTION = re.compile(rf"\s*(?:{'|'.join(_CAPTION)})\s*[:：]\s*\S", re.IGNORECASE)


def is_related(line: str) -> bool:
    """Whether a line points to another article."""
    return bool(_IS_RELATED.match(line))


def is_labelled(line: str) -> bool:
    """Whether a line says itself that it is a caption."""
    return bool(_IS_CAPTION.match(line))
