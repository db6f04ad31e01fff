"""What is in the files of the pictures that an article shows, found and read beside it."""

import os
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from captions.article import Article
from captions.embedded import Embedded
from captions.files import spelt_as
from captions.photo import Photo
from captions.photo_text import PhotoText
from captions.picture_files import PictureFiles
from captions.segment import Kind, Region

# Segments that may be about a picture.
_KINDS = frozenset({Kind.CAPTION, Kind.ALT, Kind.CREDIT})
# Pictures of one article that are looked at.
_MOST = 500
# Texts of one picture, and characters of one text: IPTC allows 2,000 in a caption.
_MOST_TEXTS = 50
_LONGEST = 2_000
# Titles are names of files and jobs.
_FIELDS = frozenset(
    {"description", "headline", "alt", "extended-description", "creator", "credit", "copyright"}
)
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"})


@dataclass(frozen=True, slots=True)
class Metadata:
    """Reads the metadata of local pictures."""

    photos: PictureFiles = field(default_factory=PictureFiles, repr=False, compare=False)

    def beside(self, article: Article) -> Article:
        """The article with what its pictures say inside; what cannot be read are notices."""
        own = Path(os.path.abspath(article.path))
        addresses = dict.fromkeys(
            segment.image
            for segment in article.segments
            if segment.image and segment.kind in _KINDS and segment.region is Region.ARTICLE
        )
        found: list[Embedded] = []
        notices: list[str] = []
        if len(addresses) > _MOST:
            notices.append(
                f"of its {len(addresses)} pictures the metadata of the first {_MOST} were looked at"
            )
        for address in islice(addresses, _MOST):
            if not (file := self.photos.find(address, own)):
                continue
            shown = spelt_as(file, article.path)
            photo = self._read(file)
            notices += (f"picture {shown.as_posix()}: {reason}" for reason in photo.notices)
            if photo.texts:
                found.append(Embedded(address, shown, photo.texts))
        if not found and not notices:
            return article
        notices = [*article.notices, *dict.fromkeys(notices)]
        return replace(article, embedded=tuple(found), notices=tuple(notices))

    def _read(self, path: Path) -> Photo:
        try:
            return _usable(path, self.photos.read(path).photo)
        except OSError as error:
            return Photo((), (f"its metadata were not read: {error.strerror or error}",))


def _usable(path: Path, photo: Photo | None) -> Photo:
    """The texts that may say something of the picture, each once; IPTC and EXIF repeat XMP."""
    if photo is None:
        promised = path.suffix.lower() in _SUFFIXES
        reason = "its metadata were not read: it is no JPEG, PNG, WebP or TIFF"
        return Photo((), (reason,) if promised else ())
    notices = list(photo.notices)
    texts: dict[tuple[str, str], PhotoText] = {}
    for one in photo.texts:
        if len(one.text) > _LONGEST:
            notices.append(f"{one.origin} is longer than {_LONGEST:,} characters and is not used")
        elif one.field in _FIELDS:
            texts.setdefault((one.field, " ".join(one.text.split())), one)
    if len(texts) > _MOST_TEXTS:
        notices.append(f"of its {len(texts)} texts the first {_MOST_TEXTS} are used")
    return Photo(tuple(texts.values())[:_MOST_TEXTS], tuple(notices))
