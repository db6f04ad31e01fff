"""The pictures that a page can hold."""

import os
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path, PurePath

from captions.metadata import local_picture

# A thumbnail has no more; a picture that does is made for the page of an article.
_LARGEST = 48 * 1024
_FORMATS = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}


@dataclass(slots=True)
class Pictures:
    """Makes `data:` addresses of small local pictures, up to a number of characters in all."""

    room: int

    def inline(self, address: str, article: PurePath) -> str | None:
        """A picture of an article; None where there is no local one, no small one or no room."""
        file = local_picture(address, Path(os.path.abspath(article)))
        try:
            if file is None or file.stat().st_size > min(_LARGEST, self.room * 3 // 4):
                return None
            data = file.read_bytes()
        except OSError:
            return None
        if not (kind := _format(data)):
            return None
        found = f"data:image/{kind};base64,{b64encode(data).decode()}"
        self.room -= len(found)
        return found


def _format(data: bytes) -> str | None:
    """The format by the first bytes; those that hold no scripts, whatever the name says."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((name for start, name in _FORMATS.items() if data.startswith(start)), None)
