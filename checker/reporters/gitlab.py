"""Code Quality reports of GitLab."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from captions.article import Unreadable
from captions.lines import Lines
from checker.checked import Checked, Run, Summary
from checker.details import told
from checker.finding import Severity, tell_apart
from checker.levels import GITLAB
from checker.visible import encodable, visible


@dataclass(frozen=True, slots=True)
class Gitlab:
    """A list of violations for the Code Quality widget of merge requests in GitLab.

    An error is `major`, a warning `minor`, a note `info`: a wrong caption breaks no site. GitLab
    tells new violations from known ones by their fingerprints, which outlive edits of other text.
    What could not be checked stands at the first line of its file: as `not-checked`, or as `notice`
    where it is less than a file.

    ```yaml
    captions:
      script: captioncheck audit content/ --format gitlab=captions.json --format text
      artifacts: { when: always, reports: { codequality: captions.json } }
    ```
    """

    def report(self, run: Run, results: Iterable[Checked | Summary]) -> Iterator[str]:
        yield "["
        before = "\n"
        for item in results:
            if not isinstance(item, Summary):
                for violation in _violations(item):
                    yield before + json.dumps(violation, ensure_ascii=False)
                    before = ",\n"
        yield "\n]\n"


def _violations(item: Checked) -> Iterator[dict[str, object]]:
    article = item.article
    path = encodable(article.path.as_posix())
    if isinstance(article, Unreadable):
        yield _unplaced(Severity.ERROR, "not-checked", path, article.reason)
        return
    lines = Lines(article.text)
    for finding, identity in tell_apart(item.findings):
        begin, _ = lines.place(finding.span.start)
        end, _ = lines.place(max(finding.span.end - 1, finding.span.start))
        yield {
            "description": "; ".join(told(finding, article)),
            "check_name": finding.rule,
            "fingerprint": identity,
            "severity": GITLAB[finding.severity],
            "location": {"path": path, "lines": {"begin": begin, "end": end}},
        }
    for notice in dict.fromkeys(item.notices):
        yield _unplaced(Severity.NOTE, "notice", path, notice)


def _unplaced(level: Severity, name: str, path: str, text: str) -> dict[str, object]:
    identity = hashlib.sha256("\0".join([name, path, encodable(text)]).encode()).hexdigest()[:16]
    return {
        "description": visible(text),
        "check_name": name,
        "fingerprint": identity,
        "severity": GITLAB[level],
        "location": {"path": path, "lines": {"begin": 1}},
    }
