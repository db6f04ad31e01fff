"""Begin where an earlier training ended: make WORK/start out of a Firefox folder.

    python start.py WORK [--model FOLDER]

FOLDER is by default the bundled model. WORK/start is then what `surgery.py` makes of the pt->en
student: a transformers folder, and new.json, the numbers of the pieces that are never English.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from checker.marian import firefox
from checker.marian.weights import NEVER

from bundle import PLACE
from pivot import model_folder
from surgery import english_pieces


def begin(work: Path, folder: Path) -> None:
    """Write WORK/start."""
    files, old = firefox.recognise(folder), firefox.recognise(model_folder("pten"))
    if files is None or old is None or old.shortlist is None:
        raise FileNotFoundError(f"{folder}: no Firefox model")
    model, tokenizer = firefox.load(folder)
    pad = model.config.pad_token_id
    # The earlier training ruled out what its text never held; other text may hold it.
    bias = model.final_logits_bias[0, :pad]
    first = firefox.load(model_folder("pten"))[0].final_logits_bias[0, :pad]
    bias.copy_(first.where(bias <= NEVER / 2, bias))
    out = work / "start"
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(files.source_vocabulary, out / name)
    never = sorted(set(range(pad)) - english_pieces(old.shortlist))
    (out / "new.json").write_text(json.dumps(never), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--model", type=Path, default=PLACE)
    options = parser.parse_args()
    begin(options.work, options.model)
