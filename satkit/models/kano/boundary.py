"""Where to stop investing: the best division of a budget over attributes, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit import number_format
from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.kano.curves import CURVED, E, marginal, satisfaction
from satkit.models.rank_certainty import interval
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

MOST_ATTRACTIVE = 14  # every choice of them is looked at
LEVEL = 1e-12  # of a bend: a straight stretch has its best point at an end


@dataclass(frozen=True, slots=True)
class Item:
    """One attribute that money can improve.

    Parameters
    ----------
    name : str
    category : str
        A letter of ``M O A I R Q``; money moves satisfaction only for the first three.
    better, worse : float
    cost : float
        Of raising fulfilment from 0 to 1, in any unit of money.
    met : float
        Fulfilment today, in [0, 1].
    weight : float
        What its satisfaction counts in the whole.
    """

    name: str
    category: str
    better: float
    worse: float
    cost: float
    met: float = 0.0
    weight: float = 1.0


TITLE = Text("Best division of a budget: %(spend)s spent, weighted satisfaction %(value)s")
CAPTION = Text("Fulfilment of every attribute today and under the plan")
PLOT = Text("Where the money goes")
AXIS = Text("Spend, in the unit of the costs")


@dataclass(frozen=True, slots=True, repr=False)
class Plan(Result):
    """The best division of a budget.

    Parameters
    ----------
    items : tuple of Item
    met : ndarray, shape (a,)
        Fulfilment to aim at; money stops here.
    spend : ndarray, shape (a,)
    value : float
        Weighted satisfaction that the plan reaches.
    price : float
        Satisfaction that the next unit of money would bring among must-be and one-dimensional
        attributes; 0 once they are complete.
    """

    items: tuple[Item, ...]
    met: Floats
    spend: Floats
    value: float
    price: float

    def _tables(self) -> Iterator[Table]:
        """One row per attribute: fulfilment now and then, spend, gain, marginal gain per unit of money."""
        kinds = [item.category for item in self.items]
        better, worse = ([getattr(item, side) for item in self.items] for side in ("better", "worse"))
        weight, cost = (np.array([getattr(item, key) for item in self.items]) for key in ("weight", "cost"))
        now = np.array([item.met for item in self.items])
        gained = satisfaction(kinds, better, worse, self.met) - satisfaction(kinds, better, worse, now)
        frame = pd.DataFrame(
            {
                "attribute": [item.name for item in self.items],
                "category": kinds,
                "met": now,
                "aim": self.met,
                "spend": self.spend,
                "gain": weight * gained,
                "next_gain_per_cost": weight * marginal(kinds, better, worse, self.met) / cost,
            }
        )
        yield declare("plan", CAPTION, frame)

    def _title(self) -> Text:
        return TITLE.with_values(
            spend=number_format.count(float(self.spend.sum())), value=number_format.ratio(self.value)
        )

    def _figure(self) -> Estimates:
        marks = tuple(
            Mark(item.name, float(spend)) for item, spend in zip(self.items, self.spend, strict=True)
        )
        return Estimates(PLOT, AXIS, marks, bars=True)


def invest(items: Sequence[Item], budget: float) -> Plan:
    r"""Maximise :math:`\sum w_i S_i(x_i)` under :math:`\sum c_i (x_i - x_{0i}) \le B`.

    Must-be curves are concave: money stops where the marginal gain per cost falls to the price
    :math:`\lambda`, at :math:`x = 1 + \ln(w K / \lambda c)`.  One-dimensional ones are funded whole
    while :math:`w (better - worse)/c > \lambda`.  Attractive ones are convex: at most one is funded
    in part.  Between two changes of who is funded :math:`\ln\lambda` is linear in the money spent, so
    that part solves a linear equation; all sets of attractive attributes, all candidates for the
    part and all such stretches are compared.

    Raises
    ------
    FitError
        For a cost or weight that is not positive, a fulfilment outside [0, 1], a better below
        worse, a negative budget, or more than 14 attractive attributes.
    """
    _refuse(items, budget)
    steady = _steady([item for item in items if item.category in "MO"])
    convex = [place for place, item in enumerate(items) if item.category == "A" and item.met < 1]
    best = _best_attractive([items[place] for place in convex], steady, budget)
    met = np.array([item.met for item in items])
    met[convex] = best
    left = budget - float(sum(items[i].cost * (met[i] - items[i].met) for i in convex))
    places = [place for place, item in enumerate(items) if item.category in "MO"]
    met[places] = steady.fulfil_within(np.array([left]))[0]
    spend = np.array([item.cost * (x - item.met) for item, x in zip(items, met, strict=True)])
    value = float(sum(_value(item, x) for item, x in zip(items, met, strict=True)))
    complete = not places or left >= steady.spend[-1]
    price = 0.0 if complete else float(np.exp(steady.log_price(np.array([left]))[0]))
    return Plan(tuple(items), met, spend, value, price)


def expected_gain(
    plan: Plan, better: ArrayLike, worse: ArrayLike, resamples: Replicates, level: float = 0.95
) -> tuple[float, float, float]:
    """Gain of a plan over today with its interval, the plan held fixed.

    Parameters
    ----------
    better, worse : array, shape (b + 1, a)
        Replicates of the coefficients, in the order of the plan's items.
    """
    kinds = np.array([item.category for item in plan.items])
    weight = np.array([item.weight for item in plan.items])
    now = np.array([item.met for item in plan.items])
    change = satisfaction(kinds, better, worse, plan.met) - satisfaction(kinds, better, worse, now)
    gained = (weight * change).sum(axis=-1)
    low, high = interval(gained, resamples, level)
    return float(gained[0]), float(low), float(high)


def _value(item: Item, x: float) -> float:
    return item.weight * float(satisfaction(item.category, item.better, item.worse, x))


@dataclass(frozen=True, slots=True)
class _Steady:
    """Must-be and one-dimensional attributes: what they take at every price.

    ``spend`` and ``logs`` are knots: money spent by them while the log price falls; between knots
    both are linear.  ``before`` is what is spent when an attribute's turn comes.
    """

    items: list[Item]
    spend: Floats
    logs: Floats
    before: Floats

    def log_price(self, budget: Floats) -> Floats:
        """Log of the marginal gain per cost once a budget is spent, shape (...)."""
        return np.asarray(np.interp(budget, self.spend, self.logs))

    def fulfil_within(self, budget: Floats) -> Floats:
        """Fulfilment of every attribute under budgets, shape (..., items)."""
        price = self.log_price(budget)
        met = np.empty((*budget.shape, len(self.items)))
        for place, item in enumerate(self.items):
            if item.category == "M":
                wanted = 1 + np.log(_unit(item) / item.cost) - price
            else:
                wanted = item.met + (budget - self.before[place]) / item.cost
            met[..., place] = np.clip(wanted, item.met, 1)
        return met

    def value(self, budget: Floats) -> Floats:
        """Weighted satisfaction under budgets, shape (...)."""
        met = self.fulfil_within(budget)
        values = [
            item.weight * satisfaction(item.category, item.better, item.worse, met[..., place])
            for place, item in enumerate(self.items)
        ]
        return np.sum(values, axis=0) if values else np.zeros(budget.shape)


def _unit(item: Item) -> float:
    return item.weight * (item.better - item.worse) / (E - 1)


def _steady(items: list[Item]) -> _Steady:
    """Knots of log price against money: where a must-be begins and ends, where a linear one takes all."""
    begin = np.array(
        [np.log(_unit(i) / i.cost) + (1 - i.met if i.category == "M" else np.log(E - 1)) for i in items]
    )
    end = np.array([np.log(_unit(i) / i.cost) + (0 if i.category == "M" else np.log(E - 1)) for i in items])
    cost = np.array([item.cost for item in items])
    room = cost * (1 - np.array([item.met for item in items]))
    linear = np.array([item.category == "O" for item in items], bool)
    order = np.argsort(-begin, kind="stable")
    spend, logs, before = [], [], np.zeros(len(items))
    for price in sorted({*begin, *end}, reverse=True):
        curved = np.where(linear, 0.0, np.clip(cost * (begin - price), 0, room)).sum()
        taken = curved + room[linear & (begin > price)].sum()
        spend.append(taken)
        logs.append(price)
        for place in order[linear[order] & (begin[order] == price)]:
            before[place] = taken
            taken += room[place]
            spend.append(taken)
            logs.append(price)
    return _Steady(items, np.array(spend or [0.0]), np.array(logs or [0.0]), before)


def _best_attractive(items: list[Item], steady: _Steady, budget: float) -> Floats:
    """Fulfilment of the attractive attributes in the best plan, shape (attractive,)."""
    count = len(items)
    chosen = ((np.arange(1 << count)[:, None] >> np.arange(count)) & 1).astype(bool)
    cost, now = (np.array([getattr(item, key) for item in items]) for key in ("cost", "met"))
    left = budget - (chosen * (cost * (1 - now))).sum(axis=1)
    chosen, left = chosen[left >= -1e-9 * budget], left[left >= -1e-9 * budget]
    whole = np.array([[_value(item, item.met), _value(item, 1)] for item in items]).reshape(count, 2)
    base = np.where(chosen, whole[:, 1], whole[:, 0]).sum(axis=1)
    total = base + steady.value(np.maximum(left, 0))
    top = int(np.argmax(total))
    best, met = total[top], np.where(chosen[top], 1.0, now)
    for place, item in enumerate(items):
        rows = np.flatnonzero(~chosen[:, place])
        for x in _partial(item, steady, left[rows]):
            kept = base[rows] - whole[place, 0] + item.weight * satisfaction("A", item.better, item.worse, x)
            value = kept + steady.value(np.maximum(left[rows] - item.cost * (x - item.met), 0))
            if value.max() > best + 1e-12:
                top = int(np.argmax(value))
                best, met = value[top], np.where(chosen[rows[top]], 1.0, now)
                met[place] = x[top]
    return met


def _partial(item: Item, steady: _Steady, left: Floats) -> list[Floats]:
    r"""Candidates for the fulfilment of a partly funded attribute, one array each.

    Either its marginal gain per cost equals the price of the rest,
    :math:`\ln(wK/c) + x = a + s (B - c (x - x_0))` with a and s of a stretch, or the money that it
    leaves ends at a knot, where the price jumps.
    """
    most = np.minimum(1.0, item.met + left / item.cost)
    log_unit = np.log(_unit(item) / item.cost)
    roots = [item.met + (left - spent) / item.cost for spent in np.unique(steady.spend)]
    for place in np.flatnonzero(np.diff(steady.spend) > 0):
        start, log = steady.spend[place], steady.logs[place]
        slope = (steady.logs[place + 1] - log) / (steady.spend[place + 1] - start)
        reach = log + slope * (left + item.cost * item.met - start) - log_unit
        if abs(1 + slope * item.cost) > LEVEL:
            roots.append(reach / (1 + slope * item.cost))
    return [most, *(np.clip(root, item.met, most) for root in roots)]


def _refuse(items: Sequence[Item], budget: float) -> None:
    found = [complaint for item in items for complaint in _impossible(item)]
    if budget < 0:
        found.append(Complaint(Text("the budget is negative"), expected=Text("a budget of zero or more")))
    attractive = sum(item.category == "A" for item in items)
    if attractive > MOST_ATTRACTIVE:
        found.append(
            Complaint(
                Text(
                    "%(count)d attractive attributes are too many to compare every choice",
                    {"count": attractive},
                ),
                expected=Text("at most %(most)d", {"most": MOST_ATTRACTIVE}),
                hint=Text("leave out those whose cost is beyond the budget, or join some"),
            )
        )
    if found:
        raise FitError(found)


def _impossible(item: Item) -> list[Complaint]:
    """What is wrong with one attribute of a plan."""
    checks = [
        (
            item.cost > 0,
            Text("a cost above zero"),
            Text("the cost of '%(name)s' is %(value)g", {"name": item.name, "value": item.cost}),
        ),
        (
            item.weight > 0,
            Text("a weight above zero"),
            Text("the weight of '%(name)s' is %(value)g", {"name": item.name, "value": item.weight}),
        ),
        (
            0 <= item.met <= 1,
            Text("a fulfilment between 0 and 1"),
            Text("the fulfilment of '%(name)s' is %(value)g", {"name": item.name, "value": item.met}),
        ),
        (
            item.category not in CURVED or item.better > item.worse,
            Text("a better above worse"),
            Text(
                "better and worse of '%(name)s' are both %(value)g", {"name": item.name, "value": item.better}
            ),
        ),
    ]
    return [Complaint(what, expected=expected) for fine, expected, what in checks if not fine]
