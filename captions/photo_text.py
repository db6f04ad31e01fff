"""One text of a picture file."""

import re
from dataclasses import dataclass

# What cameras, scanners and encoders write where a text should be, and names of files.
_NO_TEXT = re.compile(
    r"[\w\s-]*DIGITAL (?:STILL )?CAMERA|SONY DSC|SAMSUNG CSC|DCF1\.0|Exif_JPEG_PICTURE|default|"
    r"binary comment|Screenshot|LEAD Technologies.*|Created (?:with|by|using) .*|charset=.*|"
    r"\S+\.(?:jpe?g|png|tiff?|webp|gif|psd|cr[23w]|nef|arw|dng|raf|orf)|_?[A-Z]{1,5}[_-]?\d{3,}|"
    r"[\d\W_]*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class PhotoText:
    """A text and where in the file it stands.

    `field` says what it is: `description`, `headline`, `title`, `alt`, `extended-description`,
    `creator`, `credit` or `copyright`; `language` is the tag that the file gives it, and `origin`
    the name of its place, such as `IPTC 2:120`.
    """

    field: str
    text: str
    language: str | None
    origin: str

    @property
    def by_software(self) -> bool:
        """Whether no person wrote it: a camera's or an encoder's default, a number, a file name."""
        return _NO_TEXT.fullmatch(self.text) is not None


def decoded(data: bytes) -> str:
    """Text of which nothing says how it is encoded: UTF-8 where it can be that."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
