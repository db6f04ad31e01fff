"""XMP: the packet of RDF in a picture, with its texts in as many languages as it gives them."""

from collections.abc import Iterator

from captions.language import normalise
from captions.photo_text import PhotoText
from captions.source import Source
from captions.xml_tree import Element, parse

_NAMESPACES = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://ns.adobe.com/photoshop/1.0": "photoshop",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns": "Iptc4xmpCore",
    "http://ns.adobe.com/tiff/1.0": "tiff",
    "http://ns.adobe.com/exif/1.0": "exif",
}
_FIELDS = {
    "dc:description": "description",
    "dc:title": "title",
    "dc:creator": "creator",
    "dc:rights": "copyright",
    "photoshop:Headline": "headline",
    "photoshop:Credit": "credit",
    "Iptc4xmpCore:AltTextAccessibility": "alt",
    "Iptc4xmpCore:ExtDescrAccessibility": "extended-description",
    "tiff:ImageDescription": "description",
    "exif:UserComment": "description",
}


def xmp_texts(packet: bytes) -> Iterator[PhotoText]:
    """The texts of a packet; raises `ValueError` where it is no XML.

    Alternatives in several languages stay apart. `x-default` is no language: it repeats one of
    them, and counts where it does not.
    """
    root = parse(Source.of(_decoded(packet)), _NAMESPACES)
    for holder in root.all():
        if holder.name == "rdf:Description":
            for name, field in _FIELDS.items():
                if (value := holder.attribute(name)) and value.strip():
                    yield PhotoText(field, value.strip(), None, f"XMP {name}")
            for child in holder.named(*_FIELDS):
                yield from _alternatives(child)


def _decoded(packet: bytes) -> str:
    """Packets are UTF-8; XMP allows the wide encodings, too (XMP 1, 7.3)."""
    packet = packet.rstrip(b"\0")
    wide = b"\0" in packet[:4]
    if not wide:
        return packet.decode("utf-8", "replace")
    little = packet[:1] != b"\0"
    packet += b"\0" if little and len(packet) % 2 else b""  # half of the last unit was stripped
    return packet.decode("utf-16-le" if little else "utf-16-be", "replace")


def _alternatives(holder: Element) -> Iterator[PhotoText]:
    items = [element for element in holder.all() if element.name == "rdf:li"] or [holder]
    texts: dict[str, str | None] = {}
    for item in items:
        text = item.text().text.strip()
        tag = normalise(item.language.tag) if item.language else None
        if text:
            texts[text] = texts.get(text) or tag
    for text, tag in texts.items():
        yield PhotoText(_FIELDS[holder.name], text, tag, f"XMP {holder.name}")
