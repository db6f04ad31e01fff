"""The server: which document is checked when, and what its editor is told."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from captions.errors import UserError
from checker import __version__
from checker.checked import Checked
from checker.finding import Finding
from checker.lsp import answers
from checker.lsp.desk import Desk
from checker.lsp.places import Places
from checker.suggest import Mend

_log = logging.getLogger(__name__)
# Seconds without a keystroke before what is being written is checked.
_PAUSE = 0.4
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, eq=False)
class _Result:
    """What was found in a version of a document, and what may be done, once it was asked for."""

    text: str
    checked: Checked
    desk: Desk
    known: dict[int, list[Mend]] = field(default_factory=dict)

    def mends(self, finding: Finding) -> list[Mend]:
        """What may be done about a finding; editors ask whenever the cursor moves."""
        if id(finding) not in self.known:
            self.known[id(finding)] = list(self.desk.mends(self.checked, finding))
        return self.known[id(finding)]


class Server(LanguageServer):
    """Checks open articles one at a time, beside the loop that answers the editor."""

    def __init__(self, given: Path | None = None) -> None:
        super().__init__(answers.NAME, __version__)
        self._given = given
        self._desks: dict[Path, Desk] = {}
        self._results: dict[str, _Result] = {}
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._one_at_a_time = ThreadPoolExecutor(max_workers=1)
        self._told: str | None = None

    def check_soon(self, uri: str, pause: float = 0.0) -> None:
        """Check a document when nothing happens to it for a while."""
        self._cancel(uri)
        self._waiting[uri] = asyncio.create_task(self._check(uri, pause))

    def close(self, uri: str) -> None:
        """Forget a document, and have its editor forget what was found in it."""
        self._cancel(uri)
        self._results.pop(uri, None)
        self._publish(uri, [], None)

    async def result(self, uri: str) -> _Result | None:
        """What is found in a document as it is now; None where it cannot be checked."""
        if uri not in self.workspace.text_documents:
            return None
        document = self.workspace.get_text_document(uri)
        text = document.source
        held = self._results.get(uri)
        if held and held.text == text:
            return held
        path = self._path(document)
        if path is None:
            return None
        desk = self._desk(path)
        try:
            checked = await self.aside(lambda: desk.check(path, text))
        except UserError as error:
            self._tell(str(error))
            return None
        self._told = None
        result = _Result(text, checked, desk)
        if uri in self.workspace.text_documents:
            self._results[uri] = result
        return result

    async def aside(self, work: Callable[[], _Answer]) -> _Answer:
        """Do something long while the editor is answered."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._one_at_a_time, work)

    def places(self, uri: str, text: str) -> Places:
        """The places of a document's text in the units that the editor counts in."""
        return Places(text, self.workspace.get_text_document(uri).position_codec)

    def _cancel(self, uri: str) -> None:
        if task := self._waiting.pop(uri, None):
            task.cancel()

    async def _check(self, uri: str, pause: float) -> None:
        await asyncio.sleep(pause)
        try:
            result = await self.result(uri)
        except Exception:  # a fault on one text must not take the others' findings away
            _log.exception("%s was not checked", uri)
            self.window_log_message(
                types.LogMessageParams(types.MessageType.Error, f"{uri} was not checked: a fault")
            )
            return
        if uri not in self.workspace.text_documents:
            return
        document = self.workspace.get_text_document(uri)
        if result is None:
            self._publish(uri, [], document.version)
        elif document.source == result.text:  # else it is about to be checked again
            found = answers.diagnostics(result.checked, self.places(uri, result.text))
            self._publish(uri, found, document.version)

    def _publish(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, found, version=version)
        )

    def _path(self, document: TextDocument) -> Path | None:
        path = to_fs_path(document.uri) if document.uri.startswith("file:") else None
        return Path(path) if path else None

    def _desk(self, path: Path) -> Desk:
        """The desk of the innermost workspace folder that a file is in, else of its own folder."""
        opened = [to_fs_path(folder.uri) for folder in self.workspace.folders.values()]
        if not opened and self.workspace.root_path:
            opened = [self.workspace.root_path]
        around = [Path(one) for one in opened if one and path.is_relative_to(one)]
        folder = max(around, key=lambda one: len(one.parts), default=path.parent)
        return self._desks.setdefault(folder, Desk(folder, self._given))

    def _tell(self, message: str) -> None:
        """Show a message, once until something else happens."""
        if message != self._told:
            self._told = message
            self.window_show_message(
                types.ShowMessageParams(types.MessageType.Error, f"captioncheck: {message}")
            )


def make_server(given: Path | None = None) -> Server:
    """A server with what it answers; `given` is the settings file, if not each folder's own."""
    server = Server(given)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def _opened(one: Server, params: types.DidOpenTextDocumentParams) -> None:
        one.check_soon(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def _saved(one: Server, params: types.DidSaveTextDocumentParams) -> None:
        one.check_soon(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def _changed(one: Server, params: types.DidChangeTextDocumentParams) -> None:
        one.check_soon(params.text_document.uri, _PAUSE)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def _closed(one: Server, params: types.DidCloseTextDocumentParams) -> None:
        one.close(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def _hover(one: Server, params: types.HoverParams) -> types.Hover | None:
        uri = params.text_document.uri
        result = await one.result(uri)
        if result is None:
            return None
        places = one.places(uri, result.text)
        return answers.hover(result.checked, places.offset(params.position), places)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    )
    async def _actions(one: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        only = params.context.only
        if only and not any(types.CodeActionKind.QuickFix.startswith(kind) for kind in only):
            return []
        result = await one.result(uri)
        if result is None:
            return []
        places = one.places(uri, result.text)
        found = answers.within(result.checked.findings, places.span(params.range))

        def mend() -> list[types.CodeAction]:
            return [
                action
                for finding in found
                for action in answers.actions(finding, result.mends(finding), uri, places)
            ]

        return await one.aside(mend)

    return server
