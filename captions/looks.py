"""What a picture looks like, as bits: nearly the same in all sizes, formats and qualities.

A difference hash (N. Krawetz, "Kind of Like That"): whether each of 16 × 16 parts of the picture is
lighter than the one to its right, and than the one below it. It needs Pillow, which
`captioncheck[pictures]` brings; without it no picture is known by its looks.
"""

import warnings
from io import BytesIO

_SIDE = 16
# Icons, charts and screens are plain for the most part, and look like others of their kind: in half
# of a photo's parts neighbours differ by more than two of 256 shades.
_SHADES = 2
_FEWEST = _SIDE * _SIDE
# More pixels than any photo; a small file that has more is made to fill the memory.
_MOST_PIXELS = 100_000_000
# Of 512 bits, those in which copies of one picture differ at most, and different pictures at least.
# Of 49 screenshots, logos, icons and photos, 43 were as near to themselves saved anew, 34 at half
# the size and 40 % quality; of their 1,176 pairs two of different ones were, icons of one family.
_NEAR = 26
_FAR = 128


def looks(data: bytes) -> int | None:
    """The bits of a picture file, None where it cannot be decoded or is plain."""
    try:
        from PIL import Image
    except ImportError:
        return None
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(data)) as picture:
            warnings.simplefilter("error")
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            picture.draft("L", (8 * _SIDE, 8 * _SIDE))  # decodes no more than that of a JPEG
            small = picture.convert("L").resize((_SIDE + 1, _SIDE + 1), Image.Resampling.BOX)
    except Exception:  # broken files make decoders raise nearly anything
        return None
    return _bits(small.tobytes())


def _bits(shades: bytes) -> int | None:
    width = _SIDE + 1
    bits = busy = 0
    for place in (row * width + column for row in range(_SIDE) for column in range(_SIDE)):
        for neighbour in (place + 1, place + width):
            difference = shades[place] - shades[neighbour]
            bits = bits << 1 | (difference > 0)
            busy += abs(difference) > _SHADES
    return bits if busy >= _FEWEST else None


def is_near(one: int | None, other: int | None) -> bool:
    """Whether two pictures are copies of one."""
    return one is not None and other is not None and _distance(one, other) <= _NEAR


def is_far(one: int | None, other: int | None) -> bool:
    """Whether two pictures are known to be different ones."""
    return one is not None and other is not None and _distance(one, other) >= _FAR


def _distance(one: int, other: int) -> int:
    return (one ^ other).bit_count()
