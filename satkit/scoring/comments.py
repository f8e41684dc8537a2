"""Comments: how many speak of what, in which groups, and a few of them word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from satkit.scoring.coding import coded, written
from satkit.scoring.disclosure import withheld
from satkit.scoring.estimates import NUMBERS
from satkit.scoring.proportions import Booleans, proportions
from satkit.scoring.scores import groupings
from satkit.scoring.topics import topics
from satkit.stats.design import Ints
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.redaction import MARK, redacted
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.survey.scale import fold

UNCODED = ""  # the name of comments that touch no theme of the frame
SHORTEST, LONGEST = 4, 160  # characters of a quote
CROWD = 30  # fewest respondents of every group that somebody quoted is in


@dataclass(frozen=True)
class Comments:
    """What the comments of the last wave say.

    Parameters
    ----------
    n, people : int
        How many wrote something, of how many.
    codes : DataFrame
        ``segment level code estimate std_error low high n n_effective deff df withheld``: shares
        of those who wrote, by the frame of the definition; ``UNCODED`` last.
    topics : DataFrame
        ``topic words`` and the same numbers, of topics found among the words alone: shares of the
        comments that touch no code, which are all where there is no frame.
    quotes : DataFrame
        ``text code topic segment level``, redacted, one per person.
    """

    n: int
    people: int
    codes: pd.DataFrame = field(default_factory=pd.DataFrame)
    topics: pd.DataFrame = field(default_factory=pd.DataFrame)
    quotes: pd.DataFrame = field(default_factory=pd.DataFrame)


def comments(responses: Responses, sample: Sample) -> Comments | None:
    """Comments of the last wave, coded, counted and quoted; nothing where too few wrote."""
    asked = responses.questionnaire
    here = responses.wave == responses.wave.max()
    said = written(responses.texts, asked.of_role("comment"))
    rows = np.flatnonzero(here & np.array([bool(text) for text in said])) if said else np.empty(0, np.int64)
    if len(rows) < asked.report.min_cell:
        return None
    texts = [redacted(said[row], asked.comments.names) for row in rows]
    frame = coded([said[row] for row in rows], asked.codes)
    loose = np.flatnonzero(~frame.any(axis=1))
    words, about = topics([texts[k] for k in loose], asked.comments.topics)
    kinds = np.zeros((len(rows), frame.shape[1] + len(words)), bool)
    kinds[:, : frame.shape[1]] = frame
    kinds[loose, frame.shape[1] :] = about
    return Comments(
        len(rows),
        int(here.sum()),
        pd.concat(_codes(responses, sample, rows, frame), ignore_index=True) if asked.codes else pd.DataFrame(),
        _topics(responses, sample, rows[loose], words, about),
        _quotes(responses, rows, texts, kinds),
    )  # fmt: skip


def _codes(responses: Responses, sample: Sample, rows: Ints, frame: Booleans) -> Iterator[pd.DataFrame]:
    """Shares of the codes for everyone and every level; of a code few gave, none."""
    asked = responses.questionnaire
    whole = np.concatenate([frame, ~frame.any(axis=1, keepdims=True)], axis=1)
    few = whole.sum(axis=0) < asked.report.min_cell
    names = [*asked.codes, UNCODED]
    for segment, group, levels in groupings(responses):
        label = group[rows]
        inside = whole[label >= 0]
        found = proportions(
            sample, rows[label >= 0], label[label >= 0], len(levels), inside, np.ones_like(inside)
        )
        hidden = withheld(found.base.n[:, 0], asked.report.min_cell)[:, None] | few
        table = _shown(found.lines(asked.report.level), hidden.ravel())
        yield table.assign(
            segment=segment, level=np.repeat(levels, len(names)), code=np.tile(names, len(levels))
        )


def _topics(
    responses: Responses, sample: Sample, rows: Ints, words: Sequence[tuple[str, ...]], about: Booleans
) -> pd.DataFrame:
    """Shares of the topics, those of too few people left out."""
    if not words:
        return pd.DataFrame()
    report = responses.questionnaire.report
    found = proportions(sample, rows, np.zeros(len(rows), np.int64), 1, about, np.ones_like(about))
    table = found.lines(report.level)
    table["topic"], table["words"] = np.arange(len(words)), [" · ".join(some) for some in words]
    table["people"] = about.sum(axis=0)
    return table.query("people >= @report.min_cell").reset_index(drop=True)


def _shown(table: pd.DataFrame, hidden: Booleans) -> pd.DataFrame:
    table.loc[hidden, NUMBERS] = np.nan
    return table.assign(withheld=np.where(hidden, "small", ""))


def _quotes(responses: Responses, rows: Ints, texts: Sequence[str], kinds: Booleans) -> pd.DataFrame:
    """A few comments in a seeded order, taken in turn from every code (or topic), none twice.

    Only people all of whose groups have ``crowd`` respondents are quoted.
    """
    asked = responses.questionnaire
    order = np.random.default_rng(asked.sample.replicates.seed).permutation(len(rows))
    crowd = _in_a_crowd(responses)[rows]
    piles: dict[int, list[int]] = {}
    seen: set[str] = set()
    for k in order:
        if crowd[k] and kinds[k].any() and _quotable(texts[k]) and fold(texts[k]) not in seen:
            seen.add(fold(texts[k]))
            piles.setdefault(int(kinds[k].argmax()), []).append(int(k))
    largest = sorted(piles, key=lambda kind: (-kinds[:, kind].sum(), kind))
    turns = [
        (turn, kind) for turn in range(asked.comments.quotes) for kind in largest if turn < len(piles[kind])
    ]
    segment = next(iter(asked.segments), "")
    codes = [*asked.codes, *[""] * (kinds.shape[1] - len(asked.codes))]
    lines = [
        {
            "text": _cut(texts[k := piles[kind][turn]]),
            "code": codes[kind],
            "topic": max(kind - len(asked.codes), -1),
            "segment": segment,
            "level": _level(responses, segment, rows[k]),
        }
        for turn, kind in turns[: asked.comments.quotes]
    ]
    return pd.DataFrame(lines, columns=["text", "code", "topic", "segment", "level"])


def _in_a_crowd(responses: Responses) -> Booleans:
    """Whose level of every segment has enough respondents in the last wave."""
    here = responses.wave == responses.wave.max()
    fewest = crowd(responses.questionnaire)
    many = np.full(len(responses), here.sum() >= fewest)
    for segment in responses.questionnaire.segments:
        level = responses.segments[segment].to_numpy(np.int64)
        size = np.bincount(level[here] + 1, minlength=level.max(initial=-1) + 2)
        many &= size[level + 1] >= fewest
    return many


def crowd(asked: Questionnaire) -> int:
    """The fewest respondents of a group whose members may be quoted."""
    return max(CROWD, asked.report.min_test)


def _level(responses: Responses, segment: str, row: int) -> str:
    place = int(responses.segments[segment].iloc[row]) if segment else -1
    return responses.levels[segment][place][0] if place >= 0 else ""


def _quotable(text: str) -> bool:
    """Whether a comment still says something without what was taken out."""
    left = text.replace(MARK, "").strip()
    return len(left) >= SHORTEST and len(left) >= len(text) / 2


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
