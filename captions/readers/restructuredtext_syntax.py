"""How reStructuredText's blocks begin, and what the names of its directives say of their text."""

import re
from dataclasses import dataclass

from captions.segment import Kind


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source from its text on; `indent` is its column, tabs reaching to eighths."""

    start: int
    end: int
    indent: int

    @property
    def blank(self) -> bool:
        return self.start == self.end


LINE = re.compile(r"([ \t\f\v]*)([^\r\n]*?)[ \t\f\v]*(?:\r\n|\r|\n|\Z)")
ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\Z")
EXPLICIT = re.compile(r"\.\.(?:[ \t]+|\Z)")
DIRECTIVE = re.compile(
    r"(?:\|(?P<substitution>[^|]+)\|[ \t]+)?(?P<name>[\w+.:-]*\w)[ \t]?::(?:[ \t]+|\Z)"
)
NOTE = re.compile(r"\[(?:\d+|#[\w-]*|\*|[\w.-]+)\](?:[ \t]+|\Z)")
BULLET = re.compile(r"[-*+•‣⁃](?:[ \t]+|\Z)")
NUMBER = re.compile(r"\(?(?:\d+|[a-zA-Z]|[ivxlcdm]+|[IVXLCDM]+|#)[.)](?:[ \t]+|\Z)")
FIELD = re.compile(r":(?![:\s])((?:[^:\\\n]|\\.|:(?![\s`]))+?):(?:[ \t]+|\Z)")
LINE_BLOCK = re.compile(r"\|(?:[ \t]+|\Z)")
GRID = re.compile(r"\+(?:[-=]+\+)+\Z")
SIMPLE = re.compile(r"=+(?:[ \t]+=+)+\Z")
OPTION_ITEM = re.compile(
    r"(?:--?|/)\w[\w-]*(?:[ =]\S+)?(?:, --?\w[\w-]*(?:[ =]\S+)?)*(?:[ ]{2,}|\Z)"
)
LANGUAGE_CLASS = re.compile(r"\blanguage-([A-Za-z0-9-]+)")

PICTURES = frozenset({"figure", "image", "video", "thumbnail", "lightbox"})
# Their argument is a title.
TITLED = frozenset(
    "admonition topic sidebar rubric dropdown card tab-item grid-item-card tab details".split()
)
# Their text may begin behind their name.
ADMONITIONS = frozenset(
    "note tip hint important warning caution danger attention error seealso todo centered "
    "replace epigraph highlights pull-quote parsed versionadded versionchanged deprecated".split()
)
VERSIONS = frozenset({"versionadded", "versionchanged", "deprecated", "versionremoved"})
TABLES = frozenset({"table", "list-table", "csv-table", "flat-table"})
QUOTES = frozenset({"epigraph", "highlights", "pull-quote"})
# Their content is code, data, or for the program.
CODE = frozenset(
    "code code-block sourcecode code-cell math highlight literalinclude include parsed-literal "
    "csv-table toctree graphviz digraph graph inheritance-diagram plantuml uml mermaid doctest "
    "testcode testsetup testoutput testcleanup productionlist prompt jupyter-execute ipython plot "
    "bibliography index contents autosummary program-output command-output tabularcolumns role "
    "default-role unicode date raw meta sectnum header footer title target-notes youtube vimeo "
    "tags post-list jinja exec-code altair-plot bokeh-plot sphinx-design tikz eval-rst".split()
)
OPTIONS = {
    "alt": Kind.ALT, "caption": Kind.CAPTION, "legend": Kind.CAPTION, "title": Kind.CAPTION,
}  # fmt: skip
