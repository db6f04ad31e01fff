"""Reporters, reached through the entry points of `captioncheck.reporters`."""
