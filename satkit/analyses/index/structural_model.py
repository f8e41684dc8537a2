"""The tables of one fitted wave: paths, effects, constructs, items, overlap."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.analyses.index.groups import ENDS, Fitted
from satkit.models.certainty import centred, doubt, draws, first, quadrants, ranks
from satkit.models.effects import defined, routes, total
from satkit.models.paths import Construct
from satkit.models.pls import PathFit, priority
from satkit.models.pls.assessment import adjusted_r2, cause_vif, effect_sizes, item_vif
from satkit.models.pls.composition import measured
from satkit.models.pls.score import Policy
from satkit.stats.contrasts import adjusted, difference
from satkit.stats.design import Floats
from satkit.stats.leading import maybe_largest
from satkit.stats.reliability import alpha, ave, htmt, rho_a, rho_c

PRIORITY = (
    "importance", "low", "high", "p", "performance", "performance_low", "performance_high", "needed",
    "mean_importance", "mean_performance", "p_first", "p_leads", "doubt", "p_keep", "p_ease", "p_later", "p_priority",
)  # fmt: skip
RELIABLE, ALIKE, CONVERGENT, DISTINCT, WEAK = 0.70, 0.60, 0.50, 0.90, 0.40


def estimated(values: Floats, group: Fitted, level: float) -> dict[str, Floats]:
    """Estimate, error, interval and p of replicated numbers, each of shape (q,)."""
    found = difference(values, group.resamples, group.df, level)
    return {"estimate": found.pop("difference"), **found}


def held(found: dict[str, Floats], low: float, high: float) -> dict[str, Floats]:
    """The numbers of :func:`estimated` with intervals that keep to a range, but for estimates beyond it."""
    ends = {
        "low": np.maximum(found["low"], np.minimum(low, found["estimate"])),
        "high": np.minimum(found["high"], np.maximum(high, found["estimate"])),
    }
    return found | ends


def paths(group: Fitted, level: float) -> pd.DataFrame:
    """One line per arrow; p adjusted over all arrows (Benjamini-Hochberg)."""
    fit = group.fit
    table = pd.DataFrame(
        {"source": [source for source, _ in fit.model.paths], "target": [end for _, end in fit.model.paths]}
    ).assign(**estimated(fit.arrows, group, level))
    table["p_adjusted"] = adjusted(table["p"])
    p = table["p_adjusted"]
    table["evidence"] = np.select([p < 0.01, p < 0.05], ["firm", "significant"], "unclear")
    return table.assign(f2=effect_sizes(fit)[0], vif=cause_vif(fit)[0])


def effects(group: Fitted, level: float) -> pd.DataFrame:
    """Total effects between all constructs that some route joins."""
    model = group.fit.model
    joined = dict.fromkeys((*model.paths, *((route[0], route[-1]) for route in routes(model))))
    place = {name: number for number, name in enumerate(model.names)}
    ordered = sorted(joined, key=lambda pair: (place[pair[0]], place[pair[1]]))
    values = total(group.fit.paths, model)
    columns = np.stack([values[:, place[end], place[start]] for start, end in ordered], axis=-1)
    names = {"source": [start for start, _ in ordered], "target": [end for _, end in ordered]}
    return pd.DataFrame(names).assign(**estimated(columns, group, level))


def quantities(group: Fitted, level: float) -> pd.DataFrame:
    """One line per quantity that the model defines with ``:=``."""
    values = defined(group.fit.paths, group.fit.model)
    if not values:
        return pd.DataFrame()
    table = pd.DataFrame(group.fit.model.defined, columns=["name", "expression"])
    return table.assign(**estimated(np.stack([*values.values()], axis=-1), group, level))


def items(group: Fitted, level: float) -> pd.DataFrame:
    """One line per item of every construct: its mean score, weight, share of the index, and loading.

    Components are the items of what is made of them; their mean score is their index.
    """
    lines = []
    for names, fit in _stages(group):
        own = [place for place, one in enumerate(fit.model.constructs) if one.name in names]
        at = np.concatenate([np.arange(fit.blocks[place].start, fit.blocks[place].stop) for place in own])
        owner = [one.name for place in own for one in [fit.model.constructs[place]] for _ in one.items]
        counted = [_counted(group, fit.model.constructs[place]) for place in own]
        loading = held(estimated(fit.loadings[..., at], group, level), -1.0, 1.0)
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


def _stages(group: Fitted) -> list[tuple[list[str], PathFit]]:
    """The constructs that each stage of a fit measures by their own items."""
    found: dict[int, tuple[list[str], PathFit]] = {}
    for name, fit in measured(group.fit).items():
        found.setdefault(id(fit), ([], fit))[0].append(name)
    return list(found.values())


def _counted(group: Fitted, one: Construct) -> tuple[Floats, Floats]:
    """Mean score and share of the index of every item of a construct, components included."""
    made = group.made
    block = made.blocks[made.names.index(one.name)]
    means, shares = made.mean[0, block], group.shares[0, block]
    if one.items == made.through[block]:
        return means, shares
    own = [np.array([part == item for part in made.through[block]]) for item in one.items]
    indices = group.index[0, [made.names.index(item) for item in one.items]]
    return indices, np.array([shares[lines].sum() for lines in own])


def overlap(group: Fitted, level: float) -> pd.DataFrame:
    """HTMT of every pair of constructs (absolute correlations), but of components with what is made of them."""
    lines, done = [], set()
    for names, fit in _stages(group):
        rows, columns = np.tril_indices(len(fit.model.names), -1)
        ends = [
            (fit.model.names[column], fit.model.names[row]) for row, column in zip(rows, columns, strict=True)
        ]
        keep = [
            place for place, pair in enumerate(ends)
            if set(pair) & set(names) and set(pair) <= set(group.made.names) and frozenset(pair) not in done
        ]  # fmt: skip
        done |= {frozenset(ends[place]) for place in keep}
        values = htmt(fit.correlation, fit.blocks)[:, rows[keep], columns[keep]]
        found = held(estimated(values, group, level), 0.0, np.inf)
        pairs = {"construct": [ends[k][0] for k in keep], "versus": [ends[k][1] for k in keep]}
        lines.append(pd.DataFrame(pairs).assign(htmt=found["estimate"], low=found["low"], high=found["high"]))
    return pd.concat(lines, ignore_index=True)


def constructs(group: Fitted, level: float, said: pd.DataFrame, apart: pd.DataFrame) -> pd.DataFrame:
    """One line per construct: how much is explained, and whether its items measure one thing.

    Parameters
    ----------
    said, apart : DataFrame
        Of :func:`items` and :func:`overlap`.
    """
    tables = [
        _measured(fit, names).assign(**_explained(group, names, level)) for names, fit in _stages(group)
    ]
    found = pd.concat(tables, ignore_index=True).set_index("construct").loc[list(group.made.names)]
    closest = [_closest(name, apart) for name in found.index]
    weakest = said.loc[said.groupby("construct", sort=False)["loading"].idxmin()].set_index("construct")
    found.insert(2, "htmt", [value for value, _ in closest])
    found.insert(3, "htmt_with", [other for _, other in closest])
    found.insert(4, "weakest", weakest["item"])
    found.insert(5, "weakest_loading", weakest["loading"])
    return _judged(found.reset_index())


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


def _explained(group: Fitted, names: list[str], level: float) -> dict[str, Floats]:
    """R2 of constructs in the last stage; components have none."""
    last = group.fit
    found, adjusted_too = held(estimated(last.r2, group, level), 0.0, 1.0), adjusted_r2(last)[0]
    columns = {
        "r2": found["estimate"],
        "r2_low": found["low"],
        "r2_high": found["high"],
        "r2_adjusted": adjusted_too,
    }
    at = [last.model.names.index(name) if name in last.model.names else -1 for name in names]
    return {key: np.array([np.nan if k < 0 else values[k] for k in at]) for key, values in columns.items()}


def _closest(name: str, apart: pd.DataFrame) -> tuple[float, str]:
    """The construct that overlaps most with one, and how far."""
    pairs = apart[(apart["construct"] == name) | (apart["versus"] == name)]
    closest = pairs.iloc[int(pairs["htmt"].argmax())]
    return closest["htmt"], closest["versus"] if closest["construct"] == name else closest["construct"]


def _judged(table: pd.DataFrame) -> pd.DataFrame:
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


def priorities(group: Fitted, target: str, level: float, negative: Policy) -> pd.DataFrame:
    """Importance and performance of every construct that leads to the index.

    The lines of the map are the means over these constructs, and move with the replicates.
    """
    model, made = group.fit.model, group.made
    leads = {route[0] for route in routes(model) if route[-1] == target} | set(model.causes(target))
    leads |= {part for part, parent in made.parents.items() if parent in leads}
    found = priority(group.fit, target, ENDS, negative=negative)
    told = np.isfinite(found.importance[0] + found.performance[0])
    keep = np.flatnonzero([name in leads and shown for name, shown in zip(made.names, told, strict=True)])
    if not len(keep):
        return pd.DataFrame({"construct": np.array([], object)} | {name: np.zeros(0) for name in PRIORITY})
    importance, performance = found.importance[:, keep], found.performance[:, keep]
    weight = estimated(importance, group, level)
    corners = quadrants(importance, performance, group.resamples, centred(importance), centred(performance))
    own = group.table.set_index("construct").loc[[made.names[place] for place in keep]]
    return pd.DataFrame(
        {
            "construct": own.index,
            "importance": weight["estimate"],
            "low": weight["low"],
            "high": weight["high"],
            "p": weight["p"],
            "performance": performance[0],
            "performance_low": own["low"].to_numpy(),
            "performance_high": own["high"].to_numpy(),
            "needed": found.needed[0, keep],
            "mean_importance": importance[0].mean(),
            "mean_performance": performance[0].mean(),
            "p_first": first(ranks(draws(importance, group.resamples))),
            "p_leads": maybe_largest(importance, group.resamples, group.df),
            "doubt": doubt(
                performance, importance, group.resamples, centred(performance), centred(importance), group.df
            ),
            "p_keep": corners[:, 0],
            "p_ease": corners[:, 1],
            "p_later": corners[:, 2],
            "p_priority": corners[:, 3],
        }
    )
