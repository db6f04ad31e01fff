"""The language server: articles checked while they are written."""
