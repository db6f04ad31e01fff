"""One text of a picture file."""

from dataclasses import dataclass


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


def decoded(data: bytes) -> str:
    """Text of which nothing says how it is encoded: UTF-8 where it can be that."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
