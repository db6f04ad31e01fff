"""The pictures that a page can hold."""

import os
import warnings
from base64 import b64encode
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePath

from captions.picture_files import PictureFiles

# A file of up to so many bytes is taken as it is; a larger one is made small, if it can be.
_SMALL = 48 * 1024
_LARGEST = 32 * 1024 * 1024
# Pixels of a side: twice what is shown, for fine screens; and of a picture that is made small.
_SIDE = 400
_PIXELS = 50_000_000
_FORMATS = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}


@dataclass(slots=True)
class Pictures:
    """Makes `data:` addresses of local pictures, up to a number of characters in all.

    From the first one on that has no room none is looked at.

    Large pictures are made small by Pillow, the extra `pictures`; without it they are left out.
    """

    room: int
    files: PictureFiles = field(default_factory=PictureFiles)

    def inline(self, address: str, article: PurePath) -> str | None:
        """A picture of an article; None where there is no local one, or no room for it."""
        if not self.room:
            return None
        file = self.files.find(address, Path(os.path.abspath(article)))
        try:
            if file is None or file.stat().st_size > _LARGEST:
                return None
            data = file.read_bytes()
        except OSError:
            return None
        kind = _format(data)
        if kind and len(data) > _SMALL:
            kind, data = "jpeg", _thumbnail(data)
        if not kind or not data:
            return None
        found = f"data:image/{kind};base64,{b64encode(data).decode()}"
        if len(found) > self.room:
            self.room = 0
            return None
        self.room -= len(found)
        return found


def _format(data: bytes) -> str | None:
    """The format by the first bytes; those that hold no scripts, whatever the name says."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((name for start, name in _FORMATS.items() if data.startswith(start)), None)


def _thumbnail(data: bytes) -> bytes:
    """A small JPEG; nothing where it cannot be made."""
    try:
        from PIL import Image, ImageOps
    except ImportError:
        return b""
    small = BytesIO()
    try:
        with (
            warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning),
            Image.open(BytesIO(data), formats=("JPEG", "PNG", "GIF", "WEBP")) as picture,
        ):
            if picture.width * picture.height > _PIXELS:
                return b""
            picture.draft("RGB", (_SIDE, _SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((_SIDE, _SIDE))
            upright.save(small, "JPEG", quality=70, optimize=True)
    except Exception:  # a decoder may fail in any way on a broken or hostile picture
        return b""
    return small.getvalue()
