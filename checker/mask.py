"""Taking out of a caption what tells nothing about its language: names, credits, addresses, codes.

"Carolyn Kaster/Reuters" is the same in every language; left in, it makes an English caption look
German or Spanish. What remains is the lower-case prose, in cased scripts, and everything in others.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from captions.credit import AGENCIES, CREDIT_WORDS, LINK_WORDS, find_credit

_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@\w[\w.-]{1,255}"  # URLs, e-mail
    r"|(?<![\w.-])[a-z][a-z\d-]+(?:\.[a-z][a-z\d-]+){2,}(?![\w-])"  # hosts, dotted identifiers
    r"|(?:\b\w+/)?(?<!\w)[@#]\w[\w.]*"  # handles and hashtags
    r"|\b[\w.-]+\.(?:com|org|net|edu|gov|info|jpe?g|png|gif|svg|webp|pdf|json|csv|html?|[a-z]{2})"
    r"(?![\w-])(?:/\S*)?"
    r"|</?[a-zA-Z][^>]*>|&\w+;|\[email\W{1,2}protected\]"
)
# Identifiers and paths: snake_case, camelCase, a/b/c, --option, name(), 3x4, v1.2
_CODE = re.compile(
    r"`[^`]*`|\b[a-z]+=(?:'[^']*'|\"[^\"]*\")|\$\{?\w+\}?|--?[a-z][\w-]*=\S*|\b\w+_\w+\b|\b[a-z]+[A-Z]\w*|\b\w+\([\d.,\s]*\)"
    r"|\b\w+(?:[._]\w+)+\([^()]{0,200}\)|(?<!\w)(?:\.{0,2}/)+\w\S*"
    # Words with digits; scripts without spaces end where the digits' own word does.
    r"|\bv?\d+(?:\.\d+)+[A-Za-z\d_.+-]*"
    r"|(?<![A-Za-z\d_\u00aa-\u052f])[A-Za-z_\u00aa-\u052f]*\d[A-Za-z\d_\u00aa-\u052f]*"
)
# What every address, identifier and path has in it: most texts have none of it.
_CODED = re.compile(r"[@#<&`$=_[\d]|\.\w|\w\(|(?<!\w)/|[a-z][A-Z]")
# Statements of programming languages and shells, and "key: value" lines of settings.
_STATEMENT = re.compile(
    r"\s*(?:from [\w.]+ import\b|import [\w.]+(?:\s*$|\s+as\b|;)|def \w+\(|class \w+[:(]"
    r"|for \w+ in .*:\s|#include\b|[\w.\[\]]+\s*[-+*/:]?=\s*\S|[\w.]+\([^()]*\)\s*[;:{]?\s*$"
    r"|\$ [a-z][\w./-]*(?:\s|$)|>>> |(?:sudo|npm|npx|pip|docker) [a-z-]+|cd [.~/]|export \w+="
    r"|(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE) \w"
    r"|git (?:add|clone|commit|checkout|init|pull|push|status)\b)"
    r"|\s*[a-z0-9]+(?:-[a-z0-9]+)+\s*$"
    r"|.*\w\"\s*:.*\w\"\s*:"
    r"|(?:\s*[a-z]+(?:_[a-z]+)*:(?: [^:]*?)?(?=\s[a-z_]+:|$)){3,}$"
)
# Terms of several words that most languages borrow as they are, and agencies.
_EVERYWHERE = re.compile(
    r"\b(?:(?i:(?:pull|merge)[- ]requests?|open[- ]source|happy hour|home[- ]office|pen[- ]drive"
    r"|à la carte|al dente|al pastor|a la plancha|mise en place|crème brûlée|café crème|déjà[- ]vu"
    r"|fait accompli|faux pas|chargé d[’']affaires|prima facie|status quo|ad hoc"
    rf"|in vitro|in situ)|{AGENCIES})\b"
)
# Words that most languages borrow as they are, and that stand alone as labels.
_LABELS = frozenset(
    "logo avatar banner emoji selfie zoom blog podcast poster album piano taxi metro café".split()
)
# Brackets are code where they touch a word ("f(x)"), not "(left)".
_CODE_SIGNS = re.compile(r"[=\[\]{}<>;|\\+*%$#^~_`/]|\w\(|\(\)|\)[;:.]")
_CODE_SHARE = 0.3
_LETTERS_ALONE = 8  # from so many words on, letters that stand alone are code
# Combining marks and joiners belong to their letter, and are no word characters to `re`.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0711\u0730-\u074a\u0900-\u0963\u0971-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u0f71-\u0fbc"
    "\u102b-\u109f\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff"
)
_LETTERS = rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*"
WORD = re.compile(rf"{_LETTERS}(?:[’']{_LETTERS})*")
# What others said, wrote or made: quotations, slogans, titles of works.
_QUOTED = re.compile(
    r"“[^“”]{1,200}”|„[^„“”]{1,200}[“”]|«[^«»]{1,200}»|»[^«»]{1,200}«|‹[^‹›]{1,200}›"
    r"|「[^「」]{1,200}」|『[^『』]{1,200}』|《[^《》]{1,200}》|(?<!\w)\"[^\"]{1,200}\"(?!\w)"
)
_BRACKETS = re.compile(r"(?<!\S)\([^()]{1,200}\)|（[^（）]{1,200}）|(?<!\S)\[[^\[\]]{1,200}\]")
_QUOTES = re.compile(r"[“„«»‹「『《\"]")
_SENTENCE_START = re.compile(r"[.!?:…]['\"”’»)\]]*\s+$|[\"“«¿¡(\[]\s*$|\n\s*$|^\s*$")
# Words in lower case inside names of people and institutions.
PARTICLES = frozenset(
    "de da di do dos das du del della dello delle degli dei al alla allo alle ai dal dalla nel "
    "nella den der des van von zu zum zur la las le les lo los el bin ibn abu y e i in ten ter af "
    "av and und et of the for für san são santa santo saint st".split()
)


@dataclass(frozen=True, slots=True)
class Masked:
    """The prose that is left of a text, and how many words it has.

    `neutral`: the whole text is code, a credit or a word of all languages, in none.
    """

    text: str
    words: int
    neutral: bool = False


def is_code(text: str) -> bool:
    """Whether the whole text is program text, settings or data rather than prose."""
    signs = len(_CODE_SIGNS.findall(text))
    if not signs and text.count(" ") < _LETTERS_ALONE:
        return bool(_STATEMENT.match(text))
    words = WORD.findall(text)
    letters = sum(len(word) == 1 for word in words)
    # Scripts without spaces have few and long words.
    count = max(len(words), sum(map(len, words)) // 6)
    return (
        bool(_STATEMENT.match(text))
        or signs > _CODE_SHARE * (count + signs) > 1
        or (len(words) > _LETTERS_ALONE and letters > len(words) / 2 and text.isascii())
    )


def strip_credit(text: str) -> str:
    """The text without the credit at its end, unless it is nothing else."""
    start = find_credit(text)
    return text[:start] if start and any(map(str.isalpha, text[:start])) else text


def quotations(text: str) -> list[tuple[int, int]]:
    """The ranges of the quotations in a text, their marks among them."""
    return [found.span() for found in _QUOTED.finditer(text)] if _QUOTES.search(text) else []


def brackets(text: str) -> list[tuple[int, int]]:
    """The ranges of what stands in brackets, the brackets among it."""
    return [found.span() for found in _BRACKETS.finditer(text)]


def strip_quoted(text: str) -> str:
    """The text without its quotations."""
    return _QUOTED.sub(" ", text) if _QUOTES.search(text) else text


def strip_brackets(text: str) -> str:
    """The text without what stands in brackets: glosses, sources."""
    return _BRACKETS.sub(" ", text) if "(" in text or "（" in text or "[" in text else text


@lru_cache(maxsize=256)  # asked for a text and for its mask
def strip_codes(text: str) -> str:
    """The text without addresses, handles, code, agencies and the credit at its end."""
    start = find_credit(text)
    if start is not None:
        text = text[:start]
    if _CODED.search(text):
        text = _ADDRESS.sub(" ", text)
        text = _CODE.sub(" ", text)
    return _EVERYWHERE.sub(" ", text)


def mask(text: str) -> Masked:
    """The text without runs of capitalised words and the particles between them.

    The first word of a sentence stays where a lower-case word follows that is no particle of a
    name: "Una vista" stays, "Lula da Silva" goes. Scripts without case keep all their words.
    """
    if is_code(text):
        return Masked("", 0, neutral=True)
    rest = strip_codes(text)
    words = [(found[0], found.start(), found.end()) for found in WORD.finditer(rest)]
    capital = [word[0] != word[0].lower() for word, _, _ in words]
    kept = [
        word
        for index, (word, _, end) in enumerate(words)
        if (
            _starts_prose(rest, words, capital, index)
            if capital[index]
            else not (word in PARTICLES or "-" in rest[end : end + 1])
            or not _within_name(rest, words, capital, index)
        )
    ]
    if len(kept) == 1 and kept[0].lower() in _LABELS:
        return Masked("", 0, neutral=True)
    lower = {word for word in kept if word[0] == word[0].lower()}
    if lower and (lower <= LINK_WORDS or {word.lower() for word in kept} <= CREDIT_WORDS):
        return Masked("", 0, neutral=True)
    return Masked(" ".join(kept), len(kept))


_Words = list[tuple[str, int, int]]


def _starts_prose(text: str, words: _Words, capital: list[bool], index: int) -> bool:
    """Whether a capitalised word is capitalised for beginning a sentence."""
    start = words[index][1]
    if index and text[words[index - 1][2] : start] == " ":  # the most frequent case
        return False
    if not _SENTENCE_START.search(text[max(0, start - 8) : start] if index else ""):
        return False
    after = index + 1
    if after >= len(words) or capital[after]:
        return False
    joined = text[words[index][2] : words[after][1]]
    if joined.strip():  # "Attentat: les …" begins nothing, "Madrid, the capital" is a name
        return False
    particles = after
    while particles < len(words) and not capital[particles] and words[particles][0] in PARTICLES:
        particles += 1
    return not (after < particles < len(words) and capital[particles])


def _within_name(text: str, words: _Words, capital: list[bool], index: int) -> bool:
    """Whether a lower-case word is a particle between (or before) the words of a name."""
    _, start, end = words[index]
    if text[start - 1 : start] == text[end : end + 1] == "-":  # Port-au-Prince
        return capital[index - 1]
    if words[index][0] not in PARTICLES:
        return False
    before, after = index - 1, index + 1
    if after < len(words) and not capital[after] and words[after][0] in PARTICLES:
        after += 1
    if before >= 0 and not capital[before] and words[before][0] in PARTICLES:
        before -= 1
    if after >= len(words) or not capital[after]:
        return False
    if text[words[index][2] : words[index + 1][1]] in ("-", "’", "'"):
        return True
    if before < 0 or not capital[before]:
        return False
    return text[words[before][2] : words[after][1]].translate(_JOINING).strip().isalpha()


# What may stand between the words of one name without ending it.
_JOINING = str.maketrans({" ": None, "-": None, "’": None, "'": None})
