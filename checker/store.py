"""The models on this machine: what they are, whether they are whole, and how to be rid of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from captions.errors import UserError
from checker.model import (
    HUB,
    Format,
    Model,
    ModelError,
    ModelUnavailableError,
    about,
    checksum,
    installed,
    open_folder,
    pull,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: a model, its licence, and for the hub's its commit."""

    model: Model
    licence: str
    commit: str = ""


def entries() -> Iterator[Entry]:
    """All models that can be used without a network."""
    for model in installed():
        licence = about(model).get("licence") or ("MPL-2.0" if model.origin == "package" else "")
        yield Entry(model, licence)
    yield from _cached()


def _cached() -> Iterator[Entry]:
    """The translation models in the hub's local cache."""
    from huggingface_hub import CacheNotFound, scan_cache_dir

    try:
        repos = sorted(scan_cache_dir().repos, key=lambda repo: repo.repo_id)
    except CacheNotFound:
        return
    for repo in repos:
        for revision in repo.revisions:
            try:
                found = open_folder(revision.snapshot_path, repo.repo_id, "", "hub")
            except ModelError:
                continue  # of another kind, or in an unsafe format
            model = Model(repo.repo_id, _pair(repo.repo_id), found.folder, Format.MARIAN, "hub")
            yield Entry(model, "see its page", revision.commit_hash[:12])


def _pair(name: str) -> str:
    return name.rpartition("opus-mt-")[2] if "opus-mt-" in name else ""


def fetch(name: str) -> Path:
    """Download a model by its hub id, or by its pair; gives its folder."""
    wanted = name if "/" in name else HUB.format(name)
    try:
        return pull(wanted)
    except ModelUnavailableError as error:
        raise UserError(str(error)) from error


def find(name: str) -> Entry:
    """The entry of a name or a pair."""
    found = [entry for entry in entries() if name in (entry.model.name, entry.model.pair)]
    if not found:
        names = ", ".join(entry.model.name for entry in entries())
        raise UserError(f"no model is called {name!r}; there are {names or 'none'}")
    return found[0]


def fault(entry: Entry) -> str | None:
    """What is wrong with a model's files, None where they are as they were published."""
    stated = about(entry.model).get("sha256")
    if stated and checksum(entry.model.weights) != stated:
        return f"{entry.model.weights} is not the file that was published; install it again"
    return None


def remove(entry: Entry) -> int:
    """Remove a model of the hub from the local cache; gives the bytes that are free again."""
    from huggingface_hub import scan_cache_dir

    if entry.model.origin != "hub":
        raise UserError(f"{entry.model.name} came with a package: uninstall that instead")
    commits = [
        revision.commit_hash
        for repo in scan_cache_dir().repos
        if repo.repo_id == entry.model.name
        for revision in repo.revisions
    ]
    strategy = scan_cache_dir().delete_revisions(*commits)
    strategy.execute()
    return int(strategy.expected_freed_size)
