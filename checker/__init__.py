"""Judging: what languages, translations and references say about the segments of articles."""

__version__ = "0.1.0"
