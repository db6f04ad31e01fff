"""Models and translations on the command line: what is listed, verified, removed and believed."""

import hashlib
import json
from itertools import pairwise

import pytest
from articles import ENGLISH, SPANISH, articles, jsonl, one_line, page, parse, write

from captions import plugins
from checker import model

HUB = "Helsinki-NLP/opus-mt-es-en"
MARIAN = ("config.json", "source.spm", "target.spm", "vocab.json")
WEIGHTS = b"the weights as they were published"


@pytest.fixture(autouse=True)
def bundle(monkeypatch, tmp_path):
    """Begin on a machine without any model; called with a pair, bundle one for it."""
    from huggingface_hub import constants
    from huggingface_hub.utils import _cache_manager

    monkeypatch.setattr(model, "BUNDLED", tmp_path / "bundled")
    monkeypatch.setattr(model, "find_spec", lambda _: None)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(_cache_manager, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    (tmp_path / "hub").mkdir()

    def make(pair="es-en", published=WEIGHTS):
        folder = tmp_path / "bundled" / pair
        write(folder / f"model.{pair.replace('-', '')}.bin", WEIGHTS)
        write(folder / "vocab.spm", b"pieces")
        digest = hashlib.sha256(published).hexdigest()
        write(folder / "model.toml", f'licence = "MPL-2.0"\nsha256 = "{digest}"\n')
        return folder

    return make


@pytest.fixture
def cache(tmp_path):
    """Put a model into the hub's local cache."""

    def download(name=HUB, weights="model.safetensors", commit=None):
        commit = commit or hashlib.sha1(name.encode()).hexdigest()
        place = tmp_path / "hub" / f"models--{name.replace('/', '--')}"
        write(place / "refs/main", commit)
        for file in (*MARIAN, weights):
            write(place / "snapshots" / commit / file, "{}")
        return place

    return download


def table(out):
    """The cells of the list, by the model's name."""
    lines = out.splitlines()
    starts = [lines[0].index(head) for head in ("model", "pair", "licence", "MB", "revision")]
    starts += [lines[0].index("where"), None]
    ranges = list(pairwise(starts))
    rows = [[line[one:end].strip() for one, end in ranges] for line in lines[1:]]
    return {row[0]: row[1:] for row in rows}


def test_list_of_nothing(captioncheck):
    code, out, err = captioncheck("models", "list")
    assert (code, err) == (0, "")
    assert out.split() == ["model", "pair", "licence", "MB", "revision", "where"]


def test_list(captioncheck, bundle, cache):
    folder = bundle()
    place = cache("someone/opus-mt-pt-en")
    code, out, err = captioncheck("models", "list")
    assert (code, err) == (0, "")
    found = table(out)
    revision = hashlib.sha256(WEIGHTS).hexdigest()[:12]
    assert found["captioncheck-es-en"] == ["es-en", "MPL-2.0", "0.0", revision, str(folder)]
    pair, licence, _, commit, where = found["someone/opus-mt-pt-en"]
    assert (pair, commit) == ("pt-en", place.joinpath("refs/main").read_text()[:12])
    assert licence
    assert where.startswith(str(place))


def test_list_of_a_pair_shows_what_may_serve_it(captioncheck, bundle, cache):
    bundle("es-en")
    cache("someone/opus-mt-pt-en")
    code, out, err = captioncheck("models", "list", "es-en")
    assert (code, err) == (0, "")
    found = table(out)
    first, offered, *others = found
    assert (first, offered) == ("captioncheck-es-en", HUB)
    assert found[HUB] == ["es-en", "Apache-2.0", "", "newest", f"https://huggingface.co/{HUB}"]
    assert "someone/opus-mt-pt-en" not in others


def test_what_is_no_translation_model_is_not_listed(captioncheck, cache):
    next(cache("someone/opus-mt-pt-en").glob("snapshots/*/source.spm")).unlink()
    assert len(captioncheck("models", "list")[1].splitlines()) == 1


def test_a_pulled_model_is_listed_whatever_its_weights(captioncheck, cache):
    """Most opus-mt models have weights in a pickle alone: those are pulled and used."""
    cache(weights="pytorch_model.bin")
    assert HUB in captioncheck("models", "list")[1]


def test_a_pulled_model_can_be_removed_whatever_its_weights(captioncheck, cache):
    cache(weights="pytorch_model.bin")
    assert captioncheck("models", "remove", HUB)[0] == 0


@pytest.mark.parametrize("names", [(), ("es-en",), ("captioncheck-es-en",)])
def test_verify_whole(captioncheck, bundle, names):
    bundle()
    assert captioncheck("models", "verify", *names) == (0, "captioncheck-es-en: whole\n", "")


@pytest.mark.parametrize("names", [(), ("es-en",)])
def test_verify_altered(captioncheck, bundle, names):
    weights = next(bundle(published=b"others").glob("model*.bin"))
    code, out, err = captioncheck("models", "verify", *names)
    assert (code, err) == (2, "")
    assert out == (
        f"captioncheck-es-en: {weights} is not the file that was published; install it again\n"
    )


def test_verify_says_all_that_is_wrong(captioncheck, bundle):
    bundle("en-es", b"others")
    bundle("es-en")
    bundle("fr-en", b"others")
    code, out, _ = captioncheck("models", "verify")
    assert code == 2
    assert [line.partition(": ")[0] for line in out.splitlines()] == [
        "captioncheck-en-es",
        "captioncheck-es-en",
        "captioncheck-fr-en",
    ]
    assert out.count("whole") == 1
    assert captioncheck("models", "verify", "es-en")[0] == 0


def test_verify_nothing(captioncheck):
    assert captioncheck("models", "verify") == (0, "", "")


@pytest.mark.parametrize("command", ["verify", "remove"])
def test_a_name_that_is_none_names_those_there_are(captioncheck, bundle, command):
    code, out, err = captioncheck("models", command, "none")
    assert (code, out) == (2, "")
    assert one_line(err) == "no model is called 'none'; there are none"
    bundle()
    code, out, err = captioncheck("models", command, "none")
    assert (code, out) == (2, "")
    assert one_line(err) == "no model is called 'none'; there are captioncheck-es-en"


@pytest.mark.parametrize("command", ["list", "verify"])
@pytest.mark.parametrize("part", ["weights", "model.toml"])
def test_a_broken_installation_is_no_traceback(captioncheck, bundle, command, part):
    folder = bundle()
    if part == "weights":
        next(folder.glob("model*.bin")).unlink()
    else:
        write(folder / part, "licence = ")
    code, out, err = captioncheck("models", command)
    assert "Traceback" not in err
    assert code == 2 or "captioncheck-es-en" in out


def test_a_bundled_model_without_weights_is_one_line(captioncheck, bundle, tmp_path):
    next(bundle().glob("model*.bin")).unlink()
    write(tmp_path / "a.html", page(SPANISH))
    code, _, err = captioncheck("audit", "a.html")
    assert code in (1, 2)
    assert "es-en" in one_line(err)


def test_what_came_with_a_package_is_not_removed(captioncheck, bundle):
    folder = bundle()
    code, out, err = captioncheck("models", "remove", "es-en")
    assert (code, out) == (2, "")
    line = "captioncheck-es-en came with a package: uninstall that instead"
    assert one_line(err) == line
    assert next(folder.glob("model*.bin")).is_file()


@pytest.mark.parametrize("name", [HUB, "es-en"])
def test_remove(captioncheck, cache, name):
    place, other = cache(), cache("someone/opus-mt-pt-en")
    code, out, err = captioncheck("models", "remove", name)
    assert (code, err) == (0, "")
    assert out == f"{name}: removed, 0.0 MB free again\n"
    assert not list(place.rglob("*.safetensors"))
    assert list(other.rglob("*.safetensors"))
    assert list(table(captioncheck("models", "list")[1])) == ["someone/opus-mt-pt-en"]
    assert captioncheck("models", "remove", name)[0] == 2


def test_remove_takes_all_revisions(captioncheck, cache):
    place = cache()
    cache(commit="b" * 40)
    assert captioncheck("models", "remove", HUB)[0] == 0
    assert not list(place.rglob("*.safetensors"))


@pytest.mark.parametrize(("name", "wanted"), [("es-en", HUB), ("someone/student", None)])
def test_pull_from_a_hub_that_is_off(captioncheck, name, wanted):
    code, out, err = captioncheck("models", "pull", name)
    assert (code, out) == (2, "")
    assert one_line(err) == f"{wanted or name} is not on this machine, and the hub is off"


def test_pull_from_a_hub_that_is_not_reached(captioncheck, monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(model, "getproxies", dict)
    code, out, err = captioncheck("models", "pull", "es-en")
    assert (code, out) == (2, "")
    assert one_line(err) == f"{HUB} is not on this machine, the hub cannot be reached"


def test_pull_prints_where_it_lies(captioncheck, cache, monkeypatch):
    import huggingface_hub
    from huggingface_hub import constants

    class Hub:
        def list_repo_files(self, name, revision=None):
            return [*MARIAN, "model.safetensors"]

    def download(name, **_):
        return str(next((cache(name) / "snapshots").iterdir()))

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(model, "_reachable", lambda _: True)
    monkeypatch.setattr(huggingface_hub, "HfApi", Hub)
    monkeypatch.setattr(huggingface_hub, "snapshot_download", download)
    code, out, err = captioncheck("models", "pull", "es-en", "someone/opus-mt-pt-en")
    assert (code, err) == (0, "")
    first, second = out.splitlines()
    assert "opus-mt-es-en" in first
    assert "opus-mt-pt-en" in second
    assert list(table(captioncheck("models", "list")[1])) == [HUB, "someone/opus-mt-pt-en"]


@pytest.mark.parametrize(
    "arguments", [("models",), ("models", "pull"), ("models", "remove"), ("models", "lits")]
)
def test_a_command_that_is_none(captioncheck, arguments):
    code, out, err = captioncheck(*arguments)
    assert (code, out) == (2, "")
    assert "Traceback" not in err


# What is believed.

UNUSABLE = {
    "": "the output is empty",
    "No, no, no, no, no, no, no, no, no.": "the output repeats itself",
    "Ein Blick auf den Hafen in der Morgendämmerung mit den Fischerbooten.": "in German",
    "Se ve el puerto cuando amanece y los barcos que salen a pescar.": "still in Spanish",
    SPANISH: "the output is a copy of the source",
}


@pytest.mark.parametrize(("hypothesis", "reason"), UNUSABLE.items(), ids=range(len(UNUSABLE)))
def test_an_unusable_hypothesis_is_never_scored(
    captioncheck, phrasebook, tmp_path, hypothesis, reason
):
    write(tmp_path / "a.html", page(SPANISH))
    reference = {"source": SPANISH, "language": "en", "text": ENGLISH}
    write(tmp_path / "r.jsonl", jsonl([reference]))
    phrasebook({SPANISH: hypothesis})
    code, out, err = captioncheck(
        "audit", "a.html", "--references", "r.jsonl", "--format", "jsonl", "--metric", "chrf"
    )
    assert code == 1
    _, item, summary = parse(out)
    [finding] = item["findings"]
    assert finding["references"]
    assert finding["translation"] is None
    assert finding["scores"] == []
    assert not item["scores"]
    assert not summary["scores"]
    told = finding["translation_failure"]["reason"]
    assert told.startswith("no usable translation: ")
    assert told.endswith(reason)
    assert told in one_line(err)


def test_a_usable_hypothesis_is_scored(captioncheck, phrasebook, tmp_path):
    write(tmp_path / "a.html", page(SPANISH))
    reference = {"source": SPANISH, "language": "en", "text": ENGLISH}
    write(tmp_path / "r.jsonl", jsonl([reference]))
    phrasebook({SPANISH: ENGLISH})
    _, out, _ = captioncheck("audit", "a.html", "--references", "r.jsonl", "--format", "jsonl")
    [finding] = articles(out)[0]["findings"]
    assert [score["value"] for score in finding["scores"]] == [100.0, 100.0]


@pytest.mark.parametrize(
    ("source", "hypothesis", "reason"),
    [
        ("Salieron 3.400 barcos.", "There were 3,500 ships that left.", "another number"),
        ("—", "No, no, no.", "no letters"),
        ("Los barcos de pesca.", "", "empty"),
    ],
)
def test_translate_says_why_there_is_none(
    captioncheck, phrasebook, tmp_path, source, hypothesis, reason
):
    phrasebook({source: hypothesis, "Hola.": "Hello."})
    lines = [{"text": source, "pair": "es-en"}, {"text": "Hola.", "pair": "es-en"}]
    write(tmp_path / "t.jsonl", jsonl(lines))
    code, out, _ = captioncheck("translate", "t.jsonl", "--translator", "phrasebook")
    assert code == 0
    first, second = parse(out)
    assert first["hypothesis"] is None
    assert reason in first["reason"]
    assert second["hypothesis"] == "Hello."


@pytest.mark.parametrize("name", plugins.names("translators"))
def test_every_translator_without_a_model_says_so(captioncheck, tmp_path, name):
    write(tmp_path / "a.html", page(SPANISH))
    code, out, err = captioncheck("audit", "a.html", "--translator", name, "--format", "jsonl")
    assert code == 1
    [finding] = articles(out)[0]["findings"]
    assert finding["translation_failure"]["reason"].startswith("no model for es-en: ")
    assert one_line(err).startswith("1 not translated: es-en: no model for es-en")


def test_weights_that_no_engine_reads_are_one_line(captioncheck, bundle, tmp_path):
    pytest.importorskip("fxtranslate")
    bundle()
    write(tmp_path / "t.jsonl", json.dumps({"text": "Hola.", "pair": "es-en"}))
    code, out, err = captioncheck("translate", "t.jsonl", "--translator", "fxtranslate")
    assert (code, out) == (2, "")
    assert one_line(err).startswith("model captioncheck-es-en cannot be loaded: ")
