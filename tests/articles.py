"""Articles and captions that several tests use, and what is asked of every error."""

import json
from collections.abc import Iterable
from pathlib import Path

BODY = "The harbour opened again on Monday after the storm had passed, the city said."
SPANISH = "Una vista del puerto al amanecer, con los barcos de pesca."
ENGLISH = "A view of the harbour at dawn, with the fishing boats."
ANOTHER = "Los marineros esperan en la cubierta del barco."


def page(*captions: str, language: str | None = "en", body: str = BODY) -> str:
    """An HTML article with a picture for each caption: 1.jpg, 2.jpg …"""
    attribute = f' lang="{language}"' if language else ""
    figures = (
        f'<figure><img src="img/{number}.jpg"><figcaption>{caption}</figcaption></figure>\n'
        for number, caption in enumerate(captions, 1)
    )
    return f"<html{attribute}><p>{body}</p>\n" + "".join(figures)


def write(path: Path, content: str | bytes) -> Path:
    """Write a file, its folders too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def jsonl(objects: Iterable[object]) -> str:
    """JSON Lines."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in objects)


def parse(text: str) -> list[dict]:
    """The objects of JSON Lines."""
    return [json.loads(line) for line in text.splitlines()]


def articles(text: str) -> list[dict]:
    """The articles of a `jsonl` report."""
    return [item for item in parse(text) if item["type"] == "article"]


def failures(text: str) -> dict[str, str]:
    """The kind of failure by path, from a `jsonl` report."""
    return {item["path"]: item["failure"]["kind"] for item in articles(text) if "failure" in item}


def one_line(error: str) -> str:
    """The one line that an error is told in; fails where there is more or less."""
    assert error.startswith("captioncheck: "), error
    assert error.count("\n") == 1, error
    assert error.endswith("\n"), error
    assert "Traceback" not in error
    return error.removeprefix("captioncheck: ").rstrip("\n")
