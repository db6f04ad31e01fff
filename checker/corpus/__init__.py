"""Checking corpora: the same check over many articles, on one machine or on many."""
