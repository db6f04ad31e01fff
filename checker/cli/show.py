"""captioncheck explain and config: what the rules are and what is in force."""

import argparse

from checker import config as configuration
from checker.cli.inputs import settings_of
from checker.cli.terminal import CLEAN, write


def explain_command(options: argparse.Namespace) -> int:
    """Show a rule's page, or the list of rules."""
    from checker import explain

    write([explain.page(options.rule)] if options.rule else explain.overview(), None)
    return CLEAN


def config_command(options: argparse.Namespace) -> int:
    """Show the effective settings."""
    write(configuration.show(settings_of(options)), None)
    return CLEAN
