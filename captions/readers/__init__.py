"""One module per article format, each reached through its entry point in `captioncheck.readers`."""
