"""The editions of an article, found and read beside it."""

import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from captions import edition_keys, layout
from captions.article import UNKNOWN, Article, Unreadable
from captions.edition import Edition, Picture
from captions.edition_keys import EditionKeys
from captions.files import Files, Look, spelt_as
from captions.language import normalise, same_language
from captions.layout import Folders, Sister
from captions.picture import pictures
from captions.picture_files import PictureFiles
from captions.read import ReadSettings, read
from captions.same_picture import unmatched

# Editions of one article that are read, and those of a run that are kept.
_MOST = 50
_KEPT = 10_000
# Pictures of one article whose files are opened to find them in an edition.
_MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class Editions:
    """Finds the editions of articles; each file is read once, as long as it is remembered."""

    settings: ReadSettings
    files: Files = field(default_factory=Files, repr=False, compare=False)
    photos: PictureFiles = field(default_factory=PictureFiles, repr=False, compare=False)
    _folders: Folders = field(init=False, repr=False, compare=False)
    _keys: EditionKeys = field(init=False, repr=False, compare=False)
    _known: "OrderedDict[Path, Edition | Unreadable]" = field(
        default_factory=OrderedDict, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_folders", Folders(self.files))
        object.__setattr__(self, "_keys", EditionKeys(self.settings))
        self.files.learn(Look.KEYED, self._keyed)

    def beside(self, article: Article) -> Article:
        """The article with its pictures and its editions; those that cannot be read are notices."""
        own = Path(os.path.abspath(article.path))
        if article.keys and not self._keys.whole(own):
            notice = "its site has too many files to look through all for its editions"
            article = replace(article, notices=(*article.notices, notice))
        sisters: dict[Path, str | None] = {}
        for sister in self._sisters(article, own):
            if sister.path != own:
                sisters.setdefault(sister.path, sister.language)
        here = replace(article, pictures=pictures(article)) if sisters else article
        if not here.pictures:  # of which editions might say something
            return article
        if article.language_source != "option":  # which is not what the file says
            self._keep(own, edition(here))
        notices = []
        if len(sisters) > _MOST:
            notices.append(f"of its {len(sisters)} editions the first {_MOST} were read")
        found = []
        for path, language in islice(sisters.items(), _MOST):
            shown = spelt_as(path, article.path)
            one = self._read(path)
            if isinstance(one, Unreadable):
                notices.append(f"its edition {shown.as_posix()} was not read: {one.reason}")
            else:
                one = replace(one, path=shown, language=_language(one.language, language))
                here, one = self._looked_at(here, own, one, path)
                found.append(one)
        return replace(here, editions=tuple(found), notices=(*here.notices, *notices))

    def _sisters(self, article: Article, own: Path) -> Iterator[Sister]:
        for tag, href in article.alternates:
            if path := layout.local(href, own, self.files):
                yield Sister(path, normalise(tag))
        if not edition_keys.opens(article.text):
            yield from self._by_path(own)
            return
        self.files.look(Look.KEYED, str(own))
        named = self._keys.sisters(own)
        yield from named
        told = {sister.language for sister in named if sister.language}
        for sister in self._by_path(own):
            if sister.language not in told and not self._keys.apart(own, sister.path):
                yield sister

    def _keyed(self, path: str) -> str:
        """A digest of what the front matter of the site's files makes of one of them."""
        own = Path(path)
        named = self._keys.sisters(own)
        apart = [one for one in self._by_path(own) if self._keys.apart(own, one.path)]
        told = repr([*named, *apart, self._keys.whole(own)])
        return hashlib.sha256(told.encode(errors="surrogateescape")).hexdigest()

    def _by_path(self, own: Path) -> Iterator[Sister]:
        fits = [one for one in self.settings.editions if one.fits(own)]
        for pattern in fits:
            yield from pattern.sisters(own, self.files)
        if not fits:
            yield from layout.sisters(own, self._folders)

    def _looked_at(
        self, here: Article, own: Path, edition: Edition, path: Path
    ) -> tuple[Article, Edition]:
        """Both with what is in the files of the pictures that nothing else could match."""
        mine, theirs = unmatched(here, edition)
        if not (mine and theirs):
            return here, edition
        if max(len(mine), len(theirs)) > _MOST_FILES:
            notice = f"the files of no more than {_MOST_FILES} pictures were opened to match them"
            here = replace(here, notices=tuple(dict.fromkeys((*here.notices, notice))))
        return (
            replace(here, pictures=self._opened(here.pictures, mine, own)),
            replace(edition, pictures=self._opened(edition.pictures, theirs, path)),
        )

    def _opened(
        self, shown: Sequence[Picture], numbers: Sequence[int], own: Path
    ) -> tuple[Picture, ...]:
        found = list(shown)
        for number in numbers[:_MOST_FILES]:
            if file := self.photos.find(shown[number].address, own):
                try:
                    inside = self.photos.read(file, seen=True)
                except OSError:  # which is told where its metadata are asked for
                    continue
                found[number] = replace(shown[number], content=inside.content, looks=inside.looks)
        return tuple(found)

    def _read(self, path: Path) -> Edition | Unreadable:
        self.files.note(path)
        if path in self._known:
            self._known.move_to_end(path)
        else:
            article = read(path, replace(self.settings, language=None))
            if isinstance(article, Article):
                self._keep(path, edition(replace(article, pictures=pictures(article))))
            else:
                self._keep(path, article)
        return self._known[path]

    def _keep(self, path: Path, found: Edition | Unreadable) -> None:
        self._known[path] = found
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)


def edition(article: Article) -> Edition:
    """What an article, its pictures found, is to its other editions."""
    return Edition(article.path, article.language, article.pictures, article.hosts)


def _language(declared: str, by_path: str | None) -> str:
    """What a file declares where its path says no other language: templates are copied."""
    if by_path is None or (declared != UNKNOWN and same_language(declared, by_path)):
        return declared
    return by_path
