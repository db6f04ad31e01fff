"""Picture files without a picture: their packets, as tests need them."""

# ruff: noqa: E501 -- packets

import zlib
from struct import pack

NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
)
XMP = b"http://ns.adobe.com/xap/1.0/\0"


def xmp(properties: str, attributes: str = "") -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF {NAMESPACES}><rdf:Description rdf:about="" {attributes}>{properties}'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def alternatives(name: str, **texts: str) -> str:
    items = "".join(
        f'<rdf:li xml:lang="{tag.replace("_", "-")}">{text}</rdf:li>' for tag, text in texts.items()
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def iptc(*fields: tuple[int, int, bytes]) -> bytes:
    return b"".join(
        pack(">BBBH", 0x1C, record, number, len(value)) + value for record, number, value in fields
    )


def resources(*blocks: tuple[int, bytes]) -> bytes:
    return b"".join(
        b"8BIM"
        + pack(">H", number)
        + b"\0\0"
        + pack(">I", len(data))
        + data
        + b"\0" * (len(data) % 2)
        for number, data in blocks
    )


def tiff(fields: dict[int, tuple[int, bytes]], order: str = "<", following: int = 0) -> bytes:
    """A TIFF file of one directory; `fields`: tag to type and bytes."""
    head = b"II*\0" if order == "<" else b"MM\0*"
    place = 8 + 2 + 12 * len(fields) + 4
    entries, data = b"", b""
    for tag, (kind, value) in sorted(fields.items()):
        size = {3: 2, 4: 4}.get(kind, 1)
        entries += pack(order + "HHI", tag, kind, len(value) // size)
        if len(value) <= 4:
            entries += value.ljust(4, b"\0")
        else:
            entries += pack(order + "I", place + len(data))
            data += value
    directory = pack(order + "H", len(fields)) + entries + pack(order + "I", following)
    return head + pack(order + "I", 8) + directory + data


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    inner = b"".join(
        b"\xff" + bytes([marker]) + pack(">H", len(data) + 2) + data for marker, data in segments
    )
    return b"\xff\xd8" + inner + b"\xff\xda\0\2pixels\xff\xd9"


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    whole = (*chunks, (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
        for kind, data in whole
    )


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    inner = b"".join(
        kind + pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for kind, data in chunks
    )
    return b"RIFF" + pack("<I", len(inner) + 4) + b"WEBP" + inner
