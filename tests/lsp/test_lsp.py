"""The language server, spoken to over standard input and output as editors do."""

import asyncio
import json
import os
import subprocess
import sys
from contextlib import asynccontextmanager

import pytest
from articles import BODY, ENGLISH, SPANISH, page, write

pytest.importorskip("pygls")

from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.uris import from_fs_path
from pygls.workspace import PositionCodec

from captions.span import Span
from checker.lsp.places import Places

UTF8, UTF16, UTF32 = (
    types.PositionEncodingKind.Utf8,
    types.PositionEncodingKind.Utf16,
    types.PositionEncodingKind.Utf32,
)
TIMEOUT = 60


class Editor(LanguageClient):
    """An editor with one workspace folder."""

    def __init__(self, folder):
        super().__init__("an editor", "1")
        self.folder = folder
        self.published = asyncio.Queue()
        self.messages = asyncio.Queue()
        self.versions = {}

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _(params):
            self.published.put_nowait(params)

        @self.feature(types.WINDOW_SHOW_MESSAGE)
        def _(params):
            self.messages.put_nowait(params)

        self.feature(types.WINDOW_LOG_MESSAGE)(lambda _: None)

    def uri(self, name):
        return from_fs_path(str(self.folder / name))

    async def diagnostics(self, name):
        """What is published next, which must be about the named file."""
        params = await asyncio.wait_for(self.published.get(), TIMEOUT)
        assert params.uri == self.uri(name)
        return list(params.diagnostics)

    def open(self, name, text, uri=None):
        uri = uri or self.uri(name)
        item = types.TextDocumentItem(uri, "html", 1, text)
        self.versions[name] = 1
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, name, text):
        self.versions[name] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        whole = types.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(types.DidChangeTextDocumentParams(document, [whole]))

    def save(self, name):
        self.text_document_did_save(types.DidSaveTextDocumentParams(self._identify(name)))

    def close(self, name):
        self.text_document_did_close(types.DidCloseTextDocumentParams(self._identify(name)))

    async def hover(self, name, line, character):
        found = await self.text_document_hover_async(
            types.HoverParams(self._identify(name), types.Position(line, character))
        )
        return found and found.contents.value

    async def actions(self, name, diagnostic, only=None):
        found = await self.text_document_code_action_async(
            types.CodeActionParams(
                self._identify(name),
                diagnostic.range,
                types.CodeActionContext([diagnostic], only=only),
            )
        )
        return {action.title.split(" (")[0]: action for action in found}

    def _identify(self, name):
        return types.TextDocumentIdentifier(self.uri(name))


def applied(text, action):
    """The text with an action's edits, whose places count UTF-16."""
    places = Places(text, PositionCodec(UTF16))
    [edits] = action.edit.changes.values()
    for edit in sorted(edits, key=lambda one: places.offset(one.range.start), reverse=True):
        span = places.span(edit.range)
        text = text[: span.start] + edit.new_text + text[span.end :]
    return text


@asynccontextmanager
async def _started(folder, encodings=None, arguments=(), settings=None):
    write(folder / "captioncheck.toml", "translate = false\n" if settings is None else settings)
    editor = Editor(folder)
    await editor.start_io(sys.executable, "-m", "checker.cli", "lsp", *arguments)
    try:
        general = types.GeneralClientCapabilities(position_encodings=encodings)
        found = await editor.initialize_async(
            types.InitializeParams(
                types.ClientCapabilities(general=general),
                root_uri=from_fs_path(str(folder)),
                workspace_folders=[types.WorkspaceFolder(from_fs_path(str(folder)), "site")],
            )
        )
        editor.initialized(types.InitializedParams())
        editor.capabilities = found.capabilities
        yield editor
        await asyncio.wait_for(editor.shutdown_async(None), TIMEOUT)
        editor.exit(None)
        assert await asyncio.wait_for(editor._server.wait(), TIMEOUT) == 0
    finally:
        if editor._server.returncode is None:
            editor._server.kill()
        await editor.stop()


@pytest.fixture
def talk(tmp_path):
    """Run a conversation with a server."""

    def run(conversation, **options):
        async def whole():
            async with _started(tmp_path, **options) as editor:
                await asyncio.wait_for(conversation(editor), TIMEOUT)

        asyncio.run(whole())

    return run


def test_open_change_save_close(talk):
    async def conversation(editor):
        editor.open("a.html", page(SPANISH))
        [found] = await editor.diagnostics("a.html")
        assert (found.code, found.source) == ("foreign-language", "captioncheck")
        assert found.severity == types.DiagnosticSeverity.Error
        assert found.message == "Spanish caption in an article in English"
        assert found.range == types.Range(
            types.Position(1, 41), types.Position(1, 41 + len(SPANISH))
        )
        editor.change("a.html", page(ENGLISH))
        assert await editor.diagnostics("a.html") == []
        editor.change("a.html", page(ENGLISH, SPANISH))
        editor.save("a.html")
        assert len(await editor.diagnostics("a.html")) == 1
        editor.close("a.html")
        assert await editor.diagnostics("a.html") == []

    talk(conversation)


def test_many_keystrokes_are_one_check(talk):
    async def conversation(editor):
        editor.open("a.html", page(ENGLISH))
        await editor.diagnostics("a.html")
        for end in range(1, len(SPANISH) + 1):
            editor.change("a.html", page(SPANISH[:end]))
        assert len(await editor.diagnostics("a.html")) == 1
        await asyncio.sleep(1)
        assert editor.published.empty()

    talk(conversation)


ASTRAL = "🚢🚢 " + SPANISH


@pytest.mark.parametrize(
    ("offered", "agreed", "units"),
    [(None, UTF16, 2), ([UTF16], UTF16, 2), ([UTF8, UTF16], UTF8, 4), ([UTF32], UTF32, 1)],
)
def test_places_count_what_was_agreed(talk, offered, agreed, units):
    async def conversation(editor):
        assert editor.capabilities.position_encoding == agreed
        text = f"\r\n<!-- 🚢 -->{page(ASTRAL)}"
        editor.open("a.html", text)
        [found] = await editor.diagnostics("a.html")
        before = text[: text.index(ASTRAL)].splitlines()[2]
        start = len(before) + (units - 1) * before.count("🚢")
        size = len(ASTRAL.encode()) if units == 4 else len(ASTRAL) + 2 * (units - 1)
        assert (found.range.start.line, found.range.start.character) == (2, start)
        assert found.range.end.character - found.range.start.character == size
        assert "language: es" in await editor.hover("a.html", 2, start + size - 1)
        assert await editor.hover("a.html", 2, start + size + 3) is None

    talk(conversation, encodings=offered)


@pytest.mark.parametrize("encoding", [UTF8, UTF16, UTF32])
def test_places_there_and_back(encoding):
    text = "a🚢\u2028b\x0cc\x85\r\né\rñ\n\n港"
    places = Places(text, PositionCodec(encoding))
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n":
            assert places.offset(places.position(offset)) == offset
    assert places.position(text.index("港")) == types.Position(4, 0)
    assert places.offset(types.Position(0, 999)) == text.index("\r")
    assert places.offset(types.Position(99, 0)) == len(text)
    assert places.span(places.range(Span(1, 4))) == Span(1, 4)


def test_hover_tells_what_is_known(talk, tmp_path):
    write(
        tmp_path / "a.html.captions.jsonl",
        json.dumps({"image": "img/1.jpg", "language": "en", "text": ENGLISH}),
    )

    async def conversation(editor):
        editor.open("a.html", page(SPANISH))
        await editor.diagnostics("a.html")
        told = (await editor.hover("a.html", 1, 50)).splitlines()
        assert told[0] == "Spanish caption in an article in English [foreign-language]"
        assert told[1] == f"caption: {SPANISH}"
        assert told[2].startswith("language: es, ")
        assert [line.partition(":")[0] for line in told[3:]] == [
            "image", "translation", "reference", "scores",
        ]  # fmt: skip
        assert f"reference: {ENGLISH}" in told
        assert await editor.hover("a.html", 0, 3) is None

    talk(conversation, settings="")


def test_actions(talk, tmp_path):
    write(
        tmp_path / "a.html.captions.jsonl",
        json.dumps({"image": "img/1.jpg", "language": "en", "text": ENGLISH}),
    )

    async def conversation(editor):
        text = page("🚢 " + SPANISH)
        editor.open("a.html", text)
        [found] = await editor.diagnostics("a.html")
        actions = await editor.actions("a.html", found)
        replace, mark, ignore = actions.values()
        assert replace.title.startswith("The reference ")
        assert replace.title.endswith("in place of the caption")
        assert replace.is_preferred
        assert applied(text, replace) == page(ENGLISH)
        assert mark.title == "Mark as Spanish"
        assert f'<span lang="es">🚢 {SPANISH}</span>' in applied(text, mark)
        assert ignore.title == "Ignore foreign-language here"
        assert not mark.is_preferred
        assert not ignore.is_preferred
        for action in (replace, ignore):
            editor.change("a.html", applied(text, action))
            assert await editor.diagnostics("a.html") == []
        assert {action.kind for action in actions.values()} == {types.CodeActionKind.QuickFix}
        editor.change("a.html", text)
        await editor.diagnostics("a.html")
        assert await editor.actions("a.html", found, ["refactor"]) == {}
        assert await editor.actions("a.html", found, ["quickfix"])

    talk(conversation)


def test_a_machine_translation_is_offered_and_not_preferred(talk):
    async def conversation(editor):
        text = page(SPANISH)
        editor.open("a.html", text)
        [found] = await editor.diagnostics("a.html")
        actions = await editor.actions("a.html", found)
        assert not any(action.is_preferred for action in actions.values())
        assert SPANISH not in applied(text, actions["A machine translation"])

    talk(conversation, settings="")


LONG_TAG = f"""<html lang="en"><p>{BODY}</p>
<figure>
  <img src="img/1.jpg"
       alt="{SPANISH}">
</figure>
"""


MARKDOWN = f"---\nlang: en\n---\n\n{BODY}\n\n![{SPANISH}](a.jpg)\n"


def test_a_suppression_breaks_nothing(talk):
    """It stands where a comment may, which is not within a tag, and is one of its format."""
    words = "captioncheck: ignore-next-line foreign-language"

    async def conversation(editor):
        for name, text, comment in (
            ("a.html", LONG_TAG, f"  <!-- {words} -->\n  <img"),
            ("a.md", MARKDOWN, f"<!-- {words} -->\n!["),
            ("a.mdx", MARKDOWN, f"{{/* {words} */}}\n!["),
        ):
            editor.open(name, text)
            [found] = await editor.diagnostics(name)
            actions = await editor.actions(name, found)
            changed = applied(text, actions["Ignore foreign-language here"])
            assert comment in changed
            editor.change(name, changed)
            assert await editor.diagnostics(name) == []

    talk(conversation)


def test_no_suppression_where_a_format_has_no_comments(talk):
    async def conversation(editor):
        text = json.dumps({"lang": "en", "body": f"{BODY} {BODY}", "caption": SPANISH})
        editor.open("a.json", text)
        [found] = await editor.diagnostics("a.json")
        assert "Ignore foreign-language here" not in await editor.actions("a.json", found)

    talk(conversation)


def test_a_wrong_tag_is_mended(talk):
    async def conversation(editor):
        text = f'<html lang="es"><p>{BODY}</p><p>{ENGLISH} {BODY}</p><p>{BODY}</p></html>'
        editor.open("a.html", text)
        [found] = await editor.diagnostics("a.html")
        assert found.code == "wrong-page-language"
        actions = await editor.actions("a.html", found)
        [mend] = [one for title, one in actions.items() if "in place of" in title]
        assert applied(text, mend) == text.replace('"es"', '"en"')

    talk(conversation)


def test_the_configuration_is_that_of_the_workspace(talk, tmp_path):
    async def conversation(editor):
        editor.open("content/a.html", page(SPANISH))
        assert await editor.diagnostics("content/a.html") == []
        write(tmp_path / "captioncheck.toml", "translate = false # and no rule is ignored\n")
        editor.save("content/a.html")
        await asyncio.sleep(0.1)
        editor.change("content/a.html", page(SPANISH) + "\n")
        while not (found := await editor.diagnostics("content/a.html")):
            pass
        assert found[0].code == "foreign-language"

    talk(conversation, settings='translate = false\nignore = ["foreign-language"]\n')


def test_accepted_findings_and_broken_references(talk, captioncheck, tmp_path):
    write(tmp_path / "a.html", page(SPANISH))
    code, _, _ = captioncheck("audit", "a.html", "--no-translate", "--write-baseline", "old.json")
    assert code == 0
    write(tmp_path / "a.html.captions.jsonl", "{}\n")

    async def conversation(editor):
        editor.open("a.html", page(SPANISH))
        [told] = await editor.diagnostics("a.html")
        assert "a.html.captions.jsonl: not used: " in told.message
        assert told.severity == types.DiagnosticSeverity.Information
        editor.change("a.html", page(SPANISH, f"{SPANISH} Y una gaviota."))
        assert [one.code for one in await editor.diagnostics("a.html")] == [
            "foreign-language", None
        ]  # fmt: skip

    talk(conversation, settings='translate = false\nbaseline = ["old.json"]\n')


def test_a_broken_configuration_is_told_once_and_outlived(talk, tmp_path):
    async def conversation(editor):
        editor.open("a.html", page(SPANISH))
        message = await asyncio.wait_for(editor.messages.get(), TIMEOUT)
        assert "langauge" in message.message
        assert await editor.diagnostics("a.html") == []
        editor.change("a.html", page(SPANISH) + "\n")
        await editor.diagnostics("a.html")
        assert editor.messages.empty()
        assert await editor.hover("a.html", 1, 50) is None
        write(tmp_path / "captioncheck.toml", "translate = false\n")
        editor.change("a.html", page(SPANISH))
        assert len(await editor.diagnostics("a.html")) == 1

    talk(conversation, settings='langauge = "en"\n')


def test_a_named_configuration(talk, tmp_path):
    other = write(tmp_path / "other/mine.toml", 'ignore = ["foreign-language"]\n')

    async def conversation(editor):
        editor.open("a.html", page(SPANISH))
        assert await editor.diagnostics("a.html") == []

    talk(conversation, arguments=("--stdio", "--config", str(other)))


def test_other_texts(talk):
    async def conversation(editor):
        for name, text, told in (
            ("a.py", "print('hola')", []),
            ("empty.html", "", []),
            ("a.json", '{"body": ', ["not checked: "]),
            ("half.html", "half \ud83d a pair", []),
            ("declared.html", f'<meta charset="cp1252">{page("¡Ñu! " + SPANISH)}', ["Spanish c"]),
        ):
            editor.open(name, text)
            found = await editor.diagnostics(name)
            assert len(found) == len(told), found
            assert all(map(str.startswith, [one.message for one in found], told))

    talk(conversation)


def test_a_document_that_is_no_file(talk):
    async def conversation(editor):
        editor.open("untitled", page(SPANISH), uri="untitled:Untitled-1")
        params = await asyncio.wait_for(editor.published.get(), TIMEOUT)
        assert (params.uri, len(params.diagnostics)) == ("untitled:Untitled-1", 0)

    talk(conversation)


def test_an_unknown_document_does_not_end_the_server(talk):
    async def conversation(editor):
        editor.close("never opened.html")
        assert await editor.diagnostics("never opened.html") == []
        assert await editor.hover("never opened.html", 7, 7) is None
        editor.open("a.html", page(SPANISH))
        assert len(await editor.diagnostics("a.html")) == 1

    talk(conversation)


def test_without_pygls_it_says_what_to_install(tmp_path):
    write(tmp_path / "pygls/__init__.py", "raise ModuleNotFoundError('no', name='pygls')\n")
    done = subprocess.run(
        [sys.executable, "-m", "checker.cli", "lsp"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "captioncheck: the language server needs pygls: pip install 'captioncheck[lsp]'"
    ]
