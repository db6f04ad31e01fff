"""Marian students with an SSRU decoder, as Firefox Translations ships them: model, file, folder."""
