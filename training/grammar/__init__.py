"""A bilingual caption grammar: exact Spanish-English pairs out of word lists written for it."""

from grammar.captions import Captions, pairs
from grammar.words import Words

__all__ = ["Captions", "Words", "pairs"]
