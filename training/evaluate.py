"""Measure a model: held-out captions with their facts, and any text with references.

    python evaluate.py MODEL [--rows FILE.tsv.gz ...] [--show N]

MODEL is a transformers folder, computed in float32, or a Firefox folder (a Marian binary and its
vocabulary), run by the native engine `fxtranslate`. Each --rows file holds pairs (source TAB
reference); `measuring.py` makes such files out of the project's measuring data. The captions in
`captions/heldout.tsv` are source TAB reference TAB facts: names, numbers, dates and credits that
the translation must hold letter for letter, "; " between them, "|" between ways to write one.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from checker.marian import firefox
from sacrebleu.metrics import BLEU, CHRF

from text import normalise, read_pairs

HERE = Path(__file__).resolve().parent
CAPTIONS = HERE / "captions" / "heldout.tsv"
SEED = (
    "El secretario de defensa estadounidense Ash Carter habla a las tropas multinacionales en el"
    " aeropuerto internacional de Erbil, en Irak, el pasado 24 de julio de 2015. (Imagen por"
    " Carolyn Kaster/Reuters)"
)
SEED_FACTS = ["Ash Carter", "Erbil", "Iraq", "July 24, 2015", "Carolyn Kaster/Reuters"]

Translate = Callable[[list[str]], list[str]]


def engine(folder: Path) -> Translate:
    """Load a folder of either kind."""
    files = firefox.recognise(folder)
    if files is not None and not (folder / "model.safetensors").exists():
        import fxtranslate

        native = fxtranslate.Translator(
            files.weights.read_bytes(),
            files.source_vocabulary.read_bytes(),
            files.target_vocabulary.read_bytes(),
            files.shortlist.read_bytes() if files.shortlist else None,
        )
        return lambda texts: [native.translate(text) for text in texts]
    import sentencepiece
    from checker.marian.ssru import MarianSSRUModel

    from net import Student, translate

    student = Student(MarianSSRUModel.from_pretrained(folder).eval())
    processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    return lambda texts: translate(student, processor, texts)


def missing(translation: str, facts: list[str]) -> list[str]:
    """The facts that a translation does not hold."""
    return [f for f in facts if not any(way in translation for way in f.split("|"))]


def scores(translations: list[str], references: list[str]) -> tuple[float, float]:
    """chrF2++ and BLEU."""
    return (
        round(CHRF(word_order=2).corpus_score(translations, [references]).score, 2),
        round(BLEU().corpus_score(translations, [references]).score, 2),
    )


def captions(translate: Translate, show: int) -> dict[str, object]:
    """Score the held-out captions, and count their facts."""
    rows = [line.split("\t") for line in CAPTIONS.read_text(encoding="utf-8").splitlines()]
    out = translate([normalise(source) for source, _, _ in rows])
    asked, lost = 0, []
    for translation, (_, _, facts) in zip(out, rows, strict=True):
        wanted = [fact.strip() for fact in facts.split(";") if fact.strip()]
        asked += len(wanted)
        lost += [(fact, translation) for fact in missing(translation, wanted)]
    for fact, translation in lost[:show]:
        print(f"  lost {fact!r}: {translation}")
    chrf, bleu = scores(out, [reference for _, reference, _ in rows])
    return {
        "captions": len(rows),
        "chrf": chrf,
        "bleu": bleu,
        "facts": asked,
        "intact": round(100 * (1 - len(lost) / asked), 2),
    }


def main() -> None:
    """Print one JSON object a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--rows", type=Path, nargs="*", default=[])
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    translate = engine(options.model)
    (seed,) = translate([SEED])
    print(json.dumps({"seed": seed, "lost": missing(seed, SEED_FACTS)}, ensure_ascii=False))
    print(json.dumps({"set": "captions"} | captions(translate, options.show)))
    for path in options.rows:
        pairs = list(read_pairs(path))
        out = translate([source for source, _ in pairs])
        for (source, reference), translation in list(zip(pairs, out, strict=True))[: options.show]:
            print(f"  {source}\n    {translation}\n    {reference}")
        chrf, bleu = scores(out, [reference for _, reference in pairs])
        print(
            json.dumps(
                {
                    "set": path.name.removesuffix(".tsv.gz"),
                    "rows": len(pairs),
                    "chrf": chrf,
                    "bleu": bleu,
                }
            )
        )


if __name__ == "__main__":
    main()
