"""Where references come from, reached through the entry points of `captioncheck.references`."""
