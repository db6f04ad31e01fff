"""What newsrooms and their content systems mean by the names of classes and ids."""

import re
from dataclasses import dataclass
from functools import lru_cache

from captions.segment import Kind, Region

_OF_PICTURE = "image|img|photo|picture|figure|media|gallery|slide|lead|video|asset|inline|thumb"
# A name is one of these when it ends with it: after nothing, `-`, `_`, `__` or a lower-case letter.
_CAPTIONS = re.compile(
    rf"(?:.*[_-]|(?:{_OF_PICTURE}))?(?:caption|captions|cutline|legende|legenda|bildunterschrift|"
    r"bildtext|pie-?de-?foto|piefoto|didascalia|epigrafe|onderschrift|billedtekst|thumbcaption)"
    r"(?:[_-]{1,2}(?:text|body|content|title|description|inner))?",
    re.IGNORECASE,
)
_CREDITS = re.compile(
    rf"(?:.*[_-]|(?:{_OF_PICTURE}|caption))?(?:credits?|copyright|photographer|bildquelle|credito|"
    r"bildautor|bildnachweis|bildrechte|fotoautor|fotografo?|photographe|crediti|"
    rf"fotocredit|(?:{_OF_PICTURE})[_-](?:source|author|byline|attribution)|photo-by)"
    r"(?:[_-]{1,2}(?:text|name))?",
    re.IGNORECASE,
)
_BYLINES = re.compile(r"(?:.*[_-])?(?:byline|attribution|author|source)", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CONSENT = "cookies?|consent|gdpr|ccpa|onetrust|didomi|usercentrics|cookiebot|truste|cmp"
_REGIONS = (
    (
        Region.NOTICE,
        rf"{_CONSENT}|popup|modal|ad|ads|advert|advertisement|advertising|adsense|dfp|sponsored|newsletter|"
        "subscribe|subscription|signup|sign-up|anzeige|werbung|publicidad|pubblicita|publicite",
    ),
    (
        Region.COMMENTS,
        "comments|comment-list|commentlist|comment-section|comments-area|disqus|disqus_thread|"
        "respond|comment-respond|kommentare|comentarios|commentaires|commenti",
    ),
    (
        Region.RELATED,
        "related|related-posts|related-articles|related-content|recommended|recommendations?|"
        "teasers?|trending|popular-posts|most-read|most-popular|mostread|read-next|readnext|"
        "more-stories|more-news|more-articles|see-also|outbrain|taboola|yarpp|jp-relatedposts|"
        "relacionadas|relacionados|sidebar|upnext|up-next|further-reading|latest-news|promo",
    ),
    (
        Region.NAVIGATION,
        "nav|navbar|navigation|menu|submenu|breadcrumbs?|site-header|site-footer|page-footer|"
        "global-header|global-footer|masthead|topbar|skip-link|skiplink|pagination|pager|"
        "social-share|social|socials|share|follow|follow-us|share-buttons|sharing|sharedaddy|social-links|toolbar|language-switcher|"
        "lang-switcher",
    ),
)
_REGION = re.compile(
    r"(?P<before>[\w-]+[_-])??(?:"
    + "|".join(
        rf"(?P<{region}>(?:{names})(?:[_-]{{1,2}}(?:banner|bar|box|block|container|"
        r"wrapper|wrap|notice|message|list|section|area|widget|panel|popup|modal|slot|unit|content|"
        r"inner|law|policy|links?|items?|grid|module|row|nav|menu))?)"
        for region, names in _REGIONS
    )
    + ")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """What an element is by its name: a caption, a part of the page other than the article.

    `beside`: it may as well be named after what is beside it or in it (`with-sidebar`).
    """

    kind: Kind | None = None
    byline: bool = False
    region: Region | None = None
    beside: bool = False
    untranslated: bool = False


UNNAMED = Named()


def named(names: str | list[str] | None) -> Named:
    """What an element's classes or its id say."""
    names = names.split() if isinstance(names, str) else names or []
    for name in names:
        if _token(name) is not UNNAMED:
            break
    else:  # as most are
        return UNNAMED
    found = [one for one in map(_token, names) if one is not UNNAMED]
    if len(found) == 1:
        return found[0]
    kinds = {one.kind for one in found}
    kind = next((one for one in (Kind.CREDIT, Kind.CAPTION) if one in kinds), None)
    return Named(
        kind,
        any(one.byline for one in found),
        next((one.region for one in found if one.region), None),
        all(one.beside for one in found if one.region),
        any(one.untranslated for one in found),
    )


@lru_cache(maxsize=16384)
def _token(name: str) -> Named:
    name = _CAMEL.sub("-", name[:100])
    kind = None
    if _CREDITS.fullmatch(name):
        kind = Kind.CREDIT
    elif _CAPTIONS.fullmatch(name) or name.startswith(("wp-caption-text", "wp-element-caption")):
        kind = Kind.CAPTION
    region = _REGION.fullmatch(name)
    token = Named(
        kind,
        bool(_BYLINES.fullmatch(name)),
        Region(region.lastgroup or "") if region else None,
        bool(region and region["before"] and len(region["before"]) > len("c-")),
        name == "notranslate",
    )
    return UNNAMED if token == UNNAMED else token
