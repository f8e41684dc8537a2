"""Short comments from a bank of sentences, by what displeased."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from satkit.simulation.facts import Comments, Topic

PRAISE = Topic(zh=("总体挺好的。", "服务不错，继续保持。"), en=("All fine.", "Good service, keep it up."))
WISHES = Topic(zh=("希望尽快改进。", ""), en=("Please improve this soon.", ""))
CONTACT = Topic(
    zh=("请回电%(phone)s。", "我的电话是%(phone)s，麻烦联系我。"),
    en=("Please call me back on %(phone)s.", "My number is %(phone)s."),
)
COMPLAINT = {"zh": "对%(name)s不太满意。", "en": "I was not happy with: %(name)s."}


def write(
    comments: Comments,
    topics: Sequence[Sequence[str]],
    displeased: np.ndarray,
    language: str,
    rng: np.random.Generator,
) -> np.ndarray:
    """A comment or an empty string for every respondent, shape (n,) of str.

    Parameters
    ----------
    topics : sequence, length T
        The sentences of every topic.
    displeased : ndarray, shape (n, T)
        How far each topic lies below what the respondent is used to; where none is above
        zero, the comment is praise.  The displeased write more often.
    """
    count = len(displeased)
    worst = displeased.argmax(axis=1) if len(topics) else np.zeros(count, np.intp)
    depth = displeased.max(axis=1) if len(topics) else np.zeros(count)
    grumbles = depth > 0
    eager = np.clip(comments.share * np.where(grumbles, 1.2, 0.6), 0, 1)
    writers = np.flatnonzero(rng.random(count) < eager)
    praise, wishes = bank(comments.praise, PRAISE, language), bank(comments.wishes, WISHES, language)
    text = np.full(count, "", dtype=object)
    for person in writers:
        said = topics[worst[person]] if grumbles[person] else praise
        text[person] = _one(said, rng) + (_one(wishes, rng) if grumbles[person] else "")
    _plant(text, writers, comments, language, rng)
    return text


def bank(topic: Topic, otherwise: Topic, language: str) -> tuple[str, ...]:
    """The sentences of a topic in a language."""
    if language == "zh":
        return topic.zh or otherwise.zh
    return topic.en or otherwise.en


def _one(sentences: Sequence[str], rng: np.random.Generator) -> str:
    return sentences[int(rng.integers(len(sentences)))]


def _plant(
    text: np.ndarray, writers: np.ndarray, comments: Comments, language: str, rng: np.random.Generator
) -> None:
    """Add made-up phone numbers to a few comments, so that redaction has something to find."""
    chosen = rng.choice(writers, min(comments.phones, len(writers)), replace=False)
    sentences = bank(comments.contact, CONTACT, language)
    for person in chosen:
        number = f"1380000{rng.integers(10**4):04d}"  # a stock of numbers used as placeholders
        text[person] += _one(sentences, rng).replace("%(phone)s", number)
