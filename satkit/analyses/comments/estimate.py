"""Comments: how many speak of what, in which groups, and a few of them word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.analyses.comments.coding import encode_comments, join_comments
from satkit.analyses.comments.rows import UNCODED, Quote, ThemeShare, TopicShare
from satkit.analyses.comments.tables import (
    quotes_table,
    sort_themes,
    theme_name,
    themes_by_group,
    themes_table,
    topics_table,
)
from satkit.analyses.comments.topics import topics
from satkit.errors import Complaint, DataError
from satkit.language import Text
from satkit.scoring.disclosure import reasons, withheld, withheld_levels
from satkit.scoring.estimates import NUMBERS
from satkit.scoring.proportions import proportions
from satkit.scoring.scores import groupings
from satkit.stats.design import Booleans, Ints
from satkit.survey.names import Names, names_of, names_or_codes
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.redaction import MARK, redact_text
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.survey.scale import fold
from satkit.tables.figure import Estimates, Mark
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

SHORTEST, LONGEST = 4, 160  # characters of a quote
QUOTE = ["key", "text", "code", "topic", "segment", "level"]
TITLE = Text("Comments of %(n)s respondents")
PERCENT = Text("Percent of those who wrote")
CROWD = 30  # fewest respondents of every group that somebody quoted is in


@dataclass(frozen=True, repr=False)
class Comments(Result):
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
        ``key text code topic segment level``, redacted, one per person.
    left_out : int
        Comments that could be quoted, but are not on the wish of the definition.
    names : Names, optional
        What themes, segments and levels are called.
    """

    n: int
    people: int
    codes: pd.DataFrame = field(default_factory=pd.DataFrame)
    topics: pd.DataFrame = field(default_factory=pd.DataFrame)
    quotes: pd.DataFrame = field(default_factory=pd.DataFrame)
    left_out: int = 0
    names: Names | None = field(default=None, compare=False)

    def _title(self) -> Text:
        return TITLE.with_values(n=f"{self.n:,}")

    def _tables(self) -> Iterator[Table]:
        names, rows = names_or_codes(self.names), read_rows(self.codes, ThemeShare)
        yield themes_table(sort_themes(rows), names)
        yield themes_by_group(rows, names)
        yield topics_table(read_rows(self.topics, TopicShare), names)
        yield quotes_table(read_rows(self.quotes, Quote), names)

    def _figure(self) -> Estimates | None:
        """The themes of everyone."""
        names = names_or_codes(self.names)
        marks = tuple(
            Mark(theme_name(names, row["code"]), 100 * row["estimate"], 100 * row["low"], 100 * row["high"])
            for row in sort_themes(read_rows(self.codes, ThemeShare))
        )
        return Estimates(self._title(), PERCENT, marks, bars=True) if marks else None


@dataclass(frozen=True)
class _Read:
    """Comments of the last wave, one per person who wrote: rows, words as written and redacted, codes, topics.

    ``loose`` are the places of those that touch no code, among which topics were looked for.
    """

    rows: Ints
    said: list[str]
    texts: list[str]
    frame: Booleans
    loose: Ints
    words: tuple[tuple[str, ...], ...]
    about: Booleans

    @property
    def kinds(self) -> Booleans:
        """Codes and topics beside each other, shape (len(rows), codes + topics)."""
        spread = np.zeros((len(self.rows), self.about.shape[1]), bool)
        spread[self.loose] = self.about
        return np.concatenate([self.frame, spread], axis=1)


def code_comments(responses: Responses, sample: Sample) -> Comments | None:
    """Comments of the last wave, coded, counted and quoted; nothing where too few wrote.

    Raises
    ------
    DataError
        If a comment to be left out is not there: it may have been changed, and be quoted.
    """
    questionnaire, read = responses.questionnaire, _read(responses)
    if read is None:
        return None
    quotable_ones = _choose_quotable(responses, read)
    quotes = quotable_ones[~quotable_ones["left_out"]].head(questionnaire.comments.quotes)
    codes = _count_codes(responses, sample, read.rows, read.frame)
    return Comments(
        n=len(read.rows),
        people=int((responses.wave == responses.wave.max()).sum()),
        codes=pd.concat(codes, ignore_index=True) if questionnaire.codes else pd.DataFrame(),
        topics=_count_topics(responses, sample, read.rows[read.loose], read.words, read.about),
        quotes=quotes.drop(columns="left_out").reset_index(drop=True),
        left_out=int(quotable_ones["left_out"].sum()),
        names=names_of(responses),
    )


def quotable(responses: Responses) -> pd.DataFrame:
    """Every comment that may be quoted, redacted, in the order in which they are taken.

    Returns
    -------
    DataFrame
        ``key text code topic segment level left_out quoted``; empty where too few wrote.  A ``key``
        is made of the redacted comment, so that it tells nothing the comment does not.

    Raises
    ------
    DataError
        As :func:`comments`.
    """
    read = _read(responses)
    if read is None:
        return pd.DataFrame(columns=[*QUOTE, "left_out", "quoted"])
    found = _choose_quotable(responses, read)
    turn = (~found["left_out"]).cumsum()
    return found.assign(quoted=~found["left_out"] & (turn <= responses.questionnaire.comments.quotes))


def _read(responses: Responses) -> _Read | None:
    questionnaire = responses.questionnaire
    here = responses.wave == responses.wave.max()
    said = join_comments(responses.texts, questionnaire.of_role("comment"))
    rows = np.flatnonzero(here & np.array([bool(text) for text in said])) if said else np.empty(0, np.int64)
    if len(rows) < questionnaire.report.min_cell:
        return None
    if questionnaire.comments.leave_out:
        _refuse_unknown(questionnaire, {key(text) for text in said if text})
    mine = [said[row] for row in rows]
    texts = [redact_text(text, questionnaire.comments.names) for text in mine]
    frame = encode_comments(mine, questionnaire.codes)
    loose = np.flatnonzero(~frame.any(axis=1))
    words, about = topics([texts[k] for k in loose], questionnaire.comments.topics)
    return _Read(rows, mine, texts, frame, loose, words, about)


def key(text: str) -> str:
    """Eight signs that stand for a comment: the same for the same words, heedless of numbers and names.

    They are made of the comment without what the rules of redaction take out, but before the
    names of the definition are, so that a name added later does not change them.
    """
    return sha256(fold(redact_text(text)).encode()).hexdigest()[:8]


def _refuse_unknown(questionnaire: Questionnaire, keys: set[str]) -> None:
    """Complain of comments to be left out that nobody wrote."""
    found = [
        Complaint(
            Text("[comments] leave_out: no comment has the key '%(key)s'", {"key": name}),
            expected=Text("a key that `satkit quotes` prints"),
            hint=Text("take it out, or look whether the comment was changed and would now be quoted"),
        )
        for name in questionnaire.comments.leave_out
        if name not in keys
    ]
    if found:
        raise DataError(found)


def _count_codes(responses: Responses, sample: Sample, rows: Ints, frame: Booleans) -> Iterator[pd.DataFrame]:
    """Shares of the codes for everyone and every level; of a code few gave, none."""
    questionnaire = responses.questionnaire
    whole = np.concatenate([frame, ~frame.any(axis=1, keepdims=True)], axis=1)
    few = whole.sum(axis=0) < questionnaire.report.min_cell
    names = [*questionnaire.codes, UNCODED]
    secret = withheld_levels(responses, np.isin(np.arange(len(responses)), rows))
    for segment, group, levels in groupings(responses):
        label = group[rows]
        inside = whole[label >= 0]
        found = proportions(
            sample, rows[label >= 0], label[label >= 0], len(levels), inside, np.ones_like(inside)
        )
        people = found.base.n[:, 0]
        hidden = withheld(people, questionnaire.report.min_cell) | secret.get(segment, False)
        why = reasons(hidden, people, questionnaire.report.min_cell)[:, None]
        table = _withhold(found.lines(questionnaire.report.level), np.where(few, "small", why).ravel())
        yield table.assign(
            segment=segment, level=np.repeat(levels, len(names)), code=np.tile(names, len(levels))
        )


def _count_topics(
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


def _withhold(table: pd.DataFrame, withheld: NDArray[np.str_]) -> pd.DataFrame:
    table.loc[withheld != "", NUMBERS] = np.nan
    return table.assign(withheld=withheld)


def _choose_quotable(responses: Responses, read: _Read) -> pd.DataFrame:
    """Comments in a seeded order, taken in turn from every code (or topic), none twice.

    Only people all of whose groups have ``crowd`` respondents are quoted.
    """
    questionnaire, kinds = responses.questionnaire, read.kinds
    order = np.random.default_rng(questionnaire.sample.replicates.seed).permutation(len(read.rows))
    many = _in_a_crowd(responses)[read.rows]
    piles: dict[int, list[int]] = {}
    seen: set[str] = set()
    for k in order:
        text = fold(read.texts[k])
        if many[k] and kinds[k].any() and _says_something(read.texts[k]) and text not in seen:
            seen.add(text)
            piles.setdefault(int(kinds[k].argmax()), []).append(int(k))
    largest = sorted(piles, key=lambda kind: (-kinds[:, kind].sum(), kind))
    turns = range(max(map(len, piles.values()), default=0))
    taken = [(piles[kind][turn], kind) for turn in turns for kind in largest if turn < len(piles[kind])]
    lines = [_write_quote(responses, read, k, kind) for k, kind in taken]
    table = pd.DataFrame(lines, columns=QUOTE)
    return table.assign(left_out=table["key"].isin(questionnaire.comments.leave_out))


def _write_quote(responses: Responses, read: _Read, k: int, kind: int) -> tuple[object, ...]:
    """One comment as the report shows it."""
    questionnaire = responses.questionnaire
    segment = next(iter(questionnaire.segments), "")
    codes = [*questionnaire.codes]
    code, topic = (codes[kind], -1) if kind < len(codes) else ("", kind - len(codes))
    level = _level(responses, segment, read.rows[k])
    return key(read.said[k]), _cut_text(read.texts[k]), code, topic, segment, level


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


def crowd(questionnaire: Questionnaire) -> int:
    """The fewest respondents of a group whose members may be quoted."""
    return max(CROWD, questionnaire.report.min_test)


def _level(responses: Responses, segment: str, row: int) -> str:
    place = int(responses.segments[segment].iloc[row]) if segment else -1
    return responses.levels[segment][place][0] if place >= 0 else ""


def _says_something(text: str) -> bool:
    """Whether a comment still says something without what was taken out."""
    left = text.replace(MARK, "").strip()
    return len(left) >= SHORTEST and len(left) >= len(text) / 2


def _cut_text(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
