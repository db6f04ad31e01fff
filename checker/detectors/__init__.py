"""Language detectors, reached through the entry points of `captioncheck.detectors`."""
