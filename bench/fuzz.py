"""Fuzzing: whatever bytes a reader is given, it reads them by its contract or refuses them.

    pip install atheris
    python bench/fuzz.py [READER] [--seconds N] [libFuzzer options, such as a folder of inputs]

Coverage-guided (atheris, libFuzzer). What it finds is a case for `tests/captions/test_hostile.py`
or `tests/readers/test_cases.py`.
"""

import argparse
import sys
from pathlib import PurePath


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reader", nargs="?", default="html")
    parser.add_argument("--seconds", type=int, default=60)
    options, others = parser.parse_known_args()
    import atheris

    with atheris.instrument_imports(include=["captions"]):
        from captions import plugins
        from captions.article import Article
        from captions.read import ReadSettings, read_bytes
        from checker.testing import check_article

        readers = {name: plugins.create("readers", name) for name in plugins.names("readers")}
        settings = ReadSettings(readers, formats={"*": options.reader})
        read_bytes(PurePath("input"), b"<p>x", settings)  # which imports all that is to be traced

    def read(data: bytes) -> None:
        article = read_bytes(PurePath("input"), data, settings)
        if isinstance(article, Article):
            check_article(article)
        else:
            assert len(article.reason.splitlines()) == 1, article.reason

    atheris.Setup([sys.argv[0], f"-max_total_time={options.seconds}", *others], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
