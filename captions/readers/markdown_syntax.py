"""The dialects of Markdown as rules of its parser.

CommonMark and GFM, with what site generators put between words: shortcodes, components, fenced
divisions and directives, indented admonitions, footnotes, definition lists, formulas, attributes.
Each of them becomes a token whose content is its spelling, so that its place can be found.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from captions.readers.markdown_tag import BLOCK_TAG, BRACED, CODE_TAGS, TAG, parse_tag

# Deeper than anyone nests, and still far from Python's own limit.
MAX_NESTING = 40


@cache
def parser(mdx: bool = False) -> MarkdownIt:
    """The parser; in MDX, indented text is no code."""
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote.index import footnote_def

    # Joined text would lose which part of it is an entity or an escape, and so its place.
    markdown = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    markdown.enable(["table", "strikethrough"]).disable("text_join")
    markdown.use(deflist_plugin)
    block, inline = markdown.block.ruler, markdown.inline.ruler
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    block.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    block.before("table", "tag", _tag_block, ends)
    block.before("table", "division", _division, ends)
    block.before("table", "admonition", _admonition, ends)
    block.before("table", "formula", _formula_block, ends)
    block.before("table", "apparatus", _apparatus)
    inline.before("escape", "inset", _inset)
    inline.before("link", "span", _span)
    if mdx:
        block.disable("code")
    return markdown


_FENCED = re.compile(r"^[ \t]*(```|~~~).*?^[ \t]*\1", re.MULTILINE | re.DOTALL)
_IMPORTS = re.compile(
    r"^(?:import\s(?:[^\n]*\sfrom\s*)?[\"']|import\s+\{|export\s+(?:const|default|function)\b)",
    re.MULTILINE,
)
_COMPONENT = re.compile(r"^[ \t]*</?[A-Z]\w*[\s/>]|=\{", re.MULTILINE)


def is_mdx(text: str) -> bool:
    """Whether a text imports components and uses them, outside of its code."""
    if not _IMPORTS.search(text):
        return False
    prose = _FENCED.sub("", text)
    return bool(_IMPORTS.search(prose) and _COMPONENT.search(prose))


def _line(state: StateBlock, number: int) -> tuple[int, int]:
    return state.bMarks[number] + state.tShift[number], state.eMarks[number]


def _tag_block(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """A tag that has its lines for itself; with all up to its end, where that is code."""
    start, end = _line(state, first)
    if state.src[start : start + 1] not in ("{", "<") or state.is_code_block(first):
        return False
    found = BLOCK_TAG.match(state.src, start)
    if not found:
        return False
    number = first + found[0].count("\n")
    if number >= last or state.src[found.end() : state.eMarks[number]].strip():
        return False
    if number > first and state.level:
        return False  # there are markers of lists and quotations within
    if silent:
        return True
    tag = parse_tag(found[0])
    if tag.name.lower() in CODE_TAGS and not tag.closes:
        end = _closing(state, tag.name, found.end())
        number = min(number + state.src.count("\n", found.end(), end), last - 1)
    _push(state, "tag", found[0], first, number + 1)
    return True


def _closing(state: StateBlock, name: str, start: int) -> int:
    """Where the tag that ends a part of this name begins; `start` where there is none."""
    if f"unclosed {name}" in state.env:
        return start
    pattern = rf"\{{\{{[<%]\s*/\s*{re.escape(name)}\b|\{{%-?\s*end{re.escape(name)}\b"
    found = re.compile(pattern).search(state.src, start)
    if found is None:
        state.env[f"unclosed {name}"] = True
        return start
    return found.start()


def _push(state: StateBlock, kind: str, content: str, first: int, last: int) -> None:
    token = state.push(kind, "", 0)
    token.content = content
    token.map = [first, last]
    state.line = last


_DIVISION = re.compile(r":{3,}[ \t]*(.*)|///[ \t]*((?:[\w-]+[ \t]*(?:\|.*)?)?)$")
_OPTION = re.compile(r":[\w-]+:")


def _division(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """A line that begins or ends a division: `::: {lang=es}`, `:::note Title`, `/// caption`.

    Its content is not nested: whatever is between two such lines is parsed as if they were not
    there, which takes one pass, and lets one that is never closed do no harm.
    """
    start, end = _line(state, first)
    if state.src[start : start + 3] not in (":::", "///") or state.is_code_block(first):
        return False
    found = _DIVISION.match(state.src[start:end].rstrip())
    if not found:
        return False
    if silent:
        return True
    number = first + 1
    if found[1]:  # options of a directive
        while number < last and _OPTION.match(state.src[slice(*_line(state, number))]):
            number += 1
    _push(state, "division", found[0], first, number)
    return True


_ADMONITION = re.compile(
    r"(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+[\w-]+)*(?:[ \t]*\"(.*)\")?[ \t]*$"
    r"|===[+!]?[ \t]+\"(.*)\"[ \t]*$"
)


def _admonition(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """`!!! note "Title"`, `??? tip`, `=== "Tab"`: a heading, and what is indented below it."""
    start, end = _line(state, first)
    if state.src[start : start + 3] not in ("!!!", "???", "===") or state.is_code_block(first):
        return False
    found = _ADMONITION.match(state.src[start:end])
    if not found:
        return False
    if silent:
        return True
    indent = state.blkIndent + 4
    number = first + 1
    while number < last and (state.isEmpty(number) or state.sCount[number] >= indent):
        number += 1
    state.push("heading_open", "", 1)
    title = state.push("inline", "", 0)
    title.content = found[1] or found[2] or ""
    title.map = [first, first + 1]
    title.children = []
    state.push("heading_close", "", -1)
    outer = state.blkIndent, state.lineMax, state.parentType
    state.blkIndent, state.lineMax, state.parentType = indent, number, "admonition"
    state.level += 1
    state.md.block.tokenize(state, first + 1, number)
    state.level -= 1
    state.blkIndent, state.lineMax, state.parentType = outer
    state.line = number
    return True


_FORMULA = re.compile(r"\$\$|\\\[|\\begin\{([a-zA-Z]+\*?)\}")
_NO_FORMULA = re.compile(r"[^\W\d_]{3,}[ \t]+[^\W\d_]{3,}[ \t]+[^\W\d_]{3,}")


def _formula_block(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """A displayed formula, from the line that it begins on to the one that it ends on."""
    start, _ = _line(state, first)
    if state.src[start : start + 1] not in ("$", "\\") or state.is_code_block(first):
        return False
    found = _FORMULA.match(state.src, start)
    if not found:
        return False
    closing = {"$$": "$$", "\\[": "\\]"}.get(found[0], f"\\end{{{found[1]}}}")
    if f"unclosed {closing}" in state.env:
        return False
    end = state.src.find(closing, found.end())
    if end < 0:
        state.env[f"unclosed {closing}"] = True
        return False
    number = first + state.src.count("\n", start, end)
    inside = state.src[found.end() : end]
    if number >= last or (found[0] == "\\[" and _NO_FORMULA.search(inside)):
        return False
    if state.src[end + len(closing) : state.eMarks[number]].strip(" \t.,;{}#:-").count(" "):
        return False  # text goes on behind it
    if silent:
        return True
    _push(state, "formula", state.src[start : end + len(closing)], first, number + 1)
    return True


_APPARATUS = re.compile(
    r"import\s+(?:[\w$*{},\s]{1,500}?\sfrom\s+)?[\"'][^\"'\n]+[\"'];?[ \t]*(?:\n|\Z)"
    r"|export\s+(?:const|let|var|default|async|function|class|\{|\*)"
    r"|\([\w:.-]+\)=[ \t]*(?:\n|\Z)"
    r"|\[{1,2}_?TOC_?\]{1,2}[ \t]*(?:\n|\Z)"
    r"|\*\[[^\[\]\n]+\]:[ \t]"
    r"|@(?:include|import)\b"
)


def _apparatus(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Lines for the generator alone: imports and exports, targets, tables of contents."""
    start, _ = _line(state, first)
    if state.src[start : start + 1] not in ("i", "e", "(", "[", "*", "@"):
        return False
    if state.is_code_block(first) or not _APPARATUS.match(state.src, start):
        return False
    if silent:
        return True
    number = first + 1
    while number < last and not state.isEmpty(number) and state.src[start] in "ie":
        number += 1
    _push(state, "apparatus", "", first, number)
    return True


_GAPS = {
    "{": re.compile(
        r"\{\{[^{}]{0,1000}\}\}|\{#[^{}#]{0,1000}#\}|\{/\*[^{}]{0,1000}\*/\}"
        r"|\{[\w:+.-]{1,50}\}(?=`)"  # a role
        r"|\{\s*(?:[A-Za-z_$][\w$]*(?:\.[\w$]+|\[[^\[\]{}]*\]|\([^(){}]*\))+|[\"'`][^\"'`{}]*[\"'`])\s*\}"
        r"|\{\s*\}"
    ),
    "[": re.compile(r"\[\^[^\[\]\s]{1,100}\]|\[-?@[^\[\]]{1,300}\](?![(\[])"),
    "$": re.compile(r"\$\$[^$]{1,1000}\$\$|\$(?!\s)[^$\n]{1,300}(?<!\s)\$(?!\d)"),
    "\\": re.compile(r"\\\((?:[^\\\n]|\\(?!\))){1,300}\\\)"),
    ":": re.compile(r"(?<!\w):[a-z][a-z0-9_+-]{1,60}:(?!\w)"),
    "@": re.compile(r"(?<!\w)@(?:fig|tbl|sec|eq|lst|thm)-[\w-]+"),
    "-": re.compile(r"---[ \t]+/?[a-z][a-z-]*[ \t]+---(?=\s|\Z)"),
}
_ATTRIBUTES = re.compile(r"\{:?[ \t]*(?:[#.:][^{}\n]{0,1000}|[\w.-]+\s*=[^{}\n]{0,1000})\}")
_EXPRESSION = re.compile(BRACED, re.DOTALL)
_ALERT = re.compile(r"\[![A-Za-z]+\]")
_WORDS = re.compile(r"(?<![\\\w{])[^\W\d_]{3,}\s+[^\W\d_]{2,}")
_SIGNS = re.compile(r"(?<!\\)[\^_=+]|\\[a-zA-Z]")
_TEXT = re.compile(r"\\(?:text|mbox|mathrm|operatorname)\s*\{[^{}]*\}")


def _inset(state: StateInline, silent: bool) -> bool:
    """What stands in a line and is no text: a tag, attributes, a formula, a reference."""
    sign, start = state.src[state.pos], state.pos
    kind, end = "gap", start
    if sign in "{<[" and (found := TAG.match(state.src, start)):
        kind, end = "tag", found.end()
    elif sign in _GAPS and (found := _GAPS[sign].match(state.src, start)):
        if sign not in "$\\" or _is_formula(found[0]):
            end = found.end()
    elif sign == "{" and (found := _ATTRIBUTES.match(state.src, start)):
        kind, end = "attributes", found.end()
    elif sign == "{" and state.env.get("mdx") and (found := _EXPRESSION.match(state.src, start)):
        end = found.end()
    elif sign == "[" and start == 0 and (found := _ALERT.match(state.src)):
        kind, end = "alert", found.end()
    if end == start:
        return False
    if not silent:
        state.push(kind, "", 0).content = state.src[start:end]
    state.pos = end
    return True


def _is_formula(text: str) -> bool:
    """Whether what stands between signs of money or escaped brackets is a formula."""
    inside = _TEXT.sub("", text.strip("$")[2 if text.startswith("\\") else 0 :])
    if _WORDS.search(inside):
        return False
    return text[0] == "$" or bool(_SIGNS.search(inside.removesuffix("\\)")))


def _span(state: StateInline, silent: bool) -> bool:
    """`[text]{lang=es}`: a span with attributes, as Pandoc has it."""
    if state.src[state.pos] != "[" or not _has_spans(state):
        return False
    start, limit = state.pos, state.posMax
    end = state.md.helpers.parseLinkLabel(state, start, True)
    found = _ATTRIBUTES.match(state.src, end + 1) if end > 0 else None
    if found is None or found.end() > limit:
        return False
    if not silent:
        state.push("span_open", "", 1).content = found[0]
        state.pos, state.posMax = start + 1, end
        state.md.inline.tokenize(state)
        state.push("span_close", "", -1).content = state.src[end : found.end()]
    state.pos, state.posMax = found.end(), limit
    return True


def _has_spans(state: StateInline) -> bool:
    """Whether there may be a span in a text: looked for once, not at each bracket."""
    known: tuple[str, bool] = state.env.get("spans", ("", False))
    if known[0] is not state.src:
        known = state.src, "]{" in state.src
        state.env["spans"] = known
    return known[1]
