"""The JSON Schema of the wire format says neither less nor more than what is written.

As published it allows keys that it does not know, since keys may be added within a version; here
it does not, so that a key in `checker/wire.py` without one in the schema is an error.
"""

import json
from pathlib import Path

import pytest
from articles import SPANISH, page, parse, write
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from test_reporters import CASES, report

import checker
from captions.segment import Kind, Region
from checker import wire
from checker.finding import Severity

_FILE = Path(checker.__file__).with_name("wire.schema.json")
_PUBLISHED = json.loads(_FILE.read_text("utf-8"))


def _strict(schema: object) -> object:
    """The schema without room for keys of tomorrow; what it has always to be there."""
    if isinstance(schema, list):
        return [_strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _strict(value) for key, value in schema.items()}
    if "required" in made:
        assert sorted(made["required"]) == sorted(made["properties"])
        made["additionalProperties"] = False
    return made


_STRICT = _strict(_PUBLISHED)


def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({**_STRICT, "anyOf": [{"$ref": f"#/$defs/{name}"}]})


def _kind(item: dict) -> str:
    return "failed" if "failure" in item else item["type"]


def test_it_is_a_schema():
    Draft202012Validator.check_schema(_PUBLISHED)
    assert _PUBLISHED["$defs"]["run"]["properties"]["schema"]["const"] == wire.SCHEMA


@pytest.mark.parametrize("case", CASES)
def test_json_lines(case):
    for line in report("jsonl", case).split("\n")[:-1]:
        item = json.loads(line)
        _validator(_kind(item)).validate(item)
        Draft202012Validator(_PUBLISHED).validate(item)


@pytest.mark.parametrize("case", CASES)
def test_json(case):
    document = json.loads(report("json", case))
    _validator("document").validate(document)
    Draft202012Validator(_PUBLISHED).validate(document)


def test_what_the_command_line_writes(captioncheck, tmp_path):
    write(tmp_path / "a.html", page(SPANISH))
    write(tmp_path / "b.html", b"\0\0\0\1binary\0")
    code, out, _ = captioncheck("audit", "a.html", "b.html", "--format", "jsonl")
    assert code == 2
    items = parse(out)
    assert [_kind(item) for item in items] == ["run", "article", "failed", "summary"]
    for item in items:
        _validator(_kind(item)).validate(item)
    _, out, _ = captioncheck("segments", "a.html", "--format", "jsonl")
    assert parse(out)
    for item in parse(out):
        _validator("segment").validate(item)


def test_every_word_of_the_schema_is_the_codes():
    defs = _PUBLISHED["$defs"]
    assert defs["severity"]["enum"] == [one.value for one in Severity]
    assert sorted(defs["kind"]["enum"]) == sorted(one.value for one in Kind)
    assert sorted(defs["segment"]["properties"]["region"]["enum"]) == sorted(
        one.value for one in Region
    )


def test_every_nullable_part_of_a_finding_is_in_some_golden():
    """A part that is never there would not be looked at."""
    findings = [
        finding
        for case in CASES
        for article in json.loads(report("json", case))["articles"]
        for finding in article.get("findings", ())
    ]
    for key in _PUBLISHED["$defs"]["finding"]["properties"]:
        assert [one for one in findings if one[key] not in (None, [])], key
    for key in ("segment", "translation", "translation_failure", "suggestion"):
        assert [one for one in findings if one[key] is None], key


@pytest.mark.parametrize(
    "change",
    [
        lambda item: item["findings"][0].pop("rule"),
        lambda item: item["findings"][0].update(severity="fatal"),
        lambda item: item["findings"][0].update(line=0),
        lambda item: item["findings"][0].update(surprise=1),
        lambda item: item["findings"][0]["references"][0].pop("sure"),
        lambda item: item.update(segments="many"),
    ],
)
def test_what_is_wrong_is_told(change):
    [article] = json.loads(report("json", "everything"))["articles"]
    _validator("article").validate(article)
    change(article)
    with pytest.raises(ValidationError):
        _validator("article").validate(article)
