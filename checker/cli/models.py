"""captioncheck models: the translation models on this machine."""

import argparse

from checker.cli.terminal import CLEAN, FAILED


def list_command(options: argparse.Namespace) -> int:
    """List the models on this machine, and those that could serve the named pairs."""
    from checker import store
    from checker.model import find_fault

    rows = [("model", "pair", "licence", "MB", "revision", "where")]
    for entry in store.entries():
        model = entry.model
        broken = find_fault(model) is not None
        size = f"{model.size / 1e6:.1f}"
        revision = "broken" if broken else entry.commit or model.revision
        rows.append((model.name, model.pair, entry.licence, size, revision, str(model.folder)))
    if options.names:
        rows = [row for row in rows if row[1] in ("pair", *options.names)]
        rows += store.offered(options.names)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(cells).rstrip())
    return CLEAN


def pull_command(options: argparse.Namespace) -> int:
    """Download models."""
    from checker import store

    for name in options.names:
        print(store.fetch(name))
    return CLEAN


def verify_command(options: argparse.Namespace) -> int:
    """Compare models with their checksums."""
    from checker import store
    from checker.model import find_fault

    code = CLEAN
    chosen = [store.find(name) for name in options.names] if options.names else store.entries()
    for entry in chosen:
        fault = find_fault(entry.model)
        print(f"{entry.model.name}: {fault or 'whole'}")
        code = FAILED if fault else code
    return code


def remove_command(options: argparse.Namespace) -> int:
    """Remove downloaded models."""
    from checker import store

    for name in options.names:
        freed = store.remove(store.find(name))
        print(f"{name}: removed, {freed / 1e6:.1f} MB free again")
    return CLEAN


def cache_command(options: argparse.Namespace) -> int:
    """Count or forget the remembered translations."""
    from checker import memory
    from checker.details import count

    if options.clear:
        memory.forget()
    print(f"{count(memory.count(), 'translation')} in {memory.path()}")
    return CLEAN
