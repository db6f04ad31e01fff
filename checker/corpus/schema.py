"""The tables that a corpus run writes: the wire format as Arrow schemas.

Columns are never removed within a version, nor is their meaning changed. docs/corpus.md describes
them.
"""

from typing import Any

SCHEMA = "captioncheck-corpus/1"
# Keys of the files' own metadata: the schema, the part, and its totals as JSON.
SCHEMA_KEY, PART_KEY, TOTALS_KEY = b"schema", b"part", b"totals"


def articles() -> Any:
    """One row an article, and one a place where nothing could be read."""
    import pyarrow as pa

    return pa.schema(
        [
            *_place(pa),
            ("language", pa.string()),
            ("language_source", pa.string()),
            ("segments", pa.int32()),
            ("characters", pa.int64()),
            (
                "languages",
                pa.list_(
                    pa.struct(
                        [
                            ("language", pa.string()),
                            ("characters", pa.int64()),
                            ("share", pa.float32()),
                        ]
                    )
                ),
            ),
            ("foreign_share", pa.float32()),
            (
                "foreign",
                pa.list_(
                    pa.struct(
                        [
                            ("start", pa.int64()),
                            ("end", pa.int64()),
                            ("kind", pa.string()),
                            ("severity", pa.string()),
                            ("language", pa.string()),
                            ("confidence", pa.float32()),
                            ("text", pa.string()),
                        ]
                    )
                ),
            ),
            ("clean", pa.bool_()),
            ("findings", pa.int32()),
            ("worst", pa.string()),
            ("notices", pa.list_(pa.string())),
            ("failure", pa.struct([("kind", pa.string()), ("reason", pa.string())])),
        ],
        metadata={SCHEMA_KEY: SCHEMA},
    )


def findings() -> Any:
    """One row a finding, as in `captioncheck/1`, with the place of its article before it."""
    import pyarrow as pa

    text, whole, number = pa.string(), pa.int64(), pa.float64()
    translation = pa.struct([("text", text), ("pair", text), ("model", text)])
    return pa.schema(
        [
            *_place(pa),
            ("rule", text),
            ("severity", text),
            ("message", text),
            ("line", whole),
            ("column", whole),
            ("end_line", whole),
            ("end_column", whole),
            ("span", pa.list_(whole)),
            ("text", text),
            (
                "segment",
                pa.struct([("id", text), ("kind", text), ("text", text), ("image", text)]),
            ),
            ("article_language", text),
            ("expected", text),
            ("language", text),
            ("confidence", number),
            ("translation", translation),
            (
                "translation_failure",
                pa.struct([("pair", text), ("reason", text), ("remedy", text)]),
            ),
            (
                "references",
                pa.list_(
                    pa.struct(
                        [("text", text), ("language", text), ("origin", text), ("sure", pa.bool_())]
                    )
                ),
            ),
            (
                "scores",
                pa.list_(
                    pa.struct(
                        [
                            ("metric", text),
                            ("value", number),
                            ("signature", text),
                            ("reference", text),
                        ]
                    )
                ),
            ),
            (
                "comparison",
                pa.struct(
                    [
                        ("likeness", number),
                        ("words", whole),
                        ("translation", translation),
                        ("reference", text),
                        ("true_share", number),
                        ("different_share", number),
                        ("basis", text),
                    ]
                ),
            ),
            ("suggestion", text),
            ("fingerprint", text),
            (
                "related",
                pa.list_(pa.struct([("path", text), ("line", whole), ("message", text)])),
            ),
        ],
        metadata={SCHEMA_KEY: SCHEMA},
    )


def _place(pa: Any) -> list[tuple[str, Any]]:
    """Which article a row is of: the columns that both tables begin with."""
    return [
        ("path", pa.string()),
        ("file", pa.string()),
        ("position", pa.int64()),
        ("id", pa.string()),
        ("url", pa.string()),
        ("domain", pa.string()),
    ]
