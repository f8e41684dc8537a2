"""The measurement model of a fitted wave: items, overlap of constructs, and whether they are measured well."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.analyses.index.group_fit import GroupFit
from satkit.analyses.index.replicated import clip_interval, estimate_replicated
from satkit.models.paths import Construct
from satkit.models.pls import PathFit
from satkit.models.pls.assessment import adjusted_r2, item_vif
from satkit.models.pls.composition import measuring_stages
from satkit.stats.design import Floats
from satkit.stats.reliability import alpha, ave, htmt, rho_a, rho_c

RELIABLE, ALIKE, CONVERGENT, DISTINCT, WEAK = 0.70, 0.60, 0.50, 0.90, 0.40  # see _judge


def measure_items(group: GroupFit, level: float) -> pd.DataFrame:
    """One line per item of every construct: its mean score, weight, share of the index, and loading.

    Components are the items of what is made of them; their mean score is their index.
    """
    lines = []
    for names, fit in _stages(group):
        own = [place for place, one in enumerate(fit.model.constructs) if one.name in names]
        at = np.concatenate([np.arange(fit.blocks[place].start, fit.blocks[place].stop) for place in own])
        owner = [one.name for place in own for one in [fit.model.constructs[place]] for _ in one.items]
        counted = [_mean_and_share(group, fit.model.constructs[place]) for place in own]
        loading = clip_interval(estimate_replicated(fit.loadings[..., at], group, level), -1.0, 1.0)
        lines.append(
            pd.DataFrame(
                {
                    "construct": owner,
                    "item": np.array(fit.model.items)[at],
                    "mean": np.concatenate([mean for mean, _ in counted]),
                    "weight": fit.weights[0, at],
                    "share": np.concatenate([share for _, share in counted]),
                    "loading": loading["estimate"],
                    "low": loading["low"],
                    "high": loading["high"],
                    "vif": item_vif(fit)[0, at],
                }
            )
        )
    return pd.concat(lines, ignore_index=True)


def _stages(group: GroupFit) -> list[tuple[list[str], PathFit]]:
    """The constructs that each stage of a fit measures by their own items."""
    stages: dict[int, tuple[list[str], PathFit]] = {}
    for name, fit in measuring_stages(group.fit).items():
        stages.setdefault(id(fit), ([], fit))[0].append(name)
    return list(stages.values())


def _mean_and_share(group: GroupFit, one: Construct) -> tuple[Floats, Floats]:
    """Mean score and share of the index of every item of a construct, components included."""
    made = group.composition
    block = made.blocks[made.names.index(one.name)]
    means, shares = made.mean[0, block], group.shares[0, block]
    if one.items == made.through[block]:
        return means, shares
    own = [np.array([part == item for part in made.through[block]]) for item in one.items]
    indices = group.index[0, [made.names.index(item) for item in one.items]]
    return indices, np.array([shares[lines].sum() for lines in own])


def measure_overlap(group: GroupFit, level: float) -> pd.DataFrame:
    """HTMT of every pair of constructs (absolute correlations), but of components with what is made of them."""
    lines, done = [], set()
    for names, fit in _stages(group):
        rows, columns = np.tril_indices(len(fit.model.names), -1)
        ends = [
            (fit.model.names[column], fit.model.names[row]) for row, column in zip(rows, columns, strict=True)
        ]
        keep = [
            place for place, pair in enumerate(ends)
            if set(pair) & set(names) and set(pair) <= set(group.composition.names) and frozenset(pair) not in done
        ]  # fmt: skip
        done |= {frozenset(ends[place]) for place in keep}
        values = htmt(fit.correlation, fit.blocks)[:, rows[keep], columns[keep]]
        numbers = clip_interval(estimate_replicated(values, group, level), 0.0, np.inf)
        pairs = {"construct": [ends[k][0] for k in keep], "versus": [ends[k][1] for k in keep]}
        lines.append(
            pd.DataFrame(pairs).assign(htmt=numbers["estimate"], low=numbers["low"], high=numbers["high"])
        )
    return pd.concat(lines, ignore_index=True)


def measure_constructs(
    group: GroupFit, level: float, items: pd.DataFrame, overlap: pd.DataFrame
) -> pd.DataFrame:
    """One line per construct: how much is explained, and whether its items measure one thing.

    Parameters
    ----------
    items, overlap : DataFrame
        Of :func:`measure_items` and :func:`measure_overlap`.
    """
    tables = [
        _measured(fit, names).assign(**_explained(group, names, level)) for names, fit in _stages(group)
    ]
    table = pd.concat(tables, ignore_index=True).set_index("construct").loc[list(group.composition.names)]
    closest = [_closest_construct(name, overlap) for name in table.index]
    weakest = items.loc[items.groupby("construct", sort=False)["loading"].idxmin()].set_index("construct")
    table.insert(2, "htmt", [value for value, _ in closest])
    table.insert(3, "htmt_with", [other for _, other in closest])
    table.insert(4, "weakest", weakest["item"])
    table.insert(5, "weakest_loading", weakest["loading"])
    return _judge(table.reset_index())


def _measured(fit: PathFit, names: list[str]) -> pd.DataFrame:
    """How the items of some constructs of a stage go together."""
    at = [fit.model.names.index(name) for name in names]
    chosen = [fit.model.constructs[place] for place in at]
    return pd.DataFrame(
        {
            "construct": names,
            "items": [len(one.items) for one in chosen],
            "mode": [one.mode for one in chosen],
            "alpha": alpha(fit.correlation[0], fit.blocks)[at],
            "rho_a": rho_a(fit.correlation[0], fit.weights[0], fit.blocks)[at],
            "rho_c": rho_c(fit.loadings[0], fit.blocks)[at],
            "ave": ave(fit.loadings[0], fit.blocks)[at],
        }
    )


def _explained(group: GroupFit, names: list[str], level: float) -> dict[str, Floats]:
    """R2 of constructs in the last stage; components have none."""
    last = group.fit
    numbers, adjusted_too = (
        clip_interval(estimate_replicated(last.r2, group, level), 0.0, 1.0),
        adjusted_r2(last)[0],
    )
    columns = {
        "r2": numbers["estimate"],
        "r2_low": numbers["low"],
        "r2_high": numbers["high"],
        "r2_adjusted": adjusted_too,
    }
    at = [last.model.names.index(name) if name in last.model.names else -1 for name in names]
    return {key: np.array([np.nan if k < 0 else values[k] for k in at]) for key, values in columns.items()}


def _closest_construct(name: str, overlap: pd.DataFrame) -> tuple[float, str]:
    """The construct that overlaps most with one, and how far."""
    pairs = overlap[(overlap["construct"] == name) | (overlap["versus"] == name)]
    closest = pairs.iloc[int(pairs["htmt"].argmax())]
    return closest["htmt"], closest["versus"] if closest["construct"] == name else closest["construct"]


def _judge(table: pd.DataFrame) -> pd.DataFrame:
    """The usual rules: rho_C 0.70, alpha 0.60, AVE 0.50, HTMT 0.90, loadings 0.40.

    Nunnally and Bernstein (1994); Fornell and Larcker (1981); Henseler, Ringle and Sarstedt
    (2015); Hair et al. (2021).  ``verdict`` is ``single`` for one item, ``formed`` where the items
    make the construct instead of reflecting it, else ``sound``, ``mixed`` or ``poor``.
    """
    table = table.copy()
    reflects = (table["items"] > 1) & (table["mode"] == "A")
    table["reliable"] = (table["rho_c"] >= RELIABLE) & (table["alpha"] >= ALIKE)
    table["convergent"] = table["ave"] >= CONVERGENT
    table["distinct"] = table["htmt"] < DISTINCT
    good = table[["reliable", "convergent", "distinct"]].sum(axis=1)
    weak = table["weakest_loading"] < WEAK
    table["verdict"] = np.select(
        [table["items"] == 1, ~reflects, (good == 3) & ~weak, (good >= 2) & table["reliable"]],
        ["single", "formed", "sound", "mixed"],
        "poor",
    )
    return table
