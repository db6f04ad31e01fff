"""Reading: article files become segments that know where every character came from.

Nothing here imports `checker`: readers place text, they never judge it.
"""
