"""Which picture an element shows, and which picture a caption belongs to."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from turbohtml import Element

# Where scripts find the address of a picture that loads when it comes into view.
_LATE = (
    "data-src", "data-lazy-src", "data-original", "data-lazy", "data-url", "data-image",
    "data-full-url", "data-hi-res-src", "data-original-src", "data-img-src",
)  # fmt: skip
_LATE_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")
_PLACEHOLDER = re.compile(
    r"^data:|^about:|(?:^|/)(?:blank|spacer|pixel|transparent|placeholder|lazyload|1x1)"
    r"[\w-]*\.(?:gif|png|svg|jpe?g|webp)",
    re.IGNORECASE,
)
_CANDIDATE = re.compile(r"[\s,]*(\S*[^\s,])")
_ICON = 32
# How many elements may stand between a caption by class and the one that also holds its picture.
_MOST_LEVELS = 4


def address_of(element: Element) -> str | None:
    """The address of the picture that an element shows, for lazy ones the one that they will."""
    if poster := (element.attr("poster") or "").strip():
        return poster
    plain = (element.attr("src") or "").strip()
    if plain and not _PLACEHOLDER.search(plain):
        return plain
    late = [(element.attr(name) or "").strip() for name in _LATE]
    others = (*late, *_candidates(element), *_sources(element), plain)
    return next(filter(None, others), None)


def _candidates(element: Element) -> Iterator[str]:
    """The first address of each set that the element chooses from."""
    for name in (*_LATE_SETS, "srcset"):
        if found := _CANDIDATE.match(element.attr(name) or ""):
            yield found[1]


def _sources(element: Element) -> Iterator[str]:
    """The addresses that the `picture` around an `img` offers it."""
    outer = element.parent
    if isinstance(outer, Element) and outer.tag == "picture":
        for child in outer.children:
            if isinstance(child, Element) and child.tag == "source":
                yield from _candidates(child)


def is_icon(element: Element) -> bool:
    """Whether the element is too small for a picture that anybody captions."""
    for name in ("width", "height"):
        size = element.attr(name)
        if size and size.isdecimal() and 0 < int(size[:5]) <= _ICON:
            return True
    return False


class Captioned(Protocol):
    """What has a picture once it is known which."""

    image: str | None


@dataclass(slots=True)
class _Caption:
    """A caption that waits for its picture, and how many elements were left without one."""

    order: int
    item: Captioned
    levels: int = 0


class Pictures:
    """Captions and pictures in the order of the page, brought together as elements end.

    A caption goes with the nearest picture in the smallest element that holds both. In a gallery
    it is the one before it where pictures come first, else the one behind it; what follows a
    caption without a picture in between (its credit) shares the caption's.
    """

    def __init__(self) -> None:
        self.order = 0
        self._images: list[tuple[int, str]] = []
        self.waiting: list[_Caption] = []

    def show(self, address: str) -> None:
        self.order += 1
        self._images.append((self.order, address))

    def part(self) -> None:
        """Other text stands between what is before and what is behind."""
        self.order += 1

    def wait(self, item: Captioned) -> None:
        self.order += 1
        self.waiting.append(_Caption(self.order, item))

    def leave(self, since: int, *, figure: bool = False, outermost: bool = False) -> None:
        """An element ends; `since` was the order at its beginning.

        Captions do not wait beyond the end of a figure, nor of an `outermost` element, in which
        any picture might be meant but the one right before.
        """
        if not self.waiting or self.waiting[-1].order <= since:
            return
        first = len(self.waiting)
        while first and self.waiting[first - 1].order > since:
            first -= 1
        inside = self.waiting[first:]
        if outermost:
            self._follow(inside)
        elif self._images and self._images[-1][0] > since:
            self._match(inside, since)
            inside = []
        for caption in inside:
            caption.levels += 1
        kept = [one for one in inside if one.levels < _MOST_LEVELS]
        self.waiting[first:] = [] if figure or outermost else kept

    def _follow(self, captions: list[_Caption]) -> None:
        """Give captions the picture that they come right after."""
        before: tuple[int, str | None] = (0, None)  # the caption before, and its picture
        for caption in captions:
            index = bisect_left(self._images, (caption.order,)) - 1
            if index >= 0 and self._images[index][0] == caption.order - 1:
                caption.item.image = self._images[index][1]
            elif before[0] == caption.order - 1:  # a credit behind a caption
                caption.item.image = before[1]
            before = (caption.order, caption.item.image)

    def _match(self, captions: list[_Caption], since: int) -> None:
        first = len(self._images)
        while first and self._images[first - 1][0] > since:
            first -= 1
        images = self._images[first:]
        if len({address for _, address in images}) == 1:
            for caption in captions:
                caption.item.image = images[0][1]
            return
        addresses, waiting = dict(images), {caption.order: caption for caption in captions}
        reverse = captions[0].order < images[0][0]
        image, ended = images[-1][1] if reverse else images[0][1], True
        for order in sorted([*addresses, *waiting], reverse=reverse):
            if order in waiting:
                waiting[order].item.image, ended = image, True
            elif ended or reverse:  # the first picture since the caption before
                image, ended = addresses[order], False
