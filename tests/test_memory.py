"""Hypotheses kept between runs: recalled, keyed, shared by processes, and never in the way."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field

import pytest
from articles import write

from checker import memory
from checker.engine import ModelTranslator
from checker.memory import Memory
from checker.translation import Translation

KEPT = {"Hola.": "Hello.", "Adiós.": "Goodbye.", "": "", "🚢\n\0": "a ship\n\0"}


def keep(settings, hypotheses):
    with Memory.open(settings) as kept:
        kept.keep(hypotheses)


def recall(settings, sentences):
    with Memory.open(settings) as kept:
        return kept.recall(sentences)


def test_it_recalls_what_was_kept():
    assert recall("a", KEPT) == {}
    keep("a", KEPT)
    assert recall("a", [*KEPT, "Nada."]) == KEPT
    assert recall("a", []) == {}
    assert memory.count() == len(KEPT)


def test_it_recalls_within_the_same_run():
    with Memory.open("a") as kept:
        kept.keep({"Sí": "Yes"})
        assert kept.recall(["Sí"]) == {"Sí": "Yes"}


def test_other_settings_are_another_memory():
    keep("fxtranslate:m@1:int8|beams:1", {"Sí": "Yes"})
    for settings in ("fxtranslate:m@1:int8|beams:4", "fxtranslate:m@2:int8|beams:1", ""):
        assert recall(settings, ["Sí"]) == {}
    keep("", {"Sí": "Aye"})
    assert recall("fxtranslate:m@1:int8|beams:1", ["Sí"]) == {"Sí": "Yes"}
    assert memory.count() == 2


def test_settings_and_sentence_do_not_run_together():
    keep("a", {"bc": "1"})
    assert recall("ab", ["c"]) == {}


def test_what_is_kept_anew_replaces_the_old():
    keep("a", {"Sí": "Yes"})
    keep("a", {"Sí": "Aye"})
    assert recall("a", ["Sí"]) == {"Sí": "Aye"}
    assert memory.count() == 1


def test_a_memory_that_is_off_leaves_no_trace():
    with Memory.open("a", on=False) as kept:
        kept.keep(KEPT)
        assert kept.recall(KEPT) == {}
    assert not memory.path().exists()


def test_forget():
    keep("a", KEPT)
    memory.forget()
    assert memory.count() == 0
    assert recall("a", KEPT) == {}
    keep("a", KEPT)
    assert memory.count() == len(KEPT)


def test_forget_and_count_of_nothing():
    memory.forget()
    assert memory.count() == 0
    assert not memory.path().exists()


def test_it_does_not_grow_for_ever(monkeypatch):
    monkeypatch.setattr(memory, "_MOST_ROWS", 10)
    for number in range(10):
        keep("a", {f"{number}-{one}": "x" for one in range(4)})
        assert memory.count() <= 10
    assert len(recall("a", [f"9-{one}" for one in range(4)])) == 4


def test_text_that_is_not_quite_unicode():
    """JSON Lines may hold a half of a surrogate pair: "\\ud83d"."""
    keep("a", {"\ud83d hola": "hello"})
    assert recall("a", ["\ud83d hola"]) in ({}, {"\ud83d hola": "hello"})


# Files that are no memory, or no longer.


def cut(share):
    def spoil(place):
        data = place.read_bytes()
        place.write_bytes(data[: int(len(data) * share)])

    return spoil


def overwrite_pages(place):
    data = place.read_bytes()
    noise = random.Random(1).randbytes(len(data) - 4096)
    place.write_bytes(data[:4096] + noise)


def garbage(place):
    place.write_bytes(b"this is not a database " * 400)


def another_table(place):
    place.unlink()
    connection = sqlite3.connect(place)
    connection.execute("CREATE TABLE translation (something)")
    connection.commit()
    connection.close()


def folder(place):
    place.unlink()
    place.mkdir()


def no_folder(place):
    place.unlink()
    place.parent.rmdir()
    place.parent.write_text("a file where the folder should be")


SPOILT = [cut(0), cut(0.001), cut(0.3), cut(0.999), overwrite_pages, garbage, another_table]
SPOILT += [folder, no_folder]
NAMES = ["empty", "start", "third", "end", "pages", "garbage", "table", "folder", "no-folder"]
spoilt = pytest.mark.parametrize("spoil", SPOILT, ids=NAMES)


@pytest.fixture
def full():
    """A memory of several pages."""
    keep("a", {f"sentence {number}": "hypothesis " * 10 for number in range(300)})
    place = memory.path()
    assert sorted(path.name for path in place.parent.iterdir()) == [place.name]
    return place


@spoilt
def test_a_spoilt_memory_knows_less_and_raises_nothing(full, spoil):
    spoil(full)
    asked = [f"sentence {number}" for number in range(300)]
    with Memory.open("a") as kept:
        assert set(kept.recall(asked).values()) <= {"hypothesis " * 10}
        kept.keep({"Sí": "Yes"})
        assert kept.recall(["Sí"]) in ({}, {"Sí": "Yes"})


@spoilt
def test_a_spoilt_memory_can_be_counted(captioncheck, full, spoil):
    spoil(full)
    code, out, err = captioncheck("models", "cache")
    assert (code, err) == (0, "")
    assert out.split(maxsplit=1)[0].isdecimal()


@pytest.mark.parametrize("spoil", SPOILT[:-2], ids=NAMES[:-2])
def test_a_spoilt_memory_can_be_cleared(captioncheck, full, spoil):
    spoil(full)
    assert captioncheck("models", "cache", "--clear")[0] == 0
    keep("a", KEPT)
    assert recall("a", KEPT) == KEPT


@pytest.mark.parametrize("spoil", [folder, no_folder])
def test_what_cannot_be_cleared_is_told_in_one_line(captioncheck, full, spoil):
    spoil(full)
    code, _, err = captioncheck("models", "cache", "--clear")
    assert code in (0, 2)
    assert err.count("\n") == (1 if code else 0)


def test_cache_command(captioncheck):
    code, out, err = captioncheck("models", "cache")
    assert (code, out, err) == (0, f"0 translations in {memory.path()}\n", "")
    keep("a", KEPT)
    assert captioncheck("models", "cache")[1] == f"4 translations in {memory.path()}\n"
    assert captioncheck("models", "cache", "--clear") == (
        0,
        f"0 translations in {memory.path()}\n",
        "",
    )
    assert recall("a", KEPT) == {}


# Several processes.

WRITER = """
import sys
from checker.memory import Memory
who = sys.argv[1]
for turn in range(15):
    with Memory.open("shared") as memory:
        memory.keep({f"{who} {turn} {n}": f"{who}-{n}" for n in range(20)})
        memory.keep({f"both {turn}": "the same"})
        assert len(memory.recall([f"{who} {t} 7" for t in range(turn + 1)])) == turn + 1
"""

ENDLESS = """
import itertools
from checker.memory import Memory
for turn in itertools.count():
    with Memory.open("killed") as memory:
        memory.keep({f"{turn} {n}": "hypothesis " * 5 for n in range(1500)})
    print(turn, flush=True)
"""


def start(script, *arguments):
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_at_once():
    writers = [start(WRITER, who) for who in ("one", "other")]
    assert [writer.communicate()[0] for writer in writers] == ["", ""]
    assert [writer.returncode for writer in writers] == [0, 0]
    asked = {
        f"{who} {turn} {n}": f"{who}-{n}"
        for who in ("one", "other")
        for turn in range(15)
        for n in range(20)
    }
    assert recall("shared", asked) == asked
    assert memory.count() == len(asked) + 15


def test_a_kill_while_keeping_leaves_all_or_nothing():
    chance = random.Random(3)
    for _ in range(4):
        memory.forget()
        writer = start(ENDLESS)
        assert writer.stdout.readline() == "0\n"
        time.sleep(chance.random() * 0.06)
        os.kill(writer.pid, signal.SIGKILL)
        told = [0, *map(int, writer.communicate()[0].split())]
        for turn in range(max(told) + 3):
            known = recall("killed", [f"{turn} {number}" for number in range(1500)])
            assert len(known) in ((1500,) if turn in told else (0, 1500))
        keep("killed", {"Sí": "Yes"})
        assert recall("killed", ["Sí"]) == {"Sí": "Yes"}


# A translator that remembers.


@dataclass(frozen=True)
class UpperEngine:
    """Answers in capitals, and notes what it was asked."""

    asked: list = field(default_factory=list)
    extra: str = "none"
    precision: str = "none"

    def missing(self):
        return []

    def runs(self, model):
        return True

    def load(self, model):
        return self

    def translate(self, sentences, beams, batch):
        self.asked.extend(sentences)
        return [sentence.upper() for sentence in sentences]


@dataclass(frozen=True)
class UpperTranslator(ModelTranslator):
    engine: UpperEngine = field(default_factory=UpperEngine)

    def engines(self):
        return (self.engine,)


@pytest.fixture
def make(tmp_path):
    """Make a translator; its engine class is new each time, as models are loaded once a process."""

    def make(weights=b"weights", **options):
        kind = type("UpperEngine", (UpperEngine,), {})
        name = f"{len(list(tmp_path.iterdir()))}/m"
        write(tmp_path / name / "model.esen.bin", weights)
        write(tmp_path / name / "vocab.esen.spm", b"")
        return UpperTranslator(str(tmp_path / name), engine=kind(), **options)

    return make


TEXTS = ["Uno sale. Dos llegan.", "Tres.", "Dos llegan.", ""]


def hypotheses(translator, texts=TEXTS):
    outcomes = translator.translate(texts, "es-en")
    assert all(isinstance(outcome, Translation) for outcome in outcomes)
    return [outcome.hypothesis for outcome in outcomes]


def test_a_sentence_is_translated_once_and_remembered(make):
    first, second = make(), make()
    expected = [text.upper() for text in TEXTS]
    assert hypotheses(first) == expected
    assert first.engine.asked == ["Uno sale.", "Dos llegan.", "Tres."]
    assert hypotheses(first) == hypotheses(second, [*TEXTS]) == expected
    assert hypotheses(second, ["Dos llegan. Cuatro."]) == ["DOS LLEGAN. CUATRO."]
    assert second.engine.asked == ["Cuatro."]


@pytest.mark.parametrize(
    "changes", [{"weights": b"other"}, {"beams": 4}, {"memory": False}], ids=str
)
def test_other_weights_or_settings_are_translated_anew(make, changes):
    hypotheses(make())
    other = make(**changes)
    hypotheses(other)
    assert other.engine.asked == ["Uno sale.", "Dos llegan.", "Tres."]


@spoilt
def test_a_spoilt_memory_loses_no_translation(make, full, spoil):
    spoil(full)
    for _ in range(2):
        assert hypotheses(make()) == [text.upper() for text in TEXTS]
