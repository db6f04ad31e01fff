"""The local files of the pictures that articles show: where they lie, and what is in them."""

from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from captions import layout
from captions.files import Files
from captions.looks import looks
from captions.photo import Photo, parse_photo

# Files of a run that are remembered.
_KEPT = 10_000
# Where generators keep what addresses from the root of the site lead to (Hugo, Docusaurus, Next).
_ROOTS = ("", "/static", "/public")


@dataclass(frozen=True, slots=True)
class PictureFile:
    """What is in the file of a picture.

    `photo` is what it says, None where it is no JPEG, PNG, WebP or TIFF; `content` the digest of
    its bytes, None where these are too many; `looks` what the picture looks like, None where
    nothing can tell, or it was not `seen`.
    """

    photo: Photo | None
    content: str | None
    looks: int | None = None
    seen: bool = False


@dataclass(frozen=True, slots=True)
class PictureFiles:
    """Reads the local files of pictures; each once, as long as it is not changed.

    Nothing is fetched: an address with a host is no local picture. Of each file `max_bytes` are
    looked at.
    """

    files: Files = field(default_factory=Files, repr=False, compare=False)
    max_bytes: int = 20_000_000
    _known: "OrderedDict[tuple[Path, int], PictureFile]" = field(
        default_factory=OrderedDict, repr=False, compare=False
    )

    def find(self, address: str, own: Path) -> Path | None:
        """The local file of a picture of the article at an absolute path."""
        try:
            split = urlsplit(address)
        except ValueError:  # an address that is none
            return None
        if split.scheme or split.netloc:
            return None
        for root in _ROOTS if address.startswith("/") else ("",):
            if file := layout.local(root + address, own, self.files):
                return None if file == own else file
        return None

    def read(self, path: Path, *, seen: bool = False) -> PictureFile:
        """What is in a file; `seen`: also what its picture looks like.

        Raises `OSError` where the file cannot be read.
        """
        self.files.note(path)
        key = path, path.stat().st_mtime_ns
        known = self._known.get(key)
        if known is None or (seen and not known.seen):
            with path.open("rb") as file:
                data = file.read(self.max_bytes + 1)
            whole = len(data) <= self.max_bytes
            self._known[key] = known = PictureFile(
                parse_photo(data) if whole else self._cut(data),
                blake2b(data).hexdigest() if whole else None,
                looks(data) if seen and whole else None,
                seen,
            )
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return known

    def _cut(self, data: bytes) -> Photo | None:
        photo = parse_photo(data[: self.max_bytes])
        notice = f"no more than the first {self.max_bytes:,} bytes of the picture were looked at"
        return photo and Photo(photo.texts, (*photo.notices, notice))
