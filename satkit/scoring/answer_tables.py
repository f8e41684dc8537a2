"""Tables of how answers fall on a scale, declared once for pages, workbooks and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isnan

from satkit.language import Text
from satkit.scoring.rows import AnswerRow, ScoreRow
from satkit.scoring.score_tables import ANSWERS, QUESTION
from satkit.survey.bins import bins
from satkit.survey.names import Names
from satkit.survey.questionnaire import Questionnaire
from satkit.tables.cells import Share, Words
from satkit.tables.table import Column, Table

MEAN = Text("Mean")
ANSWER = Text("%(label)s (%(score)g)")
COUNTS = Text("Counts of all answers on the scale “%(scale)s”")

Answers = Mapping[str, Sequence[AnswerRow]]
"""The rows of every item, an item to a line of the table."""


def group_answers(
    questionnaire: Questionnaire, rows: Iterable[AnswerRow], means: Mapping[str, ScoreRow]
) -> dict[str, Answers]:
    """The rows that may be shown, by scale and item; items from the highest mean down.

    Parameters
    ----------
    questionnaire : Questionnaire
    rows : iterable of AnswerRow
        Of one wave.
    means : mapping of item to ScoreRow
        Of the same wave; an item without one is left out.
    """
    by_item: dict[str, list[AnswerRow]] = {}
    for row in rows:
        if row["n"] >= questionnaire.report.min_cell and row["item"] in means:
            by_item.setdefault(row["item"], []).append(row)
    scales = dict.fromkeys(questionnaire.items[item].scale for item in by_item)
    return {
        scale: {
            item: by_item[item]
            for item in sorted(by_item, key=lambda item: -_sortable(means[item]["estimate"]))
            if questionnaire.items[item].scale == scale
        }
        for scale in scales
    }


def _sortable(mean: float) -> float:
    return -1.0 if isnan(mean) else mean


def name_answer(questionnaire: Questionnaire, scale: str, place: int) -> Words:
    """The label of a point with its score, the bare code where it has none; of a long scale the stretch."""
    shown = bins(questionnaire.scales[scale])
    label, points = shown.labels[place], questionnaire.scales[scale].points
    if len(shown) < len(points) or isnan(shown.scores[place]):
        return label
    return ANSWER.with_values(label=label, score=round(shown.scores[place], 1))


def answer_table(scale: str, answers: Answers, means: Mapping[str, ScoreRow], names: Names) -> Table:
    """The share of every answer from the best to the worst, one row an item, with its mean and base."""
    questionnaire = names.questionnaire

    def answer_column(place: int) -> Column[str]:
        def show_share(item: str) -> Share:
            row = next(row for row in answers[item] if row["place"] == place)
            return Share(row["share"], row["n"])

        return Column(f"answer_{place}", name_answer(questionnaire, scale, place), "share", show_share)

    columns: tuple[Column[str], ...] = (
        Column("item", QUESTION, cell=names.node),
        Column("mean", MEAN, "score", lambda item: means[item]["estimate"]),
        *map(answer_column, bins(questionnaire.scales[scale]).best_first),
        Column("n", ANSWERS, "count", lambda item: answers[item][0]["n"]),
    )
    key = f"answers-{list(questionnaire.scales).index(scale)}"
    caption = COUNTS.with_values(scale=questionnaire.scales[scale].title)
    return Table.of(key, caption, columns, answers, chart="distribution")
