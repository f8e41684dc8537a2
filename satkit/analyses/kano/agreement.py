"""Whether pairs and ratings say the same of one thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from satkit.analyses.drivers.penalties import judge_lean
from satkit.analyses.drivers.rows import PenaltyReward
from satkit.analyses.kano.rows import AttributeRow
from satkit.findings.cutoffs import SURE
from satkit.survey.questionnaire import Attribute, Questionnaire

LIKE = {
    "frustrator": "M",
    "dissatisfier": "M",
    "hybrid": "O",
    "satisfier": "A",
    "delighter": "A",
}
INDIFFERENT = "I"

Verdict = Literal["same", "otherwise", "open"]


@dataclass(frozen=True)
class Agreement:
    """An attribute beside the driver that rates the same thing.

    Parameters
    ----------
    pair : AttributeRow
    rating : PenaltyReward
    kind : str
        The category by penalty and reward; empty where that is not sure enough.
    """

    pair: AttributeRow
    rating: PenaltyReward
    kind: str

    @property
    def verdict(self) -> Verdict:
        """Whether both say the same, where both are sure."""
        if not self.kind or not SURE.is_reached(self.pair["probability"]):
            return "open"
        return "same" if self.kind == self.pair["category"] else "otherwise"


def compare_with_ratings(
    questionnaire: Questionnaire, attributes: Iterable[AttributeRow], penalties: Iterable[PenaltyReward]
) -> list[Agreement]:
    """Every attribute that names what is rated too, beside its ratings."""
    rated = {row["driver"]: row for row in penalties}
    agreements = []
    for row in attributes:
        own = questionnaire.kano.attribute.get(row["attribute"], Attribute())
        rating = rated.get(_find_driver(questionnaire, own.node, set(rated)))
        if rating is not None:
            agreements.append(Agreement(row, rating, _kind_of(rating)))
    return agreements


def _find_driver(questionnaire: Questionnaire, node: str, drivers: set[str]) -> str:
    """The driver that is the node: itself, its only item, or the indicator of it alone."""
    alone = {name: one.items[0] for name, one in questionnaire.indicators.items() if len(one.items) == 1}
    near = [node, alone.get(node, ""), *(name for name, item in alone.items() if item == node)]
    return next((name for name in near if name in drivers), "")


def _kind_of(rating: PenaltyReward) -> str:
    """The Kano category that penalty and reward amount to; none where they are not sure of it."""
    return LIKE.get(rating["class"], INDIFFERENT) if judge_lean(rating) == "clear" else ""
