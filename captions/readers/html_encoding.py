"""The encoding that a page declares in its first bytes (WHATWG HTML, prescan a byte stream)."""

import re

_XML = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["'][^>]*>""")
_SPACE = rb"\t\n\f\r /"
_TAG = re.compile(rb"</?[A-Za-z][^\t\n\f\r />]*")
_META = re.compile(rb"<meta[" + _SPACE + rb"]", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"[" + _SPACE + rb"]*(=?[^\t\n\f\r />=]*)[\t\n\f\r ]*"
    rb"(?:=[\t\n\f\r ]*(?:\"([^\"]*)\"?|'([^']*)'?|([^\t\n\f\r >]*)))?"
)
_CHARSET = re.compile(
    rb"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\"'\t\n\f\r ;][^\t\n\f\r ;]*))",
    re.IGNORECASE,
)


def declared_encoding(head: bytes) -> str | None:
    """The label that the XML declaration or a meta element gives; comments do not count."""
    if found := _XML.match(head.lstrip()):
        return found[1].decode("ascii", "replace")
    place = 0
    while (place := head.find(b"<", place)) >= 0:
        if head.startswith(b"<!--", place):
            # "<!-->" is a whole comment.
            end = head.find(b"-->", place + 2)
            place = end + 3 if end >= 0 else len(head)
        elif _META.match(head, place):
            attributes, place = _attributes(head, place + 5)
            if label := _label(attributes):
                return label.decode("ascii", "replace")
        elif tag := _TAG.match(head, place):
            _, place = _attributes(head, tag.end())
        elif head[place + 1 : place + 2] in (b"!", b"/", b"?"):
            end = head.find(b">", place)
            place = end + 1 if end >= 0 else len(head)
        else:
            place += 1
    return None


def _attributes(head: bytes, place: int) -> tuple[dict[bytes, bytes], int]:
    """The attributes of a tag, of each name the first, and where the tag ends."""
    attributes: dict[bytes, bytes] = {}
    while (found := _ATTRIBUTE.match(head, place)) and found[1]:
        place = found.end()
        value = next((one for one in found.groups()[1:] if one is not None), b"")
        attributes.setdefault(found[1].lower(), value)
    return attributes, place


def _label(attributes: dict[bytes, bytes]) -> bytes | None:
    if charset := attributes.get(b"charset"):
        return charset.strip()
    if attributes.get(b"http-equiv", b"").strip().lower() != b"content-type":
        return None
    found = _CHARSET.search(attributes.get(b"content", b""))
    return next((one for one in found.groups() if one is not None), None) if found else None
