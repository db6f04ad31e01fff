"""What is found, in the protocol's words."""

from collections.abc import Iterable, Iterator

from lsprotocol import types

from captions.article import Unreadable
from captions.span import Span
from checker.checked import Checked
from checker.details import details
from checker.finding import Finding, Severity
from checker.lsp.places import Places
from checker.suggest import Mend
from checker.visible import visible

NAME = "captioncheck"
_LEVELS = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_TOP = types.Range(types.Position(0, 0), types.Position(0, 0))
# Most files that are opened in an editor are no articles.
_NO_ARTICLE = frozenset({"UnknownFormat", "BinaryFile"})


def diagnostics(checked: Checked, places: Places) -> list[types.Diagnostic]:
    """The findings, and what could not be checked at the top of the file."""
    article = checked.article
    if isinstance(article, Unreadable):
        if article.kind in _NO_ARTICLE:
            return []
        return [_note(f"not checked: {article.reason}")]
    found = [diagnostic(finding, places) for finding in checked.findings]
    return [*found, *(_note(notice) for notice in checked.notices if article.segments)]


def diagnostic(finding: Finding, places: Places) -> types.Diagnostic:
    """A finding where it stands."""
    return types.Diagnostic(
        range=places.range(finding.span),
        message=visible(finding.message),
        severity=_LEVELS[finding.severity],
        code=finding.rule,
        source=NAME,
    )


def _note(text: str) -> types.Diagnostic:
    return types.Diagnostic(
        _TOP, visible(text), severity=types.DiagnosticSeverity.Information, source=NAME
    )


def within(findings: Iterable[Finding], span: Span) -> list[Finding]:
    """The findings that a span touches."""
    return [one for one in findings if one.span.start <= span.end and span.start <= one.span.end]


def hover(checked: Checked, offset: int, places: Places) -> types.Hover | None:
    """What is known of the findings at a place: language, translation, references, scores.

    Plain text: captions of strangers are no Markdown to render.
    """
    found = within(checked.findings, Span(offset, offset))
    if not found or isinstance(checked.article, Unreadable):
        return None
    told = []
    for finding in found:
        rows = [(label, visible(value)) for label, value in details(finding, checked.article)]
        lines = [f"{label}: {value}" for label, value in rows if value]
        told.append("\n".join([f"{visible(finding.message)} [{finding.rule}]", *lines]))
    content = types.MarkupContent(types.MarkupKind.PlainText, "\n\n".join(told))
    return types.Hover(content, places.range(found[0].span))


def actions(
    finding: Finding, mends: Iterable[Mend], uri: str, places: Places
) -> Iterator[types.CodeAction]:
    """The quick fixes of a finding."""
    for mend in mends:
        edits = [types.TextEdit(places.range(one.span), one.text) for one in mend.changes]
        yield types.CodeAction(
            title=visible(mend.what[:1].upper() + mend.what[1:]),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(finding, places)],
            edit=types.WorkspaceEdit(changes={uri: edits}),
            is_preferred=mend.sure,
        )
