"""How the command line is parsed, and what is said of what it cannot be."""

import argparse
import re
from typing import Any, NoReturn

from captions.plugins import suggest


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and lets options stand between paths."""

    mixing = False
    commands: "argparse._SubParsersAction[Any] | None" = None
    usual: str | None = None  # the command that is meant where none is named

    def error(self, message: str) -> NoReturn:
        hint = f"see {self.prog} --help"
        if unknown := re.match(r"argument COMMAND: invalid choice: '(.*?)'", message):
            message = f"no command is called {unknown[1]!r}"
            hint = suggest(unknown[1], list(self.commands.choices) if self.commands else [])
        if message.startswith("unrecognized arguments: -"):
            word = message.split()[2].partition("=")[0]
            known = self.known_options()
            if word in known:
                message = f"{word!r} is an option of other commands"
            else:
                hint = suggest(word, known) if word.startswith("--") else hint
                message = f"no option is called {word!r}"
        self.exit(2, f"captioncheck: {message}; {hint}\n")

    def known_options(self) -> list[str]:
        pages = (
            [one.format_help() for one in self.commands.choices.values()] if self.commands else []
        )
        return sorted(set(re.findall(r"--[a-z][a-z-]+", " ".join(pages))))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        known = (*self.commands.choices, "-h", "--help") if self.commands else ()
        if self.usual and args and args[0] not in known:
            args = [self.usual, *args]
        # Commands are called through here; argparse mixes options and paths only when asked.
        if self.mixing or self._subparsers:
            return super().parse_known_args(args, namespace)
        self.mixing = True
        return self.parse_known_intermixed_args(args, namespace)
