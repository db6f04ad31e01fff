"""Errors a user can mend, told in one line."""


class UserError(Exception):
    """The request cannot be carried out; the message says what is wrong and how to mend it."""


class ConfigError(UserError):
    """A configuration file or option is wrong."""


class PluginError(UserError):
    """A plugin is unknown, cannot be loaded or breaks its contract."""
