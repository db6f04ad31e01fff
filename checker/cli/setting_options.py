"""The options that stand for settings, of whichever command takes them."""

import argparse
from typing import Any

from captions import plugins


def config_option(parser: argparse.ArgumentParser) -> None:
    """The option that names the settings file."""
    parser.add_argument(
        "--config",
        metavar="FILE",
        help="settings file (default: the nearest "
        "captioncheck.toml or pyproject.toml, upwards from here)",
    )


def setting_options(parser: argparse.ArgumentParser) -> None:
    """The options that stand for settings of the configuration file; None leaves the file's."""
    group = parser.add_argument_group("settings")
    group.add_argument(
        "--language",
        metavar="TAG",
        help="the language that readers are promised (default: what each article "
        "declares, else the one it is mostly in)",
    )
    group.add_argument(
        "--references",
        action="append",
        metavar="FILE",
        help="reference captions in JSON Lines or CSV, or a translation memory in TMX, XLIFF "
        "or PO; repeatable; "
        "ARTICLE.captions.jsonl beside an article is found by itself",
    )
    group.add_argument(
        "--select", action="append", metavar="RULE", help="only these rules or groups; repeatable"
    )
    group.add_argument(
        "--extend-select",
        action="append",
        metavar="RULE",
        help="these as well, such as accessibility, which only runs when asked for; repeatable",
    )
    group.add_argument(
        "--ignore", action="append", metavar="RULE", help="not these rules or groups; repeatable"
    )
    group.add_argument(
        "--fail-on",
        metavar="LEVEL",
        help="exit with 1 for error (the default), warning or note and above, or never",
    )
    group.add_argument(
        "--detector", metavar="NAME", help=f"one of: {', '.join(plugins.names('detectors'))}"
    )
    group.add_argument(
        "--site-languages",
        action="append",
        metavar="TAG",
        help="a language that the site publishes in; others are doubted; repeatable",
    )
    group.add_argument(
        "--no-article-evidence",
        dest="article_evidence",
        action="store_const",
        const=False,
        help="judge each segment as if it stood alone",
    )
    group.add_argument(
        "--no-picture-metadata",
        dest="picture_metadata",
        action="store_const",
        const=False,
        help="do not read what the files of pictures say (XMP, IPTC, EXIF)",
    )
    translator_options(group)
    group.add_argument(
        "--no-translate",
        dest="translate",
        action="store_const",
        const=False,
        help="do not translate what is found",
    )
    metric_option(group)


def translator_options(group: Any) -> None:
    """The options that say what translates."""
    group.add_argument(
        "--translator", metavar="NAME", help=f"one of: {', '.join(plugins.names('translators'))}"
    )
    group.add_argument(
        "--model",
        metavar="DIR|ID",
        help="translation model: a folder, or a hub id (Helsinki-NLP/opus-mt-es-en)",
    )
    group.add_argument("--offline", action="store_const", const=True, help="never use the network")


def metric_option(group: Any) -> None:
    """The option that names metrics."""
    group.add_argument(
        "--metric",
        dest="metrics",
        action="append",
        metavar="NAME",
        help=f"one of: {', '.join(plugins.names('metrics'))} (default: chrf and bleu); repeatable",
    )
