"""captioncheck lsp: the language server, on standard input and output."""

import argparse
import os
import sys
from pathlib import Path

from captions.errors import UserError
from checker.cli.terminal import CLEAN


def lsp_command(options: argparse.Namespace) -> int:
    """Serve an editor until it ends the session."""
    try:
        from checker.lsp.server import make_server
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        raise UserError(
            "the language server needs pygls: pip install 'captioncheck[lsp]'"
        ) from error
    server = make_server(Path(options.config) if options.config else None)
    # Standard output is the protocol's alone: what a library prints goes to standard error.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as protocol:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        server.start_io(sys.stdin.buffer, protocol)
    return CLEAN
