"""The models on this machine: what they are, whether they are whole, and how to be rid of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from captions.errors import UserError
from checker.catalogue import offers
from checker.model import (
    Model,
    ModelError,
    ModelUnavailableError,
    about,
    installed,
    of_hub,
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
        yield Entry(model, _licence(model))
    yield from _cached()


def _licence(model: Model) -> str:
    try:
        return about(model).get("licence") or ("MPL-2.0" if model.origin == "package" else "")
    except ModelError:  # which `models verify` tells
        return ""


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
                model = of_hub(revision.snapshot_path, repo.repo_id, _pair(repo.repo_id))
            except ModelError:
                continue  # of another kind
            yield Entry(model, "see its page", revision.commit_hash[:12])


def _pair(name: str) -> str:
    found = re.search(r"opus-mt-(?:.*-)?([a-z]{2,3}-[a-z]{2,3})$", name)
    return found[1] if found else ""


def fetch(name: str) -> Path:
    """Download a model by its hub id, or the catalogue's first for a pair; gives its folder."""
    wanted = [(name, "")] if "/" in name else [(one.name, one.revision) for one in offers(name)]
    faults = []
    for hub_id, revision in wanted:
        try:
            return pull(hub_id, revision or None)
        except ModelUnavailableError as error:
            faults.append(str(error))
    raise UserError(faults[0])


def offered(pairs: Iterable[str]) -> Iterator[tuple[str, str, str, str, str, str]]:
    """The catalogue's models for pairs, in the columns of the list: they may be downloaded."""
    for pair in pairs:
        for offer in offers(pair):
            yield offer.name, pair, offer.licence, "", offer.revision[:12] or "newest", offer.page


def find(name: str) -> Entry:
    """The entry of a name or a pair."""
    found = [entry for entry in entries() if name in (entry.model.name, entry.model.pair)]
    if not found:
        names = ", ".join(entry.model.name for entry in entries())
        raise UserError(f"no model is called {name!r}; there are {names or 'none'}")
    return found[0]


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
