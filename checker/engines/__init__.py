"""One module per way of running a translation model; `checker.engine` is their protocol."""
