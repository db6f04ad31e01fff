"""XML as events, read from the file alone: no entity that it declares, none from elsewhere."""

from html.entities import html5
from pathlib import Path
from typing import NoReturn, Protocol
from xml.parsers import expat

from checker.reference import ReferencesError


class Events(Protocol):
    """What a format does with elements; names are without their prefixes."""

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """An element begins."""
        ...

    def end(self, name: str, line: int) -> None:
        """An element ends."""
        ...

    def text(self, data: str) -> None:
        """Text, in pieces."""
        ...


def read(path: Path, events: Events) -> None:
    """Run a file through `events`; raises `ReferencesError` with the line of what is wrong.

    A file that declares entities is refused: memories have no use for them, and a few nested ones
    grow to gigabytes. A document type that is named (`tmx14.dtd`) is never fetched.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        own = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        events.start(name.rpartition(":")[2], own, parser.CurrentLineNumber)

    def declared(name: str, *_: object) -> NoReturn:
        where = f"{path}:{parser.CurrentLineNumber}"
        raise ReferencesError(f"{where}: it declares the entity {name!r}; write its text instead")

    def undeclared(name: str, is_parameter: bool) -> None:
        if not is_parameter:  # those of HTML are in use, whatever the document type
            events.text(html5.get(f"{name};", ""))

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: events.end(
        name.rpartition(":")[2], parser.CurrentLineNumber
    )
    parser.CharacterDataHandler = events.text
    parser.EntityDeclHandler = declared
    parser.SkippedEntityHandler = undeclared
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise ReferencesError(f"{path}:{error.lineno}: not well-formed XML: {reason}") from error
    except ReferencesError:
        raise
    except (ValueError, LookupError) as error:
        where = f"{path}:{parser.CurrentLineNumber}"
        raise ReferencesError(f"{where}: not XML in an encoding that can be read") from error
