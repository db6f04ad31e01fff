"""Metrics, reached through the entry points of `captioncheck.metrics`."""
