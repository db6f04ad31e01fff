"""A browser, where there is one."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="module")
def browser():
    """Headless Chromium; `CAPTIONCHECK_CHROMIUM` names another than that of the system.

    For one module: as long as it is open, no other test can run an event loop.
    """
    playwright = pytest.importorskip("playwright.sync_api")
    program = os.environ.get("CAPTIONCHECK_CHROMIUM") or next(
        filter(None, map(shutil.which, _NAMES)), None
    )
    if not program:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as running:
        # The sandbox of Chromium does not start as root, as which containers run tests.
        chromium = running.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Opened:
    """A report in the browser, with everything that the browser complained of and asked for."""

    def __init__(self, page, path: Path) -> None:
        self.page, self.path = page, path
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def go(self, place: str = "") -> "Opened":
        """Open the file anew, at a place."""
        self.page.goto("about:blank")
        self.page.goto(self.path.as_uri() + place)
        return self

    def follow(self, link: str) -> None:
        """Click a link within the page, and wait until the page knows that its address changed."""
        self.page.click(link)
        self.page.evaluate("new Promise(done => setTimeout(done, 50))")

    @property
    def ids(self) -> list[str]:
        """The findings that are to be seen, in their order."""
        return self.page.eval_on_selector_all(
            "article.row", "rows => rows.filter(row => row.checkVisibility()).map(row => row.id)"
        )

    @property
    def hash(self) -> str:
        """What stands in the address behind the file."""
        return self.page.evaluate("location.hash")

    @property
    def current(self) -> str | None:
        """The finding that the keys are at."""
        return self.page.evaluate("document.querySelector('.row.current')?.id ?? null")


@pytest.fixture
def show(browser, tmp_path) -> Iterator[Callable[..., Opened]]:
    """Open a report; options are those of the browser's context."""
    contexts = []

    def show(html: str, place: str = "", **options: object) -> Opened:
        path = tmp_path / "report.html"
        path.write_bytes(html.encode(errors="surrogateescape"))
        contexts.append(browser.new_context(**options))
        contexts[-1].set_default_timeout(10_000)
        return Opened(contexts[-1].new_page(), path).go(place)

    yield show
    for context in contexts:
        context.close()
