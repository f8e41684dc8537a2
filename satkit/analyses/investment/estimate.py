"""A budget becomes a plan: what to spend on which attribute, and where to stop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from satkit.analyses.investment.rows import BudgetGain, PlannedAttribute
from satkit.analyses.investment.tables import GAINED_POINTS, curve_table, plan_table
from satkit.analyses.kano.estimate import Kano
from satkit.errors import FitError
from satkit.language import Text
from satkit.models.kano import boundary, projects, rules
from satkit.models.kano.answers import NAMES
from satkit.models.kano.boundary import Item
from satkit.models.kano.coefficients import better_worse
from satkit.models.kano.curves import CURVED
from satkit.models.rank_certainty import draws, frequency
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates
from satkit.survey.names import Names, names_or_codes
from satkit.survey.questionnaire import Questionnaire
from satkit.tables.figure import Estimates, Mark
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

STEPS = 16  # budgets on the curve of gains
TRIALS = 30  # draws for which the plan is made again
LEAST = 1 / 1000  # of the budget: less is no spending
TITLE = Text("Best division of %(budget)s")
FLAT = Text("money does not move satisfaction with an attribute of this kind")
UNKNOWN = Text("its category is not known")
UNMET = Text("how far it is met today is not known")
NOWHERE = Text("none of the attributes with a cost can take money")
COMPLETE = Text("it is met completely")


@dataclass(frozen=True, repr=False)
class Investment(Result):
    """The best division of a budget under the Kano curves.

    Parameters
    ----------
    table : DataFrame
        ``attribute category better worse met cost room target spend gain gain_low gain_high
        next_gain funded whole reason``: ``room`` is what full fulfilment would cost; ``funded`` how
        often money goes there when the plan is made again from a draw of the survey; ``whole``
        whether it is among the projects if each is done whole or not at all.  Gains are points of the
        scale from -100 (worse) to +100 (better), averaged over the attributes by their weights.
    curve : DataFrame
        ``budget gain low high`` from nothing to all that could be spent.
    budget, spent, gain, low, high, price : float
    n : int
        Respondents behind the coefficient with the fewest.
        ``price`` is the gain of the next unit of money among must-be and one-dimensional attributes.
    reason : Text or None
        Why there is no plan.
    names : Names, optional
        What the attributes are called.
    """

    table: pd.DataFrame
    budget: float
    reason: Text | None = None
    curve: pd.DataFrame = field(default_factory=pd.DataFrame)
    spent: float = np.nan
    gain: float = np.nan
    low: float = np.nan
    high: float = np.nan
    price: float = np.nan
    n: int = 0
    names: Names | None = field(default=None, compare=False)

    @property
    def fundable(self) -> list[PlannedAttribute]:
        """The attributes that money may go to; none where there is no plan."""
        if self.reason is not None:
            return []
        return [row for row in read_rows(self.table, PlannedAttribute) if not row["reason"]]

    def gets_money(self, row: PlannedAttribute) -> bool:
        """Whether the plan spends on an attribute more than a thousandth of the budget."""
        return row["spend"] > self.budget * LEAST

    def _title(self) -> Text:
        return TITLE.with_values(budget=f"{self.budget:,.0f}")

    def _tables(self) -> Iterator[Table]:
        names = names_or_codes(self.names)
        yield plan_table(sorted(self.fundable, key=lambda row: -row["spend"]), names)
        yield curve_table(read_rows(self.curve, BudgetGain), names)

    def _notes(self) -> tuple[Text, ...]:
        return () if self.reason is None else (self.reason,)

    def _figure(self) -> Estimates | None:
        """The gain of every attribute that gets money."""
        label = names_or_codes(self.names).questionnaire.attribute_label
        marks = tuple(
            Mark(label(row["attribute"]), row["gain"], row["gain_low"], row["gain_high"])
            for row in self.fundable
            if self.gets_money(row)
        )
        return Estimates(self._title(), GAINED_POINTS, marks, bars=True) if marks else None


def plan_investment(result: Kano, met: Mapping[str, float], resamples: Replicates) -> Investment | None:
    """Plan the budget of the definition for the last wave.

    Parameters
    ----------
    met : mapping of attribute to float
        Fulfilment today, in [0, 1]; see :func:`fulfilment`.

    Returns
    -------
    Investment or None
        None where the definition names no costs.
    """
    questionnaire = result.questionnaire
    priced = [name for name, attribute in questionnaire.kano.attribute.items() if attribute.cost is not None]
    everyone = [one for (_, segment), one in result.groups.items() if not segment][-1]
    if not priced:
        return None
    rows = result.table[(result.table["wave"] == everyone.wave) & (result.table["segment"] == "")]
    table = _stand_today(questionnaire, rows, priced, met)
    open_ = table[[not reason for reason in table["reason"]]]
    open_ = open_.assign(weight=open_["weight"] / open_["weight"].sum())
    places = [everyone.names.index(name) for name in open_["attribute"]]
    items = [_item(line) for line in open_.to_dict("records")]
    budget = questionnaire.kano.budget or float(open_["room"].sum())
    if not items:
        return Investment(table, budget, NOWHERE, names=result.names)
    try:
        plan = _plan_investment(questionnaire, table, items, everyone.counts[:, 0, places], budget, resamples)
    except FitError as error:
        return Investment(table, budget, error.complaints[0].what, names=result.names)
    return replace(plan, n=int(everyone.n[0, places].min()), names=result.names)


def fulfilment(questionnaire: Questionnaire, scores: pd.DataFrame, wave: str) -> dict[str, float]:
    """How far every priced attribute is met: as told, else its node's score on the range of its scale.

    Parameters
    ----------
    scores : DataFrame
        ``wave segment node estimate``, see :class:`satkit.scoring.scores.Scores`.
    """
    everyone = scores[(scores["wave"] == wave) & (scores["segment"] == "")]
    estimate = dict(zip(everyone["node"], everyone["estimate"], strict=True))
    met = {}
    for name, attribute in questionnaire.kano.attribute.items():
        if attribute.met is not None:
            met[name] = attribute.met
        elif attribute.node in estimate:
            ends = [
                end
                for item in _items(questionnaire, attribute.node)
                for end in questionnaire.scale(item).scores
            ]
            met[name] = (estimate[attribute.node] - min(ends)) / (max(ends) - min(ends))
    return met


def _items(questionnaire: Questionnaire, node: str) -> tuple[str, ...]:
    if node in questionnaire.items:
        return (node,)
    below = [item for child in questionnaire.children(node) for item in _items(questionnaire, child)]
    return (*questionnaire.indicators[node].items, *below)


def _stand_today(
    questionnaire: Questionnaire, rows: pd.DataFrame, priced: list[str], met: Mapping[str, float]
) -> pd.DataFrame:
    """Every priced attribute as it stands today, and why money cannot go there."""
    table = rows.set_index("attribute").reindex(priced)[["category", "better", "worse"]].reset_index()
    settings = [questionnaire.kano.attribute[name] for name in priced]
    table["met"] = [met.get(name, np.nan) for name in priced]
    table["cost"] = [float(one.cost or 0) for one in settings]
    table["weight"] = [one.weight for one in settings]
    table["room"] = table["cost"] * (1 - table["met"])
    reasons = [
        _obstacle(str(kind), ready) for kind, ready in zip(table["category"], table["met"], strict=True)
    ]
    return table.assign(reason=pd.Series(reasons, dtype=object))


def _item(line: Mapping[Any, Any]) -> Item:
    """A line of the table as the model takes it."""
    numbers = (float(line[key]) for key in ("better", "worse", "cost", "met", "weight"))
    return Item(str(line["attribute"]), str(line["category"]), *numbers)


def _obstacle(category: str, met: float) -> Text | str:
    """Why money cannot go to an attribute; empty where it can."""
    if category not in NAMES:
        return UNKNOWN
    if category not in CURVED:
        return FLAT
    if not np.isfinite(met):
        return UNMET
    return COMPLETE if met >= 1 else ""


def _plan_investment(
    questionnaire: Questionnaire,
    table: pd.DataFrame,
    items: list[Item],
    counts: Floats,
    budget: float,
    resamples: Replicates,
) -> Investment:
    level = questionnaire.report.level
    plan = boundary.invest(items, budget)
    better, worse = better_worse(counts)
    made = plan.table.set_index("attribute")[["aim", "spend", "gain", "next_gain_per_cost"]]
    made = made.rename(columns={"aim": "target", "next_gain_per_cost": "next_gain"})
    alone = [
        boundary.expected_gain(
            boundary.Plan((item,), plan.met[[k]], plan.spend[[k]], 0.0, 0.0),
            better[:, [k]], worse[:, [k]], resamples, level,
        )
        for k, item in enumerate(items)
    ]  # fmt: skip
    made["gain_low"], made["gain_high"] = [low for _, low, _ in alone], [high for _, _, high in alone]
    made["funded"] = _count_funded(questionnaire, items, counts, budget, resamples)
    made["whole"] = _whole(items, budget)
    table = table.join(made, on="attribute").drop(columns="weight")
    hundredths = ["gain", "gain_low", "gain_high", "next_gain"]
    table[hundredths] *= 100
    most = float(sum(item.cost * (1 - item.met) for item in items))
    curve = []
    for step in np.linspace(0, most, STEPS + 1):
        there = boundary.invest(items, float(step))
        curve.append((step, *boundary.expected_gain(there, better, worse, resamples, level)))
    gains = pd.DataFrame(curve, columns=["budget", "gain", "low", "high"])
    gains[["gain", "low", "high"]] *= 100
    gain, low, high = (100 * end for end in boundary.expected_gain(plan, better, worse, resamples, level))
    spent = float(plan.spend.sum())
    return Investment(table, budget, None, gains, spent, gain, low, high, 100 * plan.price)


def _count_funded(
    questionnaire: Questionnaire, items: list[Item], counts: Floats, budget: float, resamples: Replicates
) -> Floats:
    """How often an attribute gets money when the plan is made again from draws of the survey."""
    drawn = np.maximum(draws(counts, resamples)[:TRIALS], 0.0)
    verdicts = rules.RULES[questionnaire.kano.rule](drawn)
    better, worse = better_worse(drawn)
    funded = np.zeros((len(drawn), len(items)), bool)
    for trial, (kinds, pleases, displeases) in enumerate(zip(verdicts, better, worse, strict=True)):
        again = [
            Item(item.name, NAMES[kind], float(up), float(down), item.cost, item.met, item.weight)
            for item, kind, up, down in zip(items, kinds, pleases, displeases, strict=True)
        ]
        funded[trial] = boundary.invest(again, budget).spend > budget * LEAST
    return frequency(funded)


def _whole(items: list[Item], budget: float) -> list[bool]:
    """Which attributes to complete, if each is a project done whole or not at all."""
    plans = [
        projects.Project(
            item.name,
            item.cost * (1 - item.met),
            100 * boundary.Plan((item,), np.ones(1), np.zeros(1), 0.0, 0.0).table["gain"].iloc[0],
            item.category == "M",
        )
        for item in items
    ]
    chosen = {project.name for project in projects.choose(plans, budget)}
    return [item.name in chosen for item in items]
