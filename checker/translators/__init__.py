"""Translators, reached through the entry points of `captioncheck.translators`."""
