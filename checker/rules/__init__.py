"""Rules, reached through the entry points of `captioncheck.rules`."""
